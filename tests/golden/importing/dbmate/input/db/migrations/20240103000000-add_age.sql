-- About the age of users.
-- migrate:up
ALTER TABLE users ADD COLUMN age int;
