CREATE INDEX CONCURRENTLY shops_city ON shops (city);
