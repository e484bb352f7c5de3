-- atlas:txtar

-- checks.sql --
-- atlas:assert none
SELECT NOT EXISTS (SELECT FROM pg_class WHERE relname = 'trees');

-- migration.sql --
CREATE TABLE trees (id int);
-- a comment of two dashes --- and more
INSERT INTO trees VALUES (1);

-- down.sql --
DROP TABLE trees;
