# shellcheck shell=bash
# A project of dbmate's, and a database that it has migrated half-way.
mkdir -p shop/db/migrations && cd shop || return
printf -- '-- migrate:up\nCREATE TABLE users (id integer);\n\n-- migrate:down\nDROP TABLE users;\n' \
    >db/migrations/20240101000000_create_users.sql
printf -- '-- migrate:up\nALTER TABLE users ADD COLUMN name text;\n' >db/migrations/20240102000000_add_name.sql
psql -Xq "$DATABASE_URL" -c "CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY);
    INSERT INTO schema_migrations VALUES ('20240101000000'); CREATE TABLE users (id integer)"
