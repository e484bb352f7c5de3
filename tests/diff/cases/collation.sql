-- Collations, and the columns that are sorted by them.

-- case: a collation: 
-- to:
CREATE COLLATION de (provider = icu, locale = 'de-DE', deterministic = false);
CREATE COLLATION c2 (locale = 'C');
CREATE COLLATION c3 (lc_collate = 'C', lc_ctype = 'POSIX');
COMMENT ON COLLATION de IS 'german';
CREATE TABLE t (a text COLLATE de);

-- case: a collation: change
CREATE COLLATION x (provider = icu, locale = 'de-DE');
CREATE TABLE t (id int, a text COLLATE x DEFAULT 'q', b varchar(10) COLLATE x);
CREATE DOMAIN dd AS text COLLATE x;
CREATE TABLE u (d dd);
CREATE INDEX ON t (a);
CREATE VIEW v AS SELECT a FROM t;
-- to:
CREATE COLLATION x (provider = icu, locale = 'fr-FR', deterministic = false);
CREATE TABLE t (id int, a text COLLATE x DEFAULT 'q', b varchar(10) COLLATE x);
CREATE DOMAIN dd AS text COLLATE x;
CREATE TABLE u (d dd);
CREATE INDEX ON t (a);
CREATE VIEW v AS SELECT a FROM t;
-- rows:
INSERT INTO t VALUES (1, 'a', 'b');
INSERT INTO u VALUES ('x');

-- case: a collation: default order
CREATE COLLATION s (provider = icu, locale = 'en');
CREATE TYPE c AS (a text COLLATE s);
CREATE TABLE t (id int, a text COLLATE s);
CREATE MATERIALIZED VIEW mv AS SELECT a COLLATE s AS b FROM t;
-- to:
CREATE COLLATION s (provider = icu, locale = 'de');
CREATE TYPE c AS (a text COLLATE s);
CREATE TABLE t (id int, a text COLLATE s);
CREATE MATERIALIZED VIEW mv AS SELECT a COLLATE s AS b FROM t;

-- case: a collation: a comment
CREATE COLLATION c (locale = 'C');
-- to:
CREATE COLLATION c (locale = 'C');
COMMENT ON COLLATION c IS 'bytes';

-- case: a collation: becomes one of icu
CREATE COLLATION c (locale = 'C');
-- to:
CREATE COLLATION c (provider = icu, locale = 'en');

-- case: a collation: goes while its column stays
CREATE COLLATION c (provider = icu, locale = 'en');
CREATE TABLE t (id int, a text COLLATE c);
CREATE INDEX ON t (a);
-- to:
CREATE TABLE t (id int, a text);
CREATE INDEX ON t (a);

-- case: a collation: an array, a key and a view
CREATE COLLATION c (provider = icu, locale = 'en');
CREATE TABLE t (a text COLLATE c PRIMARY KEY, b text[] COLLATE c);
CREATE VIEW v AS SELECT a, b FROM t;
-- to:
CREATE COLLATION c (provider = icu, locale = 'sv');
CREATE TABLE t (a text COLLATE c PRIMARY KEY, b text[] COLLATE c);
CREATE VIEW v AS SELECT a, b FROM t;
