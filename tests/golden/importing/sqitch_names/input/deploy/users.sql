-- Deploy flipr:users to pg
SET client_min_messages = 'warning';
BEGIN;
CREATE TABLE users (name text, days int[]);
COMMIT;
