-- +goose Up
CREATE TABLE seeds (id int);

-- +goose Down
DROP TABLE seeds;
