-- About a.
SET search_path TO x;
-- migrate:up
CREATE TABLE a (id int);
