--liquibase formatted sql
--changeset dev:1
CREATE TABLE a (at timestamptz DEFAULT ${now});
--rollback DROP TABLE a;
--rollback empty
