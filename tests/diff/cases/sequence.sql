-- Sequences, free and owned.

-- case: a sequence is made
-- to:
CREATE SEQUENCE s;
-- up:
CREATE SEQUENCE s;
-- down:
DROP SEQUENCE s;

-- case: a sequence with all options
-- to:
CREATE SEQUENCE s AS smallint INCREMENT BY 5 MINVALUE 10 MAXVALUE 1000 START 20 CACHE 7 CYCLE;

-- case: a sequence that counts down
-- to:
CREATE SEQUENCE s INCREMENT BY -1;
CREATE SEQUENCE r INCREMENT BY -2 MINVALUE -100 MAXVALUE -2 START -10;

-- case: each option changes
CREATE SEQUENCE a;
CREATE SEQUENCE b MINVALUE 5;
CREATE SEQUENCE c MAXVALUE 100;
CREATE SEQUENCE d CYCLE;
CREATE SEQUENCE e CACHE 10;
CREATE SEQUENCE f START 100;
-- to:
CREATE SEQUENCE a INCREMENT BY 2;
CREATE SEQUENCE b MINVALUE 3;
CREATE SEQUENCE c MAXVALUE 200;
CREATE SEQUENCE d NO CYCLE;
CREATE SEQUENCE e CACHE 20;
CREATE SEQUENCE f START 50;

-- case: options go back to what they are by themselves
CREATE SEQUENCE a INCREMENT BY 2 MINVALUE 5 MAXVALUE 100 START 10 CACHE 3 CYCLE;
-- to:
CREATE SEQUENCE a;

-- case: the type of a sequence
CREATE SEQUENCE a;
CREATE SEQUENCE b AS integer;
CREATE SEQUENCE c AS smallint MAXVALUE 100;
-- to:
CREATE SEQUENCE a AS integer;
CREATE SEQUENCE b AS bigint;
CREATE SEQUENCE c AS integer MAXVALUE 100;

-- case: it turns around
CREATE SEQUENCE a;
-- to:
CREATE SEQUENCE a INCREMENT BY -1;

-- case: limits that exclude the old ones
CREATE SEQUENCE a MINVALUE 1 MAXVALUE 10;
-- to:
CREATE SEQUENCE a MINVALUE 100 MAXVALUE 200;

-- case: a sequence is owned by a column, and free
CREATE SEQUENCE a;
CREATE TABLE t (id integer, k integer);
CREATE SEQUENCE b OWNED BY t.k;
-- to:
CREATE SEQUENCE a;
CREATE TABLE t (id integer, k integer);
ALTER SEQUENCE a OWNED BY t.id;
CREATE SEQUENCE b;

-- case: a sequence is owned by another column
CREATE TABLE t (id integer, k integer);
CREATE SEQUENCE a OWNED BY t.id;
-- to:
CREATE TABLE t (id integer, k integer);
CREATE SEQUENCE a OWNED BY t.k;

-- case: a serial is made
CREATE TABLE t (name text);
-- to:
CREATE TABLE t (name text, id serial);
-- rows:
INSERT INTO t VALUES ('x');

-- case: serials of each size
-- to:
CREATE TABLE t (a smallserial, b serial, c bigserial);

-- case: a serial goes
CREATE TABLE t (name text, id serial);
-- to:
CREATE TABLE t (name text);
-- rows:
INSERT INTO t VALUES ('x');
-- up:
ALTER TABLE t DROP COLUMN id;

-- case: the owner of a sequence goes and the sequence stays
CREATE TABLE t (name text, id serial);
-- to:
CREATE TABLE t (name text);
CREATE SEQUENCE t_id_seq AS integer;
-- rows:
INSERT INTO t VALUES ('x');

-- case: the table goes and its sequence stays
CREATE TABLE t (id serial);
CREATE TABLE u (id integer);
-- to:
CREATE SEQUENCE t_id_seq AS integer;
CREATE TABLE u (id integer DEFAULT nextval('t_id_seq'));

-- case: a sequence of a serial with another name and options
CREATE TABLE t (id serial);
-- to:
CREATE SEQUENCE numbers INCREMENT BY 10;
CREATE TABLE t (id integer NOT NULL DEFAULT nextval('numbers'));
ALTER SEQUENCE numbers OWNED BY t.id;
-- rows:
INSERT INTO t DEFAULT VALUES;

-- case: a serial counts in other steps
CREATE TABLE t (id serial);
-- to:
CREATE TABLE t (id serial);
ALTER SEQUENCE t_id_seq INCREMENT BY 5 CACHE 2;

-- case: a sequence of one table fills another
-- to:
CREATE TABLE a (id serial PRIMARY KEY);
CREATE TABLE b (id integer DEFAULT nextval('a_id_seq') PRIMARY KEY);

-- case: an unlogged sequence
CREATE SEQUENCE a;
CREATE UNLOGGED SEQUENCE b;
-- to:
CREATE UNLOGGED SEQUENCE a;
CREATE SEQUENCE b;
CREATE UNLOGGED SEQUENCE c;
-- servers: 15+

-- case: sequences in schemas, with names that need quotes
-- to:
CREATE SCHEMA "S";
CREATE SEQUENCE "S"."One";
CREATE TABLE "S"."T" ("Id" serial, b bigint DEFAULT nextval('"S"."One"'));

-- case: a comment on a sequence
CREATE SEQUENCE a;
-- to:
CREATE SEQUENCE a;
COMMENT ON SEQUENCE a IS 'counts';

-- case: a sequence goes over to the table that comes in place of another
CREATE TABLE a (id bigserial CONSTRAINT key PRIMARY KEY);
-- to:
CREATE TABLE b (id bigint CONSTRAINT key PRIMARY KEY);
CREATE SEQUENCE a_id_seq OWNED BY b.id;
ALTER TABLE b ALTER COLUMN id SET DEFAULT nextval('a_id_seq');
