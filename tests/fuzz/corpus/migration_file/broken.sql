-- Broken: the down section forgets a table
--
-- Revision ID: 3333cccc3333
-- Revises: <base>

-- migrate:up
CREATE TABLE kept (id integer PRIMARY KEY);
CREATE TABLE forgotten (id integer PRIMARY KEY);

-- migrate:down
DROP TABLE kept;
