
-- All at once.
BEGIN;

CREATE TABLE a (id int);
CREATE TABEL b (id int);

COMMIT;

