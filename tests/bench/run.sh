#!/usr/bin/env bash
# The benchmark (`make bench`): what headstart costs beside the least that any program must do, and beside its peers.
# Everything is measured in one run, turn by turn, on a throw-away server; the default rows take some five minutes.
#
#   tests/bench/run.sh [--rows noop,wait,…] [--before BINARY] [--runs N] …      --help has them all
#
#   HEADSTART_BINARY        what is measured; without it dist/headstart, or build/headstart where that has not been built
#   PGBIN                   the folder of the server's programs
#   BENCH_DISK              a folder on the disk that is meant: the server is there, and its flushes take what they take
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
# Files and server are in memory where there is room: the flushes of a shared disk differ tenfold from one second to the
# next, and a hundred thousand small files take it a minute to remove. Instead each flush of a commit takes 2 ms, as on
# many a disk: the server sleeps before it (commit_delay).
memory=/tmp
if [ "$(df --output=avail --block-size=1G --type=tmpfs /dev/shm 2>/dev/null | tail -n 1)" -ge 4 ] 2>/dev/null; then
    memory=/dev/shm
fi
flush=(-c commit_delay=2000 -c commit_siblings=0)
disk=$memory
if [ -n "${BENCH_DISK:-}" ]; then
    flush=()
    disk=$BENCH_DISK
fi
work=$(mktemp -d "$memory/hs-bench.XXXXXX")
disk=$(mktemp -d "$disk/hs-bench.XXXXXX")
chmod 755 "$disk" # the server may run as another user

cleanup() {
    "$root/scripts/throwaway-postgres.sh" stop "$disk/postgres"
    rm -rf "$work" "$disk"
}
trap cleanup EXIT

compile() {
    ${CXX:-c++} -std=c++20 -O2 -o "$work/$1" "${@:2}"
}
compile measure "$bench/measure.cpp"
compile delay "$bench/delay.cpp"
compile floor -static "$bench/floor.cpp" "$bench/raw_session.cpp"
compile minimal_libpq -I"$(pg_config --includedir)" "$bench/minimal_libpq.cpp" -L"$(pg_config --libdir)" -lpq
"$root/scripts/throwaway-postgres.sh" start "$disk/postgres" -c fsync=on -c autovacuum=off "${flush[@]}" >/dev/null
PATH=$("$root/scripts/throwaway-postgres.sh" bindir):$PATH # the server's own psql and pg_ctl
PYTHONDONTWRITEBYTECODE=1 python3 "$bench/bench.py" --work "$work" --disk "$disk" --root "$root" --binary "$binary" "$@"
