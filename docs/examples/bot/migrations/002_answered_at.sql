-- Remember when a message was answered
--
-- Revision ID: 002
-- Revises: 001
-- Create Date: 2026-10-19 14:03:10+00:00

-- migrate:up

ALTER TABLE messages ADD COLUMN answered_at timestamp with time zone;

-- Nobody knows when; that they were is what counts.
UPDATE messages SET answered_at = received_at WHERE answer IS NOT NULL;

-- migrate:down

-- hazard: deletes-data: what is stored there is gone afterwards, and no downgrade brings it back
ALTER TABLE messages DROP COLUMN answered_at;
