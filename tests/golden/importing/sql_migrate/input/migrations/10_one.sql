-- +migrate Up
ALTER TABLE tills ADD COLUMN name text;
