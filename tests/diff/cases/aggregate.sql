-- Aggregates: each option, ordered-set and hypothetical-set ones, moving states.

-- case: an aggregate: ordered
-- to:
CREATE AGGREGATE pd(float8 ORDER BY anyelement) (SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA, FINALFUNC_MODIFY = READ_ONLY);
CREATE AGGREGATE rk(VARIADIC "any" ORDER BY VARIADIC "any") (SFUNC = ordered_set_transition_multi, STYPE = internal, FINALFUNC = rank_final, FINALFUNC_EXTRA, HYPOTHETICAL);

-- case: an aggregate: change
CREATE AGGREGATE a(int) (SFUNC = int4pl, STYPE = int4, INITCOND = '0');
CREATE VIEW v AS SELECT a(x) FROM generate_series(1,3) x;
-- to:
CREATE AGGREGATE a(int) (SFUNC = int4larger, STYPE = int4);
CREATE VIEW v AS SELECT a(x) FROM generate_series(1,3) x;

-- case: an aggregate: result
CREATE AGGREGATE a(int) (SFUNC = int4pl, STYPE = int4, INITCOND = '0');
CREATE VIEW v AS SELECT a(x) FROM generate_series(1,3) x;
-- to:
CREATE AGGREGATE a(int) (SFUNC = int84pl, STYPE = int8, INITCOND = '0');
CREATE VIEW v AS SELECT a(x) FROM generate_series(1,3) x;

-- case: an aggregate: to fn
CREATE AGGREGATE a(int) (SFUNC = int4pl, STYPE = int4, INITCOND = '0');
-- to:
CREATE FUNCTION a(int) RETURNS int LANGUAGE sql AS 'SELECT 1';

-- case: an aggregate: multi stype
CREATE TYPE st AS (a int, b int);
CREATE FUNCTION sf(st, int) RETURNS st LANGUAGE sql AS 'SELECT $1';
CREATE AGGREGATE ag(int) (SFUNC = sf, STYPE = st);
-- to:
CREATE TYPE st AS (a int, b bigint);
CREATE FUNCTION sf(st, int) RETURNS st LANGUAGE sql AS 'SELECT $1';
CREATE AGGREGATE ag(int) (SFUNC = sf, STYPE = st, INITCOND = '(0,0)');

-- case: an aggregate: initial value
CREATE AGGREGATE a(int) (SFUNC = int4pl, STYPE = int4, INITCOND = '0');
-- to:
CREATE AGGREGATE a(int) (SFUNC = int4pl, STYPE = int4, INITCOND = '5');

-- case: an aggregate: parallel safety
CREATE AGGREGATE a(int) (SFUNC = int4pl, STYPE = int4, INITCOND = '0');
-- to:
CREATE AGGREGATE a(int) (SFUNC = int4pl, STYPE = int4, INITCOND = '0', COMBINEFUNC = int4pl, PARALLEL = SAFE);

-- case: an aggregate: sort operator and size of state
CREATE AGGREGATE a(int) (SFUNC = int4larger, STYPE = int4);
-- to:
CREATE AGGREGATE a(int) (SFUNC = int4larger, STYPE = int4, SSPACE = 32, SORTOP = >);

-- case: an aggregate: a final function comes
CREATE AGGREGATE a(int) (SFUNC = int4pl, STYPE = int4, INITCOND = '0');
-- to:
CREATE FUNCTION fin(int) RETURNS int LANGUAGE sql AS 'SELECT $1';
CREATE AGGREGATE a(int) (SFUNC = int4pl, STYPE = int4, INITCOND = '0', FINALFUNC = fin, FINALFUNC_MODIFY = SHAREABLE);

-- case: an aggregate: a moving state comes
CREATE AGGREGATE a(float8) (SFUNC = float8pl, STYPE = float8, INITCOND = '0');
-- to:
CREATE AGGREGATE a(float8) (SFUNC = float8pl, STYPE = float8, INITCOND = '0', MSFUNC = float8pl, MINVFUNC = float8mi, MSTYPE = float8, MINITCOND = '0');

-- case: an aggregate: comment and schema
CREATE SCHEMA s;
CREATE AGGREGATE s.a(int) (SFUNC = int4pl, STYPE = int4);
COMMENT ON AGGREGATE s.a(int) IS 'one';
-- to:
CREATE SCHEMA s;
CREATE AGGREGATE s.a(int) (SFUNC = int4pl, STYPE = int4);
COMMENT ON AGGREGATE s.a(int) IS 'two';

-- case: an aggregate: its state function is made anew
CREATE FUNCTION sf(a int, b int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE AGGREGATE a(int) (SFUNC = sf, STYPE = int4);
CREATE VIEW v AS SELECT a(1);
-- to:
CREATE FUNCTION sf(x int, y int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE AGGREGATE a(int) (SFUNC = sf, STYPE = int4);
CREATE VIEW v AS SELECT a(1);
