-- Create users
--
-- Revision ID: 1f6b2ce04d8a
-- Revises: <base>
-- Create Date: 2026-10-05 09:12:44+00:00

-- migrate:up

CREATE TABLE users (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE
);

-- migrate:down

-- hazard: deletes-data: what is stored there is gone afterwards, and no downgrade brings it back
DROP TABLE users;
