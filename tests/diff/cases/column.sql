-- Columns: added, dropped, altered in each of what a column has. Defaults and identities have files of their own.

-- case: a column is added
CREATE TABLE t (id integer);
-- to:
CREATE TABLE t (id integer, name text);
-- rows:
INSERT INTO t VALUES (1), (2);
-- up:
ALTER TABLE t ADD COLUMN name text;
-- down:
ALTER TABLE t DROP COLUMN name;

-- case: several columns are added
CREATE TABLE t (id integer);
-- to:
CREATE TABLE t (id integer, a text, b numeric(10,2), c timestamptz, d uuid, e jsonb, f integer[]);
-- rows:
INSERT INTO t VALUES (1);

-- case: a column is added in the middle
CREATE TABLE t (a integer, c integer);
-- to:
CREATE TABLE t (a integer, b integer, c integer);
-- rows:
INSERT INTO t VALUES (1, 2);

-- case: columns in another order are no difference
CREATE TABLE t (a integer, b text, c date);
-- to:
CREATE TABLE t (c date, a integer, b text);
-- rows:
INSERT INTO t VALUES (1, 'x', '2024-01-01');

-- case: a column that is not null is added with a default
CREATE TABLE t (id integer);
-- to:
CREATE TABLE t (id integer, state text NOT NULL DEFAULT 'new');
-- rows:
INSERT INTO t VALUES (1);
-- up:
ALTER TABLE t ADD COLUMN state text NOT NULL DEFAULT 'new'::text;

-- case: a column that is not null is added to an empty table
CREATE TABLE t (id integer);
-- to:
CREATE TABLE t (id integer, state text NOT NULL);
-- up:
ALTER TABLE t ADD COLUMN state text NOT NULL;

-- case: a column with a name that needs quotes
CREATE TABLE t (id integer);
-- to:
CREATE TABLE t (id integer, "Order" integer, "user" text, "a b" date, "it""s" text);
-- rows:
INSERT INTO t VALUES (1);

-- case: a column of a table with a name that needs quotes
CREATE SCHEMA "My Schema";
CREATE TABLE "My Schema"."Table" (id integer, "x.y" integer);
-- to:
CREATE SCHEMA "My Schema";
CREATE TABLE "My Schema"."Table" (id integer, "x.y" bigint, "new" text);
-- rows:
INSERT INTO "My Schema"."Table" VALUES (1, 2);

-- case: a column is dropped
CREATE TABLE t (id integer, name text);
-- to:
CREATE TABLE t (id integer);
-- rows:
INSERT INTO t VALUES (1, 'x');
-- up:
ALTER TABLE t DROP COLUMN name;

-- case: all columns but new ones are dropped
CREATE TABLE t (a integer, b integer);
-- to:
CREATE TABLE t (c integer, d integer);

-- case: the only column is dropped
CREATE TABLE t (a integer);
-- to:
CREATE TABLE t ();

-- case: a column behind one that was dropped
CREATE TABLE t (a integer, gone integer, b integer);
ALTER TABLE t DROP COLUMN gone;
-- to:
CREATE TABLE t (a integer, b bigint);
-- rows:
INSERT INTO t VALUES (1, 2);

-- case: a column becomes longer
CREATE TABLE t (id integer, name varchar(10));
-- to:
CREATE TABLE t (id integer, name varchar(20));
-- rows:
INSERT INTO t VALUES (1, 'one');
-- up:
ALTER TABLE t ALTER COLUMN name TYPE character varying(20);

-- case: a column becomes shorter
CREATE TABLE t (name varchar(20));
-- to:
CREATE TABLE t (name varchar(10));
-- rows:
INSERT INTO t VALUES ('one');

-- case: varchar becomes text
CREATE TABLE t (name varchar(20));
-- to:
CREATE TABLE t (name text);
-- rows:
INSERT INTO t VALUES ('one');
-- up:
ALTER TABLE t ALTER COLUMN name TYPE text;

-- case: an integer becomes a bigint
CREATE TABLE t (n integer);
-- to:
CREATE TABLE t (n bigint);
-- rows:
INSERT INTO t VALUES (1);
-- up:
ALTER TABLE t ALTER COLUMN n TYPE bigint;

-- case: an integer becomes a text
CREATE TABLE t (n integer);
-- to:
CREATE TABLE t (n text);
-- rows:
INSERT INTO t VALUES (1);
-- up:
ALTER TABLE t ALTER COLUMN n TYPE text;

-- case: a text becomes an integer, which no cast does alone
CREATE TABLE t (n text);
-- to:
CREATE TABLE t (n integer);
-- rows:
INSERT INTO t VALUES ('1');
-- up:
ALTER TABLE t ALTER COLUMN n TYPE integer USING n::integer;

-- case: a text becomes a timestamp
CREATE TABLE t (n text);
-- to:
CREATE TABLE t (n timestamp);
-- rows:
INSERT INTO t VALUES ('2024-01-01');

-- case: a timestamp becomes one with a time zone
CREATE TABLE t (at timestamp);
-- to:
CREATE TABLE t (at timestamptz);
-- rows:
INSERT INTO t VALUES ('2024-01-01');

-- case: a text becomes json
CREATE TABLE t (n text);
-- to:
CREATE TABLE t (n jsonb);
-- rows:
INSERT INTO t VALUES ('{}');

-- case: json becomes jsonb
CREATE TABLE t (n json);
-- to:
CREATE TABLE t (n jsonb);
-- rows:
INSERT INTO t VALUES ('{}');

-- case: an array of texts becomes one of integers
CREATE TABLE t (n text[]);
-- to:
CREATE TABLE t (n integer[]);
-- rows:
INSERT INTO t VALUES ('{1,2}');

-- case: a boolean becomes an integer
CREATE TABLE t (n boolean);
-- to:
CREATE TABLE t (n integer);
-- rows:
INSERT INTO t VALUES (true);

-- case: types between which nothing casts
CREATE TABLE t (id integer, n boolean);
-- to:
CREATE TABLE t (id integer, n date);
-- rows:
INSERT INTO t VALUES (1, NULL);

-- case: a number gets other digits
CREATE TABLE t (n numeric(8,2), m numeric, o numeric(5));
-- to:
CREATE TABLE t (n numeric(10,4), m numeric(6,1), o numeric);
-- rows:
INSERT INTO t VALUES (1.25, 2, 3);

-- case: times with other precision
CREATE TABLE t (a timestamp(3), b time, c interval, d timestamptz);
-- to:
CREATE TABLE t (a timestamp(0), b time(2), c interval day to second(3), d timestamptz(3));
-- rows:
INSERT INTO t VALUES ('2024-01-01', '12:00', '1 day', '2024-01-01');

-- case: bits and characters of other lengths
CREATE TABLE t (a bit(3), b bit varying(5), c char(2), d char);
-- to:
CREATE TABLE t (a bit(4), b bit varying, c char(5), d char(3));

-- case: the type of a column that a default fills
CREATE TABLE t (n text DEFAULT '1');
-- to:
CREATE TABLE t (n integer DEFAULT 1);
-- rows:
INSERT INTO t VALUES (DEFAULT);

-- case: the type and the default of a column that casts by itself
CREATE TABLE t (n integer DEFAULT 0);
-- to:
CREATE TABLE t (n bigint DEFAULT 0);
-- rows:
INSERT INTO t VALUES (DEFAULT);
-- up:
ALTER TABLE t ALTER COLUMN n TYPE bigint;

-- case: type, nullability and default at once
CREATE TABLE t (n varchar(5));
-- to:
CREATE TABLE t (n text NOT NULL DEFAULT 'x');
-- rows:
INSERT INTO t VALUES ('a');

-- case: the type of a column in a primary key
CREATE TABLE t (id integer PRIMARY KEY, name text);
-- to:
CREATE TABLE t (id bigint PRIMARY KEY, name text);
-- rows:
INSERT INTO t VALUES (1, 'x');
-- up:
ALTER TABLE t ALTER COLUMN id TYPE bigint;

-- case: the types of both sides of a foreign key
CREATE TABLE a (id integer PRIMARY KEY);
CREATE TABLE b (id integer PRIMARY KEY, a_id integer REFERENCES a);
-- to:
CREATE TABLE a (id bigint PRIMARY KEY);
CREATE TABLE b (id integer PRIMARY KEY, a_id bigint REFERENCES a);
-- rows:
INSERT INTO a VALUES (1);
INSERT INTO b VALUES (1, 1);

-- case: the types of both sides of a foreign key, from text to uuid
CREATE TABLE a (id text PRIMARY KEY);
CREATE TABLE b (a_id text REFERENCES a ON DELETE CASCADE);
-- to:
CREATE TABLE a (id uuid PRIMARY KEY);
CREATE TABLE b (a_id uuid REFERENCES a ON DELETE CASCADE);
-- rows:
INSERT INTO a VALUES ('00000000-0000-0000-0000-000000000001');
INSERT INTO b VALUES ('00000000-0000-0000-0000-000000000001');

-- case: the type of a column in an index on an expression
CREATE TABLE t (name varchar(10));
CREATE INDEX t_lower ON t (lower(name));
-- to:
CREATE TABLE t (name text);
CREATE INDEX t_lower ON t (lower(name));
-- rows:
INSERT INTO t VALUES ('x');

-- case: the type of a column in a check
CREATE TABLE t (n integer CHECK (n > 0));
-- to:
CREATE TABLE t (n numeric CHECK (n > 0));
-- rows:
INSERT INTO t VALUES (1);

-- case: a column may be null no more
CREATE TABLE t (id integer, name text);
-- to:
CREATE TABLE t (id integer, name text NOT NULL);
-- rows:
INSERT INTO t VALUES (1, 'one');
-- up:
ALTER TABLE t ALTER COLUMN name SET NOT NULL;
-- down:
ALTER TABLE t ALTER COLUMN name DROP NOT NULL;

-- case: a column becomes generated
CREATE TABLE t (a integer, b integer);
-- to:
CREATE TABLE t (a integer, b integer GENERATED ALWAYS AS (a * 2) STORED);
-- rows:
INSERT INTO t VALUES (1, 2);

-- case: a generated column is added
CREATE TABLE t (a text);
-- to:
CREATE TABLE t (a text, b text GENERATED ALWAYS AS (upper(a)) STORED);
-- rows:
INSERT INTO t VALUES ('x');
-- up:
ALTER TABLE t ADD COLUMN b text GENERATED ALWAYS AS (upper(a)) STORED;

-- case: a generated column computes something else
CREATE TABLE t (id integer PRIMARY KEY, a integer, b integer GENERATED ALWAYS AS (a + 1) STORED);
-- to:
CREATE TABLE t (id integer PRIMARY KEY, a integer, b integer GENERATED ALWAYS AS (a + 2) STORED);
-- rows:
INSERT INTO t VALUES (1, 2);

-- case: a generated column is generated no more
CREATE TABLE t (a integer, b integer GENERATED ALWAYS AS (a + 1) STORED);
-- to:
CREATE TABLE t (a integer, b integer);
-- rows:
INSERT INTO t VALUES (1);
-- up:
ALTER TABLE t ALTER COLUMN b DROP EXPRESSION;

-- case: the type of the column that another one is generated from
CREATE TABLE t (a integer, b integer GENERATED ALWAYS AS (a * 2) STORED);
-- to:
CREATE TABLE t (a bigint, b bigint GENERATED ALWAYS AS (a * 2) STORED);
-- rows:
INSERT INTO t VALUES (1);

-- case: a column that another one is generated from goes
CREATE TABLE t (id integer, a integer, b integer GENERATED ALWAYS AS (a * 2) STORED);
-- to:
CREATE TABLE t (id integer, b integer);
-- rows:
INSERT INTO t VALUES (1, 2);

-- case: an indexed generated column computes something else
CREATE TABLE t (body text, words tsvector GENERATED ALWAYS AS (to_tsvector('english', body)) STORED);
CREATE INDEX t_words ON t USING gin (words);
-- to:
CREATE TABLE t (body text, words tsvector GENERATED ALWAYS AS (to_tsvector('simple', body)) STORED);
CREATE INDEX t_words ON t USING gin (words);
-- rows:
INSERT INTO t VALUES ('one two');

-- case: a collation is given
CREATE TABLE t (a text, b text COLLATE "C");
-- to:
CREATE TABLE t (a text COLLATE "C", b text);
-- rows:
INSERT INTO t VALUES ('x', 'y');
-- up:
ALTER TABLE t ALTER COLUMN a TYPE text COLLATE "C";
ALTER TABLE t ALTER COLUMN b TYPE text COLLATE "default";

-- case: a column is added with a collation
CREATE TABLE t (id integer);
-- to:
CREATE TABLE t (id integer, a text COLLATE "C" NOT NULL DEFAULT '');
-- rows:
INSERT INTO t VALUES (1);

-- case: storage
CREATE TABLE t (a text, b bytea, c text STORAGE EXTERNAL);
-- to:
CREATE TABLE t (a text, b bytea, c text);
ALTER TABLE t ALTER COLUMN a SET STORAGE EXTERNAL, ALTER COLUMN b SET STORAGE MAIN;
-- servers: 16+

-- case: storage is set and set back
CREATE TABLE t (a text, b bytea, c text);
ALTER TABLE t ALTER COLUMN c SET STORAGE MAIN;
-- to:
CREATE TABLE t (a text, b bytea, c text);
ALTER TABLE t ALTER COLUMN a SET STORAGE EXTERNAL, ALTER COLUMN b SET STORAGE PLAIN;
-- rows:
INSERT INTO t VALUES ('x', 'y', 'z');

-- case: storage of a column that is added, and one whose type changes
CREATE TABLE t (a text);
ALTER TABLE t ALTER COLUMN a SET STORAGE EXTERNAL;
-- to:
CREATE TABLE t (a bytea, b text);
ALTER TABLE t ALTER COLUMN a SET STORAGE EXTERNAL, ALTER COLUMN b SET STORAGE EXTERNAL;

-- case: compression
CREATE TABLE t (a text, b text COMPRESSION pglz);
-- to:
CREATE TABLE t (a text COMPRESSION pglz, b text, c text COMPRESSION pglz);
-- servers: 14+

-- case: a statistics target
CREATE TABLE t (a integer, b integer, c integer);
ALTER TABLE t ALTER COLUMN b SET STATISTICS 100, ALTER COLUMN c SET STATISTICS 10;
-- to:
CREATE TABLE t (a integer, b integer, c integer);
ALTER TABLE t ALTER COLUMN a SET STATISTICS 500, ALTER COLUMN c SET STATISTICS 0;

-- case: options of columns
CREATE TABLE t (a integer, b integer);
ALTER TABLE t ALTER COLUMN b SET (n_distinct = 5);
-- to:
CREATE TABLE t (a integer, b integer);
ALTER TABLE t ALTER COLUMN a SET (n_distinct = -0.5, n_distinct_inherited = 2);

-- case: a column of an enum, a domain and a composite type
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');
CREATE TYPE point2 AS (x integer, y integer);
CREATE TABLE t (id integer);
-- to:
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');
CREATE TYPE point2 AS (x integer, y integer);
CREATE TABLE t (id integer, m mood NOT NULL DEFAULT 'sad', e email, p point2, ms mood[]);
-- rows:
INSERT INTO t VALUES (1);

-- case: a text becomes an enum
CREATE TABLE t (state text);
-- to:
CREATE TYPE status AS ENUM ('on', 'off');
CREATE TABLE t (state status);
-- rows:
INSERT INTO t VALUES ('on');

-- case: a text with a default becomes an enum with a default
CREATE TABLE t (state text NOT NULL DEFAULT 'on');
CREATE INDEX ON t (state);
-- to:
CREATE TYPE status AS ENUM ('on', 'off');
CREATE TABLE t (state status NOT NULL DEFAULT 'on');
CREATE INDEX ON t (state);
-- rows:
INSERT INTO t VALUES ('off');

-- case: an integer becomes serial
CREATE TABLE t (id integer NOT NULL, name text);
-- to:
CREATE TABLE t (id serial, name text);
-- rows:
INSERT INTO t VALUES (1, 'x');

-- case: a serial becomes a bigserial
CREATE TABLE t (id serial PRIMARY KEY);
-- to:
CREATE TABLE t (id bigserial PRIMARY KEY);
-- rows:
INSERT INTO t DEFAULT VALUES;

-- case: a column with a table's own name
CREATE TABLE t (t integer);
-- to:
CREATE TABLE t (t bigint, "T" text);
-- rows:
INSERT INTO t VALUES (1);

-- case: many tables get a column
CREATE TABLE a (id integer);
CREATE TABLE b (id integer);
CREATE TABLE c (id integer);
-- to:
CREATE TABLE a (id integer, at timestamptz NOT NULL DEFAULT now());
CREATE TABLE b (id integer, at timestamptz NOT NULL DEFAULT now());
CREATE TABLE c (id integer, at timestamptz NOT NULL DEFAULT now());
-- rows:
INSERT INTO a VALUES (1);

-- case: a column swaps its name with another
CREATE TABLE t (a integer, b text);
-- to:
CREATE TABLE t (a text, b integer);

-- case: a type of another schema
CREATE SCHEMA s;
CREATE TYPE s.color AS ENUM ('red');
CREATE TABLE t (c text);
-- to:
CREATE SCHEMA s;
CREATE TYPE s.color AS ENUM ('red');
CREATE TABLE t (c s.color DEFAULT 'red');
-- rows:
INSERT INTO t VALUES ('red');

-- case: fields of special types
CREATE TABLE t (id integer);
-- to:
CREATE TABLE t (id integer, a inet, b cidr, c macaddr, d point, e box, f tsvector, g int4range, h xml, i money, j bytea,
    k "char", l name, m oid, n interval year to month, o double precision, p real, q smallint, r text[][], s bit(8), u varbit);

-- case: a list of varchars in a generated column and in a default
CREATE TABLE t (s varchar(5));
-- to:
CREATE TABLE t (s varchar(5), g text GENERATED ALWAYS AS (CASE WHEN s IN ('a', 'b') THEN 'x' ELSE 'y' END) STORED,
    d boolean DEFAULT ('a'::varchar IN ('a', 'b')));

-- case: NOT NULL has a name
CREATE TABLE t (id integer PRIMARY KEY, a text CONSTRAINT given NOT NULL, b text, c text NOT NULL);
-- to:
CREATE TABLE t (id integer PRIMARY KEY, a text CONSTRAINT other NOT NULL, b text CONSTRAINT must NOT NULL, c text);
-- servers: 18+

-- case: NOT NULL keeps its name where the table is built anew
CREATE TABLE t (id integer NOT NULL, a text CONSTRAINT given NOT NULL);
-- to:
CREATE TABLE t (id integer NOT NULL, a text CONSTRAINT given NOT NULL) PARTITION BY RANGE (id);
-- servers: 18+
