# shellcheck shell=bash
# Two migrations, and the second one is wrong.
mkdir -p api/migrations && cd api || return
cat >migrations/0001.sql <<'SQL'
-- Create countries
--
-- Revision ID: 0001
-- Revises: <base>

-- migrate:up
CREATE TABLE countries (code text);
SQL
cat >migrations/0002.sql <<'SQL'
-- Count cities
--
-- Revision ID: 0002
-- Revises: 0001

-- migrate:up

CREATE VIEW counted AS
SELECT count(*)
FROM cities;
SQL
