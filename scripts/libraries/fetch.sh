#!/usr/bin/env bash
# Fetches the sources of one library of the static binary and unpacks them.
#
#   scripts/libraries/fetch.sh LIBRARY FOLDER      FOLDER is made; FOLDER.name says which file of sources.txt it was
#
# Takes the first of the library's lines in sources.txt that a mirror of this machine's apt has. Needs no root, and no lists
# of packages. What is fetched is nothing but what the digest says.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

fail() {
    echo "fetch: $*" >&2
    exit 1
}

# "PATH DIGEST" a line.
pinned() {
    awk -v library="$1" '$1 == library { print $2, $3 }' "$here/sources.txt"
}

# Fetches a file of Debian's archive into the current folder, from the first mirror that has it as it should be.
download() {
    local path=$1 digest=$2 mirror
    for mirror in "${mirrors[@]}"; do
        if /usr/lib/apt/apt-helper download-file "$mirror$path" "${path##*/}" "SHA256:$digest" >>fetch.log 2>&1; then
            return
        fi
    done
    return 1
}

# The files that a .dsc lists, fetched as well and checked against the digests in it, which our own digest vouches for.
download_listed() {
    local dsc=$1 digest name
    while read -r digest _ name; do
        download "$(dirname "$dsc")/$name" "$digest" || return
    done < <(awk '/^Checksums-Sha256:/ { on = 1; next } /^[^ ]/ { on = 0 } on' "${dsc##*/}")
}

unpack() {
    case "$1" in
    # The uploader's own key need not be on this machine.
    *.dsc) dpkg-source --no-check -x "$1" "$2" >>fetch.log 2>&1 ;;
    *.deb) dpkg-deb -x "$1" "$2" ;;
    *) mkdir "$2" && tar --extract --strip-components=1 --directory "$2" --file "$1" ;;
    esac
}

# Of the lines of standard input the first that can be had.
take_first() {
    local path digest
    while read -r path digest; do
        if ! download "$path" "$digest" || { [[ "$path" == *.dsc ]] && ! download_listed "$path"; }; then
            echo "fetch: no mirror of this machine has $path with its digest" >&2
            continue
        fi
        unpack "${path##*/}" source || fail "cannot unpack $path"
        echo "fetch: $path" >&2
        echo "${path##*/}" >name
        return
    done
    return 1
}

# "PATH DIGEST" of what Debian's suites offer today. A library that is headers only comes as a package, which has no source.
offered() {
    local first
    first=$(pinned "$1" | head -n 1 | cut -d' ' -f1)
    if [[ "$first" != *.deb ]]; then
        "$here/offered.sh" "$(basename "$(dirname "$first")")"
    fi
}

[ $# -eq 2 ] || fail "usage: scripts/libraries/fetch.sh LIBRARY FOLDER"
library=$1
folder=$2
[ -n "$(pinned "$library")" ] || fail "sources.txt knows no $library"
# shellcheck disable=SC2016  # apt expands these; Debian's only, where apt knows whose they are
mapfile -t mirrors < <(apt-get indextargets --format '$(REPO_URI) $(ORIGIN)' 'Created-By: Packages' |
    awk '$2 == "Debian" || $2 == "" || $2 ~ /^\$/ { print $1 }' | sort -u)
[ ${#mirrors[@]} -gt 0 ] || fail "apt on this machine knows no Debian mirror"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(
    cd "$work"
    if ! pinned "$library" | take_first; then
        echo "fetch: looking for versions of $library that sources.txt does not know" >&2
        offered "$library" | take_first || { cat fetch.log >&2; fail "no source of $library can be had"; }
    fi
)
rm -rf "$folder"
mv "$work/source" "$folder"
mv "$work/name" "$folder.name"
