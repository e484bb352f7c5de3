-- +migrate Up
CREATE TABLE a (id int);
