-- Partitioned tables and their partitions.

-- case: a partitioned table of each strategy
-- to:
CREATE TABLE a (id integer, at date) PARTITION BY RANGE (at);
CREATE TABLE a1 PARTITION OF a FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE a2 PARTITION OF a FOR VALUES FROM (MINVALUE) TO ('2024-01-01');
CREATE TABLE a3 PARTITION OF a DEFAULT;
CREATE TABLE b (id integer, kind text) PARTITION BY LIST (kind);
CREATE TABLE b1 PARTITION OF b FOR VALUES IN ('x', 'y', NULL);
CREATE TABLE c (id integer) PARTITION BY HASH (id);
CREATE TABLE c0 PARTITION OF c FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE c1 PARTITION OF c FOR VALUES WITH (MODULUS 2, REMAINDER 1);

-- case: keys of expressions, operator classes and collations
-- to:
CREATE TABLE a (x text, y text) PARTITION BY RANGE (lower(x), y COLLATE "C");
CREATE TABLE b (x text) PARTITION BY LIST (x text_pattern_ops);
CREATE TABLE c (x integer) PARTITION BY RANGE ((x / 10));

-- case: a partition is added
CREATE TABLE a (at date) PARTITION BY RANGE (at);
CREATE TABLE a1 PARTITION OF a FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
-- to:
CREATE TABLE a (at date) PARTITION BY RANGE (at);
CREATE TABLE a1 PARTITION OF a FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE a2 PARTITION OF a FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
-- rows:
INSERT INTO a VALUES ('2024-05-05');

-- case: a default partition is added
CREATE TABLE a (k text, v integer) PARTITION BY LIST (k);
-- to:
CREATE TABLE a (k text, v integer) PARTITION BY LIST (k);
CREATE TABLE a_rest PARTITION OF a DEFAULT;

-- case: a partition is added beside a default one
CREATE TABLE a (k text) PARTITION BY LIST (k);
CREATE TABLE a_rest PARTITION OF a DEFAULT;
-- to:
CREATE TABLE a (k text) PARTITION BY LIST (k);
CREATE TABLE a_rest PARTITION OF a DEFAULT;
CREATE TABLE a_x PARTITION OF a FOR VALUES IN ('x');
-- rows:
INSERT INTO a VALUES ('y');

-- case: the bounds of a partition
CREATE TABLE a (at date) PARTITION BY RANGE (at);
CREATE TABLE a1 PARTITION OF a FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
-- to:
CREATE TABLE a (at date) PARTITION BY RANGE (at);
CREATE TABLE a1 PARTITION OF a FOR VALUES FROM ('2024-01-01') TO ('2026-01-01');
-- rows:
INSERT INTO a VALUES ('2024-05-05');

-- case: the bounds of two partitions that meet
CREATE TABLE a (k integer) PARTITION BY RANGE (k);
CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (0) TO (10);
CREATE TABLE a2 PARTITION OF a FOR VALUES FROM (10) TO (20);
-- to:
CREATE TABLE a (k integer) PARTITION BY RANGE (k);
CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (0) TO (15);
CREATE TABLE a2 PARTITION OF a FOR VALUES FROM (15) TO (20);
-- rows:
INSERT INTO a VALUES (1), (16);

-- case: a table becomes a partition
CREATE TABLE a (id integer) PARTITION BY RANGE (id);
CREATE TABLE a1 (id integer);
-- to:
CREATE TABLE a (id integer) PARTITION BY RANGE (id);
CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (0) TO (10);
-- rows:
INSERT INTO a1 VALUES (1);

-- case: a partition becomes a table
CREATE TABLE a (id integer, k text DEFAULT 'x') PARTITION BY RANGE (id);
CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (0) TO (10);
-- to:
CREATE TABLE a (id integer, k text DEFAULT 'x') PARTITION BY RANGE (id);
CREATE TABLE a1 (id integer, k text DEFAULT 'x');

-- case: a partition moves to another table
CREATE TABLE a (id integer) PARTITION BY RANGE (id);
CREATE TABLE b (id integer) PARTITION BY RANGE (id);
CREATE TABLE p PARTITION OF a FOR VALUES FROM (0) TO (10);
-- to:
CREATE TABLE a (id integer) PARTITION BY RANGE (id);
CREATE TABLE b (id integer) PARTITION BY RANGE (id);
CREATE TABLE p PARTITION OF b FOR VALUES FROM (0) TO (10);

-- case: a partition is dropped
CREATE TABLE a (id integer) PARTITION BY RANGE (id);
CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (0) TO (10);
CREATE TABLE a2 PARTITION OF a FOR VALUES FROM (10) TO (20);
-- to:
CREATE TABLE a (id integer) PARTITION BY RANGE (id);
CREATE TABLE a2 PARTITION OF a FOR VALUES FROM (10) TO (20);
-- rows:
INSERT INTO a VALUES (11);
-- up:
DROP TABLE a1;

-- case: a partitioned table is dropped with its partitions
CREATE TABLE a (id integer PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (0) TO (10) PARTITION BY RANGE (id);
CREATE TABLE a11 PARTITION OF a1 FOR VALUES FROM (0) TO (5);
-- to:

-- case: sub-partitions
CREATE TABLE a (k text, at date) PARTITION BY LIST (k);
CREATE TABLE a_x PARTITION OF a FOR VALUES IN ('x');
-- to:
CREATE TABLE a (k text, at date) PARTITION BY LIST (k);
CREATE TABLE a_x PARTITION OF a FOR VALUES IN ('x');
CREATE TABLE a_y PARTITION OF a FOR VALUES IN ('y') PARTITION BY RANGE (at);
CREATE TABLE a_y_1 PARTITION OF a_y FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE a_y_rest PARTITION OF a_y DEFAULT;
-- rows:
INSERT INTO a VALUES ('x', '2024-01-01');

-- case: a table becomes partitioned
CREATE TABLE a (id integer, at date);
-- to:
CREATE TABLE a (id integer, at date) PARTITION BY RANGE (at);
CREATE TABLE a1 PARTITION OF a FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');

-- case: another key of the partitions
CREATE TABLE a (id integer, k text) PARTITION BY RANGE (id);
CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (0) TO (10);
-- to:
CREATE TABLE a (id integer, k text) PARTITION BY LIST (k);
CREATE TABLE a1 PARTITION OF a FOR VALUES IN ('x');

-- case: keys through the levels
CREATE TABLE a (id integer, k text) PARTITION BY RANGE (id);
CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (0) TO (10) PARTITION BY RANGE (id);
CREATE TABLE a11 PARTITION OF a1 FOR VALUES FROM (0) TO (5);
-- to:
CREATE TABLE a (id integer, k text, PRIMARY KEY (id), UNIQUE (id, k)) PARTITION BY RANGE (id);
CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (0) TO (10) PARTITION BY RANGE (id);
CREATE TABLE a11 PARTITION OF a1 FOR VALUES FROM (0) TO (5);
-- rows:
INSERT INTO a VALUES (1, 'x');

-- case: a column of a partitioned table is added, altered and dropped
CREATE TABLE a (id integer, b integer, c integer) PARTITION BY RANGE (id);
CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (0) TO (10);
-- to:
CREATE TABLE a (id integer, b bigint NOT NULL DEFAULT 5, d text) PARTITION BY RANGE (id);
CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (0) TO (10);
-- rows:
INSERT INTO a VALUES (1, 2, 3);

-- case: the type of the column that parts the table
CREATE TABLE a (id integer, b text) PARTITION BY RANGE (id);
CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (0) TO (10);
-- to:
CREATE TABLE a (id bigint, b text) PARTITION BY RANGE (id);
CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (0) TO (10);

-- case: what a partition has of its own
CREATE TABLE a (id integer, b integer) PARTITION BY RANGE (id);
CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (0) TO (10);
-- to:
CREATE TABLE a (id integer, b integer) PARTITION BY RANGE (id);
CREATE TABLE a1 PARTITION OF a (b DEFAULT 7 NOT NULL, CONSTRAINT b_ok CHECK (b > 0), PRIMARY KEY (id)) FOR VALUES FROM (0) TO (10) WITH (fillfactor = 70);
-- rows:
INSERT INTO a VALUES (1, 2);

-- case: a check of a partitioned table
CREATE TABLE a (id integer, b integer) PARTITION BY RANGE (id);
CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (0) TO (10);
-- to:
CREATE TABLE a (id integer, b integer CHECK (b > 0)) PARTITION BY RANGE (id);
CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (0) TO (10);
-- rows:
INSERT INTO a VALUES (1, 2);

-- case: a foreign key from a partitioned table
CREATE TABLE r (id integer PRIMARY KEY);
CREATE TABLE a (id integer, r_id integer) PARTITION BY RANGE (id);
CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (0) TO (10);
-- to:
CREATE TABLE r (id integer PRIMARY KEY);
CREATE TABLE a (id integer, r_id integer REFERENCES r) PARTITION BY RANGE (id);
CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (0) TO (10);
CREATE TABLE a2 PARTITION OF a FOR VALUES FROM (10) TO (20);
-- rows:
INSERT INTO r VALUES (1);
INSERT INTO a VALUES (1, 1);

-- case: a foreign key to a partitioned table
CREATE TABLE a (id integer PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (0) TO (10);
CREATE TABLE b (a_id integer);
-- to:
CREATE TABLE a (id integer PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (0) TO (10);
CREATE TABLE b (a_id integer REFERENCES a);
-- rows:
INSERT INTO a VALUES (1);
INSERT INTO b VALUES (1);

-- case: a partition with a key of its own is attached
CREATE TABLE a (id integer PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE a1 (id integer NOT NULL, CONSTRAINT mine PRIMARY KEY (id));
-- to:
CREATE TABLE a (id integer PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE a1 (id integer NOT NULL, CONSTRAINT mine PRIMARY KEY (id));
ALTER TABLE a ATTACH PARTITION a1 FOR VALUES FROM (0) TO (10);
-- rows:
INSERT INTO a1 VALUES (1);

-- case: partitions in another schema
-- to:
CREATE SCHEMA parts;
CREATE TABLE a (id integer, k text) PARTITION BY RANGE (id);
CREATE TABLE parts.a1 PARTITION OF a FOR VALUES FROM (0) TO (10);
CREATE INDEX ON a (k);

-- case: a partition with its columns in another order
-- to:
CREATE TABLE a (id integer, k text) PARTITION BY RANGE (id);
CREATE TABLE a1 (k text, id integer);
ALTER TABLE a ATTACH PARTITION a1 FOR VALUES FROM (0) TO (10);

-- case: a trigger of a partitioned table
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE a (id integer) PARTITION BY RANGE (id);
CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (0) TO (10);
-- to:
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE a (id integer) PARTITION BY RANGE (id);
CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (0) TO (10);
CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW EXECUTE FUNCTION f();
ALTER TABLE a1 DISABLE TRIGGER t;

-- case: a view on a partitioned table
CREATE TABLE a (id integer) PARTITION BY RANGE (id);
CREATE VIEW v AS SELECT id FROM a;
-- to:
CREATE TABLE a (id bigint, k text) PARTITION BY RANGE (id);
CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (0) TO (10);
CREATE VIEW v AS SELECT id, k FROM a;

-- case: an unlogged partition
-- to:
CREATE TABLE a (id integer) PARTITION BY RANGE (id);
CREATE UNLOGGED TABLE a1 PARTITION OF a FOR VALUES FROM (0) TO (10);

-- case: twenty partitions
-- to:
CREATE TABLE a (id integer PRIMARY KEY, k text) PARTITION BY RANGE (id);
CREATE INDEX ON a (k);
DO $$ BEGIN FOR i IN 0..19 LOOP EXECUTE format('CREATE TABLE a%s PARTITION OF a FOR VALUES FROM (%s) TO (%s)', i, i * 10, i * 10 + 10); END LOOP; END $$;

-- case: a partitioned table becomes a plain one and keeps its rows
CREATE TABLE a (id integer, k text) PARTITION BY RANGE (id);
CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (0) TO (10);
CREATE TABLE a2 PARTITION OF a FOR VALUES FROM (10) TO (20);
-- to:
CREATE TABLE a (id integer, k text);
-- rows:
INSERT INTO a VALUES (1, 'x'), (11, 'y');

-- case: another key of the partitions, and rows that go elsewhere
CREATE TABLE a (id integer, k text) PARTITION BY RANGE (id);
CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (0) TO (10);
CREATE TABLE a2 PARTITION OF a FOR VALUES FROM (10) TO (20);
-- to:
CREATE TABLE a (id integer, k text) PARTITION BY LIST (k);
CREATE TABLE a1 PARTITION OF a FOR VALUES IN ('x');
CREATE TABLE a2 PARTITION OF a FOR VALUES IN ('y');
-- rows:
INSERT INTO a VALUES (1, 'y'), (11, 'x');

-- case: a plain table of which two become one partitioned table
CREATE TABLE a1 (id integer NOT NULL, k text);
CREATE TABLE a2 (id integer NOT NULL, k text);
-- to:
CREATE TABLE a (id integer NOT NULL, k text) PARTITION BY RANGE (id);
CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (0) TO (10);
CREATE TABLE a2 PARTITION OF a FOR VALUES FROM (10) TO (20);
CREATE INDEX ON a (k);
-- rows:
INSERT INTO a1 VALUES (1, 'x');
INSERT INTO a2 VALUES (11, 'y');

-- case: what is said of the whole is not said again of its partitions
CREATE TABLE t (id integer, k integer) PARTITION BY RANGE (id);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);
-- to:
CREATE TABLE t (id integer, k integer NOT NULL DEFAULT 5) PARTITION BY RANGE (id);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);
-- up:
ALTER TABLE t ALTER COLUMN k SET NOT NULL;
ALTER TABLE t ALTER COLUMN k SET DEFAULT 5;
-- down:
ALTER TABLE t ALTER COLUMN k DROP DEFAULT;
ALTER TABLE t ALTER COLUMN k DROP NOT NULL;

-- case: two partitions change places
CREATE TABLE t (id integer) PARTITION BY LIST (id);
CREATE TABLE a PARTITION OF t FOR VALUES IN (1);
CREATE TABLE b PARTITION OF t FOR VALUES IN (2);
-- to:
CREATE TABLE t (id integer) PARTITION BY LIST (id);
CREATE TABLE a PARTITION OF t FOR VALUES IN (2);
CREATE TABLE b PARTITION OF t FOR VALUES IN (1, 3);

-- case: a partition with indexes is detached, and another table is attached
CREATE TABLE t (id integer, d integer NOT NULL, PRIMARY KEY (id, d)) PARTITION BY RANGE (d);
CREATE INDEX ON t (d);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);
CREATE TABLE t2 (id integer NOT NULL, d integer NOT NULL, PRIMARY KEY (id, d));
CREATE INDEX ON t2 (d);
-- to:
CREATE TABLE t (id integer, d integer NOT NULL, PRIMARY KEY (id, d)) PARTITION BY RANGE (d);
CREATE INDEX ON t (d);
CREATE TABLE t1 (id integer NOT NULL, d integer NOT NULL, PRIMARY KEY (id, d));
CREATE INDEX ON t1 (d);
CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (0) TO (10);
-- up:
ALTER TABLE t DETACH PARTITION t1;
ALTER TABLE t ATTACH PARTITION t2 FOR VALUES FROM (0) TO (10);

-- case: the function of a key has other names of arguments
CREATE FUNCTION f(integer) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT $1';
CREATE TABLE t (a integer) PARTITION BY RANGE (f(a));
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (1000000);
-- to:
CREATE FUNCTION f(one integer) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT $1';
CREATE TABLE t (a integer) PARTITION BY RANGE (f(a));
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (1000000);

-- case: a table with a name of full length is put aside for its rows
CREATE TABLE a23456789012345678901234567890123456789012345678901234567890123 (a integer, b integer) PARTITION BY RANGE (a);
CREATE TABLE t1 PARTITION OF a23456789012345678901234567890123456789012345678901234567890123 FOR VALUES FROM (0) TO (1000000);
-- to:
CREATE TABLE a23456789012345678901234567890123456789012345678901234567890123 (a integer, b integer) PARTITION BY RANGE (b);
CREATE TABLE t1 PARTITION OF a23456789012345678901234567890123456789012345678901234567890123 FOR VALUES FROM (0) TO (1000000);

-- case: indexes of partitioned tables alone, of which the leaves have none
CREATE TABLE other (id integer);
-- to:
CREATE TABLE other (id integer);
CREATE TABLE t (a integer, b text) PARTITION BY RANGE (a);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (1000000) PARTITION BY RANGE (a);
CREATE TABLE t11 PARTITION OF t1 FOR VALUES FROM (0) TO (500000);
CREATE UNIQUE INDEX ON ONLY t1 (a);
CREATE UNIQUE INDEX ON ONLY t (a);
ALTER INDEX t_a_idx ATTACH PARTITION t1_a_idx;
