-- The order of statements where the catalogue knows it and where it does not: bodies are text, and circles must be opened.

-- case: a function that reads a view that is made with it
-- to:
CREATE TABLE t (id integer);
CREATE VIEW z AS SELECT id FROM t;
CREATE FUNCTION a() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM z';

-- case: a view, a function that reads it, and a view that calls the function
-- to:
CREATE VIEW z AS SELECT 1 AS id;
CREATE FUNCTION y() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM z';
CREATE VIEW a AS SELECT y() AS n;

-- case: a default calls a function that reads the table
-- to:
CREATE TABLE t (id integer);
CREATE FUNCTION next_id() RETURNS integer LANGUAGE sql AS 'SELECT max(id) + 1 FROM t';
ALTER TABLE t ALTER COLUMN id SET DEFAULT next_id();

-- case: a check calls a function that reads another table
-- to:
CREATE TABLE z (id integer);
CREATE FUNCTION known(integer) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT EXISTS (SELECT FROM z WHERE id = $1)';
CREATE TABLE a (id integer CHECK (known(id)));

-- case: a function whose body is wrong until it runs
-- to:
CREATE FUNCTION f() RETURNS integer LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT count(*) FROM nowhere); END';

-- case: a function whose body the server would not take
-- to:
SET check_function_bodies = off;
CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT id FROM nowhere';

-- case: a body that needs a column that comes, and one that goes
CREATE TABLE t (id integer, old text);
CREATE FUNCTION f() RETURNS text LANGUAGE sql AS 'SELECT old FROM t';
-- to:
CREATE TABLE t (id integer, new text);
CREATE FUNCTION f() RETURNS text LANGUAGE sql AS 'SELECT new FROM t';
-- rows:
INSERT INTO t VALUES (1, 'x');

-- case: a circle of three tables
-- to:
CREATE TABLE a (id integer PRIMARY KEY, b integer);
CREATE TABLE b (id integer PRIMARY KEY, c integer);
CREATE TABLE c (id integer PRIMARY KEY, a integer REFERENCES a);
ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b;
ALTER TABLE b ADD FOREIGN KEY (c) REFERENCES c;

-- case: a circle of three tables goes
CREATE TABLE a (id integer PRIMARY KEY, b integer);
CREATE TABLE b (id integer PRIMARY KEY, c integer);
CREATE TABLE c (id integer PRIMARY KEY, a integer REFERENCES a);
ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b;
ALTER TABLE b ADD FOREIGN KEY (c) REFERENCES c;
-- to:
CREATE TABLE a (id integer PRIMARY KEY);

-- case: an enum, a domain on it, a table with the domain, a function of the table
-- to:
CREATE TYPE z AS ENUM ('x');
CREATE DOMAIN y AS z;
CREATE TABLE x (v y);
CREATE FUNCTION w(x) RETURNS y LANGUAGE sql AS 'SELECT $1.v';
CREATE VIEW a AS SELECT w(x) AS w FROM x;

-- case: all of that goes
CREATE TYPE z AS ENUM ('x');
CREATE DOMAIN y AS z;
CREATE TABLE x (v y);
CREATE FUNCTION w(x) RETURNS y LANGUAGE sql AS 'SELECT $1.v';
CREATE VIEW a AS SELECT w(x) AS w FROM x;
-- to:

-- case: names that pg_catalog has too
-- to:
CREATE FUNCTION lower(integer) RETURNS integer LANGUAGE sql AS 'SELECT $1';
CREATE TABLE pg_class_copy (id integer);
CREATE TABLE "text" (id integer);
CREATE FUNCTION length(text, integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE VIEW v AS SELECT lower(id) AS l, pg_catalog.lower('X') AS m FROM "text";

-- case: a type named as a built-in one
-- to:
CREATE TYPE "integer" AS ENUM ('one');
CREATE TABLE t (a "integer", b integer, c public."integer"[]);

-- case: tables of one name, one of them on the path
CREATE SCHEMA s;
CREATE TABLE t (id integer);
CREATE TABLE s.t (id integer, s_only text);
CREATE VIEW v AS SELECT id FROM t;
-- to:
CREATE SCHEMA s;
CREATE TABLE t (id bigint);
CREATE TABLE s.t (id bigint, s_only text);
CREATE VIEW v AS SELECT id FROM t;
CREATE VIEW s.v AS SELECT s_only FROM s.t;
CREATE FUNCTION s.f() RETURNS SETOF s.t LANGUAGE sql AS 'SELECT * FROM s.t';
-- rows:
INSERT INTO t VALUES (1);

-- case: a file that sets its own path
-- to:
CREATE SCHEMA app;
SET search_path TO app;
CREATE TABLE t (id serial PRIMARY KEY);
CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM app.t';
CREATE VIEW v AS SELECT id, f() AS n FROM t;

-- case: a file as pg_dump writes it
-- to:
SET statement_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE FUNCTION public.f() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM public.t';
CREATE TABLE public.t (id integer NOT NULL, name text);
CREATE SEQUENCE public.t_id_seq AS integer START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.t_id_seq OWNED BY public.t.id;
ALTER TABLE ONLY public.t ALTER COLUMN id SET DEFAULT nextval('public.t_id_seq'::regclass);
ALTER TABLE ONLY public.t ADD CONSTRAINT t_pkey PRIMARY KEY (id);

-- case: an operator, an operator class and an index of it
-- to:
CREATE FUNCTION less(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 < $2';
CREATE FUNCTION more(text, text) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT length($1) - length($2)';
CREATE OPERATOR <<< (LEFTARG = text, RIGHTARG = text, FUNCTION = less);
CREATE OPERATOR CLASS by_length FOR TYPE text USING btree AS OPERATOR 1 <<<, OPERATOR 3 =, FUNCTION 1 more(text, text);
CREATE TABLE t (a text);
CREATE INDEX i ON t (a by_length);

-- case: a view on a system catalogue and one on information_schema
-- to:
CREATE VIEW tables AS SELECT relname FROM pg_class;
CREATE VIEW columns AS SELECT column_name FROM information_schema.columns;

-- case: a hundred views in a chain
-- to:
CREATE VIEW v0 AS SELECT 1 AS x;
DO $$ BEGIN FOR i IN 1..100 LOOP EXECUTE format('CREATE VIEW v%s AS SELECT x FROM v%s', i, i - 1); END LOOP; END $$;

-- case: the lowest of ten views in a chain changes
CREATE VIEW v0 AS SELECT 1 AS x;
DO $$ BEGIN FOR i IN 1..10 LOOP EXECUTE format('CREATE VIEW v%s AS SELECT x FROM v%s', i, i - 1); END LOOP; END $$;
-- to:
CREATE VIEW v0 AS SELECT 1::bigint AS x;
DO $$ BEGIN FOR i IN 1..10 LOOP EXECUTE format('CREATE VIEW v%s AS SELECT x FROM v%s', i, i - 1); END LOOP; END $$;
