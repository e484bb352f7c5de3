-- Indexes.

-- case: an index is made
CREATE TABLE t (a integer, b integer);
-- to:
CREATE TABLE t (a integer, b integer);
CREATE INDEX t_a_idx ON t (a);
-- rows:
INSERT INTO t VALUES (1, 2);
-- up:
CREATE INDEX t_a_idx ON t (a);
-- down:
DROP INDEX t_a_idx;

-- case: an index on other columns
CREATE TABLE t (a integer, b integer);
CREATE INDEX i ON t (a);
-- to:
CREATE TABLE t (a integer, b integer);
CREATE INDEX i ON t (a, b);
-- rows:
INSERT INTO t VALUES (1, 2);

-- case: an index becomes unique
CREATE TABLE t (a integer);
CREATE INDEX i ON t (a);
-- to:
CREATE TABLE t (a integer);
CREATE UNIQUE INDEX i ON t (a);
-- rows:
INSERT INTO t VALUES (1);

-- case: order and nulls
CREATE TABLE t (a integer, b integer);
CREATE INDEX i ON t (a, b);
-- to:
CREATE TABLE t (a integer, b integer);
CREATE INDEX i ON t (a DESC, b NULLS FIRST);
CREATE INDEX j ON t (a DESC NULLS LAST, b ASC NULLS LAST);

-- case: an expression
CREATE TABLE t (a text, b text);
CREATE INDEX i ON t (lower(a));
-- to:
CREATE TABLE t (a text, b text);
CREATE INDEX i ON t (upper(a));
CREATE INDEX j ON t ((a || b), lower(b) DESC);

-- case: a partial index
CREATE TABLE t (a integer, gone timestamptz);
CREATE INDEX i ON t (a);
CREATE UNIQUE INDEX j ON t (a) WHERE gone IS NULL;
-- to:
CREATE TABLE t (a integer, gone timestamptz);
CREATE INDEX i ON t (a) WHERE a > 5;
CREATE UNIQUE INDEX j ON t (a) WHERE gone IS NOT NULL;

-- case: included columns
CREATE TABLE t (a integer, b integer, c integer);
CREATE INDEX i ON t (a);
-- to:
CREATE TABLE t (a integer, b integer, c integer);
CREATE INDEX i ON t (a) INCLUDE (b, c);

-- case: every method
CREATE TABLE t (a integer, b text, c integer[], d point, e jsonb, f tsvector);
-- to:
CREATE TABLE t (a integer, b text, c integer[], d point, e jsonb, f tsvector);
CREATE INDEX ON t USING hash (a);
CREATE INDEX ON t USING gin (c);
CREATE INDEX ON t USING gist (d);
CREATE INDEX ON t USING spgist (d);
CREATE INDEX ON t USING brin (a);
CREATE INDEX ON t USING gin (e jsonb_path_ops);
CREATE INDEX ON t USING gin (f);

-- case: another method
CREATE TABLE t (a integer);
CREATE INDEX i ON t (a);
-- to:
CREATE TABLE t (a integer);
CREATE INDEX i ON t USING hash (a);

-- case: operator classes
CREATE TABLE t (a text, b varchar(10));
CREATE INDEX i ON t (a);
-- to:
CREATE TABLE t (a text, b varchar(10));
CREATE INDEX i ON t (a text_pattern_ops);
CREATE INDEX j ON t (b varchar_pattern_ops DESC);

-- case: operator classes with options
CREATE EXTENSION pg_trgm;
CREATE TABLE t (a text);
CREATE INDEX i ON t USING gist (a gist_trgm_ops);
-- to:
CREATE EXTENSION pg_trgm;
CREATE TABLE t (a text);
CREATE INDEX i ON t USING gist (a gist_trgm_ops (siglen = 32));

-- case: collations
CREATE TABLE t (a text);
CREATE INDEX i ON t (a);
-- to:
CREATE TABLE t (a text);
CREATE INDEX i ON t (a COLLATE "C");

-- case: storage parameters
CREATE TABLE t (a integer, b integer[]);
CREATE INDEX i ON t (a);
CREATE INDEX j ON t (a) WITH (fillfactor = 50);
CREATE INDEX k ON t USING gin (b) WITH (fastupdate = off);
CREATE INDEX l ON t USING brin (a);
-- to:
CREATE TABLE t (a integer, b integer[]);
CREATE INDEX i ON t (a) WITH (fillfactor = 60);
CREATE INDEX j ON t (a);
CREATE INDEX k ON t USING gin (b) WITH (fastupdate = on);
CREATE INDEX l ON t USING brin (a) WITH (pages_per_range = 32, autosummarize = on);
-- rows:
INSERT INTO t VALUES (1, '{1}');

-- case: nulls are not distinct
CREATE TABLE t (a integer);
CREATE UNIQUE INDEX i ON t (a);
-- to:
CREATE TABLE t (a integer);
CREATE UNIQUE INDEX i ON t (a) NULLS NOT DISTINCT;
-- servers: 15+

-- case: the same index under another name
CREATE TABLE t (a integer);
CREATE INDEX i ON t (a);
-- to:
CREATE TABLE t (a integer);
CREATE INDEX j ON t (a);

-- case: an index whose name is another table's index
CREATE TABLE a (x integer);
CREATE TABLE b (x integer);
CREATE INDEX i ON a (x);
-- to:
CREATE TABLE a (x integer);
CREATE TABLE b (x integer);
CREATE INDEX i ON b (x);

-- case: an index with a table and a schema of its own
-- to:
CREATE SCHEMA s;
CREATE TABLE s.t (a integer);
CREATE UNIQUE INDEX i ON s.t (a);
CREATE INDEX ON s.t (a DESC);

-- case: an index in a schema goes
CREATE SCHEMA s;
CREATE TABLE s.t (a integer);
CREATE UNIQUE INDEX i ON s.t (a);
-- to:
CREATE SCHEMA s;
CREATE TABLE s.t (a integer);

-- case: names that need quotes
CREATE TABLE "T" ("A" integer);
-- to:
CREATE TABLE "T" ("A" integer);
CREATE INDEX "I 1" ON "T" ("A");
CREATE INDEX ON "T" ("A", ("A" + 1));

-- case: an index on a column that is new
CREATE TABLE t (a integer);
-- to:
CREATE TABLE t (a integer, b text NOT NULL DEFAULT '');
CREATE INDEX ON t (b);
CREATE INDEX ON t (a, b);
-- rows:
INSERT INTO t VALUES (1);

-- case: a column of an index goes
CREATE TABLE t (a integer, b integer);
CREATE INDEX i ON t (b);
CREATE INDEX j ON t (a, b);
CREATE INDEX k ON t (a) WHERE b > 0;
-- to:
CREATE TABLE t (a integer);
CREATE INDEX j ON t (a);
-- rows:
INSERT INTO t VALUES (1, 2);

-- case: an index calls a function that changes
CREATE FUNCTION f(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT lower($1)';
CREATE TABLE t (a text);
CREATE INDEX i ON t (f(a));
-- to:
CREATE FUNCTION f(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT upper($1)';
CREATE TABLE t (a text);
CREATE INDEX i ON t (f(a));
-- rows:
INSERT INTO t VALUES ('x');

-- case: an index calls a function that returns another type
CREATE FUNCTION f(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT lower($1)';
CREATE TABLE t (a text);
CREATE INDEX i ON t (f(a));
-- to:
CREATE FUNCTION f(text) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT length($1)';
CREATE TABLE t (a text);
CREATE INDEX i ON t (f(a));
-- rows:
INSERT INTO t VALUES ('x');

-- case: indexes of a materialized view
CREATE TABLE t (a integer);
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
CREATE INDEX i ON m (a);
-- to:
CREATE TABLE t (a integer);
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
CREATE UNIQUE INDEX j ON m (a);

-- case: a statistics target of an index's expression
CREATE TABLE t (a integer);
CREATE INDEX i ON t ((a + 1));
-- to:
CREATE TABLE t (a integer);
CREATE INDEX i ON t ((a + 1));
ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 500;

-- case: a comment on an index
CREATE TABLE t (a integer);
CREATE INDEX i ON t (a);
COMMENT ON INDEX i IS 'old';
-- to:
CREATE TABLE t (a integer);
CREATE INDEX i ON t (a DESC);
COMMENT ON INDEX i IS 'new';

-- case: the index of a partitioned table
CREATE TABLE t (id integer, a integer) PARTITION BY RANGE (id);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);
-- to:
CREATE TABLE t (id integer, a integer) PARTITION BY RANGE (id);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);
CREATE INDEX t_a ON t (a);
-- rows:
INSERT INTO t VALUES (1, 1);

-- case: an index of a partitioned table alone
CREATE TABLE t (id integer, a integer) PARTITION BY RANGE (id);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);
-- to:
CREATE TABLE t (id integer, a integer) PARTITION BY RANGE (id);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);
CREATE INDEX t_a ON ONLY t (a);

-- case: an index of a partition by itself
CREATE TABLE t (id integer, a integer) PARTITION BY RANGE (id);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);
CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (10) TO (20);
-- to:
CREATE TABLE t (id integer, a integer) PARTITION BY RANGE (id);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);
CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (10) TO (20);
CREATE INDEX only_here ON t1 (a);

-- case: an index is attached
CREATE TABLE t (id integer, a integer) PARTITION BY RANGE (id);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);
CREATE INDEX t_a ON ONLY t (a);
CREATE INDEX t1_mine ON t1 (a);
-- to:
CREATE TABLE t (id integer, a integer) PARTITION BY RANGE (id);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);
CREATE INDEX t_a ON ONLY t (a);
CREATE INDEX t1_mine ON t1 (a);
ALTER INDEX t_a ATTACH PARTITION t1_mine;

-- case: an attached index with a name of its own
-- to:
CREATE TABLE t (id integer, a integer) PARTITION BY RANGE (id);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);
CREATE INDEX t1_mine ON t1 (a);
CREATE INDEX t_a ON t (a);

-- case: the index of a partitioned table changes
CREATE TABLE t (id integer, a integer) PARTITION BY RANGE (id);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);
CREATE INDEX t_a ON t (a);
-- to:
CREATE TABLE t (id integer, a integer) PARTITION BY RANGE (id);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);
CREATE INDEX t_a ON t (a DESC);
-- rows:
INSERT INTO t VALUES (1, 1);

-- case: BETWEEN and a list of varchars in an index
CREATE TABLE t (a int, b int, s varchar(20));
-- to:
CREATE TABLE t (a int, b int, s varchar(20));
CREATE INDEX i ON t (a) WHERE a > 0 AND b BETWEEN 1 AND 5;
CREATE INDEX j ON t ((a > 0 AND b BETWEEN 1 AND 5), (s || 'x'));
CREATE UNIQUE INDEX k ON t (s) WHERE s IN ('a', 'b');

-- case: an index of a partition has a name of its own
CREATE TABLE t (id int, d int) PARTITION BY RANGE (d);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (1) TO (10);
CREATE INDEX ti ON t (id);
-- to:
CREATE TABLE t (id int, d int) PARTITION BY RANGE (d);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (1) TO (10);
CREATE INDEX ti ON ONLY t (id);
CREATE INDEX t1_mine ON t1 (id);
ALTER INDEX ti ATTACH PARTITION t1_mine;
-- up:
ALTER INDEX t1_id_idx RENAME TO t1_mine;

-- case: a partitioned index changes whose parts have names of their own
CREATE TABLE t (id int, d int) PARTITION BY RANGE (d);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (1) TO (10) PARTITION BY RANGE (d);
CREATE TABLE t11 PARTITION OF t1 FOR VALUES FROM (1) TO (5);
CREATE INDEX ti ON ONLY t (id);
CREATE INDEX mine ON ONLY t1 (id);
CREATE INDEX lowest ON t11 (id);
ALTER INDEX mine ATTACH PARTITION lowest;
ALTER INDEX ti ATTACH PARTITION mine;
-- to:
CREATE TABLE t (id int, d int) PARTITION BY RANGE (d);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (1) TO (10) PARTITION BY RANGE (d);
CREATE TABLE t11 PARTITION OF t1 FOR VALUES FROM (1) TO (5);
CREATE INDEX ti ON ONLY t (d);
CREATE INDEX mine ON ONLY t1 (d);
CREATE INDEX lowest ON t11 (d);
ALTER INDEX mine ATTACH PARTITION lowest;
ALTER INDEX ti ATTACH PARTITION mine;
