#!/usr/bin/env bash
# Prints NOTICE: what is linked into the static binary, and the licences of that.
#
#   scripts/release/notice.sh ARCH PREFIX      the prefix of scripts/build-libraries.sh
set -euo pipefail

[ $# -eq 2 ] || { echo "usage: scripts/release/notice.sh ARCH PREFIX" >&2; exit 2; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
prefix=$2
rule=$(printf '%.0s-' {1..78})

# "LIBRARY LICENCE NAME HOME" a line.
rows() {
    awk '!/^#/ && NF { print $1, $2, $4, $5 }' "$here/../libraries/licences.txt"
}

# Of what the compiler brings.
text_of() {
    case "$1" in
    glibc) cat /usr/share/doc/libc6/copyright ;;
    gcc) cat "/usr/share/doc/gcc-$(cc -dumpversion)-base/copyright" ;;
    *) cat "$prefix/licences/$1" ;;
    esac
}

echo "headstart is one static binary. Linked into it are these libraries:"
echo
while read -r library licence name home; do
    licence=${licence//,/ AND }
    printf '  %-14s %-12s %s\n                 %s\n' "$name" "$("$here/version-of.sh" "$1" "$prefix" "$library")" "$home" "${licence//_/ }"
done < <(rows)
while read -r library licence name home; do
    printf '\n%s\n%s\n%s\n\n' "$rule" "$name" "$rule"
    text_of "$library" | tr -d '\r'
done < <(rows)
