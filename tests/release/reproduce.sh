#!/usr/bin/env bash
# Makes a release of the commit that is checked out twice, in two folders of other names and lengths, and compares what was made byte
# for byte. Nothing is taken from a cache of compilers. Long: everything is compiled twice.
#
#   tests/release/reproduce.sh [ARCH]…
set -euo pipefail
export CCACHE_DISABLE=1

root=$(realpath "$(dirname "$0")/../..")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# $1: a folder
release_in() {
    git clone --quiet "$root" "$1"
    git -C "$1" checkout --quiet --detach "$(git -C "$root" rev-parse HEAD)"
    "$1/scripts/release.sh" "${@:2}"
}

release_in "$work/one" "$@"
# Another time of day, another language, another mask of modes, another owner's habits.
(umask 077 && LANG=de_DE.UTF-8 TZ=Pacific/Auckland release_in "$work/the/other/one" "$@")
if ! diff --recursive "$work/one/dist/release" "$work/the/other/one/dist/release"; then
    echo "reproduce: they differ" >&2
    exit 1
fi
echo "reproduce: both are the same"
