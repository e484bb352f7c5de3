-- What is said of objects that come with others, or with the server.

-- case: comments on the sequence of an identity column and the index of a key
CREATE TABLE i (a int GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
-- to:
CREATE TABLE i (a int GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
COMMENT ON SEQUENCE i_a_seq IS 'x';
COMMENT ON INDEX i_pkey IS 'y';

-- case: the same with the table
-- to:
CREATE TABLE i (a int GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
COMMENT ON SEQUENCE i_a_seq IS 'x';
COMMENT ON INDEX i_pkey IS 'y';

-- case: a language that not everybody may use
-- to:
REVOKE ALL ON LANGUAGE plpgsql FROM PUBLIC;
GRANT USAGE ON LANGUAGE plpgsql TO diff_reader;

-- case: a function of an extension
CREATE EXTENSION pgcrypto;
-- to:
CREATE EXTENSION pgcrypto;
GRANT EXECUTE ON FUNCTION armor(bytea) TO diff_reader;
-- up:
GRANT EXECUTE ON FUNCTION armor(bytea) TO diff_reader;
-- down:
REVOKE EXECUTE ON FUNCTION armor(bytea) FROM diff_reader;

-- case: objects of the server itself
-- to:
REVOKE ALL ON FUNCTION pg_catalog.pg_sleep(double precision) FROM PUBLIC;
GRANT SELECT ON pg_catalog.pg_authid TO diff_reader;

-- case: another comment on the schema public
-- to:
COMMENT ON SCHEMA public IS 'mine';

-- case: no comment on the schema public
-- to:
COMMENT ON SCHEMA public IS NULL;

-- case: an extension has its own comment
-- to:
CREATE EXTENSION hstore;

-- case: another comment on an extension
CREATE EXTENSION hstore;
-- to:
CREATE EXTENSION hstore;
COMMENT ON EXTENSION hstore IS 'mine';
