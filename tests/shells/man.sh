#!/usr/bin/env bash
# The manual page is one that man shows without a warning, and it speaks of every command and option that help speaks of.
# shellcheck source=tests/shells/common.sh
. "$(dirname "$0")/common.sh"

need man
headstart man >"$work/headstart.1"
failed=0
for width in 60 80 120; do
    MANWIDTH=$width MANROFFOPT="" man --warnings --encoding=UTF-8 --local-file "$work/headstart.1" >"$work/page.$width" 2>"$work/warnings"
    if [ -s "$work/warnings" ]; then
        echo "not ok - man warns at $width columns:"
        cat "$work/warnings"
        failed=1
    fi
done
page=$(col -b <"$work/page.120" | tr -s ' \n' ' ')
# Commands and options as help lists them: two blanks, a name.
names=$(headstart --help --all | sed -n 's/^  \([a-z][a-z-]*\)  .*/\1/p; s/^  \{1,6\}\(-[-a-zA-Z, ]*[a-z]\)\( .*\)\{0,1\}$/\1/p' | tr -d ',' | tr ' ' '\n' | sort -u)
[ "$(wc -l <<<"$names")" -gt 60 ] || { echo "not ok - help lists few names: $names"; failed=1; }
for name in $names; do
    if [[ "$page" != *"$name"* ]]; then
        echo "not ok - the page lacks $name"
        failed=1
    fi
done
[ "$failed" -eq 0 ] && echo "ok - the manual page"
