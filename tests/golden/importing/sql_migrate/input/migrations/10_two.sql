-- +migrate Up
ALTER TABLE tills ADD COLUMN place text;

-- +migrate Down
ALTER TABLE tills DROP COLUMN place;
