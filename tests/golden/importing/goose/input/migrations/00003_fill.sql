-- +goose Up
-- +goose ENVSUB ON
INSERT INTO items VALUES (${FIRST}), (${SECOND:-2});
-- +goose ENVSUB OFF
SELECT '${NOT_FILLED}';
