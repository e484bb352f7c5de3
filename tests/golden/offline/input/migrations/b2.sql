-- It's indexed
--
-- Revision ID: b2
-- Revises: a1
-- Create Date: 2025-10-03 23:15:00+00:00

-- migrate:up transaction:false
CREATE INDEX CONCURRENTLY users_name ON users (name);
UPDATE users SET name = 'x';

-- migrate:down
DROP INDEX users_name;
