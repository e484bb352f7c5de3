-- Create users
--
-- Revision ID: a1
-- Revises:
-- Create Date: 2025-01-01 00:00:00+00:00

-- migrate:up
CREATE TABLE users (id int);

-- migrate:down
DROP TABLE users;
