--liquibase formatted sql

--changeset bob:1 endDelimiter:/
--comment: A function and a table
CREATE FUNCTION two() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 2; END; $$;
/
CREATE TABLE orders (id int)
/
--rollback DROP TABLE orders/
--rollback DROP FUNCTION two()/

--changeset bob:index runInTransaction:false context:prod
--preconditions onFail:MARK_RAN
CREATE INDEX CONCURRENTLY orders_id ON ${table} (id);
/* liquibase rollback
DROP INDEX orders_id;
*/

--changeset bob:last
INSERT INTO orders VALUES (1);
--rollback empty
