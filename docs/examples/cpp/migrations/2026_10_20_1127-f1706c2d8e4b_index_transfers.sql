-- Index transfers by account
--
-- Revision ID: f1706c2d8e4b
-- Revises: 4c8e1a7b90d2
-- Create Date: 2026-10-20 11:27:35+00:00

-- migrate:up

CREATE INDEX transfers_from_account ON transfers (from_account);
CREATE INDEX transfers_to_account ON transfers (to_account);

-- migrate:down

DROP INDEX transfers_to_account;
DROP INDEX transfers_from_account;
