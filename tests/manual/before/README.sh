# shellcheck shell=bash
# The commands of the daily life are for a project that is there, with a database of its own.
DATABASE_URL=${DATABASE_URL%app}daily
headstart database create && mkdir daily && cd daily && headstart init &&
    echo 'CREATE TABLE users (id integer PRIMARY KEY);' >schema.sql &&
    sed -i 's/^# schema = .*/schema = "schema.sql"/' headstart.toml
