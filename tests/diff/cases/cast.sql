-- Casts by each method, and the functions and types that they need.

-- case: a cast: 
-- to:
CREATE TYPE comp AS (a int);
CREATE FUNCTION to_comp(int) RETURNS comp LANGUAGE sql AS 'SELECT ROW($1)::comp';
CREATE CAST (int AS comp) WITH FUNCTION to_comp(int) AS ASSIGNMENT;
CREATE CAST (comp AS text) WITH INOUT AS IMPLICIT;
COMMENT ON CAST (int AS comp) IS 'cast';

-- case: a cast: change
CREATE TYPE comp AS (a int);
CREATE CAST (comp AS text) WITH INOUT AS IMPLICIT;
-- to:
CREATE TYPE comp AS (a int);
CREATE CAST (comp AS text) WITH INOUT AS ASSIGNMENT;

-- case: a cast: by another function
CREATE TYPE c AS (a int);
CREATE FUNCTION one(int) RETURNS c LANGUAGE sql AS 'SELECT ROW($1)::c';
CREATE FUNCTION two(int) RETURNS c LANGUAGE sql AS 'SELECT ROW($1)::c';
CREATE CAST (int AS c) WITH FUNCTION one(int);
-- to:
CREATE TYPE c AS (a int);
CREATE FUNCTION one(int) RETURNS c LANGUAGE sql AS 'SELECT ROW($1)::c';
CREATE FUNCTION two(int) RETURNS c LANGUAGE sql AS 'SELECT ROW($1)::c';
CREATE CAST (int AS c) WITH FUNCTION two(int) AS IMPLICIT;

-- case: a cast: a comment
CREATE TYPE c AS (a int);
CREATE CAST (c AS text) WITH INOUT;
-- to:
CREATE TYPE c AS (a int);
CREATE CAST (c AS text) WITH INOUT;
COMMENT ON CAST (c AS text) IS 'printed';

-- case: a cast: its function is made anew
CREATE TYPE c AS (a int);
CREATE FUNCTION one(x int) RETURNS c LANGUAGE sql AS 'SELECT ROW($1)::c';
CREATE CAST (int AS c) WITH FUNCTION one(int);
CREATE VIEW v AS SELECT 1::c AS x;
-- to:
CREATE TYPE c AS (a int);
CREATE FUNCTION one(y int) RETURNS c LANGUAGE sql AS 'SELECT ROW($1)::c';
CREATE CAST (int AS c) WITH FUNCTION one(int);
CREATE VIEW v AS SELECT 1::c AS x;

-- case: a cast: from an enum that loses a value
CREATE TYPE e AS ENUM ('a', 'b', 'c');
CREATE FUNCTION e2i(e) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE CAST (e AS int) WITH FUNCTION e2i(e) AS ASSIGNMENT;
CREATE TABLE t (id int, x e);
-- to:
CREATE TYPE e AS ENUM ('a', 'b');
CREATE FUNCTION e2i(e) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE CAST (e AS int) WITH FUNCTION e2i(e) AS ASSIGNMENT;
CREATE TABLE t (id int, x e);
