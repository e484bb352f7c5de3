-- What is no schema: told with its place, and nothing is printed.

-- case: the first schema has an error of grammar
CREATE TABEL t (id integer);
-- to:
CREATE TABLE t (id integer);
-- ends: 2
-- says:
from.sql
syntax error
