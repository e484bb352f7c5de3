-- Tables, and what belongs to a table as a whole.

-- case: nothing
-- to:

-- case: the same on both sides
CREATE TABLE t (id serial PRIMARY KEY, name text NOT NULL DEFAULT 'x' CHECK (name <> ''));
CREATE INDEX ON t (name);
-- to:
CREATE TABLE t (id serial PRIMARY KEY, name text NOT NULL DEFAULT 'x' CHECK (name <> ''));
CREATE INDEX ON t (name);

-- case: a table is made
-- to:
CREATE TABLE users (id integer, name text NOT NULL);
-- up:
CREATE TABLE users (
    id integer,
    name text NOT NULL
);
-- down:
DROP TABLE users;

-- case: a table with all that fits into it
-- to:
CREATE TABLE users (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    mail text NOT NULL UNIQUE,
    age integer DEFAULT 18 CHECK (age >= 0),
    name text COLLATE "C",
    loud text GENERATED ALWAYS AS (upper(name)) STORED,
    boss bigint REFERENCES users ON DELETE SET NULL
);

-- case: a table without columns
-- to:
CREATE TABLE t ();

-- case: a table goes, another comes
CREATE TABLE a (id integer);
-- to:
CREATE TABLE b (id integer);

-- case: tables with foreign keys to each other
-- to:
CREATE TABLE a (id integer PRIMARY KEY, b_id integer);
CREATE TABLE b (id integer PRIMARY KEY, a_id integer REFERENCES a);
ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b;

-- case: a chain of tables in the wrong order of names
-- to:
CREATE TABLE z (id integer PRIMARY KEY);
CREATE TABLE y (id integer PRIMARY KEY REFERENCES z);
CREATE TABLE a (id integer PRIMARY KEY REFERENCES y);

-- case: a chain of tables, of which the middle one goes
CREATE TABLE z (id integer PRIMARY KEY);
CREATE TABLE y (id integer PRIMARY KEY REFERENCES z);
CREATE TABLE a (id integer PRIMARY KEY REFERENCES y);
-- to:
CREATE TABLE z (id integer PRIMARY KEY);
CREATE TABLE a (id integer PRIMARY KEY REFERENCES z);
-- rows:
INSERT INTO z VALUES (1);
INSERT INTO y VALUES (1);
INSERT INTO a VALUES (1);

-- case: a table becomes unlogged
CREATE TABLE a (id integer);
CREATE UNLOGGED TABLE b (id integer);
-- to:
CREATE UNLOGGED TABLE a (id integer);
CREATE TABLE b (id integer);
-- rows:
INSERT INTO a VALUES (1);
INSERT INTO b VALUES (1);
-- up:
ALTER TABLE a SET UNLOGGED;
ALTER TABLE b SET LOGGED;

-- case: unlogged tables with a foreign key between them
CREATE TABLE a (id serial PRIMARY KEY);
CREATE TABLE b (a_id integer REFERENCES a);
-- to:
CREATE UNLOGGED TABLE a (id serial PRIMARY KEY);
CREATE UNLOGGED TABLE b (a_id integer REFERENCES a);
-- rows:
INSERT INTO a DEFAULT VALUES;

-- case: storage parameters
CREATE TABLE a (id integer);
CREATE TABLE b (id integer) WITH (fillfactor = 70, autovacuum_enabled = false);
CREATE TABLE c (id integer) WITH (fillfactor = 70);
-- to:
CREATE TABLE a (id integer) WITH (fillfactor = 80);
CREATE TABLE b (id integer) WITH (fillfactor = 90);
CREATE TABLE c (id integer);
-- rows:
INSERT INTO a VALUES (1);

-- case: storage parameters of the table's toast
CREATE TABLE a (body text) WITH (toast.autovacuum_enabled = false, toast.vacuum_truncate = true);
-- to:
CREATE TABLE a (body text) WITH (toast.autovacuum_enabled = true, toast.autovacuum_vacuum_threshold = 100);
CREATE TABLE b (body text) WITH (fillfactor = 50, toast.autovacuum_enabled = false);

-- case: replica identity
CREATE TABLE a (id integer PRIMARY KEY);
CREATE TABLE b (id integer NOT NULL);
CREATE UNIQUE INDEX b_id ON b (id);
CREATE TABLE c (id integer);
ALTER TABLE c REPLICA IDENTITY FULL;
-- to:
CREATE TABLE a (id integer PRIMARY KEY);
ALTER TABLE a REPLICA IDENTITY FULL;
CREATE TABLE b (id integer NOT NULL);
CREATE UNIQUE INDEX b_id ON b (id);
ALTER TABLE b REPLICA IDENTITY USING INDEX b_id;
CREATE TABLE c (id integer);
ALTER TABLE c REPLICA IDENTITY NOTHING;
-- rows:
INSERT INTO a VALUES (1);

-- case: replica identity by a unique constraint, another index and a new table
CREATE TABLE a (id integer NOT NULL, k integer NOT NULL, CONSTRAINT a_k UNIQUE (k));
CREATE UNIQUE INDEX a_id ON a (id);
ALTER TABLE a REPLICA IDENTITY USING INDEX a_id;
-- to:
CREATE TABLE a (id integer NOT NULL, k integer NOT NULL, CONSTRAINT a_k UNIQUE (k));
ALTER TABLE a REPLICA IDENTITY USING INDEX a_k;
CREATE TABLE b (id integer PRIMARY KEY);
ALTER TABLE b REPLICA IDENTITY USING INDEX b_pkey;

-- case: the index of a replica identity changes
CREATE TABLE a (x integer NOT NULL, y integer NOT NULL);
CREATE UNIQUE INDEX key ON a (x);
ALTER TABLE a REPLICA IDENTITY USING INDEX key;
-- to:
CREATE TABLE a (x integer NOT NULL, y integer NOT NULL);
CREATE UNIQUE INDEX key ON a (x, y);
ALTER TABLE a REPLICA IDENTITY USING INDEX key;
-- rows:
INSERT INTO a VALUES (1, 2);

-- case: clustering
CREATE TABLE a (id integer);
CREATE INDEX a_id ON a (id);
CREATE TABLE b (id integer PRIMARY KEY);
ALTER TABLE b CLUSTER ON b_pkey;
CREATE TABLE c (x integer, y integer);
CREATE INDEX c_x ON c (x);
CREATE INDEX c_y ON c (y);
ALTER TABLE c CLUSTER ON c_x;
-- to:
CREATE TABLE a (id integer);
CREATE INDEX a_id ON a (id);
ALTER TABLE a CLUSTER ON a_id;
CREATE TABLE b (id integer PRIMARY KEY);
CREATE TABLE c (x integer, y integer);
CREATE INDEX c_x ON c (x);
CREATE INDEX c_y ON c (y);
ALTER TABLE c CLUSTER ON c_y;
-- rows:
INSERT INTO a VALUES (1);

-- case: the index that a table is clustered on changes
CREATE TABLE a (x integer, y integer);
CREATE INDEX i ON a (x);
ALTER TABLE a CLUSTER ON i;
-- to:
CREATE TABLE a (x integer, y integer);
CREATE INDEX i ON a (y);
ALTER TABLE a CLUSTER ON i;

-- case: row security on and forced
CREATE TABLE a (id integer);
CREATE TABLE b (id integer);
ALTER TABLE b ENABLE ROW LEVEL SECURITY;
ALTER TABLE b FORCE ROW LEVEL SECURITY;
CREATE TABLE c (id integer);
ALTER TABLE c ENABLE ROW LEVEL SECURITY;
-- to:
CREATE TABLE a (id integer);
ALTER TABLE a ENABLE ROW LEVEL SECURITY;
CREATE TABLE b (id integer);
CREATE TABLE c (id integer);
ALTER TABLE c ENABLE ROW LEVEL SECURITY;
ALTER TABLE c FORCE ROW LEVEL SECURITY;
CREATE TABLE d (id integer);
ALTER TABLE d ENABLE ROW LEVEL SECURITY;
ALTER TABLE d FORCE ROW LEVEL SECURITY;
-- rows:
INSERT INTO a VALUES (1);

-- case: a typed table
CREATE TYPE person AS (name text, age integer);
-- to:
CREATE TYPE person AS (name text, age integer);
CREATE TABLE people OF person (name WITH OPTIONS NOT NULL, PRIMARY KEY (name));

-- case: a table gets a type and loses one
CREATE TYPE person AS (name text, age integer);
CREATE TABLE a (name text, age integer);
CREATE TABLE b OF person;
-- to:
CREATE TYPE person AS (name text, age integer);
CREATE TABLE a OF person;
CREATE TABLE b (name text, age integer);
-- rows:
INSERT INTO a VALUES ('x', 1);
INSERT INTO b VALUES ('x', 1);

-- case: a default and a check of a typed table
CREATE TYPE person AS (name text, age integer);
CREATE TABLE a OF person;
-- to:
CREATE TYPE person AS (name text, age integer);
CREATE TABLE a OF person (age WITH OPTIONS DEFAULT 1 NOT NULL, CHECK (age > 0));

-- case: a table moves to another schema
CREATE SCHEMA s;
CREATE TABLE t (id integer PRIMARY KEY);
-- to:
CREATE SCHEMA s;
CREATE TABLE s.t (id integer PRIMARY KEY);

-- case: a table becomes a view
CREATE TABLE base (id integer);
CREATE TABLE t (id integer);
-- to:
CREATE TABLE base (id integer);
CREATE VIEW t AS SELECT id FROM base;

-- case: a table becomes a materialized view
CREATE TABLE base (id integer);
CREATE TABLE t (id integer);
CREATE INDEX t_id ON t (id);
-- to:
CREATE TABLE base (id integer);
CREATE MATERIALIZED VIEW t AS SELECT id FROM base;
CREATE INDEX t_id ON t (id);

-- case: a name that an index had is a table's now
CREATE TABLE t (id integer);
CREATE INDEX x ON t (id);
-- to:
CREATE TABLE t (id integer);
CREATE TABLE x (id integer);

-- case: a name that a sequence had is a table's now
CREATE SEQUENCE x;
-- to:
CREATE TABLE x (id integer);

-- case: names of every kind of spelling
-- to:
CREATE TABLE "Users" (id integer);
CREATE TABLE "order" (id integer);
CREATE TABLE "with space" (id integer);
CREATE TABLE "with""quote" (id integer);
CREATE TABLE "dotted.name" (id integer);
CREATE TABLE "ünïcode" (id integer);
CREATE TABLE "1st" (id integer);
CREATE TABLE _x$1 (id integer);

-- case: a name of sixty-three letters
-- to:
CREATE TABLE a23456789b123456789c123456789d123456789e123456789f123456789g123 (id serial PRIMARY KEY, a23456789b123456789c123456789d123456789e123456789f123456789h123 integer UNIQUE);

-- case: many tables at once
-- to:
CREATE TABLE teams (id bigserial PRIMARY KEY, name text NOT NULL UNIQUE);
CREATE TABLE users (id bigserial PRIMARY KEY, team_id bigint NOT NULL REFERENCES teams ON DELETE CASCADE, mail text NOT NULL);
CREATE UNIQUE INDEX users_mail ON users (lower(mail));
CREATE TABLE posts (id bigserial PRIMARY KEY, user_id bigint NOT NULL REFERENCES users, title text NOT NULL, body text, at timestamptz NOT NULL DEFAULT now());
CREATE INDEX posts_user_id ON posts (user_id, at DESC);
CREATE TABLE tags (post_id bigint REFERENCES posts ON DELETE CASCADE, tag text, PRIMARY KEY (post_id, tag));
CREATE VIEW recent AS SELECT p.id, p.title, u.mail FROM posts p JOIN users u ON u.id = p.user_id;

-- case: a table that a view, a function, a trigger and a foreign key hang on
CREATE TABLE t (id integer PRIMARY KEY, name text);
CREATE TABLE u (t_id integer REFERENCES t);
CREATE VIEW v AS SELECT name FROM t;
CREATE FUNCTION f() RETURNS SETOF t LANGUAGE sql AS 'SELECT * FROM t';
CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION g();
-- to:
CREATE TABLE u (t_id integer);
-- rows:
INSERT INTO t VALUES (1, 'x');
INSERT INTO u VALUES (1);

-- case: a table that is a column's type
CREATE TABLE a (x integer);
-- to:
CREATE TABLE a (x integer);
CREATE TABLE b (id integer, whole a, many a[]);
-- rows:
INSERT INTO a VALUES (1);

-- case: an access method
-- to:
CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE t (id integer) USING heap2;

-- case: the access method changes
CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE t (id integer);
-- to:
CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE t (id integer) USING heap2;
-- rows:
INSERT INTO t VALUES (1);
-- servers: 15+

-- case: extended statistics
CREATE TABLE t (a integer, b integer, c integer);
CREATE STATISTICS s1 (ndistinct) ON a, b FROM t;
CREATE STATISTICS s2 ON a, c FROM t;
-- to:
CREATE TABLE t (a integer, b integer, c integer);
CREATE STATISTICS s1 (dependencies, mcv) ON a, b FROM t;
ALTER STATISTICS s1 SET STATISTICS 100;
CREATE STATISTICS s3 ON b, c FROM t;
COMMENT ON STATISTICS s3 IS 'third';

-- case: extended statistics of expressions
CREATE TABLE t (a integer, b text);
-- to:
CREATE TABLE t (a integer, b text);
CREATE STATISTICS s (mcv) ON lower(b), (a + 1) FROM t;
-- servers: 14+
