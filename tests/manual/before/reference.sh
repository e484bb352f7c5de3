# shellcheck shell=bash
# The history that the page draws, and a formatter.
mkdir -p api/migrations && cd api || return
# shellcheck disable=SC2016  # its second argument
printf '#!/bin/sh\necho "-- formatted" >>"$2"\n' >../../bin/pg_format
chmod +x ../../bin/pg_format
# ID PARENTS MESSAGE [LABEL]
revision() {
    printf -- '-- %s\n--\n-- Revision ID: %s\n-- Revises: %s\n-- Branch Labels: %s\n\n' "$3" "$1" "$2" "${4:-}"
    printf -- '-- migrate:up\nCREATE TABLE t_%s (id integer);\n\n-- migrate:down\nDROP TABLE t_%s;\n' "$1" "$1"
} >"migrations/$1.sql"
revision a1c0 '<base>' 'Create users'
revision b2c0 a1c0 'Add a phone number'
revision c3c0 b2c0 'Add API tokens' api
revision d4c0 b2c0 'Add an audit log'
revision e5c0 'c3c0, d4c0' 'Merge API and audit'
psql -Xq "$DATABASE_URL" -c 'CREATE SCHEMA app'
