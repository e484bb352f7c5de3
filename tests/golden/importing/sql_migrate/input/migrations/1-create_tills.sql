-- Tills, and who opens them.

-- +migrate Up
-- +migrate StatementBegin
CREATE FUNCTION one() RETURNS int LANGUAGE plpgsql AS $$
BEGIN
    -- down

    RETURN 1;
END
$$
-- +migrate StatementEnd
CREATE TABLE tills (id int);

-- +migrate Down
DROP TABLE tills;

-- +migrate Up
INSERT INTO tills VALUES (1);

-- +migrate Down
DROP FUNCTION one();
