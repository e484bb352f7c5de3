-- Create users
--
-- Revision ID: a1
-- Revises: <base>
-- Create Date: 2025-10-03 23:15:00+00:00

-- migrate:up
CREATE TABLE users (id int PRIMARY KEY, name text); -- people
COPY users (id, name) FROM stdin;
1	Ada's
\.
INSERT INTO users VALUES (2, 'semi;colon') -- the last one

-- migrate:down
DROP TABLE users;
