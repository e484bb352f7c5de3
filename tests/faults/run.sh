#!/usr/bin/env bash
# The faults and the incidents (`make test-faults`): all of them, on a throw-away server, with a table of what was tried,
# row by row.
#
#   tests/faults/run.sh [Catch2's arguments: names of test cases, -c, -d yes …]
#
# HEADSTART_FAULTS=share tries as many as ctest does; HEADSTART_FAULTS_SEED repeats a draw; HEADSTART_BINARY names another
# binary than the one in build/. What fails prints the command that repeats it.
set -euo pipefail

root=$(realpath "$(dirname "$0")/../..")
# Not below a private TMPDIR: the server may run as another user.
work=$(mktemp -d /tmp/hs-faults.XXXXXX)
chmod 755 "$work"

cleanup() {
    "$root/scripts/throwaway-postgres.sh" stop "$work/postgres"
    rm -rf "$work"
}
trap cleanup EXIT

HEADSTART_TEST_URL=$("$root/scripts/throwaway-postgres.sh" start "$work/postgres" -c max_connections=200)
export HEADSTART_TEST_URL
export HEADSTART_FAULTS=${HEADSTART_FAULTS:-full}
# shellcheck source=tests/support/seed.sh
. "$root/tests/support/seed.sh"
if [ "$(id -u)" -eq 0 ]; then
    export HEADSTART_NO_SKIP=${HEADSTART_NO_SKIP:-1}
fi
tests=${HEADSTART_BUILD:-$root/build}/tests
found=0
failed=0
for program in "$tests/faults/headstart_fault_tests" "$tests/incidents/headstart_incident_tests"; do
    status=0
    "$program" --durations yes "$@" 2>&1 | tee "$work/log" || status=$?
    # Catch2 2 calls it a success, 3 a failure: it may be a test of the other program.
    if ! grep -q '^No test' "$work/log"; then
        found=1
        [ "$status" -eq 0 ] || failed=1
    fi
done
if [ "$found" -eq 0 ]; then
    echo "run.sh: there is no such test case" >&2
    exit 1
fi
[ "$failed" -eq 0 ]
