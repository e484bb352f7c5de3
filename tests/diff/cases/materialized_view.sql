-- Materialized views.

-- case: one with all that can be said of it
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE MATERIALIZED VIEW m WITH (fillfactor=70, autovacuum_enabled=false) AS SELECT a, b FROM t;
CREATE UNIQUE INDEX mi ON m (a);
CREATE INDEX m2 ON m (lower(b)) WHERE a > 1;
COMMENT ON MATERIALIZED VIEW m IS 'c';
COMMENT ON COLUMN m.b IS 'd';
COMMENT ON INDEX mi IS 'e';
ALTER MATERIALIZED VIEW m ALTER b SET STORAGE EXTERNAL;
ALTER MATERIALIZED VIEW m ALTER b SET STATISTICS 50;
ALTER MATERIALIZED VIEW m ALTER a SET (n_distinct=5);
ALTER MATERIALIZED VIEW m ALTER b SET COMPRESSION pglz;
CLUSTER m USING mi;
-- servers: 14+

-- case: another query, with indexes, comments and privileges
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t;
CREATE UNIQUE INDEX mi ON m (a);
COMMENT ON INDEX mi IS 'e';
GRANT SELECT ON m TO diff_reader;
CREATE VIEW w AS SELECT * FROM m;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t WHERE a > 0;
CREATE UNIQUE INDEX mi ON m (a);
COMMENT ON INDEX mi IS 'e';
GRANT SELECT ON m TO diff_reader;
CREATE VIEW w AS SELECT * FROM m;

-- case: storage parameters
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE MATERIALIZED VIEW m WITH (fillfactor=70) AS SELECT a FROM t;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE MATERIALIZED VIEW m WITH (autovacuum_enabled=false) AS SELECT a FROM t;

-- case: indexes
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t;
CREATE INDEX mi ON m (a);
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t;
CREATE INDEX mi ON m (b);
CREATE INDEX mj ON m (a);

-- case: storage, compression and statistics of its columns
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t;
ALTER MATERIALIZED VIEW m ALTER b SET STORAGE MAIN;
ALTER MATERIALIZED VIEW m ALTER a SET STATISTICS 50;
ALTER MATERIALIZED VIEW m ALTER a SET (n_distinct=5);
ALTER MATERIALIZED VIEW m ALTER b SET COMPRESSION lz4;
-- servers: 14+

-- case: without rows
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t WITH NO DATA;

-- case: one upon the other, without rows
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t WITH NO DATA;
CREATE MATERIALIZED VIEW n AS SELECT a FROM m WITH NO DATA;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t;
CREATE MATERIALIZED VIEW n AS SELECT a FROM m;

-- case: a column of the table changes its type
CREATE TABLE u (a int);
CREATE MATERIALIZED VIEW m AS SELECT a FROM u;
CREATE INDEX i ON m (a);
-- to:
CREATE TABLE u (a bigint);
CREATE MATERIALIZED VIEW m AS SELECT a FROM u;
CREATE INDEX i ON m (a);

-- case: clustered
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t;
CREATE INDEX mi ON m (a);
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t;
CREATE INDEX mi ON m (a);
CLUSTER m USING mi;

-- case: it becomes a table
CREATE MATERIALIZED VIEW m AS SELECT 1 AS a;
-- to:
CREATE TABLE m (a int);

-- case: the tablespace of the database
CREATE MATERIALIZED VIEW m AS SELECT 1 AS a;
-- to:
CREATE MATERIALIZED VIEW m TABLESPACE pg_default AS SELECT 1 AS a;

-- case: another query, and a comment on a column
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t WHERE true;
COMMENT ON COLUMN m.a IS 'z';
