-- Operators: each option, and what depends on one that is made anew.

-- case: an operator: create
-- to:
CREATE SCHEMA s;
CREATE FUNCTION eq(int, text) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE FUNCTION eq2(text, int) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE FUNCTION ne(int, text) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR === (FUNCTION = eq, LEFTARG = int, RIGHTARG = text, COMMUTATOR = ===, NEGATOR = !==, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
CREATE OPERATOR === (FUNCTION = eq2, LEFTARG = text, RIGHTARG = int, COMMUTATOR = ===);
CREATE OPERATOR !== (FUNCTION = ne, LEFTARG = int, RIGHTARG = text, NEGATOR = ===);
CREATE OPERATOR s.### (FUNCTION = ne, LEFTARG = int, RIGHTARG = text, COMMUTATOR = OPERATOR(s.##@));
CREATE OPERATOR @#@ (FUNCTION = int4um, RIGHTARG = int);
COMMENT ON OPERATOR === (int, text) IS 'eq';
CREATE VIEW v AS SELECT 1 === 'x' AS a;

-- case: an operator: alter
CREATE FUNCTION eq(int, text) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR === (FUNCTION = eq, LEFTARG = int, RIGHTARG = text, RESTRICT = eqsel);
CREATE VIEW v AS SELECT 1 === 'x' AS a;
-- to:
CREATE FUNCTION eq(int, text) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR === (FUNCTION = eq, LEFTARG = int, RIGHTARG = text, JOIN = eqjoinsel);
CREATE VIEW v AS SELECT 1 === 'x' AS a;

-- case: an operator: function
CREATE FUNCTION eq(int, text) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE FUNCTION eq3(int, text) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR === (FUNCTION = eq, LEFTARG = int, RIGHTARG = text);
CREATE VIEW v AS SELECT 1 === 'x' AS a;
-- to:
CREATE FUNCTION eq(int, text) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE FUNCTION eq3(int, text) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR === (FUNCTION = eq3, LEFTARG = int, RIGHTARG = text, HASHES);
CREATE VIEW v AS SELECT 1 === 'x' AS a;

-- case: an operator: commutator drop
CREATE FUNCTION eq(int, text) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE FUNCTION eq2(text, int) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR === (FUNCTION = eq, LEFTARG = int, RIGHTARG = text, COMMUTATOR = ===);
CREATE OPERATOR === (FUNCTION = eq2, LEFTARG = text, RIGHTARG = int, COMMUTATOR = ===);
-- to:
CREATE FUNCTION eq(int, text) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR === (FUNCTION = eq, LEFTARG = int, RIGHTARG = text);

-- case: an operator: negator add
CREATE FUNCTION eq(int, text) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE FUNCTION ne(int, text) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR === (FUNCTION = eq, LEFTARG = int, RIGHTARG = text);
CREATE OPERATOR !== (FUNCTION = ne, LEFTARG = int, RIGHTARG = text);
-- to:
CREATE FUNCTION eq(int, text) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE FUNCTION ne(int, text) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR === (FUNCTION = eq, LEFTARG = int, RIGHTARG = text, NEGATOR = !==, MERGES, HASHES);
CREATE OPERATOR !== (FUNCTION = ne, LEFTARG = int, RIGHTARG = text, NEGATOR = ===);

-- case: an operator: a comment
CREATE OPERATOR ### (FUNCTION = int4pl, LEFTARG = int, RIGHTARG = int);
-- to:
CREATE OPERATOR ### (FUNCTION = int4pl, LEFTARG = int, RIGHTARG = int);
COMMENT ON OPERATOR ### (int, int) IS 'plus';

-- case: an operator: its own commutator
CREATE OPERATOR ### (FUNCTION = int4pl, LEFTARG = int, RIGHTARG = int);
-- to:
CREATE OPERATOR ### (FUNCTION = int4pl, LEFTARG = int, RIGHTARG = int, COMMUTATOR = ###);

-- case: an operator: estimators come
CREATE OPERATOR ### (FUNCTION = int4eq, LEFTARG = int, RIGHTARG = int);
-- to:
CREATE OPERATOR ### (FUNCTION = int4eq, LEFTARG = int, RIGHTARG = int, RESTRICT = eqsel, JOIN = eqjoinsel);

-- case: an operator: in an index expression
CREATE FUNCTION pl(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE OPERATOR ### (FUNCTION = pl, LEFTARG = int, RIGHTARG = int);
CREATE TABLE t (a int, b int DEFAULT 1 ### 2, CHECK ((a ### 1) > 0));
CREATE INDEX ON t ((a ### b));
-- to:
CREATE FUNCTION pl(x int, y int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE OPERATOR ### (FUNCTION = pl, LEFTARG = int, RIGHTARG = int);
CREATE TABLE t (a int, b int DEFAULT 1 ### 2, CHECK ((a ### 1) > 0));
CREATE INDEX ON t ((a ### b));

-- case: an operator: two in schemas of the same name
-- to:
CREATE SCHEMA a;
CREATE SCHEMA b;
CREATE OPERATOR a.@@@ (FUNCTION = int4pl, LEFTARG = int, RIGHTARG = int);
CREATE OPERATOR b.@@@ (FUNCTION = int4mi, LEFTARG = int, RIGHTARG = int);
CREATE VIEW v AS SELECT 1 OPERATOR(a.@@@) 2 AS x, 1 OPERATOR(b.@@@) 2 AS y;
