-- Aggregates: each option, ordered-set and hypothetical-set ones, moving states.

-- case: an aggregate: create
-- to:
CREATE FUNCTION avg_t(bigint[], int) RETURNS bigint[] LANGUAGE sql AS 'SELECT $1';
CREATE FUNCTION avg_f(bigint[]) RETURNS numeric LANGUAGE sql AS 'SELECT 1::numeric';
CREATE AGGREGATE myavg(int) (SFUNC = avg_t, STYPE = bigint[], FINALFUNC = avg_f, INITCOND = '{0,0}', PARALLEL = SAFE, SSPACE = 64);
CREATE AGGREGATE mycount(*) (SFUNC = int8inc, STYPE = int8, INITCOND = '0');
CREATE AGGREGATE mymax(int) (SFUNC = int4larger, STYPE = int4, SORTOP = >, COMBINEFUNC = int4larger);
CREATE AGGREGATE mysum(a int, VARIADIC b int[]) (SFUNC = msum, STYPE = int);
COMMENT ON AGGREGATE myavg(int) IS 'agg';
CREATE AGGREGATE mov(float8) (SFUNC = float8pl, STYPE = float8, MSFUNC = float8pl, MINVFUNC = float8mi, MSTYPE = float8, INITCOND = '0', MINITCOND = '0', MFINALFUNC_MODIFY = READ_WRITE);

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

-- case: an aggregate: an ordinary one becomes an ordered-set one
CREATE AGGREGATE a(float8) (SFUNC = float8pl, STYPE = float8);
-- to:
CREATE AGGREGATE a(ORDER BY float8) (SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);

-- case: an aggregate: its state function is made anew
CREATE FUNCTION sf(a int, b int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE AGGREGATE a(int) (SFUNC = sf, STYPE = int4);
CREATE VIEW v AS SELECT a(1);
-- to:
CREATE FUNCTION sf(x int, y int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE AGGREGATE a(int) (SFUNC = sf, STYPE = int4);
CREATE VIEW v AS SELECT a(1);
