#!/usr/bin/env bash
# Fails when a suite has no tests: a glob that finds nothing must not pass for success.
#
#   tests/count_tests.sh CTEST BUILD SUITE…      SUITE: what the names of its tests begin with
set -euo pipefail
ctest=$1
build=$2
shift 2

tests=$("$ctest" --test-dir "$build" --show-only | sed -n 's/^ *Test *#[0-9]*: *//p')
failed=0
for suite in "$@"; do
    count=$(grep -c "^$suite:" <<<"$tests" || true)
    echo "$suite: $count tests"
    if [ "$count" -eq 0 ]; then
        echo "count_tests.sh: the suite $suite has no tests" >&2
        failed=1
    fi
done
exit "$failed"
