-- Index audit logs by guild and time
--
-- The table is large and written to all day, so the index is built without blocking the writers.
--
-- Revision ID: 1f46d8b2a05c
-- Revises: e813b6d40f27
-- Create Date: 2025-08-20 05:18:26+00:00

-- migrate:up transaction:false
CREATE INDEX CONCURRENTLY ix_audit_logs_guild_logged ON audit_logs (guild_id, logged_at DESC);
-- The new one serves every query of the old one.
DROP INDEX CONCURRENTLY ix_audit_logs_guild_id;

-- migrate:down transaction:false
CREATE INDEX CONCURRENTLY ix_audit_logs_guild_id ON audit_logs (guild_id);
DROP INDEX CONCURRENTLY ix_audit_logs_guild_logged;
