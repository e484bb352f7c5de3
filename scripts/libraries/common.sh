# shellcheck shell=bash
# Sourced by the scripts that build one library of the static binary: where it goes, how it is compiled, and whether there
# is anything to do. What is built depends on sources.txt and on these scripts, not on the machine; for which processor says
# scripts/target.sh.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/target.sh
. "$here/../target.sh"

fail() {
    echo "$(basename "$0"): $*" >&2
    exit 1
}

# The flags of every library, the same that our own code gets. -Os: it waits for the network, and code that nobody calls is
# dropped by the linker. No file says where it was built.
compiler_flags() {
    echo -Os -fPIE -ffunction-sections -fdata-sections "-ffile-prefix-map=$work=." "-ffile-prefix-map=$prefix=." \
        "$("$here/../hardening-flags.sh" "$target_cc" | tr '\n' ' ')"
}

# The texts of a library's licence, for NOTICE: licences.txt says where they stand.
keep_licence() {
    local file
    mkdir -p "$prefix/licences"
    awk -v library="$1" '$1 == library { gsub(",", "\n", $3); print $3 }' "$here/licences.txt" | while read -r file; do
        case "$file" in
        *.[ch]) sed -n '1,/\*\//p' "source/$file" ;;
        *) cat "source/$file" ;;
        esac
        echo
    done >"$prefix/licences/$1"
    [ -s "$prefix/licences/$1" ] || fail "licences.txt does not say where the licence of $1 stands"
}

# $1: a library's name, $2: the prefix, the rest: libraries that it is built against. Leaves the script when the prefix holds
# what it would build; else it goes on in a folder of its own, with the library's sources in ./source.
begin() {
    local library=$1 needed
    [ -n "${2:-}" ] || fail "usage: $0 PREFIX"
    mkdir -p "$2/stamps"
    prefix=$(cd "$2" && pwd)
    stamp_file=$prefix/stamps/$library
    stamp=$({
        cat "$here/common.sh" "$0"
        grep --no-filename "^$library " "$here/sources.txt" "$here/licences.txt"
        "$here/../hardening-flags.sh" "$target_cc"
        "$target_cc" --version
        for needed in "${@:3}"; do cat "$prefix/stamps/$needed"; done
    } | sha256sum | cut -d' ' -f1)
    if [ "$(cat "$stamp_file" 2>/dev/null)" = "$stamp" ]; then
        exit 0
    fi
    rm -f "$stamp_file"
    work=$prefix/work/$library
    rm -rf "$work"
    mkdir -p "$work"
    trap 'rm -rf "$work"' EXIT
    cd "$work"
    "$here/fetch.sh" "$library" source
    cp source.name "$stamp_file.source"
    keep_licence "$library"
    export CC=$target_cc AR=${target_tools}ar RANLIB=${target_tools}ranlib
    if command -v ccache >/dev/null; then
        export CC="ccache $target_cc" CMAKE_C_COMPILER_LAUNCHER=ccache CMAKE_CXX_COMPILER_LAUNCHER=ccache
    fi
    # What a library says about the day it was built.
    export SOURCE_DATE_EPOCH=0
}

# Runs a command whose output only speaks when it fails.
quietly() {
    "$@" >>"$work/build.log" 2>&1 || { tail -n 40 "$work/build.log" >&2; fail "failed: $*"; }
}

# The library stands in the prefix.
finish() {
    echo "$stamp" >"$stamp_file"
}
