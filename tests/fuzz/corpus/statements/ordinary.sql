CREATE TABLE t (a int);
-- note; not two
INSERT INTO t VALUES (1), (2); /* ; /* nested */ */ SELECT 1