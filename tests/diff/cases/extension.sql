-- Extensions.

-- case: an extension is made
-- to:
CREATE EXTENSION citext;
-- up:
CREATE EXTENSION citext;
-- down:
DROP EXTENSION citext;

-- case: an extension and a column of its type
CREATE TABLE t (id integer);
-- to:
CREATE EXTENSION citext;
CREATE TABLE t (id integer, name citext UNIQUE);
-- rows:
INSERT INTO t VALUES (1);

-- case: a column becomes one of an extension's type
CREATE TABLE t (id integer, name text);
-- to:
CREATE EXTENSION citext;
CREATE TABLE t (id integer, name citext);
-- rows:
INSERT INTO t VALUES (1, 'x');

-- case: an extension in a schema of its own
-- to:
CREATE SCHEMA extensions;
CREATE EXTENSION pgcrypto WITH SCHEMA extensions;
CREATE TABLE t (id uuid DEFAULT extensions.gen_random_uuid());

-- case: an extension moves to another schema
CREATE SCHEMA extensions;
CREATE EXTENSION pgcrypto;
-- to:
CREATE SCHEMA extensions;
CREATE EXTENSION pgcrypto WITH SCHEMA extensions;

-- case: an extension that cannot move is made anew
CREATE SCHEMA a;
CREATE SCHEMA b;
CREATE EXTENSION hstore WITH SCHEMA a;
-- to:
CREATE SCHEMA a;
CREATE SCHEMA b;
CREATE EXTENSION hstore WITH SCHEMA b;

-- case: an extension that needs another
-- to:
CREATE EXTENSION cube;
CREATE EXTENSION earthdistance;

-- case: an extension goes, another comes
CREATE EXTENSION hstore;
CREATE TABLE t (id integer, h hstore);
-- to:
CREATE EXTENSION pg_trgm;
CREATE TABLE t (id integer, name text);
CREATE INDEX ON t USING gin (name gin_trgm_ops);
-- rows:
INSERT INTO t VALUES (1, 'a=>b');

-- case: an index of an extension's method
CREATE EXTENSION btree_gist;
CREATE TABLE t (room integer, during tstzrange);
-- to:
CREATE EXTENSION btree_gist;
CREATE TABLE t (room integer, during tstzrange, EXCLUDE USING gist (room WITH =, during WITH &&));

-- case: a comment on an extension
CREATE EXTENSION citext;
-- to:
CREATE EXTENSION citext;
COMMENT ON EXTENSION citext IS 'ours';

-- case: a table in an extension's schema is no member
CREATE EXTENSION pg_trgm;
-- to:
CREATE EXTENSION pg_trgm;
CREATE TABLE t (id integer);
CREATE FUNCTION f(text) RETURNS real LANGUAGE sql AS 'SELECT similarity($1, $1)';

-- case: a function of an extension in a default and in an index
CREATE TABLE t (id integer, name text);
-- to:
CREATE EXTENSION "uuid-ossp";
CREATE EXTENSION unaccent;
CREATE FUNCTION plain(text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT public.unaccent('public.unaccent', $1) $$;
CREATE TABLE t (id integer, name text, key uuid DEFAULT uuid_generate_v4());
CREATE INDEX t_plain ON t (plain(name));
-- rows:
INSERT INTO t VALUES (1, 'é');

-- case: extensions with types of their own
-- to:
CREATE EXTENSION citext;
CREATE EXTENSION hstore;
CREATE EXTENSION ltree;
CREATE EXTENSION cube;
CREATE EXTENSION btree_gist;
CREATE EXTENSION pg_trgm;
CREATE EXTENSION intarray;
