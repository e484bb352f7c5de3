/* About a:
 * it has rows. */
-- For later.
-- migrate:up
CREATE TABLE a (id int);
-- migrate:down
DROP TABLE a;
