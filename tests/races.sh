#!/usr/bin/env bash
# Runs each test of many upgraders at once again and again (`make test-races`): what they meet in depends on the moment, so
# that one run that passes shows little.
#
#   tests/races.sh [COUNT [REGEX]]      COUNT runs of each (200 if not said); REGEX: only of these tests
#
# The tests are those tagged [herd] or [race], on one throw-away server, each alone on the machine. A run that fails leaves
# its log in $HEADSTART_BUILD/races (build/races if not set). Of HEADSTART_BINARY, PGBIN and others tests/run.sh tells.
set -euo pipefail

root=$(realpath "$(dirname "$0")/..")
build=${HEADSTART_BUILD:-$root/build}
readonly count=${1:-200} regex=${2:-.}
logs=$build/races
# Not below a private TMPDIR: the server may run as another user.
work=$(mktemp -d /tmp/hs-races.XXXXXX)
chmod 755 "$work"
cleanup() {
    "$root/scripts/throwaway-postgres.sh" stop "$work/postgres"
    rm -rf "$work"
}
trap cleanup EXIT
if [ "$(id -u)" -eq 0 ]; then
    export HEADSTART_NO_SKIP=${HEADSTART_NO_SKIP:-1}
fi
HEADSTART_TEST_URL=$("$root/scripts/throwaway-postgres.sh" start "$work/postgres" -c max_connections=200)
export HEADSTART_TEST_URL

# "NUMBER NAME" a line. -FA: the server above takes the place of the one that ctest would start for each run.
tests=$(ctest --test-dir "$build" --show-only -FA postgres -L '^(race|herd)$' -R "$regex" | sed -n 's/^ *Test *#\([0-9]*\): /\1 /p')
[ -n "$tests" ] || { echo "races.sh: there is no such test" >&2; exit 1; }
rm -rf "$logs"
mkdir -p "$logs"
passed=0
failed=0
while read -r number name; do
    failures=0
    for ((run = 1; run <= count; run++)); do
        log=$logs/$number-$run.log
        if ctest --test-dir "$build" -FA postgres -I "$number,$number" --output-on-failure >"$log" 2>&1; then
            rm "$log"
        else
            failures=$((failures + 1))
        fi
    done
    printf '%5d of %d failed   %s\n' "$failures" "$count" "$name"
    passed=$((passed + count - failures))
    failed=$((failed + failures))
done <<<"$tests"
[ "$failed" -eq 0 ] || echo "the logs are in $logs"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
