#!/usr/bin/env bash
# Runs the tests by ctest (`make test`), once each, and says first what decides how they end.
#
#   tests/run.sh [SUITE…]      unit integration e2e pg binary faults incidents security differential golden manual diff fuzz shells guard; all of them if none is named
#
#   HEADSTART_BINARY        the whole path of the binary under test; without it, the one in the build tree
#   HEADSTART_BUILD         the build tree with the tests, build/ if not set
#   HEADSTART_NO_SKIP       1: a test that cannot run here fails. So it is for root, who has all that a test can need
#   HEADSTART_FAULTS_SEED   draws the places of the faults as an earlier run did
#   HEADSTART_DIFF_SHARE    0/16 to 15/16: the sixteenth of the pairs of schemas that is run, else drawn; all of them are `make test-diff`
#   PGBIN                   the folder of the server's programs; without it, a server that is installed is taken
#   CTEST_FLAGS             more words for ctest: -R …, -V
set -euo pipefail

root=$(realpath "$(dirname "$0")/..")
build=${HEADSTART_BUILD:-$root/build}
if [ "$(id -u)" -eq 0 ]; then
    export HEADSTART_NO_SKIP=${HEADSTART_NO_SKIP:-1}
fi
if [ "${HEADSTART_NO_SKIP:-}" = 1 ]; then
    "$root/scripts/install-deps.sh" test differential
fi

binary=$("${HEADSTART_BINARY:-$build/headstart}" --version)
server=$("$("$root/scripts/throwaway-postgres.sh" bindir)/postgres" --version)
printf '%s\n' "$binary" "$server"
# shellcheck source=tests/support/seed.sh
. "$root/tests/support/seed.sh"
export HEADSTART_DIFF_SHARE=${HEADSTART_DIFF_SHARE:-$((HEADSTART_FAULTS_SEED % 16))/16}
echo "of the pairs of schemas a share is run, with HEADSTART_DIFF_SHARE=$HEADSTART_DIFF_SHARE"
selection=()
if [ $# -gt 0 ]; then
    selection=(-R "^($(IFS='|' && echo "$*")|suites):")
fi
# 15, of "grammar of PostgreSQL 15" and of "postgres (PostgreSQL) 15.18".
major='s/.*PostgreSQL)\{0,1\} \([0-9]*\).*/\1/p'
if [ "$(sed -n "$major" <<<"$server")" -gt "$(sed -n "$major" <<<"$binary")" ]; then
    echo "the server is newer than the binary's grammar: tests labelled known-syntax are left out"
    selection+=(-LE known-syntax)
fi
# shellcheck disable=SC2086  # CTEST_FLAGS are words
ctest --test-dir "$build" --output-on-failure --no-tests=error -j2 "${selection[@]}" ${CTEST_FLAGS:-}
