# shellcheck shell=bash
# Sourced by the scripts that build one library of the static binary: where it goes, how it is compiled, and whether there
# is anything to do. What is built depends on sources.txt and on these scripts, not on the machine.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

fail() {
    echo "$(basename "$0"): $*" >&2
    exit 1
}

# The flags of every library, the same that our own code gets. -Os: it waits for the network, and code that nobody calls is
# dropped by the linker. No file says where it was built.
compiler_flags() {
    echo -Os -fPIE -ffunction-sections -fdata-sections "-ffile-prefix-map=$work=." "-ffile-prefix-map=$prefix=." \
        "$("$here/../hardening-flags.sh" | tr '\n' ' ')"
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
        grep "^$library " "$here/sources.txt"
        "$here/../hardening-flags.sh"
        cc --version
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
    if command -v ccache >/dev/null; then
        export CC="ccache cc" CMAKE_C_COMPILER_LAUNCHER=ccache CMAKE_CXX_COMPILER_LAUNCHER=ccache
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
