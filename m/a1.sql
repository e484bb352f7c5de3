-- x
--
-- Revision ID: a1
-- Revises:

-- migrate:up transaction:false
CREATE TABLE z(i int); BEGIN; INSERT INTO z VALUES (1); PREPARE TRANSACTION 'g'; COMMIT PREPARED 'g';
