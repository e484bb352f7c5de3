CREATE TABLE cars (id int);
