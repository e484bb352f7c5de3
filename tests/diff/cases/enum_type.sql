-- Enums.

-- case: an enum is made
-- to:
CREATE TYPE mood AS ENUM ('sad', 'it''s "ok"', 'happy');
-- up:
CREATE TYPE mood AS ENUM ('sad', 'it''s "ok"', 'happy');
-- down:
DROP TYPE mood;

-- case: a value is added at the end
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE t (m mood);
-- to:
CREATE TYPE mood AS ENUM ('sad', 'happy', 'glad');
CREATE TABLE t (m mood);
-- rows:
INSERT INTO t VALUES ('sad');
-- up:
ALTER TYPE mood ADD VALUE 'glad';

-- case: a value is added before the first
CREATE TYPE mood AS ENUM ('b', 'c');
-- to:
CREATE TYPE mood AS ENUM ('a', 'b', 'c');
-- up:
ALTER TYPE mood ADD VALUE 'a' BEFORE 'b';

-- case: a value is added in between
CREATE TYPE mood AS ENUM ('a', 'c');
-- to:
CREATE TYPE mood AS ENUM ('a', 'b', 'c');

-- case: several values are added everywhere
CREATE TYPE mood AS ENUM ('c', 'f');
CREATE TABLE t (m mood DEFAULT 'c');
-- to:
CREATE TYPE mood AS ENUM ('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
CREATE TABLE t (m mood DEFAULT 'c');
-- rows:
INSERT INTO t VALUES ('f');

-- case: a value is added and used at once
CREATE TYPE mood AS ENUM ('sad');
CREATE TABLE t (id integer, m mood DEFAULT 'sad');
-- to:
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE t (id integer, m mood DEFAULT 'happy', CHECK (m <> 'happy'));
CREATE VIEW v AS SELECT id FROM t WHERE m = 'happy';
-- rows:
INSERT INTO t VALUES (1, 'sad');

-- case: a value goes
CREATE TYPE mood AS ENUM ('sad', 'old', 'happy');
CREATE TABLE t (m mood);
-- to:
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE t (m mood);
-- rows:
INSERT INTO t VALUES ('sad'), ('happy');

-- case: a value goes from a type with defaults, arrays, keys and indexes
CREATE TYPE mood AS ENUM ('sad', 'old', 'happy');
CREATE TABLE t (m mood PRIMARY KEY DEFAULT 'sad', n mood[] DEFAULT '{sad}', CHECK (m <> 'sad' OR n IS NOT NULL));
CREATE INDEX ON t (n);
CREATE INDEX part ON t (m) WHERE m = 'happy';
-- to:
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE t (m mood PRIMARY KEY DEFAULT 'sad', n mood[] DEFAULT '{sad}', CHECK (m <> 'sad' OR n IS NOT NULL));
CREATE INDEX ON t (n);
CREATE INDEX part ON t (m) WHERE m = 'happy';
-- rows:
INSERT INTO t VALUES ('sad', '{happy}');

-- case: a value goes from a type that views and functions use
CREATE TYPE mood AS ENUM ('sad', 'old', 'happy');
CREATE TABLE t (id integer, m mood);
CREATE VIEW v AS SELECT id FROM t WHERE m = 'happy';
CREATE FUNCTION f(mood) RETURNS text LANGUAGE sql AS 'SELECT $1::text';
CREATE FUNCTION g() RETURNS mood LANGUAGE sql AS $$ SELECT 'sad'::mood $$;
-- to:
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE t (id integer, m mood);
CREATE VIEW v AS SELECT id FROM t WHERE m = 'happy';
CREATE FUNCTION f(mood) RETURNS text LANGUAGE sql AS 'SELECT $1::text';
CREATE FUNCTION g() RETURNS mood LANGUAGE sql AS $$ SELECT 'sad'::mood $$;
-- rows:
INSERT INTO t VALUES (1, 'sad');

-- case: values in another order
CREATE TYPE mood AS ENUM ('a', 'b', 'c');
CREATE TABLE t (m mood);
-- to:
CREATE TYPE mood AS ENUM ('c', 'a', 'b');
CREATE TABLE t (m mood);
-- rows:
INSERT INTO t VALUES ('a'), ('c');

-- case: one value goes, another comes
CREATE TYPE mood AS ENUM ('a', 'b');
CREATE TABLE t (m mood NOT NULL DEFAULT 'a');
-- to:
CREATE TYPE mood AS ENUM ('a', 'c');
CREATE TABLE t (m mood NOT NULL DEFAULT 'a');
-- rows:
INSERT INTO t VALUES ('a');

-- case: an enum without values
CREATE TYPE a AS ENUM ();
-- to:
CREATE TYPE a AS ENUM ('x');
CREATE TYPE b AS ENUM ();

-- case: an enum goes with the column that has it
CREATE TYPE mood AS ENUM ('sad');
CREATE TABLE t (id integer, m mood DEFAULT 'sad');
-- to:
CREATE TABLE t (id integer);
-- rows:
INSERT INTO t VALUES (1);

-- case: an enum becomes a text
CREATE TYPE mood AS ENUM ('sad');
CREATE TABLE t (id integer, m mood DEFAULT 'sad');
-- to:
CREATE TABLE t (id integer, m text DEFAULT 'sad');
-- rows:
INSERT INTO t VALUES (1, 'sad');

-- case: a column takes another enum
CREATE TYPE a AS ENUM ('x', 'y');
CREATE TABLE t (c a);
-- to:
CREATE TYPE b AS ENUM ('x', 'y', 'z');
CREATE TABLE t (c b);
-- rows:
INSERT INTO t VALUES ('x');

-- case: enums in schemas, with names that need quotes
CREATE SCHEMA "S";
CREATE TYPE "S"."Mood" AS ENUM ('a', 'c');
CREATE TABLE t (m "S"."Mood" DEFAULT 'a');
-- to:
CREATE SCHEMA "S";
CREATE TYPE "S"."Mood" AS ENUM ('b', 'c', 'a');
CREATE TABLE t (m "S"."Mood" DEFAULT 'a');
-- rows:
INSERT INTO t VALUES ('a');

-- case: a value goes from an enum that parts a table
CREATE TYPE k AS ENUM ('x', 'y', 'z');
CREATE TABLE t (id integer, c k) PARTITION BY LIST (c);
CREATE TABLE tx PARTITION OF t FOR VALUES IN ('x');
-- to:
CREATE TYPE k AS ENUM ('x', 'y');
CREATE TABLE t (id integer, c k) PARTITION BY LIST (c);
CREATE TABLE tx PARTITION OF t FOR VALUES IN ('x');

-- case: a value goes from an enum in a domain and a composite type
CREATE TYPE k AS ENUM ('x', 'y', 'z');
CREATE DOMAIN d AS k DEFAULT 'x' CHECK (VALUE <> 'y');
CREATE TYPE pair AS (a k, b integer);
CREATE TABLE t (p d, q pair);
-- to:
CREATE TYPE k AS ENUM ('x', 'y');
CREATE DOMAIN d AS k DEFAULT 'x' CHECK (VALUE <> 'y');
CREATE TYPE pair AS (a k, b integer);
CREATE TABLE t (p d, q pair);

-- case: a comment on an enum
CREATE TYPE mood AS ENUM ('sad');
-- to:
CREATE TYPE mood AS ENUM ('sad', 'happy');
COMMENT ON TYPE mood IS 'how it is';
