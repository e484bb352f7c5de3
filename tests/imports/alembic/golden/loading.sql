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
