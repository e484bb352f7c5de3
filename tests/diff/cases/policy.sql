-- Policies of row security.

-- case: policies with all that can be said of them
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE own (a int, who name);
CREATE POLICY p ON t AS RESTRICTIVE FOR UPDATE TO diff_reader, diff_owner USING (a > 1) WITH CHECK (b IS NOT NULL);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
ALTER TABLE t FORCE ROW LEVEL SECURITY;
COMMENT ON POLICY p ON t IS 'x';
CREATE POLICY q ON t USING (a IN (SELECT own.a FROM own WHERE who = current_user));

-- case: roles
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE own (a int, who name);
CREATE POLICY p ON t TO diff_reader USING (true);
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE own (a int, who name);
CREATE POLICY p ON t TO diff_writer, diff_owner USING (true);
-- up:
ALTER POLICY p ON t TO diff_owner, diff_writer;
-- down:
ALTER POLICY p ON t TO diff_reader;

-- case: for all roles
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE own (a int, who name);
CREATE POLICY p ON t TO diff_reader USING (true);
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE own (a int, who name);
CREATE POLICY p ON t USING (true);

-- case: USING
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE own (a int, who name);
CREATE POLICY p ON t USING (a > 1);
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE own (a int, who name);
CREATE POLICY p ON t USING (a > 2);

-- case: WITH CHECK
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE own (a int, who name);
CREATE POLICY p ON t FOR INSERT WITH CHECK (a > 1);
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE own (a int, who name);
CREATE POLICY p ON t FOR INSERT WITH CHECK (a > 2);

-- case: WITH CHECK comes and goes
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE own (a int, who name);
CREATE POLICY p ON t USING (a > 1);
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE own (a int, who name);
CREATE POLICY p ON t USING (a > 1) WITH CHECK (a > 3);

-- case: the command
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE own (a int, who name);
CREATE POLICY p ON t USING (a > 1);
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE own (a int, who name);
CREATE POLICY p ON t FOR SELECT USING (a > 1);

-- case: restrictive
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE own (a int, who name);
CREATE POLICY p ON t USING (a > 1);
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE own (a int, who name);
CREATE POLICY p ON t AS RESTRICTIVE USING (a > 1);

-- case: USING comes and goes
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE own (a int, who name);
CREATE POLICY p ON t WITH CHECK (a > 1);
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE own (a int, who name);
CREATE POLICY p ON t USING (true) WITH CHECK (a > 1);

-- case: roles that are no names
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE own (a int, who name);
CREATE POLICY p ON t TO SESSION_USER;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE own (a int, who name);
CREATE POLICY p ON t TO CURRENT_USER USING (true);

-- case: a column changes its type
CREATE TABLE u (a int);
CREATE POLICY p ON u USING (a > 1);
-- to:
CREATE TABLE u (a bigint);
CREATE POLICY p ON u USING (a > 1);

-- case: a column goes
CREATE TABLE u (a int, b int);
CREATE POLICY p ON u USING (a > 1);
-- to:
CREATE TABLE u (b int);
CREATE POLICY p ON u USING (b > 1);

-- case: a function under a policy returns something else
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TABLE u (a int);
CREATE POLICY p ON u USING (a > f());
-- to:
CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
CREATE TABLE u (a int);
CREATE POLICY p ON u USING (a > f());

-- case: two tables whose policies need each other
-- to:
CREATE TABLE u (a int);
CREATE TABLE w (a int);
CREATE POLICY p ON u USING (a IN (SELECT a FROM w));
CREATE POLICY p ON w USING (a IN (SELECT a FROM u));

-- case: BETWEEN and a list of varchars in a policy
CREATE TABLE t (a int, b int, s varchar(20));
-- to:
CREATE TABLE t (a int, b int, s varchar(20));
CREATE POLICY p ON t USING (a = 1 AND b BETWEEN 1 AND 2) WITH CHECK (s IN ('a', 'b'));

-- case: a policy changes over to another column while the table changes, too
CREATE TABLE r (id integer);
CREATE TABLE t (a integer, b integer);
ALTER TABLE t ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY p ON t USING (b > 5);
-- to:
CREATE TABLE r (id integer);
CREATE TABLE t (a integer);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON t USING (EXISTS (SELECT 1 FROM r));
