#!/usr/bin/env bash
# The tests that need a server, on each major version of PostgreSQL that Debian has (`make test-versions`). Tests and
# headstart are this machine's; the server's programs are those of the suite.
#
#   tests/versions/run.sh [SUITE…]      bullseye bookworm trixie forky sid, if none is named
#
# HEADSTART_NO_SKIP=1, as root has it: a suite whose server cannot be had is a failure.
set -euo pipefail

here=$(realpath "$(dirname "$0")")
# 13, 15, 17, and what is newest today. 14 and 16 were in no suite: nothing says that headstart works there.
[ $# -gt 0 ] || set -- bullseye bookworm trixie forky sid
if [ "$(id -u)" -eq 0 ]; then
    export HEADSTART_NO_SKIP=${HEADSTART_NO_SKIP:-1}
fi

passed=0
failed=0
results=()
declare -A seen=()
for suite in "$@"; do
    if ! bindir=$("$here/server.sh" "$suite"); then
        results+=("$suite: skipped, no server can be had")
        [ "${HEADSTART_NO_SKIP:-}" != 1 ] || failed=$((failed + 1))
        continue
    fi
    version=$("$bindir/postgres" --version)
    major=$(basename "$(dirname "$bindir")")
    if [ -n "${seen[$major]:-}" ]; then
        results+=("$suite: $version: its major version was tested already")
        continue
    fi
    seen[$major]=1
    echo "── $suite: $version"
    if PGBIN=$bindir "$here/../run.sh" integration diff e2e faults incidents security; then
        passed=$((passed + 1))
        results+=("$suite: $version: passed")
    else
        failed=$((failed + 1))
        results+=("$suite: $version: FAILED")
    fi
done
echo
printf '%s\n' "${results[@]}" "14, 16: in no suite of Debian's, not tested"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
