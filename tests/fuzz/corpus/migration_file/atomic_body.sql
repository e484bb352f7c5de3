-- Make a
--
-- Revision ID: a1
-- Revises: b2, c3
-- Branch Labels: main
-- Depends On: d4
-- Create Date: 2025-10-03 23:15:00+00:00

-- migrate:down
DROP FUNCTION f();
-- migrate:up
CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END;
