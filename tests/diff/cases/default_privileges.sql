-- Privileges that new objects get.

-- case: in a schema
-- to:
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO diff_reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO diff_writer;
-- up:
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO diff_writer;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO diff_reader;

-- case: in all schemas, of every kind
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO diff_reader;
-- to:
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT ON TABLES TO diff_reader;
ALTER DEFAULT PRIVILEGES GRANT ALL ON TYPES TO diff_owner;
ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO diff_writer;

-- case: of another role, with the right to grant them on
CREATE SCHEMA x;
-- to:
CREATE SCHEMA x;
ALTER DEFAULT PRIVILEGES FOR ROLE diff_reader IN SCHEMA x GRANT ALL ON TABLES TO diff_writer WITH GRANT OPTION;
ALTER DEFAULT PRIVILEGES FOR ROLE diff_reader REVOKE ALL ON TABLES FROM diff_reader;

-- case: a new table has them already
-- to:
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO diff_reader;
CREATE TABLE t (a int PRIMARY KEY, b text, c text);
CREATE SCHEMA x;
CREATE TABLE x.u(a int);
GRANT INSERT ON x.u TO diff_writer;

-- case: a new table has them, though it had not
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c text);
CREATE SCHEMA x;
CREATE TABLE x.u(a int);
GRANT SELECT ON x.u TO diff_writer;
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO diff_reader;

-- case: they go with their schema
CREATE SCHEMA x;
ALTER DEFAULT PRIVILEGES IN SCHEMA x GRANT SELECT ON TABLES TO diff_reader;
CREATE TABLE x.t(a int);
-- to:

-- case: they change while a table is made
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO diff_reader;
-- to:
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO diff_writer;
CREATE TABLE u(a int);

-- case: new functions that nobody may call
-- to:
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
CREATE FUNCTION f(a int, b text) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE p(a int) LANGUAGE sql AS 'SELECT 1';
