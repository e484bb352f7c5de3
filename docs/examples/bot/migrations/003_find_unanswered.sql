-- Find what is not answered
--
-- Revision ID: 003
-- Revises: 002
-- Create Date: 2026-11-02 08:40:51+00:00

-- Outside of a transaction, so that bots go on writing while the index is built.

-- migrate:up transaction:false

CREATE INDEX CONCURRENTLY ix_messages_unanswered ON messages (id) WHERE answered_at IS NULL;

-- migrate:down transaction:false

DROP INDEX CONCURRENTLY ix_messages_unanswered;
