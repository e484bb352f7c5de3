-- Views that are replaced where the server does that, else made anew with all that needs them.

-- case: another condition
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v AS SELECT a FROM t;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v AS SELECT a FROM t WHERE a > 1;

-- case: a column at the end
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v AS SELECT a FROM t;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v AS SELECT a, b FROM t;

-- case: columns in another order
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v AS SELECT a, b FROM t;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v AS SELECT b, a FROM t;

-- case: a column has another name
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v AS SELECT a, b FROM t;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v AS SELECT a, b AS z FROM t;

-- case: a column has another type
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v AS SELECT a, c AS z FROM t;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v AS SELECT a, b AS z FROM t;

-- case: a column has another length
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v AS SELECT a, c::numeric(4,1) AS z FROM t;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v AS SELECT a, c::numeric(5,1) AS z FROM t;

-- case: a column has another collation
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v AS SELECT a, b AS z FROM t;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v AS SELECT a, b COLLATE "C" AS z FROM t;

-- case: a recursive view
CREATE RECURSIVE VIEW r (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM r WHERE n < 10;
-- to:
CREATE RECURSIVE VIEW r (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM r WHERE n < 100;

-- case: a view on a view stays when that is replaced
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v AS SELECT a, b FROM t;
CREATE VIEW w AS SELECT a FROM v;
CREATE VIEW x AS SELECT a FROM w;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v AS SELECT a, b FROM t WHERE a > 0;
CREATE VIEW w AS SELECT a FROM v;
CREATE VIEW x AS SELECT a FROM w;

-- case: views on a view are made anew with it, and keep what is said of them
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v AS SELECT b, a FROM t;
CREATE VIEW w AS SELECT a FROM v;
CREATE VIEW x AS SELECT a FROM w;
COMMENT ON VIEW x IS 'c';
GRANT SELECT ON x TO diff_reader;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v AS SELECT a FROM t WHERE a > 0;
CREATE VIEW w AS SELECT a FROM v;
CREATE VIEW x AS SELECT a FROM w;
COMMENT ON VIEW x IS 'c';
GRANT SELECT ON x TO diff_reader;

-- case: a column of the table changes its type
CREATE TABLE u (a int, b text);
CREATE VIEW v AS SELECT a, b FROM u;
CREATE VIEW w AS SELECT a FROM v;
-- to:
CREATE TABLE u (a bigint, b text);
CREATE VIEW v AS SELECT a, b FROM u;
CREATE VIEW w AS SELECT a FROM v;

-- case: a column of the table goes, but none of the view's
CREATE TABLE u (a int, b int);
CREATE VIEW v AS SELECT a, a + b AS s FROM u;
CREATE VIEW w AS SELECT s FROM v;
-- to:
CREATE TABLE u (a int);
CREATE VIEW v AS SELECT a, a * 2 AS s FROM u;
CREATE VIEW w AS SELECT s FROM v;

-- case: a column of the table goes, and the view's
CREATE TABLE u (a int, b int);
CREATE VIEW v AS SELECT * FROM u;
CREATE VIEW w AS SELECT a FROM v;
-- to:
CREATE TABLE u (a int);
CREATE VIEW v AS SELECT * FROM u;
CREATE VIEW w AS SELECT a FROM v;

-- case: two views that need each other
-- to:
CREATE VIEW p AS SELECT 1 AS a;
CREATE VIEW q AS SELECT a FROM p;
CREATE OR REPLACE VIEW p AS SELECT a FROM q;

-- case: three views that need each other
-- to:
CREATE VIEW p AS SELECT 1 AS a, NULL::text AS "B c";
CREATE VIEW q AS SELECT * FROM p;
CREATE VIEW r AS SELECT * FROM q;
CREATE OR REPLACE VIEW p AS SELECT * FROM r;
COMMENT ON COLUMN p.a IS 'y';
GRANT SELECT ON r TO diff_reader;

-- case: two views that needed each other
CREATE VIEW p AS SELECT 1 AS a;
CREATE VIEW q AS SELECT a FROM p;
CREATE OR REPLACE VIEW p AS SELECT a FROM q;
-- to:
CREATE VIEW p AS SELECT 2 AS a;
CREATE VIEW q AS SELECT a FROM p;

-- case: a view becomes a table
CREATE VIEW v AS SELECT 1 AS a;
-- to:
CREATE TABLE v (a int);

-- case: a view becomes a materialized view
CREATE VIEW v AS SELECT 1 AS a;
-- to:
CREATE MATERIALIZED VIEW v AS SELECT 1 AS a;

-- case: two views change places
CREATE VIEW p AS SELECT 1 AS a;
CREATE VIEW q AS SELECT a FROM p;
-- to:
CREATE VIEW q AS SELECT 1 AS a;
CREATE VIEW p AS SELECT a FROM q;

-- case: a view that is grouped by a key
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v AS SELECT a, b, count(*) FROM t GROUP BY a;

-- case: a function under a view returns something else
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE VIEW v AS SELECT f() AS a;
-- to:
CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
CREATE VIEW v AS SELECT f() AS a;

-- case: a function that returns a view's rows
-- to:
CREATE VIEW v AS SELECT 1 AS a;
CREATE FUNCTION f() RETURNS SETOF v LANGUAGE sql AS 'SELECT * FROM v';
CREATE VIEW w AS SELECT * FROM f();

-- case: schemas and names that need quotes
-- to:
CREATE SCHEMA s;
CREATE TABLE s.x (a int);
CREATE VIEW s."V w" AS SELECT x.a AS "A b" FROM s.x;
CREATE VIEW v AS SELECT * FROM s."V w";

-- case: no column
-- to:
CREATE VIEW v AS SELECT;

-- case: LATERAL, NOT and brackets that matter
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v AS SELECT t.a, l.x FROM t LEFT JOIN LATERAL (SELECT count(*) AS x FROM t u WHERE u.a < t.a) l ON true WHERE NOT (t.a = 1 OR t.b LIKE 'x%') AND t.c - (t.c - 1) > 0;
