#!/usr/bin/env bash
# What a real bash offers on a terminal when lines are typed.
# shellcheck source=tests/shells/common.sh
. "$(dirname "$0")/common.sh"

need bash
headstart completion bash >"$work/script"
lines | "$here/type_into.py" bash "$work/script" | compare
