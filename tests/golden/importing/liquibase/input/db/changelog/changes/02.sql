-- liquibase formatted sql
--property name:table value:orders
-- changeset alice:1
CREATE TABLE customers (id int);
-- rollback DROP TABLE customers;
--changeset alice:2 dbms:oracle
SELECT 1 FROM dual;
