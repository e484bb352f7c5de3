BEGIN;
\ir shared/users.sql
COMMIT;
