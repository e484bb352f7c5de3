-- What goose does.
-- +goose NO TRANSACTION
-- +goose Up
CREATE TABLE a (id int);
