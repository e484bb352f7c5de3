-- What is no schema: told with its place, and nothing is printed.

-- case: the first schema has an error of grammar
CREATE TABEL t (id integer);
-- to:
CREATE TABLE t (id integer);
-- ends: 2
-- says:
from.sql
syntax error

-- case: a file that only psql could run
\if :is_new
CREATE TABLE t (id integer);
\endif
-- to:
CREATE TABLE t (id integer);
-- ends: 2
-- says:
from.sql
\if

-- case: a file that includes one that is not there
\ir parts/none.sql
CREATE TABLE t (id integer);
-- to:
CREATE TABLE t (id integer);
-- ends: 2
-- says:
from.sql
cannot read
parts/none.sql
