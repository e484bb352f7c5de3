-- The application's own role: it reads and writes what the owner's migrations make, and changes no schema.
-- The server's image runs this once, when it makes the database.
\set password `cat /run/secrets/app_password`
CREATE ROLE app LOGIN PASSWORD :'password';
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO app;
