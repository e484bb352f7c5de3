==== m1_users.sql
-- users, by the application's own models
--
-- Revision ID: m1
-- Revises: <base>
-- Create Date: 2023-03-01 10:00:00

-- migrate:up
CREATE TYPE role AS ENUM ('admin', 'guest');

CREATE TABLE users (
    id UUID NOT NULL,
    name VARCHAR(20) NOT NULL,
    role role NOT NULL,
    made TIMESTAMP WITHOUT TIME ZONE,
    PRIMARY KEY (id)
);

INSERT INTO users (id, name, role, made) VALUES ('00000000-0000-0000-0000-000000000003'::uuid, 'o''hara', 'guest', '2020-01-01T00:00:00'::timestamp);

-- migrate:down
DROP TABLE users;
DROP TYPE role;
==== m2_loop.sql
-- a loop over rows, a savepoint that is rolled back, a temporary table
--
-- Revision ID: m2
-- Revises: m1
-- Create Date: 2023-03-02 10:00:00

-- migrate:up
-- REVIEW: migrations/versions/m2_loop.py:19: upgrade() reads rows, and may decide by it
--     for id, name in rows:
ALTER TABLE users ADD COLUMN slug TEXT;
UPDATE users SET slug='o-hara' WHERE users.id = '00000000-0000-0000-0000-000000000003'::uuid;
UPDATE users SET slug = slug || '!' WHERE name LIKE '%hara';
ALTER TABLE users ALTER COLUMN slug SET NOT NULL;

-- migrate:down
ALTER TABLE users DROP COLUMN slug;
