-- Range types with their multirange types, which columns keep their rows through.

-- case: a range type: create
-- to:
CREATE TYPE fr AS RANGE (subtype = float8, subtype_diff = float8mi);
CREATE TYPE tr AS RANGE (subtype = text, collation = "C", subtype_opclass = text_pattern_ops, multirange_type_name = tmulti);
COMMENT ON TYPE fr IS 'r';
CREATE FUNCTION f(a fr) RETURNS fr LANGUAGE sql AS 'SELECT $1';
-- servers: 14+

-- case: a range type: change used2
CREATE TYPE frange AS RANGE (subtype = float8);
CREATE TABLE t (id int, r frange, rs frange[], m fmultirange);
CREATE FUNCTION f(a frange) RETURNS frange LANGUAGE sql AS 'SELECT $1';
CREATE INDEX ON t USING gist (r);
-- to:
CREATE TYPE frange AS RANGE (subtype = float8, subtype_diff = float8mi);
CREATE TABLE t (id int, r frange, rs frange[], m fmultirange);
CREATE FUNCTION f(a frange) RETURNS frange LANGUAGE sql AS 'SELECT $1';
CREATE INDEX ON t USING gist (r);
-- rows:
INSERT INTO t VALUES (1, '[1,2)', '{"[1,3)"}', '{[1,2)}');
-- servers: 14+

-- case: a range type: subtype change
CREATE TYPE frange AS RANGE (subtype = float8);
-- to:
CREATE TYPE frange AS RANGE (subtype = numeric);

-- case: a range type: canonical
-- to:
CREATE TYPE ir;
CREATE FUNCTION ir_canon(ir) RETURNS ir LANGUAGE internal IMMUTABLE STRICT AS 'int4range_canonical';
CREATE TYPE ir AS RANGE (subtype = int4, canonical = ir_canon);
COMMENT ON TYPE ir IS 'canonical';

-- case: a range type: subtype used
CREATE TYPE r AS RANGE (SUBTYPE = int);
CREATE TABLE t (id int, a r DEFAULT '[1,2)', b r[], c r, EXCLUDE USING gist (c WITH &&));
-- to:
CREATE TYPE r AS RANGE (SUBTYPE = bigint);
CREATE TABLE t (id int, a r DEFAULT '[1,2)', b r[], c r, EXCLUDE USING gist (c WITH &&));

-- case: a range type: collation and class of a range of texts
CREATE TYPE r AS RANGE (SUBTYPE = text);
CREATE TABLE t (id int, x r);
-- to:
CREATE TYPE r AS RANGE (SUBTYPE = text, COLLATION = "C", SUBTYPE_OPCLASS = text_pattern_ops);
CREATE TABLE t (id int, x r);

-- case: a range type: in a domain, a composite type and a function
CREATE TYPE r AS RANGE (SUBTYPE = int);
CREATE DOMAIN d AS r CHECK (NOT isempty(VALUE));
CREATE TYPE c AS (x r);
CREATE FUNCTION f(r) RETURNS int LANGUAGE sql AS 'SELECT lower($1)';
CREATE TABLE t (id int, a d, b c);
-- to:
CREATE FUNCTION diff(int, int) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT ($1 - $2)::float8';
CREATE TYPE r AS RANGE (SUBTYPE = int, SUBTYPE_DIFF = diff);
CREATE DOMAIN d AS r CHECK (NOT isempty(VALUE));
CREATE TYPE c AS (x r);
CREATE FUNCTION f(r) RETURNS int LANGUAGE sql AS 'SELECT lower($1)';
CREATE TABLE t (id int, a d, b c);
