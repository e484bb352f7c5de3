#!/usr/bin/env bash
# Prints the compiler's flags that harden what we ship, one a line, as far as this compiler for this processor knows them.
# CMake asks for our own code, scripts/libraries/ for the libraries of the static binary: one list for both.
#
#   scripts/hardening-flags.sh [COMPILER]      default: cc
set -euo pipefail

compiler=${1:-cc}

is_known() {
    "$compiler" -Werror -O2 "$@" -x c -fsyntax-only - </dev/null 2>/dev/null
}

# glibc warns of a level that it does not have for this compiler: an include makes it look.
level=3
"$compiler" -Werror -O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -x c -fsyntax-only - <<<'#include <string.h>' 2>/dev/null || level=2

# The last two are of x86 and of ARM.
for flag in -fstack-protector-strong -fstack-clash-protection -fcf-protection=full -mbranch-protection=standard; do
    if is_known "$flag"; then
        echo "$flag"
    fi
done
printf '%s\n' -D_GLIBCXX_ASSERTIONS -U_FORTIFY_SOURCE "-D_FORTIFY_SOURCE=$level"
