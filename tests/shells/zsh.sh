#!/usr/bin/env bash
# What a real zsh offers on a terminal when lines are typed.
# shellcheck source=tests/shells/common.sh
. "$(dirname "$0")/common.sh"

need zsh
headstart completion zsh >"$work/script"
lines | "$here/type_into.py" zsh "$work/script" | compare
