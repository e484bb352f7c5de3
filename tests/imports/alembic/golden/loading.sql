==== 01_places.sql
-- Places
--
-- They were islands.
--
-- Note: names are not unique:
--   - two islands are called alike
-- Revisited: never.
--
-- Revision ID: l1
-- Revises: <base>
-- Create Date: 2024-03-01 09:00:00

-- migrate:up
CREATE TABLE places (
    id UUID NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (id)
);

COMMENT ON TABLE places IS 'with a name';

-- migrate:down
DROP TABLE places;
==== 02_first_place.sql
-- First place
--
-- Revision ID: l2
-- Revises: l1
-- Create Date: 2024-03-02 09:00:00

-- migrate:up
-- REVIEW: alembic/versions/02_first_place.py:20: upgrade() takes a value of the moment, which stands here as it was when the history was read
--     op.bulk_insert(places, [{"id": str(uuid.uuid4()), "name": "Utopia"}])
INSERT INTO places (id, name) VALUES ('<uuid>', 'Utopia');

-- migrate:down
DELETE FROM places;
==== 03_names.sql
-- Names
--
-- Revision ID: l3
-- Revises: l2
-- Create Date: 2024-03-03 09:00:00

-- migrate:up
-- REVIEW: alembic/versions/03_names.py:25: upgrade() reads rows, and may decide by it
--     if made:
-- REVIEW: alembic/versions/03_names.py:27: upgrade() reads rows, and may decide by it
--     cursor.execute("SELECT name FROM places WHERE name LIKE 'x%' ORDER BY name")
-- REVIEW: alembic/versions/03_names.py:15: upgrade() sends a password, which stands here as it was sent
--     def upgrade():
UPDATE places
   SET name = replace(name, '	', ' ')  -- no	tabs
;

CREATE FUNCTION add_places(n int) RETURNS int LANGUAGE sql AS 'INSERT INTO places SELECT gen_random_uuid(), ''x'' || i FROM generate_series(1, n) i RETURNING 1';
SELECT add_places(2);
UPDATE places SET name = 'X1' WHERE name = 'x1';
UPDATE places SET name = 'X2' WHERE name = 'x2';
DO $$ BEGIN PERFORM 'ALTER ROLE reader PASSWORD ''secret'''; END $$;

-- migrate:down
DELETE FROM places WHERE name LIKE 'X%';
DROP FUNCTION add_places;
