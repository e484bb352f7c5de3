-- Schemas.

-- case: a schema is made
-- to:
CREATE SCHEMA s;
-- up:
CREATE SCHEMA s;
-- down:
DROP SCHEMA s;

-- case: schemas with names that need quotes
-- to:
CREATE SCHEMA "S s";
CREATE SCHEMA "select";
CREATE SCHEMA "Ünï";

-- case: a schema with everything in it goes
CREATE SCHEMA s;
CREATE TYPE s.mood AS ENUM ('sad');
CREATE TABLE s.t (id serial PRIMARY KEY, m s.mood);
CREATE VIEW s.v AS SELECT * FROM s.t;
CREATE FUNCTION s.f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
-- to:

-- case: a schema is made with what is in it, and another goes
CREATE SCHEMA old;
CREATE TABLE old.t (id integer);
-- to:
CREATE SCHEMA new;
CREATE TABLE new.t (id integer);

-- case: tables of one name in two schemas
CREATE SCHEMA a;
CREATE SCHEMA b;
CREATE TABLE a.t (id integer);
CREATE TABLE b.t (id integer);
CREATE TABLE t (id integer);
-- to:
CREATE SCHEMA a;
CREATE SCHEMA b;
CREATE TABLE a.t (id bigint);
CREATE TABLE b.t (id integer, name text);
CREATE TABLE t (id integer PRIMARY KEY);
-- rows:
INSERT INTO a.t VALUES (1);
INSERT INTO b.t VALUES (1);
INSERT INTO t VALUES (1);

-- case: schemas that need each other
-- to:
CREATE SCHEMA a;
CREATE SCHEMA b;
CREATE TYPE b.kind AS ENUM ('x');
CREATE TABLE a.t (id integer PRIMARY KEY, k b.kind);
CREATE TABLE b.t (id integer REFERENCES a.t);
CREATE VIEW a.v AS SELECT a.id FROM a.t a JOIN b.t USING (id);

-- case: the comment of a schema
CREATE SCHEMA a;
CREATE SCHEMA b;
COMMENT ON SCHEMA b IS 'old';
-- to:
CREATE SCHEMA a;
COMMENT ON SCHEMA a IS 'it''s "here"';
CREATE SCHEMA b;

-- case: the schema public goes
-- to:
DROP SCHEMA public;
CREATE SCHEMA app;

-- case: a comment on the schema public
-- to:
COMMENT ON SCHEMA public IS 'ours';

-- case: a schema made with its tables in one statement
-- to:
CREATE SCHEMA s
    CREATE TABLE t (id integer PRIMARY KEY)
    CREATE VIEW v AS SELECT id FROM t;
