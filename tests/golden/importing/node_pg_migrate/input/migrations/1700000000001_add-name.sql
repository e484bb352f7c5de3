ALTER TABLE pets ADD COLUMN name text;
