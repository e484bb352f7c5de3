-- Comments of every kind of object.

-- case: a comment is made, changes and goes
CREATE TABLE a (id integer);
CREATE TABLE b (id integer);
COMMENT ON TABLE b IS 'old';
CREATE TABLE c (id integer);
COMMENT ON TABLE c IS 'gone';
-- to:
CREATE TABLE a (id integer);
COMMENT ON TABLE a IS 'new';
CREATE TABLE b (id integer);
COMMENT ON TABLE b IS 'other';
CREATE TABLE c (id integer);
-- up:
COMMENT ON TABLE a IS 'new';
COMMENT ON TABLE b IS 'other';
COMMENT ON TABLE c IS NULL;

-- case: quotes, backslashes and lines
CREATE TABLE a (id integer);
-- to:
CREATE TABLE a (id integer);
COMMENT ON TABLE a IS E'it''s "a"\nsecond \\ line\n-- not: a comment; $$';
COMMENT ON COLUMN a.id IS 'ünï 漢';

-- case: columns
CREATE TABLE a (x integer, y integer, z integer);
COMMENT ON COLUMN a.y IS 'y';
COMMENT ON COLUMN a.z IS 'z';
-- to:
CREATE TABLE a (x integer, y integer, z integer, w integer);
COMMENT ON COLUMN a.x IS 'x';
COMMENT ON COLUMN a.z IS 'zz';
COMMENT ON COLUMN a.w IS 'w';
-- rows:
INSERT INTO a VALUES (1, 2, 3);

-- case: a column with a comment changes its type
CREATE TABLE a (x integer);
COMMENT ON COLUMN a.x IS 'x';
-- to:
CREATE TABLE a (x text);
COMMENT ON COLUMN a.x IS 'x';
-- rows:
INSERT INTO a VALUES (1);

-- case: constraints
CREATE TABLE a (id integer PRIMARY KEY, x integer CHECK (x > 0), y integer UNIQUE, z integer REFERENCES a);
-- to:
CREATE TABLE a (id integer PRIMARY KEY, x integer CHECK (x > 0), y integer UNIQUE, z integer REFERENCES a);
COMMENT ON CONSTRAINT a_pkey ON a IS 'key';
COMMENT ON CONSTRAINT a_x_check ON a IS 'check';
COMMENT ON CONSTRAINT a_y_key ON a IS 'unique';
COMMENT ON CONSTRAINT a_z_fkey ON a IS 'foreign';
COMMENT ON INDEX a_y_key IS 'its index';

-- case: a constraint with a comment is made anew
CREATE TABLE a (x integer CONSTRAINT c CHECK (x > 0));
COMMENT ON CONSTRAINT c ON a IS 'c';
-- to:
CREATE TABLE a (x integer CONSTRAINT c CHECK (x > 1));
COMMENT ON CONSTRAINT c ON a IS 'c';

-- case: functions, procedures and aggregates
CREATE FUNCTION f(integer, text) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1';
CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer);
-- to:
CREATE FUNCTION f(integer, text) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1';
CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer);
COMMENT ON FUNCTION f(integer, text) IS 'f';
COMMENT ON PROCEDURE p() IS 'p';
COMMENT ON AGGREGATE total(integer) IS 't';

-- case: types
-- both:
CREATE TYPE e AS ENUM ('x');
CREATE TYPE c AS (a integer, b text);
CREATE DOMAIN d AS text CONSTRAINT ok CHECK (VALUE <> '');
CREATE TYPE r AS RANGE (SUBTYPE = integer);
-- to:
COMMENT ON TYPE e IS 'e';
COMMENT ON TYPE c IS 'c';
COMMENT ON COLUMN c.a IS 'a';
COMMENT ON DOMAIN d IS 'd';
COMMENT ON CONSTRAINT ok ON DOMAIN d IS 'ok';
COMMENT ON TYPE r IS 'r';

-- case: relations
-- both:
CREATE TABLE t (id integer);
CREATE VIEW v AS SELECT id FROM t;
CREATE MATERIALIZED VIEW m AS SELECT id FROM t;
CREATE SEQUENCE s;
CREATE INDEX i ON t (id);
-- to:
COMMENT ON VIEW v IS 'v';
COMMENT ON COLUMN v.id IS 'v.id';
COMMENT ON MATERIALIZED VIEW m IS 'm';
COMMENT ON COLUMN m.id IS 'm.id';
COMMENT ON SEQUENCE s IS 's';
COMMENT ON INDEX i IS 'i';

-- case: triggers, rules and policies
-- both:
CREATE TABLE t (id integer);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
CREATE RULE u AS ON DELETE TO t DO INSTEAD NOTHING;
CREATE POLICY p ON t USING (true);
-- to:
COMMENT ON TRIGGER r ON t IS 'r';
COMMENT ON RULE u ON t IS 'u';
COMMENT ON POLICY p ON t IS 'p';

-- case: operators, casts and collations
-- both:
CREATE FUNCTION same(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 = $2';
CREATE OPERATOR === (LEFTARG = text, RIGHTARG = text, FUNCTION = same);
CREATE COLLATION c FROM "C";
CREATE TYPE e AS ENUM ('x');
CREATE CAST (e AS integer) WITH INOUT;
-- to:
COMMENT ON OPERATOR === (text, text) IS 'o';
COMMENT ON COLLATION c IS 'c';
COMMENT ON CAST (e AS integer) IS 'k';

-- case: text search
-- both:
CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple);
CREATE TEXT SEARCH CONFIGURATION c (COPY = simple);
-- to:
COMMENT ON TEXT SEARCH DICTIONARY d IS 'd';
COMMENT ON TEXT SEARCH CONFIGURATION c IS 'c';

-- case: publications, foreign data and schemas
-- both:
CREATE SCHEMA s;
CREATE TABLE t (id integer PRIMARY KEY);
CREATE PUBLICATION p FOR TABLE t;
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER v FOREIGN DATA WRAPPER w;
CREATE FOREIGN TABLE f (a integer) SERVER v;
-- to:
COMMENT ON SCHEMA s IS 's';
COMMENT ON PUBLICATION p IS 'p';
COMMENT ON FOREIGN DATA WRAPPER w IS 'w';
COMMENT ON SERVER v IS 'v';
COMMENT ON FOREIGN TABLE f IS 'f';
COMMENT ON COLUMN f.a IS 'a';

-- case: objects that are new have theirs
-- to:
CREATE SCHEMA s;
COMMENT ON SCHEMA s IS 's';
CREATE TABLE s.t (id serial PRIMARY KEY, x text);
COMMENT ON TABLE s.t IS 't';
COMMENT ON COLUMN s.t.x IS 'x';
COMMENT ON SEQUENCE s.t_id_seq IS 'q';
CREATE INDEX i ON s.t (x);
COMMENT ON INDEX s.i IS 'i';
CREATE VIEW s.v AS SELECT x FROM s.t;
COMMENT ON VIEW s.v IS 'v';

-- case: partitions
CREATE TABLE a (id integer) PARTITION BY RANGE (id);
CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (0) TO (10);
-- to:
CREATE TABLE a (id integer) PARTITION BY RANGE (id);
CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (0) TO (10);
COMMENT ON TABLE a IS 'a';
COMMENT ON TABLE a1 IS 'a1';
COMMENT ON COLUMN a1.id IS 'id';
