#!/usr/bin/env bash
# What a real fish offers for lines that are typed.
# shellcheck source=tests/shells/common.sh
. "$(dirname "$0")/common.sh"

need fish
export HOME=$work
headstart completion fish >"$work/script"
# shellcheck disable=SC2016  # fish expands these
lines | fish --no-config -c '
    source $argv[1]
    while read --line line
        # One candidate a line, with its description behind a tab.
        echo (complete -C "$line" | string replace --regex "\t.*" "")
    end' "$work/script" | compare
