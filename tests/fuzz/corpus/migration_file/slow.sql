-- Slow: long enough that a container is stopped in the middle of it
--
-- Revision ID: 2222bbbb2222
-- Revises: 1111aaaa1111

-- migrate:up
CREATE TABLE half_done (id integer PRIMARY KEY);
SELECT pg_sleep(60);

-- migrate:down
DROP TABLE half_done;
