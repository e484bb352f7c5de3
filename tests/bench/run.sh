#!/usr/bin/env bash
# The benchmark (`make bench`): what headstart costs beside the least that any program must do, and beside its peers.
# Everything is measured in one run, turn by turn, on a throw-away server with fsync on; the default rows take some
# five minutes.
#
#   tests/bench/run.sh [--rows noop,wait,…] [--before BINARY] [--runs N] …      --help has them all
#
#   HEADSTART_BINARY        what is measured; without it dist/headstart, or build/headstart where that has not been built
#   PGBIN                   the folder of the server's programs
set -euo pipefail

root=$(realpath "$(dirname "$0")/../..")
bench=$root/tests/bench
binary=${HEADSTART_BINARY:-$root/dist/headstart}
if [ ! -x "$binary" ]; then
    binary=$root/build/headstart
fi
if [ ! -x "$binary" ]; then
    echo "run.sh: neither dist/headstart nor build/headstart is there: run 'make build' first" >&2
    exit 1
fi
# Not below a private TMPDIR: the server may run as another user.
work=$(mktemp -d /tmp/hs-bench.XXXXXX)
chmod 755 "$work"

cleanup() {
    "$root/scripts/throwaway-postgres.sh" stop "$work/postgres"
    rm -rf "$work"
}
trap cleanup EXIT

compile() {
    ${CXX:-c++} -std=c++20 -O2 -o "$work/$1" "${@:2}"
}
compile measure "$bench/measure.cpp"
compile delay "$bench/delay.cpp"
compile floor -static "$bench/floor.cpp" "$bench/raw_session.cpp"
compile minimal_libpq -I"$(pg_config --includedir)" "$bench/minimal_libpq.cpp" -L"$(pg_config --libdir)" -lpq
"$root/scripts/throwaway-postgres.sh" start "$work/postgres" -c fsync=on -c autovacuum=off >/dev/null
PATH=$("$root/scripts/throwaway-postgres.sh" bindir):$PATH # the server's own psql and pg_ctl
PYTHONDONTWRITEBYTECODE=1 python3 "$bench/bench.py" --work "$work" --root "$root" --binary "$binary" "$@"
