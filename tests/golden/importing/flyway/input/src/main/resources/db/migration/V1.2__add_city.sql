ALTER TABLE shops ADD COLUMN city text;
