ALTER TABLE shops ADD COLUMN name text;
