#!/usr/bin/env bash
# Proves a folder of migrations on an empty database: up, check, down, up again, and the same schema both times.
# Runs in the container of docker-compose.ci.yml. HEADSTART_DIR and DATABASE_URL say where; PGHOST and so on must
# name the same database, for psql.
set -euo pipefail

schema() {
    psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 --file /usr/local/share/headstart/schema.sql
}

step() {
    echo "verify: $*"
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

step "upgrade head"
headstart run
headstart check
schema >"$work/first"
if ! [ -s "$work/first" ]; then
    echo "verify: the migrations made nothing" >&2
    exit 1
fi

step "downgrade base"
headstart downgrade base
schema >"$work/base"
if [ -s "$work/base" ]; then
    echo "verify: the down sections leave this behind:" >&2
    cat "$work/base" >&2
    exit 1
fi

step "upgrade head again"
headstart upgrade head
headstart check
schema >"$work/second"
if ! diff -u "$work/first" "$work/second" >&2; then
    echo "verify: up, down and up again gives another schema than up alone" >&2
    exit 1
fi
step "$(wc -l <"$work/second") lines of schema are the same after up, down and up"
