-- Views and materialized views.

-- case: a view is made
CREATE TABLE t (id integer, name text);
-- to:
CREATE TABLE t (id integer, name text);
CREATE VIEW v AS SELECT id, name FROM t WHERE id > 0;
-- rows:
INSERT INTO t VALUES (1, 'x');
-- down:
DROP VIEW v;

-- case: a view gets a column at its end
CREATE TABLE t (id integer, name text);
CREATE VIEW v AS SELECT id FROM t;
-- to:
CREATE TABLE t (id integer, name text);
CREATE VIEW v AS SELECT id, name FROM t;

-- case: a view loses a column
CREATE TABLE t (id integer, name text);
CREATE VIEW v AS SELECT id, name FROM t;
CREATE VIEW w AS SELECT id FROM v;
-- to:
CREATE TABLE t (id integer, name text);
CREATE VIEW v AS SELECT id FROM t;
CREATE VIEW w AS SELECT id FROM v;

-- case: the columns of a view in another order and of other types
CREATE TABLE t (id integer, name text);
CREATE VIEW v AS SELECT id, name FROM t;
-- to:
CREATE TABLE t (id integer, name text);
CREATE VIEW v AS SELECT name, id::bigint AS id FROM t;

-- case: a column of a view has another name
CREATE TABLE t (id integer);
CREATE VIEW v AS SELECT id FROM t;
-- to:
CREATE TABLE t (id integer);
CREATE VIEW v AS SELECT id AS number FROM t;

-- case: another condition
CREATE TABLE t (id integer);
CREATE VIEW v AS SELECT id FROM t WHERE id > 1;
-- to:
CREATE TABLE t (id integer);
CREATE VIEW v AS SELECT id FROM t WHERE id > 2;

-- case: options of views
CREATE TABLE t (id integer);
CREATE VIEW a AS SELECT id FROM t;
CREATE VIEW b WITH (security_barrier) AS SELECT id FROM t;
CREATE VIEW c AS SELECT id FROM t WHERE id > 0 WITH LOCAL CHECK OPTION;
CREATE VIEW d AS SELECT id FROM t WHERE id > 0 WITH CASCADED CHECK OPTION;
-- to:
CREATE TABLE t (id integer);
CREATE VIEW a WITH (security_barrier) AS SELECT id FROM t;
CREATE VIEW b AS SELECT id FROM t;
CREATE VIEW c AS SELECT id FROM t WHERE id > 0 WITH CASCADED CHECK OPTION;
CREATE VIEW d AS SELECT id FROM t WHERE id > 0;

-- case: a view with its caller's rights
CREATE TABLE t (id integer);
CREATE VIEW a AS SELECT id FROM t;
-- to:
CREATE TABLE t (id integer);
CREATE VIEW a WITH (security_invoker = true) AS SELECT id FROM t;
-- servers: 15+

-- case: a recursive view
-- to:
CREATE RECURSIVE VIEW numbers (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM numbers WHERE n < 10;

-- case: views with every sort of query
CREATE TABLE t (id integer PRIMARY KEY, a text, b integer);
CREATE TABLE u (id integer, t_id integer);
-- to:
CREATE TABLE t (id integer PRIMARY KEY, a text, b integer);
CREATE TABLE u (id integer, t_id integer);
CREATE VIEW v1 AS SELECT t.*, u.id AS u FROM t LEFT JOIN u ON u.t_id = t.id;
CREATE VIEW v2 AS SELECT b, count(*), sum(id) FILTER (WHERE a = 'x') FROM t GROUP BY b HAVING count(*) > 1;
CREATE VIEW v3 AS SELECT id, a FROM t GROUP BY id;
CREATE VIEW v4 AS WITH x AS (SELECT id FROM t) SELECT * FROM x UNION SELECT id FROM u ORDER BY 1 LIMIT 5;
CREATE VIEW v5 AS SELECT id, row_number() OVER (PARTITION BY b ORDER BY id DESC) AS n FROM t;
CREATE VIEW v6 AS SELECT DISTINCT ON (b) b, a FROM t ORDER BY b, a;
CREATE VIEW v7 AS SELECT t.id, l.x FROM t, LATERAL (SELECT max(u.id) AS x FROM u WHERE u.t_id = t.id) l;
CREATE VIEW v8 AS SELECT CASE WHEN b > 1 THEN 'big' ELSE 'small' END AS size, a COLLATE "C" AS a FROM t;
CREATE VIEW v9 AS VALUES (1, 'a'), (2, 'b');
CREATE VIEW v10 (x, y) AS SELECT g, g * 2 FROM generate_series(1, 3) g;

-- case: views upon views in the wrong order of names
-- to:
CREATE TABLE t (id integer);
CREATE VIEW z AS SELECT id FROM t;
CREATE VIEW y AS SELECT id FROM z;
CREATE VIEW a AS SELECT id FROM y;
CREATE MATERIALIZED VIEW b AS SELECT id FROM a;
CREATE VIEW c AS SELECT id FROM b;

-- case: views upon views go
CREATE TABLE t (id integer);
CREATE VIEW z AS SELECT id FROM t;
CREATE VIEW y AS SELECT id FROM z;
CREATE MATERIALIZED VIEW b AS SELECT id FROM y;
-- to:
CREATE TABLE t (id integer);

-- case: a star takes a new column
CREATE TABLE t (id integer);
CREATE VIEW v AS SELECT * FROM t;
-- to:
CREATE TABLE t (id integer, name text);
CREATE VIEW v AS SELECT * FROM t;
-- rows:
INSERT INTO t VALUES (1);

-- case: a column under a view changes its type
CREATE TABLE t (id integer, name varchar(10));
CREATE VIEW v AS SELECT id, name FROM t;
CREATE VIEW w AS SELECT name FROM v;
-- to:
CREATE TABLE t (id bigint, name text);
CREATE VIEW v AS SELECT id, name FROM t;
CREATE VIEW w AS SELECT name FROM v;
-- rows:
INSERT INTO t VALUES (1, 'x');

-- case: a column under a view goes
CREATE TABLE t (id integer, name text);
CREATE VIEW v AS SELECT id, name FROM t;
-- to:
CREATE TABLE t (id integer);
CREATE VIEW v AS SELECT id FROM t;
-- rows:
INSERT INTO t VALUES (1, 'x');

-- case: a view becomes a materialized view
CREATE TABLE t (id integer);
CREATE VIEW v AS SELECT id FROM t;
-- to:
CREATE TABLE t (id integer);
CREATE MATERIALIZED VIEW v AS SELECT id FROM t;
CREATE UNIQUE INDEX v_id ON v (id);

-- case: a view becomes a table
CREATE VIEW v AS SELECT 1 AS id;
CREATE VIEW w AS SELECT id FROM v;
-- to:
CREATE TABLE v (id integer);
CREATE VIEW w AS SELECT id FROM v;

-- case: a materialized view asks something else
CREATE TABLE t (id integer, name text);
CREATE MATERIALIZED VIEW m AS SELECT id FROM t;
CREATE INDEX m_id ON m (id);
CREATE VIEW v AS SELECT id FROM m;
-- to:
CREATE TABLE t (id integer, name text);
CREATE MATERIALIZED VIEW m AS SELECT id, name FROM t;
CREATE INDEX m_id ON m (id);
CREATE VIEW v AS SELECT id FROM m;

-- case: options and storage of a materialized view
CREATE TABLE t (id integer, name text);
CREATE MATERIALIZED VIEW m AS SELECT id, name FROM t;
-- to:
CREATE TABLE t (id integer, name text);
CREATE MATERIALIZED VIEW m WITH (fillfactor = 70) AS SELECT id, name FROM t;
ALTER MATERIALIZED VIEW m ALTER COLUMN name SET STORAGE EXTERNAL;
ALTER MATERIALIZED VIEW m ALTER COLUMN id SET STATISTICS 50;

-- case: a materialized view without rows
CREATE TABLE t (id integer);
-- to:
CREATE TABLE t (id integer);
CREATE MATERIALIZED VIEW m AS SELECT id FROM t WITH NO DATA;

-- case: a materialized view is clustered
CREATE TABLE t (id integer);
CREATE MATERIALIZED VIEW m AS SELECT id FROM t;
CREATE INDEX m_id ON m (id);
-- to:
CREATE TABLE t (id integer);
CREATE MATERIALIZED VIEW m AS SELECT id FROM t;
CREATE INDEX m_id ON m (id);
ALTER MATERIALIZED VIEW m CLUSTER ON m_id;

-- case: comments on a view and its columns
CREATE TABLE t (id integer);
CREATE VIEW v AS SELECT id FROM t;
COMMENT ON VIEW v IS 'old';
-- to:
CREATE TABLE t (id integer);
CREATE VIEW v AS SELECT id, id + 1 AS next FROM t;
COMMENT ON VIEW v IS 'new';
COMMENT ON COLUMN v.next IS 'the next one';

-- case: a view with comments is made anew
CREATE TABLE t (id integer);
CREATE VIEW v AS SELECT id, 1 AS x FROM t;
COMMENT ON VIEW v IS 'v';
COMMENT ON COLUMN v.id IS 'id';
-- to:
CREATE TABLE t (id integer);
CREATE VIEW v AS SELECT id FROM t;
COMMENT ON VIEW v IS 'v';
COMMENT ON COLUMN v.id IS 'id';

-- case: views in schemas, with names that need quotes
CREATE SCHEMA "S";
CREATE TABLE "S"."T" ("Id" integer);
-- to:
CREATE SCHEMA "S";
CREATE TABLE "S"."T" ("Id" integer);
CREATE VIEW "S"."V" AS SELECT "Id", "Id" AS "select" FROM "S"."T";
CREATE VIEW v AS SELECT "V"."select" FROM "S"."V";

-- case: views that call functions, and functions that read views
-- to:
CREATE TABLE t (id integer);
CREATE FUNCTION twice(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2';
CREATE VIEW v AS SELECT twice(id) AS n FROM t;
CREATE FUNCTION total() RETURNS bigint LANGUAGE sql AS 'SELECT sum(n) FROM v';
CREATE VIEW w AS SELECT total() AS total;
CREATE FUNCTION rows_of() RETURNS SETOF v LANGUAGE sql AS 'SELECT * FROM v';

-- case: a view that is refreshed no more moves to another schema
CREATE SCHEMA s;
CREATE MATERIALIZED VIEW m AS SELECT 1 AS x;
-- to:
CREATE SCHEMA s;
CREATE MATERIALIZED VIEW s.m AS SELECT 1 AS x;

-- case: a view that depends on a key
CREATE TABLE t (id integer PRIMARY KEY, a text);
CREATE VIEW v AS SELECT id, a, count(*) FROM t GROUP BY id;
-- to:
CREATE TABLE t (id integer, a text, CONSTRAINT other PRIMARY KEY (id));
CREATE VIEW v AS SELECT id, a, count(*) FROM t GROUP BY id;
-- rows:
INSERT INTO t VALUES (1, 'x');

-- case: two views that are made from each other by rules
CREATE TABLE t (id integer);
CREATE VIEW a AS SELECT id FROM t;
CREATE VIEW b AS SELECT id FROM a;
-- to:
CREATE TABLE t (id integer);
CREATE VIEW b AS SELECT id FROM t;
CREATE VIEW a AS SELECT id FROM b;

-- case: BETWEEN beside another condition, and a list of varchars
CREATE TABLE t (a int, b int, s varchar(20));
-- to:
CREATE TABLE t (a int, b int, s varchar(20));
CREATE VIEW v AS SELECT a FROM t WHERE s LIKE 'x' AND b NOT BETWEEN 1 AND 3 AND a BETWEEN 2 AND 4;
CREATE VIEW w AS SELECT a, CASE WHEN s IN ('a', 'b') THEN 1 ELSE 2 END AS n FROM t WHERE s NOT IN ('c', 'd');
CREATE MATERIALIZED VIEW m AS SELECT a FROM t WHERE a > 0 AND (b > 0 AND s = ANY (ARRAY['x', 'y']));

-- case: a condition is written as BETWEEN, and the reverse
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT a FROM t WHERE a > 0 AND b BETWEEN 1 AND 3;
-- to:
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT a FROM t WHERE a > 0 AND b >= 1 AND b <= 3;
