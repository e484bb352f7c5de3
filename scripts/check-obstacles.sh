#!/usr/bin/env bash
# Fails when a sentence that src/pg/obstacle.cpp looks for (its rows `TextRule{"…", …}`) is said by none of those whose
# words they are: the libpq that is linked, OpenSSL and the C library. A newer libpq may have changed its mind.
#
#   scripts/check-obstacles.sh PREFIX      the prefix of scripts/build-libraries.sh
set -euo pipefail

[ $# -eq 1 ] || { echo "usage: scripts/check-obstacles.sh PREFIX" >&2; exit 2; }
# shellcheck source=scripts/target.sh
. "$(dirname "${BASH_SOURCE[0]}")/target.sh"
table=$(dirname "${BASH_SOURCE[0]}")/../src/pg/obstacle.cpp

# A literal may go on in the next line; escaped quotation marks stand for themselves.
sentences() {
    tr '\n' ' ' <"$table" | grep -o -E 'TextRule\{ *("([^"\]|\\.)*" *)+' |
        sed -E 's/^TextRule\{ *"//; s/" *$//; s/" *"//g; s/\\(.)/\1/g'
}

# One text of a program a line.
said() {
    strings --all --bytes=3 "$1/lib/libpq.a" "$1/lib/libssl.a" "$1/lib/libcrypto.a" "$("$target_cc" -print-file-name=libc.a)"
}

words=$(mktemp)
trap 'rm -f "$words"' EXIT
said "$1" >"$words"
count=0
missing=0
while IFS= read -r sentence; do
    count=$((count + 1))
    if ! grep -q -F -- "$sentence" "$words"; then
        echo "check-obstacles: nobody says \"$sentence\"" >&2
        missing=$((missing + 1))
    fi
done < <(sentences)
rows=$(grep -c 'TextRule{' "$table")
if [ "$count" -eq 0 ] || [ "$count" -ne "$rows" ]; then
    echo "check-obstacles: read $count sentences of $rows rows in $table: is this script out of date?" >&2
    exit 1
fi
[ "$missing" -eq 0 ]
