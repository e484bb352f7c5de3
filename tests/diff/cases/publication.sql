-- Publications.

-- case: publications of every sort
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE u (a int PRIMARY KEY, c text);
CREATE SCHEMA s;
CREATE TABLE s.w (a int);
CREATE PUBLICATION p FOR TABLE t, u WHERE (a > 1), TABLES IN SCHEMA s WITH (publish = 'insert', publish_via_partition_root);
CREATE PUBLICATION q FOR ALL TABLES;
CREATE PUBLICATION r;
CREATE PUBLICATION x FOR TABLE t (a, b);
COMMENT ON PUBLICATION p IS 'x';
-- servers: 15+

-- case: more tables
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE u (a int PRIMARY KEY, c text);
CREATE SCHEMA s;
CREATE TABLE s.w (a int);
CREATE PUBLICATION p FOR TABLE t;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE u (a int PRIMARY KEY, c text);
CREATE SCHEMA s;
CREATE TABLE s.w (a int);
CREATE PUBLICATION p FOR TABLE t, u, s.w;

-- case: columns
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE u (a int PRIMARY KEY, c text);
CREATE SCHEMA s;
CREATE TABLE s.w (a int);
CREATE PUBLICATION p FOR TABLE t;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE u (a int PRIMARY KEY, c text);
CREATE SCHEMA s;
CREATE TABLE s.w (a int);
CREATE PUBLICATION p FOR TABLE t (a);
-- servers: 15+

-- case: more columns
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE u (a int PRIMARY KEY, c text);
CREATE SCHEMA s;
CREATE TABLE s.w (a int);
CREATE PUBLICATION p FOR TABLE t (a);
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE u (a int PRIMARY KEY, c text);
CREATE SCHEMA s;
CREATE TABLE s.w (a int);
CREATE PUBLICATION p FOR TABLE t (a, b);
-- servers: 15+

-- case: a filter
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE u (a int PRIMARY KEY, c text);
CREATE SCHEMA s;
CREATE TABLE s.w (a int);
CREATE PUBLICATION p FOR TABLE t;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE u (a int PRIMARY KEY, c text);
CREATE SCHEMA s;
CREATE TABLE s.w (a int);
CREATE PUBLICATION p FOR TABLE t WHERE (a > 1);
-- servers: 15+

-- case: another filter
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE u (a int PRIMARY KEY, c text);
CREATE SCHEMA s;
CREATE TABLE s.w (a int);
CREATE PUBLICATION p FOR TABLE t WHERE (a > 1 AND b IS NULL);
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE u (a int PRIMARY KEY, c text);
CREATE SCHEMA s;
CREATE TABLE s.w (a int);
CREATE PUBLICATION p FOR TABLE t WHERE (a < 1);
-- servers: 15+

-- case: a schema instead of a table
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE u (a int PRIMARY KEY, c text);
CREATE SCHEMA s;
CREATE TABLE s.w (a int);
CREATE PUBLICATION p FOR TABLE t;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE u (a int PRIMARY KEY, c text);
CREATE SCHEMA s;
CREATE TABLE s.w (a int);
CREATE PUBLICATION p FOR TABLES IN SCHEMA s;
-- servers: 15+

-- case: schemas
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE u (a int PRIMARY KEY, c text);
CREATE SCHEMA s;
CREATE TABLE s.w (a int);
CREATE PUBLICATION p;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE u (a int PRIMARY KEY, c text);
CREATE SCHEMA s;
CREATE TABLE s.w (a int);
CREATE PUBLICATION p FOR TABLES IN SCHEMA s, public;
-- servers: 15+

-- case: all tables
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE u (a int PRIMARY KEY, c text);
CREATE SCHEMA s;
CREATE TABLE s.w (a int);
CREATE PUBLICATION p FOR TABLE t;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE u (a int PRIMARY KEY, c text);
CREATE SCHEMA s;
CREATE TABLE s.w (a int);
CREATE PUBLICATION p FOR ALL TABLES;

-- case: what is published
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE u (a int PRIMARY KEY, c text);
CREATE SCHEMA s;
CREATE TABLE s.w (a int);
CREATE PUBLICATION p FOR TABLE t;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE u (a int PRIMARY KEY, c text);
CREATE SCHEMA s;
CREATE TABLE s.w (a int);
CREATE PUBLICATION p FOR TABLE t WITH (publish = 'insert,delete');
-- up:
ALTER PUBLICATION p SET (publish = 'insert, delete');
-- down:
ALTER PUBLICATION p SET (publish = 'insert, update, delete, truncate');

-- case: what is published, and as whose
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE u (a int PRIMARY KEY, c text);
CREATE SCHEMA s;
CREATE TABLE s.w (a int);
CREATE PUBLICATION p FOR TABLE t WITH (publish = 'update', publish_via_partition_root);
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE u (a int PRIMARY KEY, c text);
CREATE SCHEMA s;
CREATE TABLE s.w (a int);
CREATE PUBLICATION p FOR TABLE t WITH (publish = 'insert,delete');

-- case: nothing is published
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE u (a int PRIMARY KEY, c text);
CREATE SCHEMA s;
CREATE TABLE s.w (a int);
CREATE PUBLICATION p FOR TABLE t WITH (publish = '');
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE u (a int PRIMARY KEY, c text);
CREATE SCHEMA s;
CREATE TABLE s.w (a int);
CREATE PUBLICATION p FOR TABLE t;

-- case: a table goes
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE u (a int PRIMARY KEY, c text);
CREATE SCHEMA s;
CREATE TABLE s.w (a int);
CREATE TABLE x (a int, b int);
CREATE PUBLICATION p FOR TABLE x, t;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE u (a int PRIMARY KEY, c text);
CREATE SCHEMA s;
CREATE TABLE s.w (a int);
CREATE PUBLICATION p FOR TABLE t;

-- case: a table without its children
-- to:
CREATE TABLE x (a int);
CREATE TABLE y () INHERITS (x);
CREATE PUBLICATION p FOR TABLE ONLY x;

-- case: a table with its children
-- to:
CREATE TABLE x (a int);
CREATE TABLE y () INHERITS (x);
CREATE PUBLICATION p FOR TABLE x;

-- case: a column of a filter changes its type
CREATE TABLE x (a int PRIMARY KEY, b int);
CREATE PUBLICATION p FOR TABLE x (a, b) WHERE (b > 1) WITH (publish = 'insert');
-- to:
CREATE TABLE x (a int PRIMARY KEY, b bigint);
CREATE PUBLICATION p FOR TABLE x (a, b) WHERE (b > 1) WITH (publish = 'insert');
-- servers: 15+

-- case: a column goes
CREATE TABLE x (a int PRIMARY KEY, b int);
CREATE PUBLICATION p FOR TABLE x (a, b);
-- to:
CREATE TABLE x (a int PRIMARY KEY);
CREATE PUBLICATION p FOR TABLE x (a);
-- servers: 15+
