#!/usr/bin/env bash
# The benchmarks (`make bench`): what a start with nothing to do costs, how fast a thousand migrations run, how long
# comparing schemas takes, how much memory each takes, how long traffic waits behind a migration that waits. Everything is
# measured in one run, turn by turn, on a throw-away server with fsync on.
# Arguments are those of bench.py: --runs, --upgrades, --autogenerates, --blocked (0 leaves that part out), --migrations.
# The binaries are build/headstart and, where it has been built, dist/headstart.
set -euo pipefail

root=$(realpath "$(dirname "$0")/../..")
# Not below a private TMPDIR: the server may run as another user.
work=$(mktemp -d /tmp/hs-bench.XXXXXX)
chmod 755 "$work"

cleanup() {
    "$root/scripts/throwaway-postgres.sh" stop "$work/postgres"
    rm -rf "$work"
}
trap cleanup EXIT

binaries=()
for binary in "$root/build/headstart" "$root/dist/headstart"; do
    if [ -x "$binary" ]; then
        binaries+=("$binary")
    fi
done
if [ ${#binaries[@]} -eq 0 ]; then
    echo "run.sh: neither build/headstart nor dist/headstart is there: run 'make build' first" >&2
    exit 1
fi

${CXX:-c++} -std=c++20 -O2 -o "$work/measure" "$root/tests/bench/measure.cpp"
${CXX:-c++} -std=c++20 -O2 -I"$(pg_config --includedir)" -o "$work/minimal_libpq" \
    "$root/tests/bench/minimal_libpq.cpp" -L"$(pg_config --libdir)" -lpq
"$root/scripts/throwaway-postgres.sh" start "$work/postgres" -c fsync=on >/dev/null
PATH=$("$root/scripts/throwaway-postgres.sh" bindir):$PATH # the server's own psql
python3 "$root/tests/bench/bench.py" --work "$work" --url-file "$work/postgres/url" \
    --migrations-dir "$root/migrations" "$@" "${binaries[@]}"
