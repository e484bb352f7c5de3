-- Inheritance.

-- case: a table that inherits is made
CREATE TABLE a (id integer NOT NULL, name text);
-- to:
CREATE TABLE a (id integer NOT NULL, name text);
CREATE TABLE b (extra text) INHERITS (a);
-- rows:
INSERT INTO a VALUES (1, 'x');

-- case: a table inherits from two
-- to:
CREATE TABLE a (id integer, x text);
CREATE TABLE b (id integer, y text);
CREATE TABLE c (z text, x text DEFAULT 'mine') INHERITS (a, b);

-- case: a table begins to inherit
CREATE TABLE a (id integer, name text);
CREATE TABLE b (id integer, name text, extra text);
-- to:
CREATE TABLE a (id integer, name text);
CREATE TABLE b (id integer, name text, extra text) INHERITS (a);
-- rows:
INSERT INTO b VALUES (1, 'x', 'y');
-- up:
ALTER TABLE b INHERIT a;
-- down:
ALTER TABLE b NO INHERIT a;

-- case: a table inherits from another one
CREATE TABLE a (id integer);
CREATE TABLE b (id integer);
CREATE TABLE c (x text) INHERITS (a);
-- to:
CREATE TABLE a (id integer);
CREATE TABLE b (id integer);
CREATE TABLE c (x text) INHERITS (b);
-- rows:
INSERT INTO c VALUES (1, 'x');

-- case: the order of parents
CREATE TABLE a (x integer);
CREATE TABLE b (x integer);
CREATE TABLE c () INHERITS (a, b);
-- to:
CREATE TABLE a (x integer);
CREATE TABLE b (x integer);
CREATE TABLE c () INHERITS (b, a);
-- rows:
INSERT INTO c VALUES (1);

-- case: the parent gets a column
CREATE TABLE a (id integer);
CREATE TABLE b (x text) INHERITS (a);
-- to:
CREATE TABLE a (id integer, name text NOT NULL DEFAULT 'n');
CREATE TABLE b (x text) INHERITS (a);
-- rows:
INSERT INTO b VALUES (1, 'x');
-- up:
ALTER TABLE a ADD COLUMN name text NOT NULL DEFAULT 'n'::text;

-- case: the parent's column changes
CREATE TABLE a (id integer, name varchar(5));
CREATE TABLE b (x text) INHERITS (a);
-- to:
CREATE TABLE a (id bigint, name text);
CREATE TABLE b (x text) INHERITS (a);
-- rows:
INSERT INTO b VALUES (1, 'x', 'y');

-- case: the parent loses a column that the child keeps
CREATE TABLE a (id integer, name text);
CREATE TABLE b (x text) INHERITS (a);
-- to:
CREATE TABLE a (id integer);
CREATE TABLE b (x text, name text) INHERITS (a);
-- rows:
INSERT INTO b VALUES (1, 'n', 'x');

-- case: the parent loses a column
CREATE TABLE a (id integer, name text);
CREATE TABLE b (x text) INHERITS (a);
-- to:
CREATE TABLE a (id integer);
CREATE TABLE b (x text) INHERITS (a);
-- rows:
INSERT INTO b VALUES (1, 'n', 'x');
-- up:
ALTER TABLE a DROP COLUMN name;

-- case: a default of the child alone
CREATE TABLE a (id integer, name text DEFAULT 'a');
CREATE TABLE b () INHERITS (a);
-- to:
CREATE TABLE a (id integer, name text DEFAULT 'a');
CREATE TABLE b () INHERITS (a);
ALTER TABLE b ALTER COLUMN name SET DEFAULT 'b';
ALTER TABLE b ALTER COLUMN id SET NOT NULL;

-- case: a default of the parent alone
CREATE TABLE a (id integer, name text);
CREATE TABLE b () INHERITS (a);
-- to:
CREATE TABLE a (id integer, name text);
CREATE TABLE b () INHERITS (a);
ALTER TABLE ONLY a ALTER COLUMN name SET DEFAULT 'a';

-- case: a check is inherited
CREATE TABLE a (id integer);
CREATE TABLE b () INHERITS (a);
-- to:
CREATE TABLE a (id integer, CONSTRAINT ok CHECK (id > 0));
CREATE TABLE b () INHERITS (a);
-- rows:
INSERT INTO b VALUES (1);

-- case: a check of the parent that changes
CREATE TABLE a (id integer, CONSTRAINT ok CHECK (id > 0));
CREATE TABLE b (CONSTRAINT mine CHECK (id < 100)) INHERITS (a);
-- to:
CREATE TABLE a (id integer, CONSTRAINT ok CHECK (id > 1));
CREATE TABLE b (CONSTRAINT mine CHECK (id < 200)) INHERITS (a);
-- rows:
INSERT INTO b VALUES (2);

-- case: a check of both, and a check that is not inherited
CREATE TABLE a (id integer, CONSTRAINT ok CHECK (id > 0) NO INHERIT);
CREATE TABLE b (CONSTRAINT both_ok CHECK (id < 9)) INHERITS (a);
-- to:
CREATE TABLE a (id integer, CONSTRAINT both_ok CHECK (id < 9));
CREATE TABLE b (CONSTRAINT both_ok CHECK (id < 9)) INHERITS (a);

-- case: the parent goes, the child stays
CREATE TABLE a (id integer, name text);
CREATE TABLE b (x text) INHERITS (a);
-- to:
CREATE TABLE b (id integer, name text, x text);
-- rows:
INSERT INTO b VALUES (1, 'n', 'x');

-- case: the child goes
CREATE TABLE a (id integer);
CREATE TABLE b (x text) INHERITS (a);
-- to:
CREATE TABLE a (id integer);
-- rows:
INSERT INTO a VALUES (1);

-- case: three generations
CREATE TABLE a (id integer);
CREATE TABLE b (x text) INHERITS (a);
CREATE TABLE c (y text) INHERITS (b);
-- to:
CREATE TABLE a (id bigint, k text);
CREATE TABLE b (x varchar(9)) INHERITS (a);
CREATE TABLE c (y text, z text) INHERITS (b);
-- rows:
INSERT INTO c VALUES (1, 'x', 'y');

-- case: a column that both declare
CREATE TABLE a (id integer);
CREATE TABLE b (id integer) INHERITS (a);
-- to:
CREATE TABLE a (id integer, k text);
CREATE TABLE b (id integer, k text) INHERITS (a);

-- case: a generated column is inherited
-- to:
CREATE TABLE a (x integer, y integer GENERATED ALWAYS AS (x + 1) STORED);
CREATE TABLE b () INHERITS (a);

-- case: a parent in another schema
-- to:
CREATE SCHEMA s;
CREATE TABLE s.a (id serial);
CREATE TABLE a () INHERITS (s.a);

-- case: another parent has the column
CREATE TABLE a (id bigint NOT NULL);
CREATE TABLE b (x integer);
CREATE TABLE c (y text) INHERITS (a);
-- to:
CREATE TABLE b (id bigint NOT NULL);
CREATE TABLE c (y text) INHERITS (b);
-- rows:
INSERT INTO c VALUES (1, 'y');

-- case: a generated column that is inherited and declared, too
-- to:
CREATE TABLE a (x integer NOT NULL, g integer GENERATED ALWAYS AS (x * 2) STORED);
CREATE TABLE b (g integer, x integer NOT NULL) INHERITS (a);

-- case: a check that is not valid comes to a table and to one that inherits from it, another one has it valid
CREATE TABLE p (d integer);
-- to:
CREATE TABLE p (d integer);
CREATE TABLE older () INHERITS (p);
ALTER TABLE p ADD CONSTRAINT c CHECK (d > 0) NOT VALID;
CREATE TABLE newer () INHERITS (p);
