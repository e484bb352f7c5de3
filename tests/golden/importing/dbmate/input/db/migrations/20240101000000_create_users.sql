-- migrate:up
CREATE TABLE users (id int PRIMARY KEY, name text);
INSERT INTO users VALUES (1, 'a;b -- migrate:down');

-- migrate:down
DROP TABLE users;
