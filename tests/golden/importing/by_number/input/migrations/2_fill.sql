-- Up Migration
SET ROLE NONE;
CREATE TABLE carts (id int);
