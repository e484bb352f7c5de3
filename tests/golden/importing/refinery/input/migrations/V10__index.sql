-- refinery:noTransaction
CREATE INDEX CONCURRENTLY dogs_name ON dogs (name);
