#!/usr/bin/env bash
# Lists the versions of a source package that Debian's suites offer, newest first, as sources.txt has them.
#
#   scripts/libraries/offered.sh PACKAGE      pool/main/o/openssl/openssl_3.5.9-1~deb13u1.dsc DIGEST
#
# apt checks the archive's signatures. It does so with its own state, lists and sources: the machine's are neither changed nor
# needed. What the machine says about reaching its mirrors (proxy, time-outs, dates) is kept.
set -euo pipefail

readonly k_suites=(trixie trixie-updates trixie-security forky sid)

fail() {
    echo "offered: $*" >&2
    exit 1
}

# A mirror is asked for the suites of its kind: bookworm-security becomes trixie-security at the same mirror.
write_sources() {
    local keyring=$1 uri release suite
    while read -r uri release; do
        for suite in "${k_suites[@]}"; do
            if [[ "$release" == *-security && "$suite" == *-security ]] || [[ "$release$suite" != *-security* ]]; then
                echo "deb-src [signed-by=$keyring] $uri $suite main"
            fi
        done
        echo "deb-src [signed-by=$keyring] $uri $release main"
    done | sort -u
}

write_configuration() {
    apt-config dump | grep -E '^Acquire::' | grep -v -E '^Acquire::(IndexTargets|GzipIndexes|CompressionTypes|Languages)' || true
    cat <<CONFIGURATION
Dir::State "$1";
Dir::State::Lists "$1/lists";
Dir::State::status "$1/status";
Dir::Cache "$1/cache";
Dir::Log "$1";
Dir::Etc::sourcelist "$1/etc/sources.list";
Dir::Etc::sourceparts "$1/etc/none";
Dir::Etc::Parts "$1/etc/none";
Dir::Etc::Main "$1/etc/apt.conf.none";
APT::Sandbox::User "$(id -un)";
CONFIGURATION
}

[ $# -eq 1 ] || fail "usage: scripts/libraries/offered.sh PACKAGE"
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
[ -e "$keyring" ] || keyring=${keyring%.gpg}.pgp
[ -e "$keyring" ] || fail "Debian's archive keys are missing; install the package debian-archive-keyring"

apt=$(mktemp -d)
trap 'rm -rf "$apt"' EXIT
mkdir -p "$apt/etc/none" "$apt/lists/partial" "$apt/cache/archives/partial"
: >"$apt/status"
# shellcheck disable=SC2016  # apt expands these; Debian's mirrors only, where apt knows whose they are
apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(ORIGIN)' 'Created-By: Packages' |
    awk '$3 == "Debian" || $3 == "" || $3 ~ /^\$/ { print $1, $2 }' | write_sources "$keyring" >"$apt/etc/sources.list"
write_configuration "$apt" >"$apt/etc/apt.conf"
export APT_CONFIG=$apt/etc/apt.conf
# Not every mirror has every suite.
apt-get update -qq >"$apt/update.log" 2>&1 || sed 's/^/offered: /' "$apt/update.log" >&2
apt-cache showsrc --only-source "$1" 2>/dev/null |
    awk '/^Directory:/ { folder = $2 } /^ [0-9a-f]+ [0-9]+ .*\.dsc$/ && length($1) == 64 { digest[$3] = $1 }
         /^$/ { for (name in digest) { print name, folder, digest[name] } delete digest }' |
    sort --version-sort --reverse --unique | awk '{ print $2 "/" $1, $3 }'
