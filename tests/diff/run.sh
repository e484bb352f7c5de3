#!/usr/bin/env bash
# All cases, then COUNT pairs of schemas that are made at random, from SEED on or from a number that is drawn: on two
# processes, against one server. A failure prints the command that repeats it.
#
#   tests/diff/run.sh COUNT [SEED]
set -euo pipefail
root=$(realpath "$(dirname "$0")/../..")
build=${HEADSTART_BUILD:-$root/build}
count=$1
seed=${2:-$(od -An -N3 -tu4 /dev/urandom | tr -d ' ')}
ctest --test-dir "$build" --output-on-failure --no-tests=error -j2 -R '^diff: ' -E '^diff: random '

echo "pairs made at random: SEED=$seed COUNT=$count"
server=$(mktemp)
trap '"$root/tests/support/cluster.sh" stop "$server"; rm -f "$server"' EXIT
rm "$server"
"$root/tests/support/cluster.sh" start "$server"
HEADSTART_TEST_URL=$(cat "$(cat "$server")/url")
export HEADSTART_TEST_URL
half=$(((count + 1) / 2))
"$root/tests/diff/random.sh" "$build/tests/diff/headstart_diff_tests" "$seed" "$half" &
other=$!
failed=0
"$root/tests/diff/random.sh" "$build/tests/diff/headstart_diff_tests" $((seed + half)) "$half" || failed=1
wait "$other" || failed=1
exit "$failed"
