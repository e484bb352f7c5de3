-- +goose Up
-- +goose ENVSUB ON
INSERT INTO items VALUES (${FIRST}), (${SECOND:-2}), ($FIRST+2);
INSERT INTO notes VALUES ('\$FIRST costs $$1');
-- +goose ENVSUB OFF
SELECT '${NOT_FILLED}', $$NOT_FILLED$$;
