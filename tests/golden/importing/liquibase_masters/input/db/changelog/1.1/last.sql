--liquibase formatted sql
--changeset dev:last
COMMENT ON TABLE a IS 'last';
