-- Create blogs
--
-- Revision ID: 7b3ad95e10c4
-- Revises: 1f6b2ce04d8a
-- Create Date: 2026-10-19 14:03:10+00:00

-- migrate:up

CREATE TABLE blogs (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    author_id bigint NOT NULL,
    title text NOT NULL,
    body text NOT NULL,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    FOREIGN KEY (author_id) REFERENCES users(id)
);

CREATE INDEX ix_blogs_author_id_created_at ON blogs (author_id, created_at);

-- migrate:down

-- hazard: deletes-data: what is stored there is gone afterwards, and no downgrade brings it back
DROP TABLE blogs;
