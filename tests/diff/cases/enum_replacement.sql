-- Enums that columns, domains, composite types and others use, and that must be made anew.

-- case: an enum: add places
CREATE TYPE mood AS ENUM ('b', 'd');
-- to:
CREATE TYPE mood AS ENUM ('a', 'b', 'c', 'd', 'e');

-- case: an enum: add used as default
CREATE TYPE mood AS ENUM ('b', 'd');
CREATE TABLE t (m mood DEFAULT 'b');
-- to:
CREATE TYPE mood AS ENUM ('b', 'c', 'd');
CREATE TABLE t (m mood DEFAULT 'c');

-- case: an enum: remove column default view index check
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE t (id int PRIMARY KEY, m mood NOT NULL DEFAULT 'ok', n mood[] DEFAULT '{ok}', CHECK (m <> 'happy'));
CREATE INDEX ON t (m);
CREATE INDEX part ON t (id) WHERE m = 'ok';
CREATE VIEW v AS SELECT id, m FROM t WHERE m = 'ok';
CREATE FUNCTION f(mood) RETURNS text LANGUAGE sql AS $$ SELECT $1::text $$;
-- to:
CREATE TYPE mood AS ENUM ('ok', 'happy');
CREATE TABLE t (id int PRIMARY KEY, m mood NOT NULL DEFAULT 'ok', n mood[] DEFAULT '{ok}', CHECK (m <> 'happy'));
CREATE INDEX ON t (m);
CREATE INDEX part ON t (id) WHERE m = 'ok';
CREATE VIEW v AS SELECT id, m FROM t WHERE m = 'ok';
CREATE FUNCTION f(mood) RETURNS text LANGUAGE sql AS $$ SELECT $1::text $$;
-- rows:
INSERT INTO t VALUES (1, 'ok', '{ok,happy}');

-- case: an enum: reorder domain composite array
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE DOMAIN dm AS mood DEFAULT 'ok' CHECK (VALUE <> 'sad');
CREATE TYPE comp AS (a int, m mood);
CREATE TABLE t (id int, d dm, c comp, cs comp[], ds dm[]);
COMMENT ON DOMAIN dm IS 'domain';
COMMENT ON COLUMN comp.m IS 'attribute';
-- to:
CREATE TYPE mood AS ENUM ('happy', 'ok', 'sad');
CREATE DOMAIN dm AS mood DEFAULT 'ok' CHECK (VALUE <> 'sad');
CREATE TYPE comp AS (a int, m mood);
CREATE TABLE t (id int, d dm, c comp, cs comp[], ds dm[]);
COMMENT ON DOMAIN dm IS 'domain';
COMMENT ON COLUMN comp.m IS 'attribute';
-- rows:
INSERT INTO t VALUES (1, 'ok', '(1,ok)', '{"(1,sad)"}', '{ok}');

-- case: an enum: remove partitioned inherited
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE p (id int, m mood DEFAULT 'ok') PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (1000);
CREATE TABLE a (m mood);
CREATE TABLE b (x int) INHERITS (a);
-- to:
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE p (id int, m mood DEFAULT 'ok') PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (1000);
CREATE TABLE a (m mood);
CREATE TABLE b (x int) INHERITS (a);
-- rows:
INSERT INTO p VALUES (1, 'ok');
INSERT INTO b VALUES ('ok', 1);

-- case: an enum: to text
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE t (id int, m mood DEFAULT 'ok');
CREATE VIEW v AS SELECT m FROM t;
-- to:
CREATE TABLE t (id int, m text DEFAULT 'ok');
CREATE VIEW v AS SELECT m FROM t;
-- rows:
INSERT INTO t VALUES (1, 'ok');

-- case: an enum: generated
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE t (id int, m mood, g bool GENERATED ALWAYS AS (m = 'ok') STORED);
-- to:
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE t (id int, m mood, g bool GENERATED ALWAYS AS (m = 'ok') STORED);
-- rows:
INSERT INTO t (id, m) VALUES (1, 'ok');

-- case: an enum: to domain
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE t (id int, m mood DEFAULT 'ok');
-- to:
CREATE DOMAIN mood AS text CHECK (VALUE IN ('sad', 'ok'));
CREATE TABLE t (id int, m mood DEFAULT 'ok');
-- rows:
INSERT INTO t VALUES (1, 'ok');

-- case: an enum: schema
CREATE SCHEMA s;
CREATE TYPE s."My Mood" AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE s.t (id int, "M" s."My Mood" DEFAULT 'ok');
-- to:
CREATE SCHEMA s;
CREATE TYPE s."My Mood" AS ENUM ('happy', 'sad');
CREATE TABLE s.t (id int, "M" s."My Mood" DEFAULT 'happy');
-- rows:
INSERT INTO s.t VALUES (1, 'sad');

-- case: an enum: trigger when policy
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE t (id int, m mood);
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER tr BEFORE UPDATE ON t FOR EACH ROW WHEN (NEW.m = 'ok') EXECUTE FUNCTION tf();
-- to:
CREATE TYPE mood AS ENUM ('ok', 'happy');
CREATE TABLE t (id int, m mood);
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER tr BEFORE UPDATE ON t FOR EACH ROW WHEN (NEW.m = 'ok') EXECUTE FUNCTION tf();

-- case: an enum: matview fk unique
CREATE TYPE e AS ENUM ('a', 'b', 'c');
CREATE TABLE t (k e PRIMARY KEY, n int);
CREATE TABLE u (id int, k e REFERENCES t (k) DEFAULT 'a', UNIQUE (id, k));
CREATE MATERIALIZED VIEW mv AS SELECT k, count(*) FROM u GROUP BY k;
CREATE UNIQUE INDEX ON mv (k);
-- to:
CREATE TYPE e AS ENUM ('c', 'a');
CREATE TABLE t (k e PRIMARY KEY, n int);
CREATE TABLE u (id int, k e REFERENCES t (k) DEFAULT 'a', UNIQUE (id, k));
CREATE MATERIALIZED VIEW mv AS SELECT k, count(*) FROM u GROUP BY k;
CREATE UNIQUE INDEX ON mv (k);
-- rows:
INSERT INTO t VALUES ('a', 1);
INSERT INTO u VALUES (1, 'a');

-- case: an enum: partition key
CREATE TYPE e AS ENUM ('a', 'b', 'c');
CREATE TABLE p (k e, n int) PARTITION BY LIST (k);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN ('a');
-- to:
CREATE TYPE e AS ENUM ('a', 'b');
CREATE TABLE p (k e, n int) PARTITION BY LIST (k);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN ('a');
-- rows:
INSERT INTO p VALUES ('a', 1);

-- case: an enum: two columns two tables
CREATE TYPE e AS ENUM ('a', 'b', 'c');
CREATE TABLE t (id int, k e, l e NOT NULL DEFAULT 'b');
CREATE TABLE u (id int, k e, s e[] NOT NULL DEFAULT ARRAY['a']::e[]);
-- to:
CREATE TYPE e AS ENUM ('a', 'b');
CREATE TABLE t (id int, k e, l e NOT NULL DEFAULT 'b');
CREATE TABLE u (id int, k e, s e[] NOT NULL DEFAULT ARRAY['a']::e[]);

-- case: an enum: remove and column drop and add
CREATE TYPE e AS ENUM ('a', 'b', 'c');
CREATE TABLE t (id int, k e, gone e);
CREATE TABLE gone (k e);
-- to:
CREATE TYPE e AS ENUM ('a', 'b');
CREATE TABLE t (id int, k e, new e DEFAULT 'a');
CREATE TABLE fresh (k e);

-- case: an enum: rename like
CREATE TYPE old_e AS ENUM ('a', 'b');
CREATE TABLE t (id int, k old_e DEFAULT 'a');
-- to:
CREATE TYPE new_e AS ENUM ('a', 'b');
CREATE TABLE t (id int, k new_e DEFAULT 'a');

-- case: text to enum
CREATE TABLE t (id int, k text DEFAULT 'a');
-- to:
CREATE TYPE e AS ENUM ('a', 'b', 'active', 'x@y.z');
CREATE TABLE t (id int, k e DEFAULT 'a');
-- rows:
INSERT INTO t VALUES (1, 'a');

-- case: text to domain
CREATE TABLE t (id int, k text DEFAULT 'a');
CREATE VIEW v AS SELECT k FROM t;
-- to:
CREATE DOMAIN d AS text CHECK (length(VALUE) < 100);
CREATE TABLE t (id int, k d DEFAULT 'a');
CREATE VIEW v AS SELECT k FROM t;

-- case: an enum: fn defaults procs aggs
CREATE TYPE e AS ENUM ('a', 'b', 'c');
CREATE FUNCTION f(x e DEFAULT 'a') RETURNS SETOF e LANGUAGE sql AS $$ SELECT 'a'::e $$;
CREATE FUNCTION ef(x e, y e) RETURNS e LANGUAGE sql AS $$ SELECT y $$;
CREATE AGGREGATE lasts(e) (SFUNC = ef, STYPE = e);
CREATE OPERATOR ## (FUNCTION = ef, LEFTARG = e, RIGHTARG = e);
CREATE TABLE t (id int, k e);
CREATE VIEW v AS SELECT lasts(k ## k) FROM t;
CREATE CAST (e AS json) WITH INOUT;
-- to:
CREATE TYPE e AS ENUM ('a', 'b');
CREATE FUNCTION f(x e DEFAULT 'a') RETURNS SETOF e LANGUAGE sql AS $$ SELECT 'a'::e $$;
CREATE FUNCTION ef(x e, y e) RETURNS e LANGUAGE sql AS $$ SELECT y $$;
CREATE AGGREGATE lasts(e) (SFUNC = ef, STYPE = e);
CREATE OPERATOR ## (FUNCTION = ef, LEFTARG = e, RIGHTARG = e);
CREATE TABLE t (id int, k e);
CREATE VIEW v AS SELECT lasts(k ## k) FROM t;
CREATE CAST (e AS json) WITH INOUT;

-- case: an enum: range
CREATE TYPE e AS ENUM ('a', 'b', 'c');
CREATE TYPE er AS RANGE (SUBTYPE = e);
CREATE TABLE t (id int, r er);
-- to:
CREATE TYPE e AS ENUM ('a', 'c');
CREATE TYPE er AS RANGE (SUBTYPE = e);
CREATE TABLE t (id int, r er);

-- case: serial domain function chain
-- to:
CREATE TYPE e AS ENUM ('a', 'b');
CREATE FUNCTION dflt() RETURNS e LANGUAGE sql IMMUTABLE AS $$ SELECT 'a'::e $$;
CREATE DOMAIN d AS e DEFAULT dflt() CHECK (VALUE = dflt());
CREATE TYPE c AS (x d, y e[]);
CREATE TABLE t (id serial PRIMARY KEY, k d DEFAULT dflt(), z c);
CREATE FUNCTION g(c) RETURNS t LANGUAGE sql AS $$ SELECT * FROM t $$;
CREATE VIEW v AS SELECT (g(z)).k FROM t;

-- case: move to other schema
CREATE SCHEMA a;
CREATE TYPE a.e AS ENUM ('x');
CREATE TABLE t (id int, k a.e DEFAULT 'x');
-- to:
CREATE SCHEMA b;
CREATE TYPE b.e AS ENUM ('x');
CREATE TABLE t (id int, k b.e DEFAULT 'x');

-- case: a value goes from an enum that a partition key has, and a trigger's condition elsewhere
CREATE TYPE k AS ENUM ('x', 'y', 'z');
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TABLE t (c k) PARTITION BY LIST (c);
CREATE TABLE tx PARTITION OF t FOR VALUES IN ('x');
CREATE TABLE td PARTITION OF t DEFAULT;
CREATE TABLE q (id integer PRIMARY KEY, c k NOT NULL DEFAULT 'y');
CREATE TRIGGER changed BEFORE UPDATE ON q FOR EACH ROW WHEN (new.c = 'y') EXECUTE FUNCTION f();
-- to:
CREATE TYPE k AS ENUM ('x', 'y');
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TABLE t (c k) PARTITION BY LIST (c);
CREATE TABLE tx PARTITION OF t FOR VALUES IN ('x');
CREATE TABLE td PARTITION OF t DEFAULT;
CREATE TABLE q (id integer PRIMARY KEY, c k NOT NULL DEFAULT 'y');
CREATE TRIGGER changed BEFORE UPDATE ON q FOR EACH ROW WHEN (new.c = 'y') EXECUTE FUNCTION f();

-- case: a value goes from an enum that partition keys, primary keys and foreign keys have
CREATE TYPE k AS ENUM ('x', 'y', 'z');
CREATE TABLE t (c k) PARTITION BY LIST (c);
CREATE TABLE tx PARTITION OF t FOR VALUES IN ('x');
CREATE TABLE td PARTITION OF t DEFAULT;
CREATE TABLE q (c k PRIMARY KEY);
CREATE TABLE r (c k REFERENCES q);
-- to:
CREATE TYPE k AS ENUM ('x', 'y');
CREATE TABLE t (c k) PARTITION BY LIST (c);
CREATE TABLE tx PARTITION OF t FOR VALUES IN ('x');
CREATE TABLE td PARTITION OF t DEFAULT;
CREATE TABLE q (c k PRIMARY KEY);
CREATE TABLE r (c k REFERENCES q);
