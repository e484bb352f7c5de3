#!/usr/bin/env bash
# A folder with a Debian system in it, by debootstrap, from the mirror that this machine's own apt uses. As root.
#
#   scripts/debian-root.sh SUITE DIR [debootstrap's options…]      DIR must not exist yet or be empty
set -euo pipefail

suite=$1
dir=$2
shift 2

fail() {
    echo "debian-root.sh: $*" >&2
    exit 1
}

# It has every suite; other mirrors of this machine's may have one only.
debian_mirror() {
    # shellcheck disable=SC2016  # apt expands these
    apt-get indextargets --format '$(RELEASE) $(REPO_URI) $(ORIGIN)' 'Created-By: Packages' |
        awk -v release="$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)" \
            '$1 == release && ($3 == "Debian" || $3 == "" || $3 ~ /^\$/) { print $2; exit }'
}

keyring=/usr/share/keyrings/debian-archive-keyring.gpg
[ -e "$keyring" ] || keyring=${keyring%.gpg}.pgp
[ -e "$keyring" ] || fail "Debian's archive keys are missing; install the package debian-archive-keyring"
# What a suite needs is written in a script of its name, which an older debootstrap lacks for a newer suite. Those of all
# suites since 2005 are sid's.
script=/usr/share/debootstrap/scripts/$suite
[ -e "$script" ] || script=/usr/share/debootstrap/scripts/sid
mirror=$(debian_mirror)
[ -n "$mirror" ] || fail "apt on this machine knows no Debian mirror"
debootstrap --variant=minbase --keyring="$keyring" "$@" "$suite" "$dir" "$mirror" "$script" >&2
