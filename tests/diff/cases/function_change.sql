-- Functions and procedures: each attribute alone, and what depends on one that is made anew.

-- case: a function: create
-- to:
CREATE FUNCTION f(a int, b text DEFAULT 'x', VARIADIC c int[] DEFAULT '{}') RETURNS int LANGUAGE sql IMMUTABLE STRICT LEAKPROOF SECURITY DEFINER PARALLEL SAFE COST 7 SET search_path TO public, pg_temp SET work_mem TO '1MB' AS $$ SELECT 1 $$;
CREATE FUNCTION f(a text) RETURNS SETOF int LANGUAGE sql STABLE ROWS 5 AS $$ SELECT 1 $$;
CREATE FUNCTION o(IN a int, OUT b int, INOUT c text) LANGUAGE sql AS $$ SELECT 1, 'x' $$;
CREATE FUNCTION so(OUT b int, OUT c text) RETURNS SETOF record LANGUAGE sql AS $$ SELECT 1, 'x' $$;
CREATE FUNCTION tt() RETURNS TABLE(a int, "B" text) LANGUAGE plpgsql AS $fn$ BEGIN RETURN QUERY SELECT 1, '$$'; END $fn$;
CREATE PROCEDURE p(INOUT a int DEFAULT 3) LANGUAGE plpgsql AS $$ BEGIN a := 1; END $$;
CREATE FUNCTION win(int) RETURNS int LANGUAGE internal WINDOW AS 'window_row_number';
CREATE FUNCTION s1(a int, b int) RETURNS int IMMUTABLE RETURN a + b;
CREATE FUNCTION s2(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT a; SELECT a + 1; END;
COMMENT ON FUNCTION f(text) IS 'overload';
COMMENT ON PROCEDURE p IS 'proc';
-- servers: 14+

-- case: a function: attributes
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
CREATE PROCEDURE p() LANGUAGE sql SECURITY DEFINER SET work_mem TO '2MB' AS $$ SELECT 1 $$;
-- to:
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql STABLE STRICT LEAKPROOF SECURITY DEFINER PARALLEL RESTRICTED COST 9 SET search_path TO '' AS $$ SELECT 1 $$;
CREATE PROCEDURE p() LANGUAGE sql AS $$ SELECT 1 $$;

-- case: a function: body
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
CREATE VIEW v AS SELECT f(1);
-- to:
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS $$ SELECT 2 $$;
CREATE VIEW v AS SELECT f(1);

-- case: a function: argname
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
CREATE VIEW v AS SELECT f(1);
-- to:
CREATE FUNCTION f(b int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
CREATE VIEW v AS SELECT f(1);

-- case: a function: result
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT 1 $$;
CREATE VIEW v AS SELECT f(1);
CREATE VIEW v2 AS SELECT * FROM v;
CREATE TABLE t (id int, x bigint DEFAULT f(2), CHECK (f(id) > 0));
CREATE INDEX ON t (f(id));
-- to:
CREATE FUNCTION f(a int) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$ SELECT 1::bigint $$;
CREATE VIEW v AS SELECT f(1);
CREATE VIEW v2 AS SELECT * FROM v;
CREATE TABLE t (id int, x bigint DEFAULT f(2), CHECK (f(id) > 0));
CREATE INDEX ON t (f(id));

-- case: a function: default removed
CREATE FUNCTION f(a int DEFAULT 1, b int DEFAULT 2) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
-- to:
CREATE FUNCTION f(a int, b int DEFAULT 3) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;

-- case: a function: out changed
CREATE FUNCTION f(OUT a int, OUT b int) LANGUAGE sql AS $$ SELECT 1, 2 $$;
-- to:
CREATE FUNCTION f(OUT a int, OUT c text) LANGUAGE sql AS $$ SELECT 1, 'x' $$;

-- case: a function: to proc
CREATE FUNCTION f(a int) RETURNS void LANGUAGE sql AS $$ SELECT 1 $$;
-- to:
CREATE PROCEDURE f(a int) LANGUAGE sql AS $$ SELECT 1 $$;

-- case: a function: argtype with default
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
CREATE TABLE t (id int, x int DEFAULT f(1));
CREATE VIEW v AS SELECT f(id) FROM t;
-- to:
CREATE FUNCTION f(a bigint) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
CREATE TABLE t (id int, x int DEFAULT f(1));
CREATE VIEW v AS SELECT f(id) FROM t;

-- case: a function: circle default
-- to:
CREATE TABLE t0 (id int);
CREATE FUNCTION f() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT count(*) FROM t); END $$;
CREATE TABLE t (id int, x bigint DEFAULT f());

-- case: a function: circle sql body
-- to:
CREATE TABLE t (id int, x bigint);
CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM t $$;
ALTER TABLE t ALTER x SET DEFAULT f();

-- case: a function: mutual
-- to:
SET check_function_bodies = off;
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS $$ SELECT g($1) $$;
CREATE FUNCTION g(int) RETURNS int LANGUAGE sql AS $$ SELECT f($1) $$;

-- case: a function: text body needs later
-- to:
CREATE TABLE zz (id int);
CREATE FUNCTION a_first() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM zz $$;
CREATE FUNCTION b_second() RETURNS bigint LANGUAGE sql AS $$ SELECT a_first() $$;
CREATE VIEW zv AS SELECT a_first() AS n;
CREATE FUNCTION a_third() RETURNS SETOF zv LANGUAGE sql AS $$ SELECT * FROM zv $$;

-- case: a function: atomic alter
CREATE TABLE t (id int, n int);
CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT n FROM t; END;
-- to:
CREATE TABLE t (id int, n int, m int);
CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT m FROM t; END;
-- servers: 14+

-- case: a function: atomic column type
CREATE TABLE t (id int, n int);
CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT n FROM t; END;
-- to:
CREATE TABLE t (id int, n bigint);
CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT n FROM t; END;
-- servers: 14+

-- case: a function: setof table
CREATE TABLE t (id int);
CREATE FUNCTION f() RETURNS SETOF t LANGUAGE sql AS $$ SELECT * FROM t $$;
-- to:
CREATE TABLE t (id int, n text);
CREATE FUNCTION f() RETURNS SETOF t LANGUAGE sql AS $$ SELECT * FROM t $$;

-- case: a function: trigger
CREATE TABLE t (id int);
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION tf();
-- to:
CREATE TABLE t (id int);
CREATE FUNCTION tf2() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION tf2();

-- case: a function: generated
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT 1 $$;
CREATE TABLE t (id int, g int GENERATED ALWAYS AS (f(id)) STORED);
-- to:
CREATE FUNCTION f(b int) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT 1 $$;
CREATE TABLE t (id int, g int GENERATED ALWAYS AS (f(id)) STORED);

-- case: a function: language
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
-- to:
CREATE FUNCTION f(a int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;

-- case: a function: comment
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
COMMENT ON FUNCTION f IS 'old';
-- to:
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
COMMENT ON FUNCTION f IS 'new';

-- case: a function: settings
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql SET search_path TO a, "B c" SET datestyle TO 'ISO, DMY' SET statement_timeout TO 5 AS $$ SELECT 1 $$;
-- to:
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql SET search_path TO "$user", public SET datestyle TO 'ISO, MDY' SET work_mem TO '3MB' AS $$ SELECT 1 $$;

-- case: a function: support
CREATE FUNCTION sup(internal) RETURNS internal LANGUAGE internal STRICT AS 'generate_series_int4_support';
CREATE FUNCTION f(a int) RETURNS SETOF int LANGUAGE sql AS $$ SELECT 1 $$;
-- to:
CREATE FUNCTION sup(internal) RETURNS internal LANGUAGE internal STRICT AS 'generate_series_int4_support';
CREATE FUNCTION f(a int) RETURNS SETOF int LANGUAGE sql SUPPORT sup AS $$ SELECT 1 $$;

-- case: a function: schema
CREATE SCHEMA s;
CREATE TYPE s.e AS ENUM ('a');
CREATE FUNCTION s.f(a s.e DEFAULT 'a') RETURNS s.e LANGUAGE sql AS $$ SELECT 'a'::s.e $$;
-- to:
CREATE SCHEMA s;
CREATE TYPE s.e AS ENUM ('a', 'b');
CREATE FUNCTION s.f(a s.e DEFAULT 'b') RETURNS s.e LANGUAGE sql AS $$ SELECT 'a'::s.e $$;

-- case: a function: overload change
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION f(text) RETURNS int LANGUAGE sql AS 'SELECT 2';
CREATE VIEW v AS SELECT f(1) AS a, f('x'::text) AS b;
-- to:
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION f(varchar) RETURNS int LANGUAGE sql AS 'SELECT 2';
CREATE VIEW v AS SELECT f(1) AS a, f('x'::varchar) AS b;

-- case: a function: argname policy trigger
CREATE TABLE t (id int, own text);
CREATE FUNCTION ok(a text) RETURNS bool LANGUAGE sql STABLE AS 'SELECT true';
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER tr BEFORE UPDATE ON t FOR EACH ROW WHEN (ok(NEW.own)) EXECUTE FUNCTION tf();
-- to:
CREATE TABLE t (id int, own text);
CREATE FUNCTION ok(b text) RETURNS bool LANGUAGE sql STABLE AS 'SELECT true';
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER tr BEFORE UPDATE ON t FOR EACH ROW WHEN (ok(NEW.own)) EXECUTE FUNCTION tf();

-- case: a function: rename param default expr
CREATE SCHEMA s;
CREATE SEQUENCE s.q;
CREATE FUNCTION s.f(a bigint DEFAULT nextval('s.q')) RETURNS bigint LANGUAGE sql AS 'SELECT $1';
-- to:
CREATE SCHEMA s;
CREATE FUNCTION s.f(a bigint DEFAULT 5) RETURNS bigint LANGUAGE sql AS 'SELECT $1';

-- case: a function: returns table change
CREATE FUNCTION f() RETURNS TABLE (a int, b text) LANGUAGE sql AS $$ SELECT 1, 'x' $$;
CREATE VIEW v AS SELECT * FROM f();
-- to:
CREATE FUNCTION f() RETURNS TABLE (a int, b text, c date) LANGUAGE sql AS $$ SELECT 1, 'x', now()::date $$;
CREATE VIEW v AS SELECT * FROM f();

-- case: a function: in partition key
CREATE FUNCTION h(a int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE TABLE p (id int) PARTITION BY RANGE (h(id));
-- to:
CREATE FUNCTION h(a int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + 1';
CREATE TABLE p (id int) PARTITION BY RANGE (h(id));

-- case: a function: quotes
-- to:
CREATE FUNCTION "My F"("Arg" int, "select" text) RETURNS text LANGUAGE plpgsql AS $x$ BEGIN RETURN '$$' || '$body$'; END $x$;
CREATE FUNCTION g() RETURNS text LANGUAGE sql AS 'SELECT ''it''''s\ ok''';
COMMENT ON FUNCTION "My F" IS 'it''s';

-- case: a function: body whitespace crlf
CREATE FUNCTION g() RETURNS int LANGUAGE sql AS $$
  SELECT 1;
$$;
-- to:
CREATE FUNCTION g() RETURNS int LANGUAGE sql AS $$

  SELECT 1;  
	
$$;

-- case: a function: volatility index
CREATE FUNCTION g(int) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT 1 $$;
CREATE TABLE t (id int);
-- to:
CREATE FUNCTION g(int) RETURNS int LANGUAGE sql STABLE COST 50 AS $$ SELECT 1 $$;
CREATE TABLE t (id int);

-- case: a procedure: change
CREATE PROCEDURE p(a int, INOUT b text) LANGUAGE plpgsql AS $$ BEGIN b := 'x'; END $$;
-- to:
CREATE PROCEDURE p(a int, INOUT c text) LANGUAGE plpgsql AS $$ BEGIN c := 'x'; END $$;

-- case: a function: polymorphic
-- to:
CREATE FUNCTION f(anyelement, VARIADIC anyarray) RETURNS anyelement LANGUAGE sql AS 'SELECT $1';
CREATE FUNCTION g(a numeric(10,2), b varchar(5) DEFAULT 'x'::varchar(5), c timestamp(3) with time zone DEFAULT now()) RETURNS numeric(10,2) LANGUAGE sql AS 'SELECT 1.0';
CREATE FUNCTION h("date" date, t time, i interval day to second) RETURNS bit(3) LANGUAGE sql AS $$ SELECT B'101' $$;

-- case: a function: uses type of table column
CREATE TABLE t (id int, name varchar(20));
CREATE FUNCTION f(r t) RETURNS text LANGUAGE sql AS 'SELECT r.name';
CREATE VIEW v AS SELECT t.f FROM t;
-- to:
CREATE TABLE t (id bigint, name varchar(30));
CREATE FUNCTION f(r t) RETURNS text LANGUAGE sql AS 'SELECT r.name || r.id';
CREATE VIEW v AS SELECT t.f FROM t;

-- case: a function: volatility alone
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- to:
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';

-- case: a function: strict alone
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- to:
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql STRICT AS 'SELECT 1';

-- case: a function: security alone
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- to:
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';

-- case: a function: leakproof alone
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- to:
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql LEAKPROOF AS 'SELECT 1';

-- case: a function: parallel alone
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql PARALLEL RESTRICTED AS 'SELECT 1';
-- to:
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql PARALLEL SAFE AS 'SELECT 1';

-- case: a function: cost alone
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- to:
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql COST 5 AS 'SELECT 1';

-- case: a function: rows alone
CREATE FUNCTION f(a int) RETURNS SETOF int LANGUAGE sql ROWS 10 AS 'SELECT 1';
-- to:
CREATE FUNCTION f(a int) RETURNS SETOF int LANGUAGE sql ROWS 20 AS 'SELECT 1';

-- case: a function: a default is added to an argument
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE VIEW v AS SELECT f(1);
-- to:
CREATE FUNCTION f(a int DEFAULT 4) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE VIEW v AS SELECT f(1);

-- case: a function: an argument without a name gets one
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE VIEW v AS SELECT f(1);
-- to:
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE VIEW v AS SELECT f(1);

-- case: a function: a set is returned instead of one value
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
-- to:
CREATE FUNCTION f() RETURNS SETOF int LANGUAGE sql AS 'SELECT 1';

-- case: a function: a window function becomes an ordinary one
CREATE FUNCTION f() RETURNS bigint LANGUAGE internal WINDOW AS 'window_row_number';
-- to:
CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';

-- case: a function: variadic arguments come
CREATE FUNCTION f(a int, b int[]) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- to:
CREATE FUNCTION f(a int, VARIADIC b int[]) RETURNS int LANGUAGE sql AS 'SELECT 1';
