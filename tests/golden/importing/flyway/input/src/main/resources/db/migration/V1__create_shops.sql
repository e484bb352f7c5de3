CREATE TABLE ${schema}.shops (id int PRIMARY KEY);
