--liquibase formatted sql
--changeset dev:1
ALTER TABLE a ADD COLUMN b int;
--rollback ALTER TABLE a
--rollback   DROP COLUMN b
/* liquibase rollback
SELECT 1;
*/
