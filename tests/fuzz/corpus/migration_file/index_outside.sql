-- Make a
--
-- Revision ID: a1
-- Revises: b2, c3
-- Branch Labels: main
-- Depends On: d4
-- Create Date: 2025-10-03 23:15:00+00:00

-- migrate:up transaction:false
CREATE INDEX CONCURRENTLY i ON t (a);
VACUUM t;
BEGIN;
SELECT 1;
COMMIT;
-- migrate:down transaction:false
DROP INDEX CONCURRENTLY i;
