#!/usr/bin/env bash
# Prints the version of a library that is linked into the static binary.
#
#   scripts/release/version-of.sh ARCH PREFIX LIBRARY      one of scripts/libraries/licences.txt
set -euo pipefail

[ $# -eq 3 ] || { echo "usage: scripts/release/version-of.sh ARCH PREFIX LIBRARY" >&2; exit 2; }

# A package for another processor than this machine's is a package of a cross compiler.
version_of_package() {
    local package
    for package in "$@"; do
        if dpkg-query --show --showformat='${Version}\n' "$package" 2>/dev/null; then
            return
        fi
    done
    echo "version-of: none of these packages is installed: $*" >&2
    return 1
}

case "$3" in
glibc) version_of_package "libc6-dev:$1" "libc6-dev-$1-cross" ;;
gcc)
    package=libstdc++-$(cc -dumpversion)-dev
    version_of_package "$package:$1" "$package-$1-cross"
    ;;
*)
    # libpg-query_17-6.1.0.orig.tar.gz, openssl_3.5.7-1~deb13u2.dsc, libcli11-dev_2.4.1+ds-2_all.deb
    name=$(cat "$2/stamps/$3.source")
    name=${name#*_}
    name=${name%.dsc}
    name=${name%.orig.tar.*}
    echo "${name%_*.deb}"
    ;;
esac
