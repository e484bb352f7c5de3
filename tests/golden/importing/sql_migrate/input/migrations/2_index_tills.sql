-- +migrate Up notransaction
CREATE INDEX CONCURRENTLY tills_id ON tills (id);

-- +migrate Down notransaction
DROP INDEX CONCURRENTLY tills_id;
