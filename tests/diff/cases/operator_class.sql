-- Operator classes and families with their members.

-- case: an operator class: create
-- to:
CREATE FUNCTION cmp(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT CASE WHEN $1 < $2 THEN 1 WHEN $1 > $2 THEN -1 ELSE 0 END';
CREATE OPERATOR CLASS rev FOR TYPE int USING btree AS OPERATOR 1 >, OPERATOR 2 >=, OPERATOR 3 =, OPERATOR 4 <=, OPERATOR 5 <, FUNCTION 1 cmp(int, int);
COMMENT ON OPERATOR CLASS rev USING btree IS 'rev';
CREATE TABLE t (a int);
CREATE INDEX ON t (a rev);

-- case: an operator family: 
-- to:
CREATE OPERATOR FAMILY fam USING btree;
ALTER OPERATOR FAMILY fam USING btree ADD OPERATOR 1 <(int, bigint), FUNCTION 1 (int, bigint) btint48cmp(int, bigint);
CREATE OPERATOR CLASS c4 FOR TYPE int USING btree FAMILY fam AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(int, int);
COMMENT ON OPERATOR FAMILY fam USING btree IS 'family';

-- case: an operator family: alter
CREATE OPERATOR FAMILY fam USING btree;
ALTER OPERATOR FAMILY fam USING btree ADD OPERATOR 1 <(int, bigint), FUNCTION 1 (int, bigint) btint48cmp(int, bigint);
-- to:
CREATE OPERATOR FAMILY fam USING btree;
ALTER OPERATOR FAMILY fam USING btree ADD OPERATOR 2 <=(int, bigint), OPERATOR 3 =(int, bigint), FUNCTION 1 (int, bigint) btint48cmp(int, bigint);

-- case: an operator class: change indexed
CREATE FUNCTION cmp(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE OPERATOR CLASS rev FOR TYPE int USING btree AS OPERATOR 1 >, OPERATOR 2 >=, OPERATOR 3 =, OPERATOR 4 <=, OPERATOR 5 <, FUNCTION 1 cmp(int, int);
CREATE TABLE t (a int);
CREATE INDEX ON t (a rev);
-- to:
CREATE FUNCTION cmp2(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE OPERATOR CLASS rev FOR TYPE int USING btree AS OPERATOR 1 >, OPERATOR 2 >=, OPERATOR 3 =, OPERATOR 4 <=, OPERATOR 5 <, FUNCTION 1 cmp2(int, int);
CREATE TABLE t (a int);
CREATE INDEX ON t (a rev);

-- case: an operator class: gin storage
-- to:
CREATE OPERATOR CLASS myint_ops FOR TYPE int[] USING gin AS OPERATOR 1 &&(anyarray, anyarray), OPERATOR 2 @>(anyarray, anyarray), FUNCTION 1 btint4cmp(int, int), FUNCTION 2 ginarrayextract(anyarray, internal, internal), FUNCTION 3 ginqueryarrayextract(anyarray, internal, smallint, internal, internal, internal, internal), FUNCTION 4 ginarrayconsistent(internal, smallint, anyarray, int, internal, internal, internal, internal), STORAGE int;
CREATE OPERATOR CLASS p_ops FOR TYPE point USING gist AS OPERATOR 15 <->(point, point) FOR ORDER BY float_ops, FUNCTION 1 gist_point_consistent(internal, point, smallint, oid, internal), FUNCTION 2 gist_box_union(internal, internal), FUNCTION 5 gist_box_penalty(internal, internal, internal), FUNCTION 6 gist_box_picksplit(internal, internal), FUNCTION 7 gist_box_same(box, box, internal), FUNCTION 3 gist_point_compress(internal), FUNCTION 8 gist_point_distance(internal, point, smallint, oid, internal), STORAGE box;
CREATE OPERATOR CLASS h_ops DEFAULT FOR TYPE refcursor USING hash AS OPERATOR 1 =(text, text), FUNCTION 1 (text, text) hashtext(text);

-- case: an operator class: becomes the default
CREATE TYPE c AS (a int);
CREATE OPERATOR CLASS c_ops FOR TYPE c USING hash AS OPERATOR 1 =(record, record), FUNCTION 1 (c, c) hash_record(record);
-- to:
CREATE TYPE c AS (a int);
CREATE OPERATOR CLASS c_ops DEFAULT FOR TYPE c USING hash AS OPERATOR 1 =(record, record), FUNCTION 1 (c, c) hash_record(record);

-- case: an operator class: moves to another family
CREATE OPERATOR FAMILY fam USING hash;
CREATE OPERATOR CLASS i_ops FOR TYPE int USING hash AS OPERATOR 1 =, FUNCTION 1 hashint4(int);
-- to:
CREATE OPERATOR FAMILY fam USING hash;
CREATE OPERATOR CLASS i_ops FOR TYPE int USING hash FAMILY fam AS OPERATOR 1 =, FUNCTION 1 hashint4(int);

-- case: an operator class: in a schema
-- to:
CREATE SCHEMA s;
CREATE OPERATOR CLASS s.i_ops FOR TYPE int USING hash AS OPERATOR 1 =, FUNCTION 1 hashint4(int), FUNCTION 2 hashint4extended(int, bigint);
CREATE TABLE t (a int);
CREATE INDEX ON t USING hash (a s.i_ops);

-- case: an operator family: a comment
CREATE OPERATOR FAMILY fam USING gist;
-- to:
CREATE OPERATOR FAMILY fam USING gist;
COMMENT ON OPERATOR FAMILY fam USING gist IS 'family';

-- case: an operator family: goes with its class
CREATE OPERATOR FAMILY fam USING btree;
CREATE OPERATOR CLASS c4 FOR TYPE int USING btree FAMILY fam AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(int, int);
CREATE TABLE t (a int);
-- to:
CREATE TABLE t (a int);
