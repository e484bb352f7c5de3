-- What is said of the columns of views.

-- case: a view with all that can be said of it
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v WITH (security_barrier, security_invoker = true) AS SELECT a, b FROM t WHERE a > 0 WITH LOCAL CHECK OPTION;
COMMENT ON VIEW v IS 'it''s';
COMMENT ON COLUMN v.a IS 'x';
ALTER VIEW v ALTER a SET DEFAULT 5;
CREATE VIEW w AS SELECT * FROM v;

-- case: a column at the end, with comment, default and privilege
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v AS SELECT a FROM t;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v AS SELECT a, b FROM t;
COMMENT ON COLUMN v.b IS 'B';
ALTER VIEW v ALTER b SET DEFAULT 'q';
GRANT SELECT (b) ON v TO diff_reader;

-- case: names in a list
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v (x, y) AS SELECT a, b FROM t;

-- case: names in a list, of values
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v (x, y) AS VALUES (1, 2), (3, 4);

-- case: defaults
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v AS SELECT a, b FROM t;
ALTER VIEW v ALTER a SET DEFAULT 1;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v AS SELECT a, b FROM t;
ALTER VIEW v ALTER a SET DEFAULT 2;
ALTER VIEW v ALTER b SET DEFAULT 'x';

-- case: comments
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v AS SELECT a, b FROM t;
COMMENT ON VIEW v IS 'a';
COMMENT ON COLUMN v.a IS 'c';
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v AS SELECT a, b FROM t;
COMMENT ON VIEW v IS 'b';
COMMENT ON COLUMN v.b IS 'd';
