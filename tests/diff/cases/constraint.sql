-- Constraints: primary keys, unique, check, foreign keys, exclusion.

-- case: a primary key is added
CREATE TABLE t (id integer NOT NULL);
-- to:
CREATE TABLE t (id integer PRIMARY KEY);
-- rows:
INSERT INTO t VALUES (1);
-- up:
ALTER TABLE t ADD PRIMARY KEY (id);
-- down:
ALTER TABLE t DROP CONSTRAINT t_pkey;

-- case: a primary key is added on a column that may be null
CREATE TABLE t (id integer);
-- to:
CREATE TABLE t (id integer PRIMARY KEY);
-- rows:
INSERT INTO t VALUES (1);

-- case: a primary key goes and its column stays not null
CREATE TABLE t (id integer PRIMARY KEY);
-- to:
CREATE TABLE t (id integer NOT NULL);
-- rows:
INSERT INTO t VALUES (1);
-- up:
ALTER TABLE t DROP CONSTRAINT t_pkey;

-- case: a primary key on other columns
CREATE TABLE t (a integer PRIMARY KEY, b integer NOT NULL);
-- to:
CREATE TABLE t (a integer NOT NULL, b integer NOT NULL, PRIMARY KEY (b, a));
-- rows:
INSERT INTO t VALUES (1, 2);

-- case: a primary key gets another name
CREATE TABLE t (id integer PRIMARY KEY);
-- to:
CREATE TABLE t (id integer, CONSTRAINT t_id PRIMARY KEY (id));
-- rows:
INSERT INTO t VALUES (1);

-- case: the column of a primary key is another one
CREATE TABLE t (id integer PRIMARY KEY, name text);
-- to:
CREATE TABLE t (key uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text);

-- case: a primary key that is referenced changes
CREATE TABLE a (id integer PRIMARY KEY, k integer NOT NULL UNIQUE);
CREATE TABLE b (a_id integer REFERENCES a);
-- to:
CREATE TABLE a (id integer NOT NULL UNIQUE, k integer PRIMARY KEY);
CREATE TABLE b (a_id integer REFERENCES a (id));
-- rows:
INSERT INTO a VALUES (1, 1);
INSERT INTO b VALUES (1);

-- case: keys that include columns
CREATE TABLE t (id integer PRIMARY KEY, a text, b text);
-- to:
CREATE TABLE t (id integer, a text, b text, PRIMARY KEY (id) INCLUDE (a), UNIQUE (a) INCLUDE (b));
-- rows:
INSERT INTO t VALUES (1, 'a', 'b');

-- case: a deferrable primary key
CREATE TABLE t (id integer PRIMARY KEY);
-- to:
CREATE TABLE t (id integer PRIMARY KEY DEFERRABLE INITIALLY DEFERRED);
-- rows:
INSERT INTO t VALUES (1);

-- case: storage parameters of a key's index
CREATE TABLE t (id integer PRIMARY KEY);
-- to:
CREATE TABLE t (id integer PRIMARY KEY WITH (fillfactor = 70));
-- rows:
INSERT INTO t VALUES (1);

-- case: unique is added and goes
CREATE TABLE t (a integer, b integer UNIQUE, c integer, d integer, UNIQUE (c, d));
-- to:
CREATE TABLE t (a integer UNIQUE, b integer, c integer, d integer, UNIQUE (d, c));
-- rows:
INSERT INTO t VALUES (1, 2, 3, 4);

-- case: unique by a name of its own
CREATE TABLE t (a integer);
-- to:
CREATE TABLE t (a integer, CONSTRAINT only_once UNIQUE (a));
-- up:
ALTER TABLE t ADD CONSTRAINT only_once UNIQUE (a);

-- case: nulls are not distinct
CREATE TABLE t (a integer UNIQUE);
-- to:
CREATE TABLE t (a integer UNIQUE NULLS NOT DISTINCT);
-- rows:
INSERT INTO t VALUES (1);
-- servers: 15+

-- case: unique becomes deferrable
CREATE TABLE t (a integer UNIQUE, b integer UNIQUE DEFERRABLE INITIALLY DEFERRED);
-- to:
CREATE TABLE t (a integer UNIQUE DEFERRABLE, b integer UNIQUE);
-- rows:
INSERT INTO t VALUES (1, 2);

-- case: a unique index becomes a unique constraint
CREATE TABLE t (a integer);
CREATE UNIQUE INDEX t_a_key ON t (a);
-- to:
CREATE TABLE t (a integer UNIQUE);
-- rows:
INSERT INTO t VALUES (1);

-- case: two unique constraints on the same column
CREATE TABLE t (a integer UNIQUE);
-- to:
CREATE TABLE t (a integer UNIQUE, CONSTRAINT again UNIQUE (a));

-- case: a check is added
CREATE TABLE t (a integer);
-- to:
CREATE TABLE t (a integer CHECK (a > 0));
-- rows:
INSERT INTO t VALUES (1);
-- up:
ALTER TABLE t ADD CHECK (a > 0);
-- down:
ALTER TABLE t DROP CONSTRAINT t_a_check;

-- case: a check changes
CREATE TABLE t (a integer CHECK (a > 0), b text, CONSTRAINT b_is CHECK (b <> ''));
-- to:
CREATE TABLE t (a integer CHECK (a >= 0), b text, CONSTRAINT b_is CHECK (b IN ('x', 'y')));
-- rows:
INSERT INTO t VALUES (1, 'x');

-- case: checks that say the same in other words
CREATE TABLE t (a integer, b text, CHECK (a BETWEEN 1 AND 5), CHECK (b IN ('x', 'y')));
-- to:
CREATE TABLE t (a integer, b text, CHECK ((a >= 1) AND (a <= 5)), CHECK (b = ANY (ARRAY['x', 'y'])));

-- case: a check over several columns
CREATE TABLE t (a date, b date);
-- to:
CREATE TABLE t (a date, b date, CHECK (a < b), CONSTRAINT both_or_none CHECK ((a IS NULL) = (b IS NULL)));

-- case: a check by a function
CREATE TABLE t (a integer);
-- to:
CREATE FUNCTION positive(integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 > 0';
CREATE TABLE t (a integer CHECK (positive(a)));
-- rows:
INSERT INTO t VALUES (1);

-- case: the function of a check changes its signature
CREATE FUNCTION positive(integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 > 0';
CREATE TABLE t (a integer CHECK (positive(a)));
-- to:
CREATE FUNCTION positive(n integer, minimum integer DEFAULT 0) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 > $2';
CREATE TABLE t (a integer CHECK (positive(a)));
-- rows:
INSERT INTO t VALUES (1);

-- case: a check that is not inherited
CREATE TABLE t (a integer CHECK (a > 0));
-- to:
CREATE TABLE t (a integer CONSTRAINT t_a_check CHECK (a > 0) NO INHERIT);

-- case: a check that is not valid
CREATE TABLE t (a integer);
-- to:
CREATE TABLE t (a integer);
ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID;
-- rows:
INSERT INTO t VALUES (-1);

-- case: a check becomes valid
CREATE TABLE t (a integer);
ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID;
-- to:
CREATE TABLE t (a integer, CONSTRAINT c CHECK (a > 0));
-- rows:
INSERT INTO t VALUES (1);
-- up:
ALTER TABLE t VALIDATE CONSTRAINT c;

-- case: a check on a column that goes
CREATE TABLE t (a integer, b integer CHECK (b > 0), CONSTRAINT c CHECK (a < b));
-- to:
CREATE TABLE t (a integer);
-- rows:
INSERT INTO t VALUES (1, 2);

-- case: a foreign key is added
CREATE TABLE a (id integer PRIMARY KEY);
CREATE TABLE b (a_id integer);
-- to:
CREATE TABLE a (id integer PRIMARY KEY);
CREATE TABLE b (a_id integer REFERENCES a);
-- rows:
INSERT INTO a VALUES (1);
INSERT INTO b VALUES (1);
-- up:
ALTER TABLE b ADD FOREIGN KEY (a_id) REFERENCES a(id);
-- down:
ALTER TABLE b DROP CONSTRAINT b_a_id_fkey;

-- case: a column and its foreign key are added
CREATE TABLE a (id integer PRIMARY KEY);
CREATE TABLE b (id integer);
-- to:
CREATE TABLE a (id integer PRIMARY KEY);
CREATE TABLE b (id integer, a_id integer REFERENCES a ON DELETE CASCADE);
-- rows:
INSERT INTO b VALUES (1);

-- case: all actions of a foreign key
CREATE TABLE a (id integer PRIMARY KEY);
CREATE TABLE b (c integer REFERENCES a, d integer REFERENCES a ON DELETE CASCADE, e integer REFERENCES a ON UPDATE CASCADE,
    f integer REFERENCES a ON DELETE SET NULL, g integer REFERENCES a ON DELETE SET DEFAULT ON UPDATE RESTRICT);
-- to:
CREATE TABLE a (id integer PRIMARY KEY);
CREATE TABLE b (c integer REFERENCES a ON DELETE RESTRICT, d integer REFERENCES a, e integer REFERENCES a ON UPDATE SET NULL ON DELETE CASCADE,
    f integer REFERENCES a ON UPDATE SET DEFAULT, g integer REFERENCES a ON DELETE NO ACTION ON UPDATE NO ACTION);
-- rows:
INSERT INTO a VALUES (1);
INSERT INTO b VALUES (1, 1, 1, 1, 1);

-- case: columns that are set to null
CREATE TABLE a (x integer, y integer, PRIMARY KEY (x, y));
CREATE TABLE b (x integer, y integer, FOREIGN KEY (x, y) REFERENCES a ON DELETE SET NULL);
-- to:
CREATE TABLE a (x integer, y integer, PRIMARY KEY (x, y));
CREATE TABLE b (x integer, y integer, FOREIGN KEY (x, y) REFERENCES a ON DELETE SET NULL (y));
-- servers: 15+

-- case: a foreign key that matches in full
CREATE TABLE a (x integer, y integer, PRIMARY KEY (x, y));
CREATE TABLE b (x integer, y integer, FOREIGN KEY (x, y) REFERENCES a);
-- to:
CREATE TABLE a (x integer, y integer, PRIMARY KEY (x, y));
CREATE TABLE b (x integer, y integer, FOREIGN KEY (x, y) REFERENCES a MATCH FULL);

-- case: a foreign key becomes deferrable
CREATE TABLE a (id integer PRIMARY KEY);
CREATE TABLE b (a_id integer REFERENCES a, c integer REFERENCES a DEFERRABLE INITIALLY DEFERRED);
-- to:
CREATE TABLE a (id integer PRIMARY KEY);
CREATE TABLE b (a_id integer REFERENCES a DEFERRABLE INITIALLY DEFERRED, c integer REFERENCES a DEFERRABLE);
-- rows:
INSERT INTO a VALUES (1);
INSERT INTO b VALUES (1, 1);

-- case: a foreign key that is not valid, and becomes valid
CREATE TABLE a (id integer PRIMARY KEY);
CREATE TABLE b (x integer, y integer);
ALTER TABLE b ADD CONSTRAINT y_to_a FOREIGN KEY (y) REFERENCES a NOT VALID;
-- to:
CREATE TABLE a (id integer PRIMARY KEY);
CREATE TABLE b (x integer, y integer, CONSTRAINT y_to_a FOREIGN KEY (y) REFERENCES a);
ALTER TABLE b ADD CONSTRAINT x_to_a FOREIGN KEY (x) REFERENCES a NOT VALID;
-- rows:
INSERT INTO a VALUES (1);
INSERT INTO b VALUES (7, 1);

-- case: a foreign key to the table itself
CREATE TABLE t (id integer PRIMARY KEY, parent integer);
-- to:
CREATE TABLE t (id integer PRIMARY KEY, parent integer REFERENCES t);
-- rows:
INSERT INTO t VALUES (1, 1);

-- case: a foreign key to a unique index
CREATE TABLE a (x integer);
CREATE UNIQUE INDEX a_x ON a (x);
CREATE TABLE b (x integer);
-- to:
CREATE TABLE a (x integer);
CREATE UNIQUE INDEX a_x ON a (x);
CREATE TABLE b (x integer REFERENCES a (x));

-- case: a foreign key to another table
CREATE TABLE a (id integer PRIMARY KEY);
CREATE TABLE b (id integer PRIMARY KEY);
CREATE TABLE c (ref integer REFERENCES a);
-- to:
CREATE TABLE a (id integer PRIMARY KEY);
CREATE TABLE b (id integer PRIMARY KEY);
CREATE TABLE c (ref integer CONSTRAINT c_ref_fkey REFERENCES b);
-- rows:
INSERT INTO a VALUES (1);
INSERT INTO b VALUES (1);
INSERT INTO c VALUES (1);

-- case: a foreign key between schemas
CREATE SCHEMA s;
CREATE TABLE s.a (id integer PRIMARY KEY);
CREATE TABLE b (a_id integer);
-- to:
CREATE SCHEMA s;
CREATE TABLE s.a (id integer PRIMARY KEY);
CREATE TABLE b (a_id integer REFERENCES s.a);

-- case: two tables that reference each other part
CREATE TABLE a (id integer PRIMARY KEY, b_id integer);
CREATE TABLE b (id integer PRIMARY KEY, a_id integer REFERENCES a);
ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b;
-- to:
CREATE TABLE a (id integer PRIMARY KEY);
-- rows:
INSERT INTO a VALUES (1, NULL);

-- case: the key that a foreign key needs is made in the same plan
CREATE TABLE a (id integer);
CREATE TABLE b (a_id integer);
-- to:
CREATE TABLE a (id integer UNIQUE);
CREATE TABLE b (a_id integer REFERENCES a (id));
-- rows:
INSERT INTO a VALUES (1);
INSERT INTO b VALUES (1);

-- case: an exclusion constraint
CREATE TABLE t (during tsrange);
-- to:
CREATE TABLE t (during tsrange, EXCLUDE USING gist (during WITH &&));
-- rows:
INSERT INTO t VALUES ('[2024-01-01,2024-01-02)');

-- case: an exclusion constraint changes
CREATE TABLE t (a int4range, b int4range, CONSTRAINT x EXCLUDE USING gist (a WITH &&));
-- to:
CREATE TABLE t (a int4range, b int4range, CONSTRAINT x EXCLUDE USING gist (a WITH =, b WITH &&) WHERE (NOT isempty(b)) DEFERRABLE);

-- case: an exclusion of circles
-- to:
CREATE TABLE circles (c circle, EXCLUDE USING gist (c WITH &&));

-- case: constraints get other names
CREATE TABLE a (id integer PRIMARY KEY);
CREATE TABLE t (x integer CHECK (x > 0), y integer UNIQUE, z integer REFERENCES a);
-- to:
CREATE TABLE a (id integer PRIMARY KEY);
CREATE TABLE t (x integer CONSTRAINT x_ok CHECK (x > 0), y integer CONSTRAINT y_once UNIQUE, z integer CONSTRAINT z_ref REFERENCES a);
-- rows:
INSERT INTO a VALUES (1);
INSERT INTO t VALUES (1, 1, 1);

-- case: names of constraints that need quotes
CREATE TABLE t (x integer);
-- to:
CREATE TABLE t (x integer, CONSTRAINT "X is OK" CHECK (x > 0), CONSTRAINT "Key" UNIQUE (x));

-- case: a name that is another kind of constraint now
CREATE TABLE t (x integer, CONSTRAINT c CHECK (x > 0));
-- to:
CREATE TABLE t (x integer, CONSTRAINT c UNIQUE (x));
-- rows:
INSERT INTO t VALUES (1);

-- case: a constraint trigger
CREATE TABLE t (x integer);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
-- to:
CREATE TABLE t (x integer);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE CONSTRAINT TRIGGER c AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION f();

-- case: not-null constraints with names
CREATE TABLE t (a integer NOT NULL, b integer);
-- to:
CREATE TABLE t (a integer CONSTRAINT must NOT NULL, b integer CONSTRAINT also NOT NULL NO INHERIT);
-- servers: 18+

-- case: constraints that are not enforced
CREATE TABLE a (id integer PRIMARY KEY);
CREATE TABLE t (x integer CHECK (x > 0), y integer REFERENCES a);
-- to:
CREATE TABLE a (id integer PRIMARY KEY);
CREATE TABLE t (x integer CHECK (x > 0) NOT ENFORCED, y integer REFERENCES a NOT ENFORCED);
-- servers: 18+

-- case: keys without overlaps, and a foreign key of a period
-- to:
CREATE EXTENSION btree_gist;
CREATE TABLE a (id integer, during daterange, PRIMARY KEY (id, during WITHOUT OVERLAPS));
CREATE TABLE b (a_id integer, during daterange, FOREIGN KEY (a_id, PERIOD during) REFERENCES a (id, PERIOD during));
-- servers: 18+

-- case: what the server prints is not what it would read: BETWEEN and lists of varchars
CREATE TABLE t (a int, b int, s varchar(20), w varchar, c char(3));
-- to:
CREATE TABLE t (a int, b int, s varchar(20), w varchar, c char(3),
    CHECK (a > 0 AND b BETWEEN 1 AND 3),
    CONSTRAINT either CHECK ((a > 0 OR b > 0) OR (a < 5 OR (b < 5 OR s = 'AND ('))),
    CHECK (s IN ('a', 'b')), CHECK (w NOT IN ('x', 'it''s')), CHECK (c IN ('abc', 'de')),
    CONSTRAINT all_of_it CHECK (s IN ('a', 'b') AND (a > 0 AND w IN ('c', 'd]')) AND b BETWEEN 1 AND 9),
    EXCLUDE USING gist (int4range(a, b) WITH &&) WHERE (a > 0 AND (b > 0 AND s IN ('a', 'b'))));

-- case: the list of a check gets another value
CREATE TABLE t (status varchar(20) CHECK (status IN ('on', 'off')));
-- to:
CREATE TABLE t (status varchar(20) CHECK (status IN ('on', 'off', 'broken')));

-- case: the length of a varchar below a list
CREATE TABLE t (status varchar(20) CHECK (status IN ('on', 'off')));
CREATE VIEW v AS SELECT status FROM t WHERE status IN ('on', 'off');
-- to:
CREATE TABLE t (status varchar(40) CHECK (status IN ('on', 'off')));
CREATE VIEW v AS SELECT status FROM t WHERE status IN ('on', 'off');
-- rows:
INSERT INTO t VALUES ('on');

-- case: another table has the key's name, and a view changes over to it
CREATE TABLE a (id integer, CONSTRAINT key PRIMARY KEY (id));
CREATE VIEW v AS SELECT id FROM a;
-- to:
CREATE TABLE b (id integer, CONSTRAINT key PRIMARY KEY (id));
CREATE VIEW v AS SELECT id FROM b;
