-- +goose Up
-- cleanup migration
CREATE TABLE a (id int);
