==== 01_people.sql
-- People, three of them
--
-- REVIEW: alembic/versions/01_people.py:27: downgrade() cannot be run: RuntimeError: people stay
--     raise RuntimeError("people stay")
--
-- Revision ID: p1
-- Revises: <base>
-- Create Date: 2024-02-01 09:00:00

-- migrate:up
-- env.py sets this for each session.
-- The first statements are those of env.py.
CREATE SCHEMA IF NOT EXISTS app;

SET search_path TO app;

CREATE TABLE people (
    id SERIAL NOT NULL,
    name TEXT NOT NULL,
    kind TEXT,
    PRIMARY KEY (id)
);

INSERT INTO people (name) VALUES ('Ann'), ('Ben'), ('Cem');
==== 02_kinds.sql
-- Everybody has a kind; the way back ends its transaction by itself
--
-- Revision ID: p2
-- Revises: p1
-- Create Date: 2024-02-02 09:00:00

-- migrate:up
-- REVIEW: alembic/versions/02_kinds.py:19: upgrade() reads rows, and may decide by it
--     for person in session.query(Person).order_by(Person.id).all():
-- env.py sets this for each session.
SET search_path TO app;

UPDATE people SET kind='ANN' WHERE people.id = 1;
UPDATE people SET kind='BEN' WHERE people.id = 2;
UPDATE people SET kind='CEM' WHERE people.id = 3;
CREATE INDEX people_kind ON people (kind);

-- migrate:down transaction:false
-- REVIEW: alembic/versions/02_kinds.py:27: downgrade() fails on a scratch database: sqlalchemy.exc.ProgrammingError: (psycopg2.errors.UndefinedObject) index "people_kind" does not exist
--     op.drop_index("people_kind", table_name="people", postgresql_concurrently=True)
-- env.py sets this for each session.
SET search_path TO app;

DROP INDEX CONCURRENTLY people_kind;
UPDATE people SET kind = NULL;
==== 03_batches.sql
-- Two at a time, and back by a session of the application's own
--
-- Revision ID: p3
-- Revises: p2
-- Create Date: 2024-02-03 09:00:00

-- migrate:up
-- REVIEW: alembic/versions/03_batches.py:22: upgrade() reads how many rows a statement touches, and may decide by it
--     if done.rowcount == 0:
-- env.py sets this for each session.
SET search_path TO app;

UPDATE people SET kind = 'new' WHERE id IN (SELECT id FROM people WHERE kind <> 'new' ORDER BY id LIMIT 2);
UPDATE people SET kind = 'new' WHERE id IN (SELECT id FROM people WHERE kind <> 'new' ORDER BY id LIMIT 2);
UPDATE people SET kind = 'new' WHERE id IN (SELECT id FROM people WHERE kind <> 'new' ORDER BY id LIMIT 2);

-- migrate:down transaction:false
-- As it ran on a scratch database; Alembic's offline mode writes other SQL.
-- env.py sets this for each session.
SET search_path TO app;

UPDATE people SET kind = 'old';
==== 04_copies.sql
-- Names of their own, read where they are written
--
-- Revision ID: p4
-- Revises: p3
-- Create Date: 2024-02-04 09:00:00

-- migrate:up
-- REVIEW: alembic/versions/04_copies.py:18: upgrade() reads rows, and may decide by it
--     op.bulk_insert(names, [{"name": row[0]} for row in connection.execute(sa.text("SELECT name FROM people ORDER BY name"))])
-- env.py sets this for each session.
SET search_path TO app;

CREATE TABLE names (
    name TEXT NOT NULL,
    PRIMARY KEY (name)
);

INSERT INTO names (name) VALUES ('Ann'),('Ben'),('Cem');

-- migrate:down
-- env.py sets this for each session.
SET search_path TO app;

INSERT INTO people (name) SELECT name FROM names;
DROP TABLE names;
==== 05_kinds_are_gone.sql
-- Kinds are no more
--
-- Revision ID: p5
-- Revises: p4
-- Create Date: 2024-02-05 09:00:00

-- migrate:up
-- env.py sets this for each session.
SET search_path TO app;

INSERT INTO people (name) VALUES ('Dee');
ALTER TABLE people DROP COLUMN kind;

-- migrate:down
-- env.py sets this for each session.
SET search_path TO app;

ALTER TABLE people ADD COLUMN kind TEXT;
