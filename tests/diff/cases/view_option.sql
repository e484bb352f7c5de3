-- Options of views.

-- case: security_barrier
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v AS SELECT a FROM t;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v WITH (security_barrier) AS SELECT a FROM t;

-- case: security_barrier, off and on
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v WITH (security_barrier=false) AS SELECT a FROM t;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v WITH (security_barrier) AS SELECT a FROM t;

-- case: security_invoker
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v AS SELECT a FROM t;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v WITH (security_invoker) AS SELECT a FROM t;
-- servers: 15+

-- case: security_invoker, off and on
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v WITH (security_invoker=false) AS SELECT a FROM t;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v WITH (security_invoker) AS SELECT a FROM t;
-- servers: 15+

-- case: the order of options
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v WITH (security_barrier, security_invoker) AS SELECT a FROM t;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v WITH (security_invoker, security_barrier) AS SELECT a FROM t;
-- servers: 15+

-- case: CHECK OPTION
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v AS SELECT a FROM t;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v AS SELECT a FROM t WITH CHECK OPTION;

-- case: LOCAL CHECK OPTION
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v AS SELECT a FROM t;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v AS SELECT a FROM t WITH LOCAL CHECK OPTION;

-- case: CHECK OPTION, local and cascaded
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v AS SELECT a FROM t WITH LOCAL CHECK OPTION;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v AS SELECT a FROM t WITH CASCADED CHECK OPTION;

-- case: options and query at once
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v AS SELECT a FROM t WITH LOCAL CHECK OPTION;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(8,2));
CREATE VIEW v WITH (security_barrier) AS SELECT a FROM t WHERE a>2 WITH CHECK OPTION;
