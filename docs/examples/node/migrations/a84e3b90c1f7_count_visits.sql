-- Count visits
--
-- Revision ID: a84e3b90c1f7
-- Revises: 5d1c07f6a2be
-- Create Date: 2026-10-19 14:03:10+00:00

-- migrate:up

CREATE TABLE visits (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    slug text NOT NULL,
    visited_at timestamp with time zone NOT NULL DEFAULT now(),
    FOREIGN KEY (slug) REFERENCES links(slug) ON DELETE CASCADE
);

CREATE INDEX visits_slug ON visits (slug);

-- migrate:down

-- hazard: deletes-data: what is stored there is gone afterwards, and no downgrade brings it back
DROP TABLE visits;
