-- Deploy flipr:appschema to pg

BEGIN;

\set ON_ERROR_STOP on
\set schema flipr
CREATE SCHEMA :"schema";

COMMIT;
