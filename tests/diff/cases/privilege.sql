-- Privileges on all kinds of object.

-- case: a table with privileges of every sort is made
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c text);
GRANT SELECT ON t TO diff_reader;
GRANT ALL ON t TO diff_writer;
GRANT INSERT, UPDATE ON t TO PUBLIC;
GRANT SELECT (b), UPDATE (b) ON t TO diff_owner;

-- case: privileges come and go
CREATE TABLE t (a int PRIMARY KEY, b text, c text);
GRANT SELECT ON t TO diff_reader;
GRANT ALL ON t TO diff_writer;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c text);
GRANT SELECT, INSERT ON t TO diff_reader, diff_owner;
GRANT DELETE ON t TO diff_writer;

-- case: with the right to grant them on
CREATE TABLE t (a int PRIMARY KEY, b text, c text);
GRANT SELECT ON t TO diff_reader;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c text);
GRANT SELECT, UPDATE ON t TO diff_reader WITH GRANT OPTION;

-- case: on columns
CREATE TABLE t (a int PRIMARY KEY, b text, c text);
GRANT SELECT (a), UPDATE (b) ON t TO diff_reader;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c text);
GRANT SELECT (a, b) ON t TO diff_reader;
GRANT ALL (c) ON t TO diff_writer;

-- case: a privilege on the whole table goes, that on a column stays
CREATE TABLE t (a int PRIMARY KEY, b text, c text);
GRANT SELECT ON t TO diff_reader;
GRANT SELECT (b) ON t TO diff_reader;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c text);
GRANT SELECT (b) ON t TO diff_reader;

-- case: the owner has none
CREATE TABLE t (a int PRIMARY KEY, b text, c text);
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c text);
REVOKE ALL ON t FROM CURRENT_USER;

-- case: the owner has some
CREATE TABLE t (a int PRIMARY KEY, b text, c text);
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c text);
REVOKE DELETE, TRUNCATE ON t FROM CURRENT_USER;

-- case: what somebody else has granted
CREATE TABLE t (a int PRIMARY KEY, b text, c text);
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c text);
GRANT SELECT ON t TO diff_reader WITH GRANT OPTION;
SET ROLE diff_reader;
GRANT SELECT ON t TO diff_writer;
RESET ROLE;

-- case: on a table that is somebody else's
CREATE TABLE t (a int PRIMARY KEY, b text, c text);
ALTER TABLE t OWNER TO diff_reader;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c text);
ALTER TABLE t OWNER TO diff_writer;
GRANT SELECT ON t TO diff_owner;

-- case: of the owner of nothing
CREATE TABLE t (a int PRIMARY KEY, b text, c text);
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c text);
GRANT SELECT ON t TO diff_owner;

-- case: on a view and its columns
CREATE TABLE t (a int PRIMARY KEY, b text, c text);
CREATE VIEW v AS SELECT * FROM t;
GRANT SELECT ON v TO diff_reader;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c text);
CREATE VIEW v AS SELECT * FROM t;
GRANT SELECT ON v TO diff_writer;
GRANT SELECT (a) ON v TO diff_owner;

-- case: a view that is made anew has what it had
CREATE TABLE t (a int PRIMARY KEY, b text, c text);
CREATE VIEW v AS SELECT a, b FROM t;
GRANT SELECT ON v TO diff_reader;
GRANT SELECT (a) ON v TO diff_owner;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c text);
ALTER TABLE t ALTER b TYPE varchar(12);
CREATE VIEW v AS SELECT a, b FROM t;
GRANT SELECT ON v TO diff_reader;
GRANT SELECT (a) ON v TO diff_owner;

-- case: on a materialized view
CREATE TABLE t (a int PRIMARY KEY, b text, c text);
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c text);
CREATE MATERIALIZED VIEW m AS SELECT * FROM t;
GRANT SELECT ON m TO diff_reader;

-- case: on a sequence
CREATE SEQUENCE s;
GRANT USAGE ON SEQUENCE s TO diff_reader;
-- to:
CREATE SEQUENCE s;
GRANT ALL ON SEQUENCE s TO diff_reader;
GRANT SELECT ON SEQUENCE s TO PUBLIC;

-- case: on a schema
CREATE SCHEMA x;
GRANT USAGE ON SCHEMA x TO diff_reader;
-- to:
CREATE SCHEMA x;
GRANT ALL ON SCHEMA x TO diff_reader;
GRANT USAGE ON SCHEMA x TO diff_writer, diff_owner;

-- case: the schema public is closed
-- to:
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT CREATE ON SCHEMA public TO diff_reader;

-- case: the schema public was open to all
GRANT ALL ON SCHEMA public TO PUBLIC;
-- to:

-- case: functions and procedures that not everybody may call
CREATE FUNCTION f(a int, b text) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE p(a int) LANGUAGE sql AS 'SELECT 1';
-- to:
CREATE FUNCTION f(a int, b text) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE p(a int) LANGUAGE sql AS 'SELECT 1';
REVOKE ALL ON FUNCTION f FROM PUBLIC;
GRANT EXECUTE ON FUNCTION f TO diff_reader;
GRANT EXECUTE ON PROCEDURE p TO diff_writer;

-- case: new functions that not everybody may call
-- to:
CREATE FUNCTION f(a int, b text) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE p(a int) LANGUAGE sql AS 'SELECT 1';
REVOKE ALL ON FUNCTION f FROM PUBLIC;
GRANT EXECUTE ON FUNCTION f TO diff_reader;
GRANT EXECUTE ON PROCEDURE p TO diff_writer;

-- case: a type that not everybody may use
CREATE TYPE e AS ENUM ('a');
-- to:
CREATE TYPE e AS ENUM ('a');
REVOKE ALL ON TYPE e FROM PUBLIC;
GRANT USAGE ON TYPE e TO diff_reader;

-- case: on the sequence of an identity column
CREATE TABLE i (a int GENERATED ALWAYS AS IDENTITY);
-- to:
CREATE TABLE i (a int GENERATED ALWAYS AS IDENTITY);
GRANT USAGE ON SEQUENCE i_a_seq TO diff_reader;
-- up:
GRANT USAGE ON SEQUENCE i_a_seq TO diff_reader;
-- down:
REVOKE USAGE ON SEQUENCE i_a_seq FROM diff_reader;

-- case: on the sequence of a serial column
-- to:
CREATE TABLE i (a serial);
GRANT USAGE ON SEQUENCE i_a_seq TO diff_reader;

-- case: on all tables and views
CREATE TABLE t (a int PRIMARY KEY, b text, c text);
CREATE TABLE u(a int);
CREATE VIEW v AS SELECT 1 a;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c text);
CREATE TABLE u(a int);
CREATE VIEW v AS SELECT 1 a;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO diff_reader;
