-- Create links
--
-- Revision ID: 5d1c07f6a2be
-- Revises: <base>
-- Create Date: 2026-10-05 09:12:44+00:00

-- migrate:up

CREATE TABLE links (
    slug text PRIMARY KEY,
    target text NOT NULL,
    created_at timestamp with time zone NOT NULL DEFAULT now()
);

-- migrate:down

-- hazard: deletes-data: what is stored there is gone afterwards, and no downgrade brings it back
DROP TABLE links;
