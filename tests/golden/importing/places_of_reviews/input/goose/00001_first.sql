-- +goose Up
-- +goose StatementBegin
CREATE FUNCTION one() RETURNS int LANGUAGE sql AS $$
    SELECT 1;
$$;
-- +goose StatementEnd

CREATE TABLE a (id int);
CREATE TABEL b (id int);

-- +goose Down
-- +goose StatementBegin
DROP TABLE a;
-- +goose StatementEnd
DROP FUNKTION one();
