==== s1_first.sql
-- first
--
-- Revision ID: s1
-- Revises: <base>
-- Create Date: 2023-02-01 10:00:00

-- migrate:up
-- env.py sets this for each session.
-- The first statements are those of env.py.
CREATE SCHEMA IF NOT EXISTS app;

SET search_path TO app, public;

CREATE TABLE accounts (
    id SERIAL NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE public.shared (
    id SERIAL NOT NULL,
    PRIMARY KEY (id)
);

-- migrate:down
-- env.py sets this for each session.
SET search_path TO app, public;

DROP TABLE public.shared;
DROP TABLE accounts;
==== s2_aside.sql
-- an extension's schema, found by all that follow
--
-- Revision ID: s2
-- Revises: s1
-- Create Date: 2023-02-02 10:00:00

-- migrate:up
-- env.py sets this for each session.
SET search_path TO app, public;

CREATE SCHEMA aside;
SET search_path TO aside, app, public;
CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2';

-- migrate:down
-- env.py sets this for each session.
SET search_path TO app, public;

DROP SCHEMA aside CASCADE;
==== s3_relies.sql
-- relies on what the one before has set
--
-- Revision ID: s3
-- Revises: s2
-- Create Date: 2023-02-03 10:00:00

-- migrate:up
-- An earlier revision has set this search_path; Alembic runs all in one session.
-- env.py sets this for each session.
SET search_path TO app, public;

SET search_path TO aside, app, public;

CREATE TABLE numbers (
    n INTEGER NOT NULL,
    CONSTRAINT positive CHECK (twice(n) > 0)
);

-- migrate:down
-- env.py sets this for each session.
SET search_path TO app, public;

DROP TABLE aside.numbers;
