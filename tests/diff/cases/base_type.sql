-- Base types and shell types, made of functions that the server has.

-- case: a base type: type
-- to:
CREATE TYPE myint;
CREATE FUNCTION myint_in(cstring) RETURNS myint LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION myint_out(myint) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE TYPE myint (INPUT = myint_in, OUTPUT = myint_out, LIKE = int4, CATEGORY = 'N', DEFAULT = '7');
COMMENT ON TYPE myint IS 'mine';
CREATE TABLE t (a myint, b myint[]);
CREATE FUNCTION plus(myint, myint) RETURNS myint LANGUAGE internal AS 'int4pl';
CREATE OPERATOR + (FUNCTION = plus, LEFTARG = myint, RIGHTARG = myint, COMMUTATOR = +);
CREATE CAST (myint AS int) WITHOUT FUNCTION AS IMPLICIT;

-- case: a base type: type alter
CREATE TYPE myt;
CREATE FUNCTION myt_in(cstring) RETURNS myt LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION myt_out(myt) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE myt (INPUT = myt_in, OUTPUT = myt_out, INTERNALLENGTH = variable, STORAGE = extended);
-- to:
CREATE TYPE myt;
CREATE FUNCTION myt_in(cstring) RETURNS myt LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION myt_out(myt) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE FUNCTION myt_recv(internal) RETURNS myt LANGUAGE internal IMMUTABLE STRICT AS 'textrecv';
CREATE FUNCTION myt_send(myt) RETURNS bytea LANGUAGE internal IMMUTABLE STRICT AS 'textsend';
CREATE TYPE myt (INPUT = myt_in, OUTPUT = myt_out, RECEIVE = myt_recv, SEND = myt_send, INTERNALLENGTH = variable, STORAGE = main);

-- case: a base type: type anew
CREATE TYPE myt;
CREATE FUNCTION myt_in(cstring) RETURNS myt LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION myt_out(myt) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE myt (INPUT = myt_in, OUTPUT = myt_out, INTERNALLENGTH = variable);
CREATE TABLE t (id int, a myt);
-- to:
CREATE TYPE myt;
CREATE FUNCTION myt_in(cstring) RETURNS myt LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION myt_out(myt) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE myt (INPUT = myt_in, OUTPUT = myt_out, INTERNALLENGTH = variable, DELIMITER = ';', ALIGNMENT = double);
CREATE TABLE t (id int, a myt);
-- rows:
INSERT INTO t VALUES (1, 'x');

-- case: a shell type: type
-- to:
CREATE TYPE sh;
COMMENT ON TYPE sh IS 'empty';

-- case: a shell type: to base
CREATE TYPE myt;
-- to:
CREATE TYPE myt;
CREATE FUNCTION myt_in(cstring) RETURNS myt LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION myt_out(myt) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE myt (INPUT = myt_in, OUTPUT = myt_out, INTERNALLENGTH = variable);
