-- Functions and procedures.

-- case: a function is made
-- to:
CREATE FUNCTION f(a integer, b integer DEFAULT 1) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT a + b $$;

-- case: a function goes
CREATE FUNCTION f(a integer, b text[]) RETURNS integer LANGUAGE sql AS 'SELECT 1';
-- to:
-- up:
DROP FUNCTION f(integer, text[]);

-- case: another body
CREATE FUNCTION f() RETURNS integer LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;
-- to:
CREATE FUNCTION f() RETURNS integer LANGUAGE plpgsql AS $$
BEGIN
    -- a comment with 'quotes' and $dollars$
    RETURN 2;
END
$$;

-- case: each attribute
CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION g(integer) RETURNS SETOF integer LANGUAGE sql STRICT STABLE SECURITY DEFINER PARALLEL SAFE COST 5 ROWS 7 LEAKPROOF AS 'SELECT 1';
-- to:
CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql STRICT IMMUTABLE SECURITY DEFINER PARALLEL RESTRICTED COST 20 LEAKPROOF AS 'SELECT 1';
CREATE FUNCTION g(integer) RETURNS SETOF integer LANGUAGE sql AS 'SELECT 1';

-- case: settings of a function
CREATE FUNCTION f() RETURNS integer LANGUAGE sql SET work_mem = '1MB' AS 'SELECT 1';
CREATE FUNCTION g() RETURNS integer LANGUAGE sql AS 'SELECT 1';
-- to:
CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION g() RETURNS integer LANGUAGE sql SET search_path = public, pg_temp SET statement_timeout = 5000 AS 'SELECT 1';

-- case: another language
CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
-- to:
CREATE FUNCTION f() RETURNS integer LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';

-- case: another result
CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
-- to:
CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';

-- case: another result of a function that a view calls
CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE VIEW v AS SELECT f() AS x;
-- to:
CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
CREATE VIEW v AS SELECT f() AS x;

-- case: names of arguments
CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT $1';
-- to:
CREATE FUNCTION f(b integer) RETURNS integer LANGUAGE sql AS 'SELECT $1';

-- case: defaults of arguments
CREATE FUNCTION f(a integer, b integer) RETURNS integer LANGUAGE sql AS 'SELECT $1';
CREATE FUNCTION g(a integer, b text DEFAULT 'x', c date DEFAULT CURRENT_DATE) RETURNS integer LANGUAGE sql AS 'SELECT $1';
-- to:
CREATE FUNCTION f(a integer DEFAULT 5, b integer DEFAULT 6) RETURNS integer LANGUAGE sql AS 'SELECT $1';
CREATE FUNCTION g(a integer, b text, c date) RETURNS integer LANGUAGE sql AS 'SELECT $1';

-- case: arguments that are given back
CREATE FUNCTION f(a integer, OUT b integer, INOUT c text) LANGUAGE sql AS 'SELECT 1, c';
-- to:
CREATE FUNCTION f(a integer, OUT b integer, INOUT c text, OUT d date) LANGUAGE sql AS 'SELECT 1, c, CURRENT_DATE';

-- case: tables as results
-- to:
CREATE TABLE t (id integer, name text);
CREATE FUNCTION a() RETURNS TABLE (x integer, y text) LANGUAGE sql AS $$ SELECT 1, 'a' $$;
CREATE FUNCTION b() RETURNS SETOF t LANGUAGE sql AS $$ SELECT * FROM t $$;
CREATE FUNCTION c(t) RETURNS text LANGUAGE sql AS $$ SELECT $1.name $$;
CREATE FUNCTION d(VARIADIC integer[]) RETURNS integer LANGUAGE sql AS $$ SELECT $1[1] $$;
CREATE FUNCTION e() RETURNS SETOF record LANGUAGE sql AS $$ SELECT 1, 2 $$;
CREATE FUNCTION f(anyelement, anyarray) RETURNS anyelement LANGUAGE sql AS $$ SELECT $1 $$;

-- case: the columns of a table that is returned
CREATE FUNCTION f() RETURNS TABLE (x integer) LANGUAGE sql AS 'SELECT 1';
-- to:
CREATE FUNCTION f() RETURNS TABLE (x integer, y integer) LANGUAGE sql AS 'SELECT 1, 2';

-- case: overloads
CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION f(text) RETURNS integer LANGUAGE sql AS 'SELECT 2';
-- to:
CREATE FUNCTION f(text) RETURNS integer LANGUAGE sql AS 'SELECT 3';
CREATE FUNCTION f(bigint) RETURNS integer LANGUAGE sql AS 'SELECT 4';
CREATE FUNCTION f(text, integer DEFAULT 0) RETURNS integer LANGUAGE sql AS 'SELECT 5';

-- case: a signature that changes
CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
-- to:
CREATE FUNCTION f(a integer, b integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';

-- case: a procedure
CREATE PROCEDURE p(a integer) LANGUAGE plpgsql AS 'BEGIN END';
-- to:
CREATE PROCEDURE p(a integer) LANGUAGE plpgsql AS 'BEGIN COMMIT; END';
CREATE PROCEDURE q(INOUT x integer, y text DEFAULT 'y') LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN x := 1; END';

-- case: a procedure becomes a function
CREATE PROCEDURE p(a integer) LANGUAGE plpgsql AS 'BEGIN END';
-- to:
CREATE FUNCTION p(a integer) RETURNS void LANGUAGE plpgsql AS 'BEGIN END';

-- case: bodies that the server parses
CREATE TABLE t (id integer);
-- to:
CREATE TABLE t (id integer);
CREATE FUNCTION f() RETURNS bigint LANGUAGE sql RETURN (SELECT count(*) FROM t);
CREATE FUNCTION g(a integer) RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT a; SELECT a + 1; END;
CREATE PROCEDURE p(x integer) LANGUAGE sql BEGIN ATOMIC INSERT INTO t VALUES (x); END;
-- servers: 14+

-- case: a body that the server parses changes, and what it reads
CREATE TABLE t (id integer, old text);
CREATE FUNCTION f() RETURNS text LANGUAGE sql RETURN (SELECT max(old) FROM t);
-- to:
CREATE TABLE t (id integer, new text);
CREATE FUNCTION f() RETURNS text LANGUAGE sql RETURN (SELECT max(new) FROM t);
-- rows:
INSERT INTO t VALUES (1, 'x');
-- servers: 14+

-- case: a function that reads a table that comes later
-- to:
CREATE TABLE z (id integer);
CREATE FUNCTION a() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM z';
CREATE FUNCTION b() RETURNS bigint LANGUAGE sql AS 'SELECT a()';

-- case: functions that call each other
-- to:
CREATE FUNCTION b(n integer) RETURNS integer LANGUAGE plpgsql AS 'BEGIN RETURN a(n - 1); END';
CREATE FUNCTION a(n integer) RETURNS integer LANGUAGE plpgsql AS 'BEGIN RETURN b(n - 1); END';

-- case: a table with a default of a function that reads another table
-- to:
CREATE TABLE z (id integer);
CREATE FUNCTION next_id() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM z';
CREATE TABLE a (id bigint DEFAULT next_id());

-- case: a function whose argument is a table that goes
CREATE TABLE t (id integer);
CREATE FUNCTION f(t) RETURNS integer LANGUAGE sql AS 'SELECT 1';
-- to:
CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';

-- case: names that need quotes
-- to:
CREATE SCHEMA "S";
CREATE FUNCTION "S"."F f"("A" integer, "b c" text DEFAULT 'it''s') RETURNS integer LANGUAGE sql AS $body$ SELECT 1 $body$;
COMMENT ON FUNCTION "S"."F f"(integer, text) IS 'f';

-- case: bodies with every sort of quotes
-- to:
CREATE FUNCTION a() RETURNS text LANGUAGE sql AS $x$ SELECT '$$' || $y$it's$y$ $x$;
CREATE FUNCTION b() RETURNS text LANGUAGE plpgsql AS E'BEGIN RETURN ''\\n''; END';
CREATE FUNCTION c() RETURNS text LANGUAGE sql AS $$ SELECT 'ünï — 漢' $$;

-- case: a function in C and one that is internal
-- to:
CREATE FUNCTION f(text) RETURNS text LANGUAGE internal IMMUTABLE STRICT AS 'upper';
CREATE FUNCTION g(double precision) RETURNS double precision LANGUAGE internal IMMUTABLE STRICT AS 'dsin';

-- case: a window function
-- to:
CREATE FUNCTION w() RETURNS bigint LANGUAGE internal WINDOW IMMUTABLE AS 'window_row_number';

-- case: a function of a type that is made anew
CREATE TYPE pair AS (a integer);
CREATE FUNCTION f() RETURNS pair LANGUAGE sql AS 'SELECT ROW(1)::pair';
-- to:
CREATE TYPE pair AS (a integer, b text);
CREATE FUNCTION f() RETURNS pair LANGUAGE sql AS $$ SELECT ROW(1, 'x')::pair $$;

-- case: a support function and a transform
CREATE FUNCTION f(text, text) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'texteq';
-- to:
CREATE FUNCTION f(text, text) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT SUPPORT textlike_support AS 'texteq';

-- case: functions in several schemas with a path of their own
-- to:
CREATE SCHEMA a;
CREATE SCHEMA b;
CREATE FUNCTION a.f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION b.f() RETURNS integer LANGUAGE sql SET search_path = a AS 'SELECT f()';

-- case: a hundred lines of a body
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TABLE t (id integer, at timestamptz);
CREATE TRIGGER t BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();
-- to:
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.at IS DISTINCT FROM OLD.at THEN
        RAISE NOTICE 'changed % → %', OLD.at, NEW.at;
    END IF;
    NEW.at := clock_timestamp();
    RETURN NEW;
END
$$;
CREATE TABLE t (id integer, at timestamptz);
CREATE TRIGGER t BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();
-- rows:
INSERT INTO t VALUES (1, now());
