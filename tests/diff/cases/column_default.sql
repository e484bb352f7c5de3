-- Defaults of columns.

-- case: a default is set
CREATE TABLE t (a integer);
-- to:
CREATE TABLE t (a integer DEFAULT 1);
-- rows:
INSERT INTO t VALUES (NULL);
-- up:
ALTER TABLE t ALTER COLUMN a SET DEFAULT 1;
-- down:
ALTER TABLE t ALTER COLUMN a DROP DEFAULT;

-- case: another default
CREATE TABLE t (a integer DEFAULT 1, b text DEFAULT 'x', c timestamptz DEFAULT now());
-- to:
CREATE TABLE t (a integer DEFAULT 2, b text DEFAULT 'it''s', c timestamptz DEFAULT CURRENT_TIMESTAMP);
-- rows:
INSERT INTO t DEFAULT VALUES;

-- case: the same default in other words
CREATE TABLE t (a text DEFAULT 'x', b integer DEFAULT 1 + 1, c boolean DEFAULT 't');
-- to:
CREATE TABLE t (a text DEFAULT 'x'::text, b integer DEFAULT (1 + 1), c boolean DEFAULT true);

-- case: a default of null is none
CREATE TABLE t (a text DEFAULT NULL, b text);
-- to:
CREATE TABLE t (a text, b text DEFAULT NULL);

-- case: a default that calls a function which is new
CREATE TABLE t (a integer);
-- to:
CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE TABLE t (a integer DEFAULT one());
-- rows:
INSERT INTO t VALUES (5);

-- case: a function leaves together with the default that calls it
CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE TABLE t (a integer DEFAULT one(), b integer DEFAULT one() + 1);
-- to:
CREATE TABLE t (a integer, b integer DEFAULT 7);
-- rows:
INSERT INTO t DEFAULT VALUES;

-- case: a default that takes from a sequence
CREATE SEQUENCE numbers;
CREATE TABLE t (a integer);
-- to:
CREATE SEQUENCE numbers;
CREATE TABLE t (a integer DEFAULT nextval('numbers'));
-- rows:
INSERT INTO t VALUES (5);

-- case: a default that takes from a sequence that is new
CREATE TABLE t (a integer);
-- to:
CREATE SEQUENCE numbers START 10;
CREATE TABLE t (a integer DEFAULT nextval('numbers'));
-- rows:
INSERT INTO t VALUES (5);

-- case: a default takes from another sequence
CREATE SEQUENCE one;
CREATE TABLE t (a integer DEFAULT nextval('one'));
-- to:
CREATE SEQUENCE two;
CREATE TABLE t (a integer DEFAULT nextval('two'));
-- rows:
INSERT INTO t DEFAULT VALUES;

-- case: a sequence by its schema's name
CREATE SCHEMA s;
CREATE SEQUENCE s.numbers;
CREATE TABLE t (a bigint);
-- to:
CREATE SCHEMA s;
CREATE SEQUENCE s.numbers;
CREATE TABLE t (a bigint DEFAULT nextval('s.numbers'));

-- case: defaults of an enum, an array, a range, json
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE t (m mood, a integer[], r int4range, j jsonb, d date, u uuid);
-- to:
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE t (m mood DEFAULT 'happy', a integer[] DEFAULT '{}', r int4range DEFAULT '[1,2)', j jsonb DEFAULT '{"a": [1]}',
    d date DEFAULT '2024-01-01', u uuid DEFAULT gen_random_uuid());

-- case: the default of an enum that is made anew
CREATE TYPE mood AS ENUM ('sad', 'happy', 'old');
CREATE TABLE t (m mood DEFAULT 'sad');
-- to:
CREATE TYPE mood AS ENUM ('happy', 'sad');
CREATE TABLE t (m mood DEFAULT 'happy');
-- rows:
INSERT INTO t VALUES ('sad');

-- case: a serial loses its default and its sequence
CREATE TABLE t (id serial);
-- to:
CREATE TABLE t (id integer NOT NULL);
-- rows:
INSERT INTO t DEFAULT VALUES;

-- case: a default with backslashes, quotes and dollars
CREATE TABLE t (a text, b text, c text);
-- to:
CREATE TABLE t (a text DEFAULT E'a\\b\n', b text DEFAULT '$$x''y$$', c text DEFAULT 'ü—漢');

-- case: an expression of several functions
CREATE TABLE t (a text DEFAULT upper('x'));
-- to:
CREATE TABLE t (a text DEFAULT lower(concat('X', upper('y'))), b date DEFAULT (CURRENT_DATE + '7 days'::interval)::date);

-- case: the default of a domain and that of the column
CREATE DOMAIN d AS integer DEFAULT 1;
CREATE TABLE t (a d);
-- to:
CREATE DOMAIN d AS integer DEFAULT 2;
CREATE TABLE t (a d DEFAULT 3);

-- case: a default moves from one column to the other
CREATE TABLE t (a integer DEFAULT 1, b integer);
-- to:
CREATE TABLE t (a integer, b integer DEFAULT 1);
-- rows:
INSERT INTO t VALUES (3, 4);

-- case: the default of a view's column
CREATE TABLE t (a integer);
CREATE VIEW v AS SELECT a FROM t;
-- to:
CREATE TABLE t (a integer);
CREATE VIEW v AS SELECT a FROM t;
ALTER VIEW v ALTER COLUMN a SET DEFAULT 5;

-- case: the default of a partition
CREATE TABLE t (id integer, a integer DEFAULT 1) PARTITION BY RANGE (id);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);
-- to:
CREATE TABLE t (id integer, a integer DEFAULT 1) PARTITION BY RANGE (id);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);
ALTER TABLE t1 ALTER COLUMN a SET DEFAULT 2;
