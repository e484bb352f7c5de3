BEGIN;

ALTER TABLE books ADD COLUMN title text;
-- down
UPDATE books SET title = '';

COMMIT;
