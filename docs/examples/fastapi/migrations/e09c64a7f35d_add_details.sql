-- Add details to blogs
--
-- Revision ID: e09c64a7f35d
-- Revises: 7b3ad95e10c4
-- Create Date: 2026-11-02 08:40:51+00:00

-- migrate:up

ALTER TABLE blogs ADD COLUMN details jsonb NOT NULL DEFAULT '{}';

CREATE INDEX ix_blogs_details ON blogs USING gin (details);

-- migrate:down

-- hazard: deletes-data: what is stored there is gone afterwards, and no downgrade brings it back
ALTER TABLE blogs DROP COLUMN details;
