ALTER TABLE dogs ADD COLUMN name text;
