#!/usr/bin/env bash
# headstart on the development database, in the few words one types all day.
#
#   scripts/migrate.sh upgrade [REVISION]       default: head
#   scripts/migrate.sh downgrade [REVISION]     default: -1
#   scripts/migrate.sh current|history|heads|check|status
#   scripts/migrate.sh generate MESSAGE         a new migration file, from what migrations/schema declares
#   scripts/migrate.sh generate-manual MESSAGE  a new, empty one
#
# Uses $HEADSTART, or the binary this folder has built, on $DATABASE_URL, which defaults to the database of
# docker-compose.yml. Where nothing is built, the compose service `migrate` does it.
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
    sed -n '4,8s/^# *//p' scripts/migrate.sh >&2
    exit 2
}

find_binary() {
    local binary
    for binary in "${HEADSTART:-}" build/headstart dist/headstart; do
        if [ -n "$binary" ] && [ -x "$binary" ]; then
            echo "$binary"
            return
        fi
    done
}

[ $# -ge 1 ] || usage
verb=$1
shift
case "$verb" in
upgrade) arguments=(upgrade "${1:-head}") ;;
downgrade) arguments=(downgrade "${1:--1}") ;;
generate)
    [ -n "${1:-}" ] || usage
    arguments=(revision --autogenerate -m "$1")
    ;;
generate-manual)
    [ -n "${1:-}" ] || usage
    arguments=(revision -m "$1")
    ;;
current | history | heads | check | status) arguments=("$verb" "$@") ;;
*) usage ;;
esac

binary=$(find_binary)
if [ -n "$binary" ]; then
    # headstart reads .env itself; what is said there or in the environment goes before this default.
    if [ -z "${HEADSTART_URL:-}${MIGRATION_DATABASE_URL:-}${DATABASE_URL:-}" ] && ! [ -e .env ]; then
        export DATABASE_URL=postgresql://owner:owner@127.0.0.1:${DB_PORT:-5432}/app
    fi
    export HEADSTART_SCHEMA=${HEADSTART_SCHEMA:-migrations/schema}
    exec "$binary" "${arguments[@]}"
fi
terminal=()
[ -t 0 ] || terminal=(-T)
# New files belong to whoever asked for them.
exec docker-compose run --rm "${terminal[@]}" --user "$(id -u):$(id -g)" migrate "${arguments[@]}"
