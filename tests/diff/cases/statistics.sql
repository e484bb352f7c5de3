-- Extended statistics: kinds, columns, expressions and targets.

-- case: statistics: 
-- to:
CREATE TABLE t (a int, b text, c int);
CREATE STATISTICS s1 ON a, b FROM t;
CREATE STATISTICS s2 (ndistinct) ON a, c FROM t;
CREATE STATISTICS s3 (ndistinct, mcv) ON (a + c), lower(b) FROM t;
CREATE STATISTICS s4 ON (a * 2) FROM t;
ALTER STATISTICS s1 SET STATISTICS 200;
COMMENT ON STATISTICS s1 IS 'stat';
CREATE SCHEMA s;
CREATE STATISTICS s.s5 ON a, b FROM t;
-- servers: 14+

-- case: statistics: change
CREATE TABLE t (a int, b text, c int);
CREATE STATISTICS s1 ON a, b FROM t;
CREATE STATISTICS s2 (ndistinct) ON a, c FROM t;
ALTER STATISTICS s2 SET STATISTICS 100;
-- to:
CREATE TABLE t (a int, b varchar, c bigint);
CREATE STATISTICS s1 ON a, b, c FROM t;
CREATE STATISTICS s2 (ndistinct) ON a, c FROM t;
ALTER STATISTICS s2 SET STATISTICS 200;

-- case: statistics: target drop
CREATE TABLE t (a int, b text, c int);
CREATE STATISTICS s2 (ndistinct) ON a, c FROM t;
ALTER STATISTICS s2 SET STATISTICS 100;
-- to:
CREATE TABLE t (a int, b text, c int);
CREATE STATISTICS s2 (ndistinct) ON a, c FROM t;

-- case: statistics: column drop
CREATE TABLE t (a int, b text, c int);
CREATE STATISTICS s2 (ndistinct) ON a, c FROM t;
-- to:
CREATE TABLE t (a int, b text);

-- case: statistics: the kinds
CREATE TABLE t (a int, b int);
CREATE STATISTICS s (dependencies) ON a, b FROM t;
-- to:
CREATE TABLE t (a int, b int);
CREATE STATISTICS s (ndistinct, mcv) ON a, b FROM t;

-- case: statistics: on a column that changes its type
CREATE TABLE t (a int, b text);
CREATE STATISTICS s ON a, b FROM t;
-- to:
CREATE TABLE t (a bigint, b text);
CREATE STATISTICS s ON a, b FROM t;

-- case: statistics: move to another table
CREATE TABLE t (a int, b text);
CREATE TABLE u (a int, b text);
CREATE STATISTICS s ON a, b FROM t;
-- to:
CREATE TABLE t (a int, b text);
CREATE TABLE u (a int, b text);
CREATE STATISTICS s ON a, b FROM u;

-- case: statistics: a comment and a partitioned table
CREATE TABLE p (a int, b int) PARTITION BY RANGE (a);
CREATE TABLE p1 PARTITION OF p DEFAULT;
CREATE STATISTICS s ON a, b FROM p;
-- to:
CREATE TABLE p (a int, b int) PARTITION BY RANGE (a);
CREATE TABLE p1 PARTITION OF p DEFAULT;
CREATE STATISTICS s ON a, b FROM p;
CREATE STATISTICS s1 ON a, b FROM p1;
COMMENT ON STATISTICS s IS 'both';
