-- Tasks may be done
--
-- Revision ID: d70a63c9b158
-- Revises: 8e4f17b3c62d
-- Create Date: 2026-11-02 08:40:51+00:00

-- migrate:up

ALTER TABLE tasks_task ADD COLUMN done_at timestamp with time zone;

CREATE INDEX tasks_open ON tasks_task (created_at) WHERE done_at IS NULL;

-- migrate:down

-- hazard: deletes-data: what is stored there is gone afterwards, and no downgrade brings it back
ALTER TABLE tasks_task DROP COLUMN done_at;
