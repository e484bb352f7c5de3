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
