-- First
--
-- Revision ID: 1111aaaa1111
-- Revises: <base>

-- migrate:up
CREATE TABLE first_one (id integer PRIMARY KEY);

-- migrate:down
DROP TABLE first_one;
