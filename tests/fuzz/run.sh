#!/usr/bin/env bash
# Runs the fuzz targets (`make fuzz`), two at a time, each for FUZZ_SECONDS seconds (60 if not set).
#
#   tests/fuzz/run.sh BUILD [TARGET…]      BUILD: a build folder with HEADSTART_FUZZ=ON; all targets if none is named
#
# Begins with the committed corpus and with what earlier runs have found (BUILD/corpus). Fails when a target found an
# input that breaks a property, and names that input and the command that runs it again.
set -euo pipefail
here=$(realpath "$(dirname "$0")")
build=$(realpath "$1")
shift
readonly seconds=${FUZZ_SECONDS:-60} k_at_a_time=2

if [ $# -eq 0 ]; then
    for corpus in "$here"/corpus/*; do
        set -- "$@" "$(basename "$corpus")"
    done
fi

# UBSan's words need their stack to be understood. What a target allocates is small: an input that wants more is a finding.
export UBSAN_OPTIONS=print_stacktrace=1 ASAN_OPTIONS=malloc_context_size=6
ASAN_SYMBOLIZER_PATH=$(printf '%s\n' /usr/lib/llvm-*/bin/llvm-symbolizer | sort -V | tail -n 1)
export ASAN_SYMBOLIZER_PATH
run() {
    local target=$1 found=$build/corpus/$1 dictionary=() corpus=("$here/corpus/$1")
    if [ "$target" = migration_file ]; then # the shipped ones are inputs too
        corpus+=("$here/../../migrations")
    fi
    mkdir -p "$found" "$build/findings"
    rm -f "$build/findings/$target"-*
    if [ -e "$here/$target.dict" ]; then
        dictionary=("-dict=$here/$target.dict")
    fi
    "$build/tests/fuzz/fuzz_$target" -max_total_time="$seconds" -max_len=2048 -timeout=10 -rss_limit_mb=1024 \
        -print_final_stats=1 -artifact_prefix="$build/findings/$target-" "${dictionary[@]}" \
        "$found" "${corpus[@]}" >"$build/findings/$target.log" 2>&1
}

report() {
    local target=$1 code=$2 log=$build/findings/$1.log finding
    if [ "$code" -eq 0 ]; then
        echo "$target: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs, nothing found"
        return
    fi
    failed=1
    tail -n 60 "$log" >&2
    for finding in "$build/findings/$target"-*; do
        if [ -e "$finding" ]; then
            echo "$target: FOUND $finding" >&2
            echo "  again: $build/tests/fuzz/fuzz_$target $finding" >&2
        fi
    done
}

failed=0
declare -A target_of=()
for target in "$@" ""; do
    # The empty word at the end waits for all that still run.
    while [ ${#target_of[@]} -ge $k_at_a_time ] || { [ -z "$target" ] && [ ${#target_of[@]} -gt 0 ]; }; do
        code=0
        wait -n -p ended "${!target_of[@]}" || code=$?
        report "${target_of[$ended]}" "$code"
        unset "target_of[$ended]"
    done
    if [ -n "$target" ]; then
        run "$target" &
        target_of[$!]=$target
    fi
done
exit "$failed"
