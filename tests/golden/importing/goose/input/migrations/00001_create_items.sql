-- +goose Up
-- +goose StatementBegin
CREATE FUNCTION one() RETURNS int LANGUAGE plpgsql AS $$
BEGIN
    -- down

    RETURN 1;
END
$$
-- +goose StatementEnd
CREATE TABLE items (id int);

-- +goose Down
DROP TABLE items;
DROP FUNCTION one();
