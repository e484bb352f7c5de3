-- +goose Up
-- +goose StatementBegin
CREATE TABLE users (id int PRIMARY KEY, username text);
-- +goose StatementEnd
INSERT INTO users VALUES (0, 'root'), (1, 'vojtechvitek');

-- +goose Down
DROP TABLE users;
