#!/usr/bin/env bash
# Tries what `make release` has made, as people use it (`make test-release`): checksums, list of parts, the tarball, the Debian
# package in a container, and the binary of each processor on a real server; another processor's by qemu's emulation.
#
#   tests/release/run.sh [ARCH]…      those in dist/release, if none is named
#
# Needs a docker engine, or root to start one, and pulls no image. IN_CONTAINER=0 leaves the container out.
set -euo pipefail

here=$(realpath "$(dirname "$0")")
root=$(realpath "$here/../..")
out=$root/dist/release
work=$(mktemp -d)
chmod 755 "$work"
# shellcheck source=tests/containers/engine.sh
. "$here/../containers/engine.sh"
# shellcheck source=tests/containers/checks.sh
. "$here/../containers/checks.sh"
readonly k_image=headstart-test/debian-trixie
unset "${!HEADSTART_@}" "${!PG@}" DATABASE_URL MIGRATION_DATABASE_URL

fail() {
    echo "run.sh: $*" >&2
    exit 1
}

cleanup() {
    if [ "${IN_CONTAINER:-1}" = 1 ]; then
        remove_containers
        stop_engine
    fi
    "$root/scripts/throwaway-postgres.sh" stop "$work/server" >/dev/null 2>&1 || true
    rm -rf "$work"
}
trap cleanup EXIT

checksums_are_right() {
    (cd "$out" && sha256sum --check --strict SHA256SUMS && same "$(find . -type f ! -name SHA256SUMS | wc -l)" "$(wc -l <SHA256SUMS)")
}

# A new database on the server for one binary.
new_database() {
    psql --quiet --no-psqlrc --dbname="$url" --command="CREATE DATABASE \"$1\"" && echo "${url%/*}/$1"
}

for part in "$here"/parts/*.sh; do
    # shellcheck source=/dev/null
    . "$part"
done

[ -e "$out/SHA256SUMS" ] || fail "$out holds no release: make release"
url=$("$root/scripts/throwaway-postgres.sh" start "$work/server" -c autovacuum=off)
PATH=$("$root/scripts/throwaway-postgres.sh" bindir):$PATH
if [ $# -eq 0 ]; then
    mapfile -t found < <(find "$out" -name '*.deb' -printf '%f\n' | sed 's/.*_\(.*\)\.deb/\1/' | sort)
    set -- "${found[@]}"
fi
check "checksums of all that is published" checksums_are_right
for arch in "$@"; do
    try_tarball "$arch"
    try_package "$arch"
done
if [ "${IN_CONTAINER:-1}" = 1 ]; then
    ensure_engine
    ensure_debian_image "$k_image" trixie
    for arch in "$@"; do
        try_in_container "$arch"
    done
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
