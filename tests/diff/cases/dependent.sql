-- What hangs on an object that changes or goes: dropped and made again only where the server asks for it.

-- case: views of views on a column that changes
CREATE TABLE t (id integer, a integer);
CREATE VIEW v AS SELECT a FROM t;
CREATE VIEW w AS SELECT a + 1 AS b FROM v;
CREATE MATERIALIZED VIEW m AS SELECT b FROM w;
CREATE INDEX m_b ON m (b);
-- to:
CREATE TABLE t (id integer, a bigint);
CREATE VIEW v AS SELECT a FROM t;
CREATE VIEW w AS SELECT a + 1 AS b FROM v;
CREATE MATERIALIZED VIEW m AS SELECT b FROM w;
CREATE INDEX m_b ON m (b);
-- rows:
INSERT INTO t VALUES (1, 2);

-- case: a view on another column is left alone
CREATE TABLE t (id integer, a integer);
CREATE VIEW v AS SELECT id FROM t;
-- to:
CREATE TABLE t (id integer, a bigint);
CREATE VIEW v AS SELECT id FROM t;
-- rows:
INSERT INTO t VALUES (1, 2);
-- up:
ALTER TABLE t ALTER COLUMN a TYPE bigint;

-- case: everything hangs on a column that changes
CREATE TABLE t (id integer PRIMARY KEY, a varchar(10) DEFAULT 'x' CHECK (a <> ''), b text GENERATED ALWAYS AS (upper(a)) STORED);
CREATE INDEX ON t (lower(a));
CREATE INDEX p ON t (id) WHERE a > 'a';
CREATE VIEW v AS SELECT a FROM t;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER r BEFORE UPDATE ON t FOR EACH ROW WHEN (OLD.a <> NEW.a) EXECUTE FUNCTION f();
CREATE POLICY only_x ON t USING (a = 'x');
CREATE RULE u AS ON UPDATE TO t WHERE OLD.a = 'z' DO INSTEAD NOTHING;
CREATE STATISTICS s ON id, a FROM t;
-- to:
CREATE TABLE t (id integer PRIMARY KEY, a text DEFAULT 'x' CHECK (a <> ''), b text GENERATED ALWAYS AS (upper(a)) STORED);
CREATE INDEX ON t (lower(a));
CREATE INDEX p ON t (id) WHERE a > 'a';
CREATE VIEW v AS SELECT a FROM t;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER r BEFORE UPDATE ON t FOR EACH ROW WHEN (OLD.a <> NEW.a) EXECUTE FUNCTION f();
CREATE POLICY only_x ON t USING (a = 'x');
CREATE RULE u AS ON UPDATE TO t WHERE OLD.a = 'z' DO INSTEAD NOTHING;
CREATE STATISTICS s ON id, a FROM t;
-- rows:
INSERT INTO t VALUES (1, 'x');

-- case: a function in a default, a check, an index, a view and a generated column changes its result
CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE TABLE t (id integer DEFAULT f(1) CHECK (f(id) > 0), g bigint GENERATED ALWAYS AS (f(id)) STORED);
CREATE INDEX i ON t (f(id));
CREATE VIEW v AS SELECT f(id) AS x FROM t;
-- to:
CREATE FUNCTION f(integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT $1::bigint';
CREATE TABLE t (id integer DEFAULT f(1) CHECK (f(id) > 0), g bigint GENERATED ALWAYS AS (f(id)) STORED);
CREATE INDEX i ON t (f(id));
CREATE VIEW v AS SELECT f(id) AS x FROM t;
-- rows:
INSERT INTO t VALUES (1);

-- case: a function whose argument has another name, which a view calls
CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT $1';
CREATE VIEW v AS SELECT f(1) AS x;
CREATE VIEW w AS SELECT x FROM v;
-- to:
CREATE FUNCTION f(b integer) RETURNS integer LANGUAGE sql AS 'SELECT $1';
CREATE VIEW v AS SELECT f(1) AS x;
CREATE VIEW w AS SELECT x FROM v;

-- case: a domain whose type changes
CREATE DOMAIN d AS integer;
CREATE TABLE t (id integer, x d);
CREATE VIEW v AS SELECT x FROM t;
-- to:
CREATE DOMAIN d AS bigint;
CREATE TABLE t (id integer, x d);
CREATE VIEW v AS SELECT x FROM t;
-- rows:
INSERT INTO t VALUES (1, 2);

-- case: a domain's check by a function
CREATE FUNCTION ok(text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1 <> '' $$;
CREATE DOMAIN d AS text CHECK (ok(VALUE));
CREATE TABLE t (x d);
-- to:
CREATE FUNCTION ok(text, integer DEFAULT 1) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT length($1) > $2 $$;
CREATE DOMAIN d AS text CHECK (ok(VALUE));
CREATE TABLE t (x d);

-- case: a composite type that columns and functions have
CREATE TYPE pair AS (a integer, b text);
CREATE TABLE t (id integer, p pair);
CREATE FUNCTION f(pair) RETURNS integer LANGUAGE sql AS 'SELECT ($1).a';
CREATE VIEW v AS SELECT (p).a FROM t;
-- to:
CREATE TYPE pair AS (a integer, b text, c date);
CREATE TABLE t (id integer, p pair);
CREATE FUNCTION f(pair) RETURNS integer LANGUAGE sql AS 'SELECT ($1).a';
CREATE VIEW v AS SELECT (p).a FROM t;
-- rows:
INSERT INTO t VALUES (1, NULL);

-- case: a policy on a function that changes its arguments
CREATE FUNCTION allowed(integer) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE TABLE t (id integer);
CREATE POLICY p ON t USING (allowed(id));
-- to:
CREATE FUNCTION allowed(bigint) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE TABLE t (id integer);
CREATE POLICY p ON t USING (allowed(id));
-- rows:
INSERT INTO t VALUES (1);

-- case: a table that views, functions and keys hang on goes, and they go on with another
CREATE TABLE old (id integer PRIMARY KEY);
CREATE TABLE r (id integer REFERENCES old);
CREATE VIEW v AS SELECT id FROM old;
CREATE FUNCTION f() RETURNS SETOF old LANGUAGE sql AS 'SELECT * FROM old';
-- to:
CREATE TABLE new (id integer PRIMARY KEY);
CREATE TABLE r (id integer REFERENCES new);
CREATE VIEW v AS SELECT id FROM new;
CREATE FUNCTION f() RETURNS SETOF new LANGUAGE sql AS 'SELECT * FROM new';

-- case: a view that a function returns changes its columns
CREATE TABLE t (id integer, a text);
CREATE VIEW v AS SELECT id, a FROM t;
CREATE FUNCTION f() RETURNS SETOF v LANGUAGE sql AS 'SELECT * FROM v';
CREATE VIEW w AS SELECT id FROM f();
-- to:
CREATE TABLE t (id integer, a text);
CREATE VIEW v AS SELECT id FROM t;
CREATE FUNCTION f() RETURNS SETOF v LANGUAGE sql AS 'SELECT * FROM v';
CREATE VIEW w AS SELECT id FROM f();

-- case: a materialized view with privileges, comments and indexes is made anew
CREATE TABLE t (id integer, a integer);
CREATE MATERIALIZED VIEW m AS SELECT id, a FROM t;
CREATE UNIQUE INDEX m_id ON m (id);
COMMENT ON MATERIALIZED VIEW m IS 'm';
COMMENT ON COLUMN m.a IS 'a';
COMMENT ON INDEX m_id IS 'i';
GRANT SELECT ON m TO diff_reader;
-- to:
CREATE TABLE t (id integer, a bigint);
CREATE MATERIALIZED VIEW m AS SELECT id, a FROM t;
CREATE UNIQUE INDEX m_id ON m (id);
COMMENT ON MATERIALIZED VIEW m IS 'm';
COMMENT ON COLUMN m.a IS 'a';
COMMENT ON INDEX m_id IS 'i';
GRANT SELECT ON m TO diff_reader;
-- rows:
INSERT INTO t VALUES (1, 2);

-- case: a view with privileges, rules, triggers and defaults is made anew
CREATE TABLE t (id integer, a integer);
CREATE VIEW v AS SELECT id, a FROM t;
GRANT SELECT ON v TO diff_reader;
CREATE RULE r AS ON DELETE TO v DO INSTEAD NOTHING;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER g INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION f();
ALTER VIEW v ALTER COLUMN a SET DEFAULT 5;
-- to:
CREATE TABLE t (id integer, a bigint);
CREATE VIEW v AS SELECT id, a FROM t;
GRANT SELECT ON v TO diff_reader;
CREATE RULE r AS ON DELETE TO v DO INSTEAD NOTHING;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER g INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION f();
ALTER VIEW v ALTER COLUMN a SET DEFAULT 5;
-- rows:
INSERT INTO t VALUES (1, 2);

-- case: a key that foreign keys need is made anew
CREATE TABLE a (id integer PRIMARY KEY);
CREATE TABLE b (a_id integer REFERENCES a ON DELETE CASCADE);
CREATE TABLE c (a_id integer CONSTRAINT ref REFERENCES a NOT NULL);
-- to:
CREATE TABLE a (id integer, CONSTRAINT a_key PRIMARY KEY (id));
CREATE TABLE b (a_id integer REFERENCES a ON DELETE CASCADE);
CREATE TABLE c (a_id integer CONSTRAINT ref REFERENCES a NOT NULL);
-- rows:
INSERT INTO a VALUES (1);
INSERT INTO b VALUES (1);
INSERT INTO c VALUES (1);

-- case: a unique constraint that another table's key refers to goes with it
CREATE TABLE a (id integer UNIQUE);
CREATE TABLE b (a_id integer REFERENCES a (id));
-- to:
CREATE TABLE a (id integer);
CREATE TABLE b (a_id integer);
-- rows:
INSERT INTO a VALUES (1);
INSERT INTO b VALUES (1);

-- case: a function that a trigger calls is made anew
CREATE TABLE t (id integer);
CREATE SCHEMA s;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
-- to:
CREATE TABLE t (id integer);
CREATE SCHEMA s;
CREATE FUNCTION s.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION s.f();
-- rows:
INSERT INTO t VALUES (1);

-- case: a collation that a column and an index use
CREATE COLLATION c (provider = icu, locale = 'de');
CREATE TABLE t (a text COLLATE c);
CREATE INDEX ON t (a COLLATE c DESC);
-- to:
CREATE COLLATION c (provider = icu, locale = 'fr');
CREATE TABLE t (a text COLLATE c);
CREATE INDEX ON t (a COLLATE c DESC);
-- rows:
INSERT INTO t VALUES ('x');

-- case: an operator that a view and an index on it use
CREATE FUNCTION same(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT lower($1) = lower($2)';
CREATE OPERATOR === (LEFTARG = text, RIGHTARG = text, FUNCTION = same);
CREATE TABLE t (a text, b text, CHECK (a === b));
CREATE VIEW v AS SELECT a === b AS same FROM t;
-- to:
CREATE FUNCTION same(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT lower($1) = lower($2)';
CREATE OPERATOR === (LEFTARG = text, RIGHTARG = text, FUNCTION = same, COMMUTATOR = ===);
CREATE TABLE t (a text, b text, CHECK (a === b));
CREATE VIEW v AS SELECT a === b AS same FROM t;
-- rows:
INSERT INTO t VALUES ('x', 'X');

-- case: a sequence in a view's query goes
CREATE SEQUENCE s;
CREATE VIEW v AS SELECT last_value FROM s;
CREATE TABLE t (id integer DEFAULT nextval('s'));
-- to:
CREATE TABLE t (id integer);

-- case: the child of a column's change, and its view
CREATE TABLE a (id integer, x varchar(5));
CREATE TABLE b () INHERITS (a);
CREATE VIEW v AS SELECT x FROM b;
-- to:
CREATE TABLE a (id integer, x text);
CREATE TABLE b () INHERITS (a);
CREATE VIEW v AS SELECT x FROM b;
-- rows:
INSERT INTO b VALUES (1, 'x');

-- case: a publication and a policy on a column that goes
CREATE TABLE t (id integer PRIMARY KEY, a text, b text);
CREATE PUBLICATION p FOR TABLE t (id, a) WHERE (id > 0);
CREATE POLICY q ON t USING (a = 'x');
-- to:
CREATE TABLE t (id integer PRIMARY KEY, b text);
CREATE PUBLICATION p FOR TABLE t (id, b) WHERE (id > 0);
-- rows:
INSERT INTO t VALUES (1, 'x', 'y');
-- servers: 15+

-- case: many views on many tables, and a type that all have
CREATE TYPE k AS ENUM ('a', 'b', 'c');
CREATE TABLE t1 (x k);
CREATE TABLE t2 (x k DEFAULT 'a');
CREATE VIEW v1 AS SELECT t1.x FROM t1 JOIN t2 USING (x);
CREATE VIEW v2 AS SELECT x, count(*) FROM v1 GROUP BY x;
CREATE MATERIALIZED VIEW v3 AS SELECT * FROM v2;
-- to:
CREATE TYPE k AS ENUM ('a', 'b');
CREATE TABLE t1 (x k);
CREATE TABLE t2 (x k DEFAULT 'a');
CREATE VIEW v1 AS SELECT t1.x FROM t1 JOIN t2 USING (x);
CREATE VIEW v2 AS SELECT x, count(*) FROM v1 GROUP BY x;
CREATE MATERIALIZED VIEW v3 AS SELECT * FROM v2;
-- rows:
INSERT INTO t1 VALUES ('a');

-- case: a view keeps the type of a column that goes
CREATE TABLE t (id integer, extra text);
CREATE VIEW v AS SELECT t AS whole FROM t;
-- to:
CREATE TABLE t (id integer);
CREATE VIEW v AS SELECT t AS whole FROM t;

-- case: an extension's type goes with all that has it
CREATE EXTENSION hstore;
CREATE TABLE t (id integer, h hstore);
CREATE INDEX ON t USING gin (h);
CREATE VIEW v AS SELECT h -> 'a' AS a FROM t;
-- to:
CREATE TABLE t (id integer, h jsonb);
CREATE INDEX ON t USING gin (h);
CREATE VIEW v AS SELECT h ->> 'a' AS a FROM t;

-- case: a policy, a rule and a trigger on a function whose argument has another name
CREATE FUNCTION ok(a integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 > 0';
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE t (id integer);
CREATE POLICY p ON t USING (ok(id)) WITH CHECK (ok(id));
CREATE RULE r AS ON DELETE TO t WHERE ok(OLD.id) DO INSTEAD NOTHING;
CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW WHEN (ok(NEW.id)) EXECUTE FUNCTION f();
-- to:
CREATE FUNCTION ok(b integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 > 0';
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE t (id integer);
CREATE POLICY p ON t USING (ok(id)) WITH CHECK (ok(id));
CREATE RULE r AS ON DELETE TO t WHERE ok(OLD.id) DO INSTEAD NOTHING;
CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW WHEN (ok(NEW.id)) EXECUTE FUNCTION f();
-- rows:
INSERT INTO t VALUES (1);

-- case: a domain's type under a rule, a policy and a view
CREATE DOMAIN k AS integer;
CREATE TABLE t (id integer PRIMARY KEY, a k);
CREATE RULE r AS ON UPDATE TO t WHERE OLD.a IS NULL DO INSTEAD NOTHING;
CREATE POLICY p ON t USING (a > 0);
CREATE VIEW v AS SELECT a FROM t;
-- to:
CREATE DOMAIN k AS bigint;
CREATE TABLE t (id integer PRIMARY KEY, a k);
CREATE RULE r AS ON UPDATE TO t WHERE OLD.a IS NULL DO INSTEAD NOTHING;
CREATE POLICY p ON t USING (a > 0);
CREATE VIEW v AS SELECT a FROM t;
-- rows:
INSERT INTO t VALUES (1, 2);

-- case: a table that is another table's column
CREATE TABLE t (id integer, a varchar(5));
CREATE TABLE w (x t, y t[]);
-- to:
CREATE TABLE t (id integer, a text);
CREATE TABLE w (x t, y t[]);
-- rows:
INSERT INTO t VALUES (1, 'x');

-- case: the column of a publication changes its type
CREATE TABLE t (id integer PRIMARY KEY, a integer, b integer);
CREATE PUBLICATION p FOR TABLE t (id, a) WHERE (a > 0);
-- to:
CREATE TABLE t (id integer PRIMARY KEY, a bigint, b integer);
CREATE PUBLICATION p FOR TABLE t (id, a) WHERE (a > 0);
-- rows:
INSERT INTO t VALUES (1, 2, 3);
-- servers: 15+

-- case: a column of another table's rows, while that table is built anew
CREATE TABLE t (id integer PRIMARY KEY, a integer);
CREATE TABLE w (x t, y t[]);
-- to:
CREATE TABLE t (id integer PRIMARY KEY, a bigint);
CREATE TABLE w (x t, y t[]);
-- rows:
INSERT INTO t VALUES (1, 2);
INSERT INTO w SELECT t, ARRAY[t] FROM t;
