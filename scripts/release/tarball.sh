#!/usr/bin/env bash
# Makes headstart-VERSION-linux-ARCH.tar.gz: what `make install` lays out, below a folder of that name, with the licences.
#
#   scripts/release/tarball.sh VERSION ARCH BINARY NOTICE OUT      the time of everything in it is SOURCE_DATE_EPOCH
set -euo pipefail

[ $# -eq 5 ] || { echo "usage: scripts/release/tarball.sh VERSION ARCH BINARY NOTICE OUT" >&2; exit 2; }
name=headstart-$1-linux-$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

DESTDIR=$work PREFIX=/$name "$(dirname "${BASH_SOURCE[0]}")/../install.sh" install "$3"
install -m 644 "$4" "$work/$name/NOTICE"
tar --create --directory "$work" --format=gnu --sort=name --owner=0 --group=0 --numeric-owner \
    --mtime="@$SOURCE_DATE_EPOCH" --mode=u+rwX,go+rX,go-w "$name" | gzip --no-name --best >"$5/$name.tar.gz"
