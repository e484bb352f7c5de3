#!/usr/bin/env bash
# Makes headstart_VERSION-1_ARCH.deb: the binary, its manual page, completion and manual, where Debian has such files.
#
#   scripts/release/deb.sh VERSION ARCH BINARY NOTICE OUT      the time of everything in it is SOURCE_DATE_EPOCH
#
# HEADSTART_MAINTAINER is who the package says that maintains it: "Name <address>".
set -euo pipefail
umask 022

[ $# -eq 5 ] || { echo "usage: scripts/release/deb.sh VERSION ARCH BINARY NOTICE OUT" >&2; exit 2; }
version=$1-1
arch=$2
notice=$4
maintainer=${HEADSTART_MAINTAINER:-headstart <headstart@packages.example.com>}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=$work/tree
doc=$tree/usr/share/doc/headstart

compress() {
    gzip --no-name --best "$@"
}

# What Debian wants to be written, beside what we install anyhow.
write_papers() {
    {
        echo "headstart ($version) unstable; urgency=medium"
        echo
        echo "  * CHANGELOG.md beside this file says what is new."
        echo
        echo " -- $maintainer  $(date --utc --rfc-email --date="@$SOURCE_DATE_EPOCH")"
    } | compress >"$doc/changelog.Debian.gz"
    mv "$doc/CHANGELOG.md" "$doc/changelog"
    compress "$doc/changelog"
    ln -s changelog.gz "$doc/CHANGELOG.md.gz"
    # The texts themselves are beside it: Debian wants no copies here of those that it has.
    {
        echo "This package was made of headstart's own sources, with scripts/release.sh."
        echo
        echo "Copyright $(date --utc --date="@$SOURCE_DATE_EPOCH" +%Y) the authors of headstart"
        echo
        sed '/^---/,$d' "$notice"
        echo "NOTICE.gz beside this file has their licences and who holds the copyrights. Of"
        echo "Apache-2.0, LGPL-2.1 and GPL-3 the texts are in /usr/share/common-licenses/Apache-2.0,"
        echo "/usr/share/common-licenses/LGPL-2.1 and /usr/share/common-licenses/GPL-3."
    } >"$doc/copyright"
    compress <"$notice" >"$doc/NOTICE.gz"
    compress "$tree/usr/share/man/man1/headstart.1"
    install -D -m 644 "$here/lintian-overrides" "$tree/usr/share/lintian/overrides/headstart"
}

write_control() {
    install -d -m 755 "$tree/DEBIAN"
    {
        echo "Package: headstart"
        echo "Version: $version"
        echo "Architecture: $arch"
        echo "Maintainer: $maintainer"
        # Of the files alone: what a folder takes is the file system's affair.
        echo "Installed-Size: $(find "$tree/usr" -type f -printf '%s\n' | awk '{ bytes += $1 } END { print int((bytes + 1023) / 1024) }')"
        echo "Section: database"
        echo "Priority: optional"
        echo "Enhances: postgresql"
        echo "Description: entrypoint and migration tool for PostgreSQL"
        echo " headstart waits until PostgreSQL is ready, takes a lock, runs the migrations"
        echo " up to head and becomes the application. The same program writes, shows, tests"
        echo " and runs migrations, which are files of SQL; its words are Alembic's."
    } >"$tree/DEBIAN/control"
    (cd "$tree" && find usr -type f -print0 | sort --zero-terminated | xargs --null md5sum) >"$tree/DEBIAN/md5sums"
    chmod 644 "$tree/DEBIAN"/*
}

DESTDIR=$tree PREFIX=/usr ZSH_FUNCTIONS=share/zsh/vendor-completions "$here/../install.sh" install "$3"
write_papers
write_control
find "$tree" -print0 | xargs --null touch --no-dereference --date="@$SOURCE_DATE_EPOCH"
# One thread: how many there are decides where xz begins a block.
dpkg-deb --root-owner-group --threads-max=1 -Zxz --build "$tree" "$5/headstart_${version}_$arch.deb" >&2
