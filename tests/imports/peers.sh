#!/usr/bin/env bash
# The same histories by the tools themselves and by headstart, each in a database of its own: what pg_dump says of the two
# must be equal. A tool that is not installed is passed over; with none of them the test counts as skipped (77).
#
#   HEADSTART_TEST_URL=… HEADSTART_BINARY=… tests/imports/peers.sh
#   HEADSTART_BUILT=… tests/imports/peers.sh --cluster FILE      as ctest does: FILE names the folder of its server
#
# HEADSTART_PEERS: a folder in which `npm install dbmate node-pg-migrate pg` was run; Sqitch is Debian's
# (scripts/install-deps.sh peers).
set -euo pipefail
if [ "${1:-}" = --cluster ]; then
    HEADSTART_TEST_URL=${HEADSTART_TEST_URL:-$(head -n 1 "$(head -n 1 "$2")/url")}
fi
HEADSTART_BINARY=${HEADSTART_BINARY:-${HEADSTART_BUILT:?the binary under test}}
histories=$(cd "$(dirname "$0")/../golden/importing" && pwd)
server=${HEADSTART_TEST_URL%/*}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
PATH="${HEADSTART_PEERS:-/nonexistent}/node_modules/.bin:$PATH"
compared=0

fresh_database() { # NAME: prints its URL
    psql -Xq "$HEADSTART_TEST_URL" -c "DROP DATABASE IF EXISTS $1" -c "CREATE DATABASE $1" 2>/dev/null
    echo "$server/$1"
}

# What a tool keeps for itself is nobody's schema.
dump() {
    pg_dump -Ox -N sqitch -N graphile_migrate -T schema_migrations -T 'pgmigrations*' -T alembic_version -T 'headstart_journal*' "$1" |
        grep -v '^\\\(un\)\?restrict\|^--\|^$' || true
}

compare() { # HISTORY PROGRAM [OPTION OF import]…: the function run_HISTORY runs the tool on $url
    local history=$1 program=$2 url
    shift 2
    if ! command -v "$program" >/dev/null; then
        echo "$program is not installed: passed over"
        return
    fi
    cp -r "$histories/$history/input" "$work/$history"
    cd "$work/$history"
    url=$(fresh_database "peer_${history}_tool")
    "run_$history" "$url"
    dump "$url" >"$work/tool"
    url=$(fresh_database "peer_${history}_headstart")
    "$HEADSTART_BINARY" import "$@" --into imported >/dev/null
    "$HEADSTART_BINARY" upgrade head --dir imported --url "$url"
    dump "$url" >"$work/headstart"
    diff -u "$work/tool" "$work/headstart" || { echo "$history: headstart makes something else" >&2; exit 1; }
    echo "$history: the same"
    compared=$((compared + 1))
}

run_dbmate() { DATABASE_URL="$1?sslmode=disable" dbmate --no-dump-schema up; }
# It takes a file without a marker for nothing that can be undone, and no JavaScript here.
run_node_pg_migrate() {
    rm -f migrations/*.js
    DATABASE_URL=$1 node-pg-migrate up --no-check-order
}
run_sqitch() { sqitch deploy --target "db:${1/postgresql:/pg:}" --set who=Marge; }

compare dbmate dbmate dbmate
compare node_pg_migrate node-pg-migrate node-pg-migrate
compare sqitch sqitch sqitch --placeholder who=Marge
[ "$compared" -gt 0 ] || { echo "this test is skipped: none of the tools is installed"; exit 77; }
