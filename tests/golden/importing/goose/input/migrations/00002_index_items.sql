-- +goose NO TRANSACTION
-- +goose Up
CREATE INDEX CONCURRENTLY items_id ON items (id);

-- +goose Down
DROP INDEX CONCURRENTLY items_id;
