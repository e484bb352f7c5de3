-- Composite types: their attributes one by one, and what has them.

-- case: a composite type: create
-- to:
CREATE TYPE comp AS (a int, b text COLLATE "C", c numeric(10,2));
COMMENT ON TYPE comp IS 'c';
COMMENT ON COLUMN comp.a IS 'attr a';
CREATE TYPE nothing AS ();

-- case: a composite type: add
CREATE TYPE comp AS (a int);
CREATE TABLE t (c comp);
-- to:
CREATE TYPE comp AS (a int, b text);
COMMENT ON COLUMN comp.b IS 'attr b';
CREATE TABLE t (c comp);

-- case: a composite type: add middle
CREATE TYPE comp AS (a int, c text);
-- to:
CREATE TYPE comp AS (a int, b text, c text);

-- case: a composite type: add middle used
CREATE TYPE comp AS (a int, c text);
CREATE TABLE t (id int, x comp, xs comp[]);
CREATE VIEW v AS SELECT (x).a FROM t;
CREATE FUNCTION f(comp) RETURNS int LANGUAGE sql AS 'SELECT ($1).a';
-- to:
CREATE TYPE comp AS (a int, b text, c text);
CREATE TABLE t (id int, x comp, xs comp[]);
CREATE VIEW v AS SELECT (x).a FROM t;
CREATE FUNCTION f(comp) RETURNS int LANGUAGE sql AS 'SELECT ($1).a';
-- rows:
INSERT INTO t VALUES (1, '(1,x)', NULL);

-- case: a composite type: type
CREATE TYPE comp AS (a int, c text);
-- to:
CREATE TYPE comp AS (a bigint, c varchar(10) COLLATE "C");

-- case: a composite type: type used
CREATE TYPE comp AS (a int, c text);
CREATE TABLE t (id int, x comp);
-- to:
CREATE TYPE comp AS (a bigint, c text);
CREATE TABLE t (id int, x comp);
-- rows:
INSERT INTO t VALUES (1, '(1,x)');

-- case: a composite type: drop attr function
CREATE TYPE comp AS (a int, c text);
CREATE FUNCTION f() RETURNS SETOF comp LANGUAGE sql AS $$ SELECT 1, 'a' $$;
-- to:
CREATE TYPE comp AS (a int);
CREATE FUNCTION f() RETURNS SETOF comp LANGUAGE sql AS $$ SELECT 1 $$;

-- case: a composite type: typed table
CREATE TYPE comp AS (a int, c text);
CREATE TABLE t OF comp (PRIMARY KEY (a));
-- to:
CREATE TYPE comp AS (a bigint, c text, d date);
CREATE TABLE t OF comp (PRIMARY KEY (a));

-- case: a composite type: nested
CREATE TYPE inn AS (a int);
CREATE TYPE outt AS (i inn, b text);
CREATE TABLE t (o outt);
-- to:
CREATE TYPE inn AS (a text);
CREATE TYPE outt AS (i inn, b text);
CREATE TABLE t (o outt);

-- case: a composite type: of table
CREATE TABLE u (id int);
CREATE TYPE c AS (x u);
-- to:
CREATE TABLE u (id bigint, y int);
CREATE TYPE c AS (x u, z int);

-- case: a composite type: drop attr used
CREATE TYPE c AS (a int, b text);
CREATE TABLE t (id int, x c DEFAULT '(1,a)', y c[]);
CREATE VIEW v AS SELECT (x).b FROM t;
CREATE INDEX ON t (((x).a));
-- to:
CREATE TYPE c AS (a int);
CREATE TABLE t (id int, x c DEFAULT '(1)', y c[]);
CREATE INDEX ON t (((x).a));

-- case: a composite type: to domain of comp
CREATE TYPE c AS (a int, b text);
CREATE DOMAIN dc AS c CHECK ((VALUE).a > 0);
CREATE TABLE t (id int, x dc);
-- to:
CREATE TYPE c AS (b text, a int);
CREATE DOMAIN dc AS c CHECK ((VALUE).a > 0);
CREATE TABLE t (id int, x dc);

-- case: a composite type: comment change
CREATE TYPE c AS (a int, b text);
COMMENT ON TYPE c IS 'x';
COMMENT ON COLUMN c.a IS 'y';
-- to:
CREATE TYPE c AS (a int, b text);
COMMENT ON COLUMN c.b IS 'z';

-- case: a type: of same name as table dropped
CREATE TYPE x AS (a int);
-- to:
CREATE TABLE x (a int);

-- case: a view: to type
CREATE VIEW x AS SELECT 1 AS a;
-- to:
CREATE TYPE x AS ENUM ('a');

-- case: a composite type: to domain
CREATE TYPE c AS (a int);
CREATE TABLE t (id int, m c[]);
-- to:
CREATE DOMAIN c AS text;
CREATE TABLE t (id int, m c[]);

-- case: a composite type: attributes in another order
CREATE TYPE c AS (a int, b text);
CREATE TABLE t (id int, x c);
-- to:
CREATE TYPE c AS (b text, a int);
CREATE TABLE t (id int, x c);

-- case: a composite type: the collation of an attribute
CREATE TYPE c AS (a text);
CREATE TABLE t (id int, x c);
-- to:
CREATE TYPE c AS (a text COLLATE "C");
CREATE TABLE t (id int, x c);

-- case: a composite type: all attributes go
CREATE TYPE c AS (a int, b text);
CREATE TABLE t (id int, x c);
-- to:
CREATE TYPE c AS ();
CREATE TABLE t (id int, x c);

-- case: a composite type: a procedure and an aggregate of it
CREATE TYPE c AS (a int);
CREATE PROCEDURE p(x c) LANGUAGE plpgsql AS 'BEGIN END';
CREATE FUNCTION sf(c, c) RETURNS c LANGUAGE sql AS 'SELECT $1';
CREATE AGGREGATE ag(c) (SFUNC = sf, STYPE = c);
-- to:
CREATE TYPE c AS (a bigint, b date);
CREATE PROCEDURE p(x c) LANGUAGE plpgsql AS 'BEGIN END';
CREATE FUNCTION sf(c, c) RETURNS c LANGUAGE sql AS 'SELECT $1';
CREATE AGGREGATE ag(c) (SFUNC = sf, STYPE = c);
