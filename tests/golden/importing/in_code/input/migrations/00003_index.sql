-- +goose Up
CREATE INDEX seeds_id ON seeds (id);

-- +goose Down
DROP INDEX seeds_id;
