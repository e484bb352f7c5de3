# shellcheck shell=bash
# Two migrations, and the second one is wrong.
mkdir -p api/migrations && cd api &&
    cat >migrations/3f0c_users.sql <<'SQL' &&
-- Create users
--
-- Revision ID: 3f0c
-- Revises: <base>

-- migrate:up
CREATE TABLE users (id integer);
CREATE INDEX ON users (id);
SQL
    cat >migrations/a1b2_x.sql <<'SQL'
-- X
--
-- Revision ID: a1b2
-- Revises: 3f0c

-- migrate:up
CREATE TABLE x (id integer);

INSERT INTO nowhere VALUES (1);
SQL
