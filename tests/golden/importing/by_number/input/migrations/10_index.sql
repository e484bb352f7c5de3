-- Up Migration
CREATE INDEX carts_id ON carts (id);
