-- Follow-up migration: a table
CREATE TABLE a (id int);
