CREATE TABLE dogs (id int);
