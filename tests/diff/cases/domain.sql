-- Domains: base type, default, NOT NULL, constraints, and what has them.

-- case: a domain: create
-- to:
CREATE DOMAIN email AS text COLLATE "C" DEFAULT 'x' NOT NULL CONSTRAINT has_at CHECK (VALUE ~ '@') CHECK (length(VALUE) < 100);
COMMENT ON DOMAIN email IS 'e';
COMMENT ON CONSTRAINT has_at ON DOMAIN email IS 'c';

-- case: a domain: unnamed check
-- to:
CREATE DOMAIN email AS text CHECK (VALUE ~ '@');

-- case: a domain: default
CREATE DOMAIN d AS int DEFAULT 1;
-- to:
CREATE DOMAIN d AS int DEFAULT 2;

-- case: a domain: default drop
CREATE DOMAIN d AS int DEFAULT 1;
-- to:
CREATE DOMAIN d AS int;

-- case: a domain: notnull
CREATE DOMAIN d AS int;
CREATE TABLE t (a d);
-- to:
CREATE DOMAIN d AS int NOT NULL;
CREATE TABLE t (a d);

-- case: a domain: check add
CREATE DOMAIN d AS int;
CREATE TABLE t (a d);
-- to:
CREATE DOMAIN d AS int CONSTRAINT pos CHECK (VALUE >= 0);
CREATE TABLE t (a d);

-- case: a domain: check change
CREATE DOMAIN d AS int CONSTRAINT pos CHECK (VALUE > 5);
CREATE TABLE t (a d);
-- to:
CREATE DOMAIN d AS int CONSTRAINT pos CHECK (VALUE >= 0);
CREATE TABLE t (a d);

-- case: a domain: check not valid
CREATE DOMAIN d AS int;
ALTER DOMAIN d ADD CONSTRAINT pos CHECK (VALUE > 0) NOT VALID;
-- to:
CREATE DOMAIN d AS int CONSTRAINT pos CHECK (VALUE > 0);

-- case: a domain: base
CREATE DOMAIN d AS int DEFAULT 1 CHECK (VALUE > 0);
CREATE TABLE t (id int, a d, b d DEFAULT 7, CHECK (a > 2));
CREATE VIEW v AS SELECT a FROM t;
CREATE INDEX ON t (a);
CREATE FUNCTION f(d) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- to:
CREATE DOMAIN d AS bigint DEFAULT 1 CHECK (VALUE > 0);
CREATE TABLE t (id int, a d, b d DEFAULT 7, CHECK (a > 2));
CREATE VIEW v AS SELECT a FROM t;
CREATE INDEX ON t (a);
CREATE FUNCTION f(d) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- rows:
INSERT INTO t VALUES (1, 5, 7);

-- case: a domain: base text
CREATE DOMAIN d AS int CONSTRAINT c CHECK (VALUE > 0);
CREATE TABLE t (id int, a d);
-- to:
CREATE DOMAIN d AS text CONSTRAINT c CHECK (VALUE <> '');
CREATE TABLE t (id int, a d);

-- case: a domain: on domain
CREATE DOMAIN d AS int;
CREATE DOMAIN e AS d CHECK (VALUE <> 3);
CREATE TABLE t (id int, a d, b e);
-- to:
CREATE DOMAIN d AS bigint;
CREATE DOMAIN e AS d CHECK (VALUE <> 3);
CREATE TABLE t (id int, a d, b e);
-- rows:
INSERT INTO t VALUES (1, 1, 2);

-- case: a domain: dropped column becomes base
CREATE DOMAIN d AS int CHECK (VALUE > 0);
CREATE TABLE t (id int, a d DEFAULT 3);
CREATE VIEW v AS SELECT a FROM t;
-- to:
CREATE TABLE t (id int, a int DEFAULT 3);
CREATE VIEW v AS SELECT a FROM t;
-- rows:
INSERT INTO t VALUES (1, 4);

-- case: a domain: function in check
CREATE FUNCTION ok(int) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT $1 > 0';
CREATE DOMAIN d AS int CHECK (ok(VALUE));
CREATE TABLE t (a d);
-- to:
CREATE FUNCTION ok(x int) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT $1 > 1';
CREATE DOMAIN d AS int CHECK (ok(VALUE));
CREATE TABLE t (a d);

-- case: a domain: typmod
CREATE DOMAIN d AS varchar(10) NOT NULL;
CREATE TABLE t (id int, a d);
-- to:
CREATE DOMAIN d AS varchar(20) NOT NULL;
CREATE TABLE t (id int, a d);

-- case: a domain: constraint named same table
CREATE DOMAIN d AS int CHECK (VALUE > 0) CHECK (VALUE < 100);
-- to:
CREATE DOMAIN d AS int CHECK (VALUE < 100);

-- case: a domain: array
CREATE DOMAIN d AS int[];
CREATE TABLE t (id int, a d);
-- to:
CREATE DOMAIN d AS text[] CHECK (array_length(VALUE, 1) < 5);
CREATE TABLE t (id int, a d);

-- case: a domain: schema default function
CREATE SCHEMA s;
CREATE FUNCTION s.f() RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$;
CREATE DOMAIN s.d AS text DEFAULT s.f();
CREATE TABLE s.t (a s.d, b s.d DEFAULT 'q');
-- to:
CREATE SCHEMA s;
CREATE FUNCTION s.f(i int DEFAULT 1) RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$;
CREATE DOMAIN s.d AS text DEFAULT s.f();
CREATE TABLE s.t (a s.d, b s.d DEFAULT 'q');

-- case: a domain: drop pk
CREATE DOMAIN d AS int;
CREATE TABLE t (a d PRIMARY KEY);
CREATE TABLE u (a d REFERENCES t);
-- to:
CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE u (a int REFERENCES t);

-- case: a domain: pk base
CREATE DOMAIN d AS int;
CREATE TABLE t (a d PRIMARY KEY);
CREATE TABLE u (a d REFERENCES t);
-- to:
CREATE DOMAIN d AS bigint;
CREATE TABLE t (a d PRIMARY KEY);
CREATE TABLE u (a d REFERENCES t);
-- rows:
INSERT INTO t VALUES (1);
INSERT INTO u VALUES (1);

-- case: a domain: notvalid to other
CREATE DOMAIN d AS int;
ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE > 0) NOT VALID;
-- to:
CREATE DOMAIN d AS int;
ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE > 1) NOT VALID;

-- case: a domain: collate
CREATE DOMAIN d AS text COLLATE "C";
CREATE TABLE t (id int, a d);
CREATE INDEX ON t (a);
-- to:
CREATE DOMAIN d AS text COLLATE "POSIX";
CREATE TABLE t (id int, a d);
CREATE INDEX ON t (a);

-- case: a domain: to enum
CREATE DOMAIN mood AS text CHECK (VALUE IN ('sad', 'ok', 'a', 'b'));
CREATE TABLE t (id int, m mood);
-- to:
CREATE TYPE mood AS ENUM ('sad', 'ok', 'a', 'b');
CREATE TABLE t (id int, m mood);
-- rows:
INSERT INTO t VALUES (1, 'sad');

-- case: a domain: a constraint is named otherwise
CREATE DOMAIN d AS int CONSTRAINT one CHECK (VALUE > 0);
CREATE TABLE t (a d);
-- to:
CREATE DOMAIN d AS int CONSTRAINT two CHECK (VALUE > 0);
CREATE TABLE t (a d);

-- case: a domain: a comment on it and on its constraint
CREATE DOMAIN d AS int CONSTRAINT one CHECK (VALUE > 0);
-- to:
CREATE DOMAIN d AS int CONSTRAINT one CHECK (VALUE > 0);
COMMENT ON DOMAIN d IS 'above';
COMMENT ON CONSTRAINT one ON DOMAIN d IS 'nothing';

-- case: a domain: a named not-null constraint
CREATE DOMAIN d AS int CONSTRAINT must NOT NULL;
-- to:
CREATE DOMAIN d AS int;

-- case: a domain: in a key, a partition and a child
CREATE DOMAIN d AS int;
CREATE TABLE p (a d PRIMARY KEY, b text) PARTITION BY HASH (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES WITH (MODULUS 1, REMAINDER 0);
CREATE TABLE m (a d);
CREATE TABLE c (x int) INHERITS (m);
-- to:
CREATE DOMAIN d AS int DEFAULT 5 CHECK (VALUE >= 0);
CREATE TABLE p (a d PRIMARY KEY, b text) PARTITION BY HASH (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES WITH (MODULUS 1, REMAINDER 0);
CREATE TABLE m (a d);
CREATE TABLE c (x int) INHERITS (m);

-- case: a domain: a column of an array of it gets a constraint
CREATE DOMAIN d AS int;
CREATE TABLE t (a d[]);
-- to:
CREATE DOMAIN d AS int CHECK (VALUE > 0) NOT NULL;
CREATE TABLE t (a d[]);

-- case: a domain of a list of varchars, and one of BETWEEN
-- to:
CREATE DOMAIN d AS varchar(10) CHECK (VALUE IN ('a', 'b'));
CREATE DOMAIN e AS integer CHECK (VALUE <> 5 AND VALUE BETWEEN 1 AND 10);

-- case: checks of a domain that arrays and composite types have
CREATE DOMAIN d AS int CONSTRAINT positive CHECK (VALUE > 0);
CREATE TABLE t (a d, b d[]);
CREATE TYPE c AS (x d);
CREATE TABLE u (c c);
-- to:
CREATE DOMAIN d AS int DEFAULT 5 CONSTRAINT positive CHECK (VALUE >= 0) CONSTRAINT small CHECK (VALUE < 100);
CREATE TABLE t (a d, b d[]);
CREATE TYPE c AS (x d);
CREATE TABLE u (c c);
-- rows:
INSERT INTO t VALUES (1, '{2}');
INSERT INTO u VALUES (ROW(3));
