#!/usr/bin/env bash
# The demo (`make demo`): a throw-away PostgreSQL, `headstart run` on migrations/, and behind it the demo application.
# Nothing is left behind, however it ends.
set -euo pipefail

root=$(realpath "$(dirname "$0")/..")
headstart=${HEADSTART:-$root/build/headstart}
# Not below a private TMPDIR: the server may run as another user.
work=$(mktemp -d /tmp/hs-demo.XXXXXX)
chmod 755 "$work"

cleanup() {
    "$root/scripts/throwaway-postgres.sh" stop "$work/postgres"
    rm -rf "$work"
}
trap cleanup EXIT

step() {
    echo
    echo "── $*"
}

step "A throw-away PostgreSQL"
"$root/scripts/throwaway-postgres.sh" start "$work/postgres" >/dev/null
DATABASE_URL=$(cat "$work/postgres/url")
export DATABASE_URL HEADSTART_DIR="$root/migrations"
PATH=$("$root/scripts/throwaway-postgres.sh" bindir):$PATH # the server's own psql
cd "$work" # no .env or headstart.toml of this folder plays a part

step "headstart run -- app: the database is empty, so it upgrades to head first"
"$headstart" run -- "$root/scripts/demo/app.sh"

step "headstart run -- app, as a second replica: nothing to do, no lock taken"
"$headstart" run -- true

step "headstart status"
"$headstart" status

step "headstart downgrade -1, and up again"
"$headstart" downgrade -1
"$headstart" upgrade head
"$headstart" check
