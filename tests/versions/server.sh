#!/usr/bin/env bash
# The server's programs of another Debian suite, to run beside this machine's own: no container, no root, nothing
# installed. Prints their folder, for PGBIN.
#
#   tests/versions/server.sh SUITE
#
# The packages are unpacked, and the programs told to take the loader and the libraries that they were built for. The
# server finds all else from its own place. The result stays in HEADSTART_CACHE (/var/cache/headstart if not set), which
# the server's user must be able to enter; delete it to have a newer one. To make it takes root, for debootstrap.
set -euo pipefail
umask 022

suite=$1
root=$(realpath "$(dirname "$0")/../..")
cache=${HEADSTART_CACHE:-/var/cache/headstart}
dir=$cache/$suite

fail() {
    echo "server.sh: $suite: $*" >&2
    exit 1
}

bindir() {
    echo "$dir"/usr/lib/postgresql/*/bin
}

# Of all that the package `postgresql` depends on, what a program loads; the rest is for setting up a machine.
unpack() {
    local package
    for package in "$1"/postgresql-[0-9]*.deb "$1"/postgresql-client-[0-9]*.deb "$1"/lib*.deb "$1"/zlib*.deb; do
        dpkg-deb --extract "$package" "$dir"
    done
}

# For the program itself and, since it is an rpath and no runpath, for everything that it loads.
use_own_libraries() {
    local loader libraries program
    loader=$(find "$dir" -type f -name 'ld-*.so*' | sed q)
    [ -n "$loader" ] || fail "the loader is not among the packages"
    libraries=$(basename "$(dirname "$loader")") # x86_64-linux-gnu
    for program in "$(bindir)"/*; do
        if [ ! -L "$program" ] && patchelf --print-interpreter "$program" >/dev/null 2>&1; then
            patchelf --set-interpreter "$loader" --force-rpath \
                --set-rpath "$dir/lib/$libraries:$dir/usr/lib/$libraries" "$program"
        fi
    done
}

make() {
    local work
    [ "$(id -u)" -eq 0 ] || fail "only root can fetch its server into $cache"
    work=$(mktemp -d)
    trap 'rm -rf "$work" "$dir"' EXIT
    rm -rf "$dir"
    echo "server.sh: fetching PostgreSQL of $suite into $dir" >&2
    "$root/scripts/debian-root.sh" "$suite" "$work/debian" --download-only --include=postgresql 2>"$work/log" ||
        { tail -n 5 "$work/log" >&2; fail "no server can be had"; }
    mkdir -p "$dir"
    unpack "$work/debian/var/cache/apt/archives"
    use_own_libraries
    "$(bindir)/postgres" --version >"$work/version" || fail "its server does not run here"
    mv "$work/version" "$dir/version" # last: it says that the rest is whole
    trap - EXIT
    rm -rf "$work"
}

mkdir -p "$cache"
exec 9>"$cache/$suite.lock"
flock 9
[ -e "$dir/version" ] || make
bindir
