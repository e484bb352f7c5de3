#!/usr/bin/env bash
# Makes what is published, in dist/release: for each processor a tarball, a Debian package and the list of its parts (SPDX);
# the licences, and the checksums of all of them.
#
#   scripts/release.sh [ARCH]…      Debian's names; default: amd64 arm64
#
# Of one commit, one compiler and one set of library sources it makes the same bytes, wherever and whenever: nothing knows
# the folder, the time is that of the commit, and archives are sorted and owned by nobody.
set -euo pipefail
export LC_ALL=C TZ=UTC
umask 022

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
parts=$root/scripts/release
out=$root/dist/release
own=$(dpkg --print-architecture)

version=$(sed -n 's/^project(headstart VERSION \([0-9.]*\).*/\1/p' "$root/CMakeLists.txt")
# No tag: a clone has them or not.
commit=$(git -C "$root" describe --always --dirty --abbrev=12 --exclude '*')
SOURCE_DATE_EPOCH=$(git -C "$root" log -1 --format=%ct)
export SOURCE_DATE_EPOCH
if [[ $commit == *-dirty ]]; then
    echo "release: there are changes that are not committed: --version says $commit" >&2
fi

# The folder of the libraries of the binary for $1, and the binary.
libraries_of() {
    [ "$1" = "$own" ] && echo "$root/build-static/libraries" || echo "$root/build-static-$1/libraries"
}
binary_of() {
    [ "$1" = "$own" ] && echo "$root/dist/headstart" || echo "$root/dist/headstart-$1"
}

make_for() {
    local arch=$1 stage
    HEADSTART_ARCH=$arch "$root/scripts/build-static.sh" "$commit"
    stage=$(mktemp -d)
    "$parts/notice.sh" "$arch" "$(libraries_of "$arch")" >"$stage/NOTICE"
    "$parts/sbom.py" "$version" "$commit" "$arch" "$(libraries_of "$arch")" "$(binary_of "$arch")" \
        >"$out/headstart-$version-linux-$arch.spdx.json"
    "$parts/tarball.sh" "$version" "$arch" "$(binary_of "$arch")" "$stage/NOTICE" "$out"
    "$parts/deb.sh" "$version" "$arch" "$(binary_of "$arch")" "$stage/NOTICE" "$out"
    cp "$stage/NOTICE" "$out/NOTICE"
    rm -rf "$stage"
}

[ $# -gt 0 ] || set -- amd64 arm64
rm -rf "$out"
mkdir -p "$out"
# Manual page and completion are printed by the binary that runs here.
export HEADSTART_TOOL=$root/dist/headstart
HEADSTART_ARCH=$own "$root/scripts/build-static.sh" "$commit"
for arch in "$@"; do
    make_for "$arch"
done
cd "$out"
files=(*)
sha256sum "${files[@]}" >SHA256SUMS
echo "release: $out" >&2
cat SHA256SUMS
