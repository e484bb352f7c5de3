-- Up Migration
CREATE TABLE pets (id int);

-- Down Migration
DROP TABLE pets;
