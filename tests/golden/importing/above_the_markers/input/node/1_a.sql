-- About a.
SELECT 1;
-- Up Migration
CREATE TABLE a (id int);
-- Down Migration
DROP TABLE a;
