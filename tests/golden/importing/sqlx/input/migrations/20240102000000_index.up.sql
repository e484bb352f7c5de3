-- no-transaction
CREATE INDEX CONCURRENTLY cars_id ON cars (id);
