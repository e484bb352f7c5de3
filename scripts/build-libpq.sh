#!/usr/bin/env bash
# Builds the static libpq that the shipped binary links, from Debian's source package of PostgreSQL.
#
#   scripts/build-libpq.sh PREFIX      PREFIX/include/libpq-fe.h …, PREFIX/lib/libpq.a
#
# Debian's own libpq.a needs Kerberos and LDAP, whose static libraries do not exist. Ours knows OpenSSL only, and is
# the same major whatever release builds it: `sslrootcert=system` and `require_auth` came with 16.
# Does nothing when PREFIX holds the result of this very script. Needs no root.
set -euo pipefail

readonly k_suites=(trixie trixie-updates trixie-security)
readonly k_majors=(17 16 15)
# The OpenSSL names are Debian's own; sysconfdir is where Debian's clients look for pg_service.conf.
readonly k_configure=(
    --sysconfdir=/etc/postgresql-common --with-ssl=openssl --without-readline --without-zlib --without-icu
    --without-lz4 --without-zstd --without-gssapi --without-ldap --without-pam --without-systemd --disable-nls
)
readonly k_cflags="-O2 -ffunction-sections -fdata-sections -fstack-protector-strong -D_FORTIFY_SOURCE=2"

fail() {
    echo "build-libpq: $*" >&2
    exit 1
}

# The mirrors this machine already uses, one "URI RELEASE" a line; Debian's only, where apt knows whose they are.
known_sources() {
    # shellcheck disable=SC2016  # apt expands these
    apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(ORIGIN)' 'Created-By: Packages' |
        awk '$3 == "Debian" || $3 == "" || $3 ~ /^\$/ { print $1, $2 }' | sort -u
}

# apt with its own state, lists and sources: the machine's are neither changed nor needed. What the machine says
# about reaching its mirrors (proxy, time-outs, dates) is kept.
write_apt_configuration() {
    local root=$1 codename keyring release suite uri
    # shellcheck source=/dev/null
    codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
    keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    [ -e "$keyring" ] || keyring=${keyring%.gpg}.pgp
    [ -e "$keyring" ] || fail "Debian's archive keys are missing; install the package debian-archive-keyring"

    mkdir -p "$root/etc/none" "$root/lists/partial" "$root/cache/archives/partial"
    : >"$root/status"
    while read -r uri release; do
        for suite in "${k_suites[@]}"; do
            # bookworm-security becomes trixie-security at the same mirror; nothing crosses from one mirror to another.
            if [ "${suite#trixie}" = "${release#"$codename"}" ]; then
                echo "deb-src [signed-by=$keyring] $uri $suite main"
            fi
        done
        # The machine's own release comes last: a mirror of one release only still gives some libpq.
        echo "deb-src [signed-by=$keyring] $uri $release main"
    done < <(known_sources) | sort -u >"$root/etc/sources.list"
    [ -s "$root/etc/sources.list" ] || fail "apt on this machine knows no Debian mirror"

    {
        apt-config dump | grep -E '^Acquire::' | grep -v -E '^Acquire::(IndexTargets|GzipIndexes|CompressionTypes|Languages)' || true
        cat <<CONFIGURATION
Dir::State "$root";
Dir::State::Lists "$root/lists";
Dir::State::status "$root/status";
Dir::Cache "$root/cache";
Dir::Log "$root";
Dir::Etc::sourcelist "$root/etc/sources.list";
Dir::Etc::sourceparts "$root/etc/none";
Dir::Etc::Parts "$root/etc/none";
Dir::Etc::Main "$root/etc/apt.conf.none";
APT::Sandbox::User "$(id -un)";
CONFIGURATION
    } >"$root/etc/apt.conf"
}

# Every version on offer, the newest of the wanted major first. "PACKAGE VERSION" a line.
offered_sources() {
    local major version
    for major in "${k_majors[@]}"; do
        apt-cache showsrc "postgresql-$major" 2>/dev/null | awk '/^Version:/ { print $2 }' | sort -u |
            sort --version-sort --reverse | while read -r version; do
            echo "postgresql-$major $version"
        done
    done
}

# A mirror's index may name a version whose files it does not have: the next older one will do.
download_source() {
    local package version
    while read -r package version; do
        rm -f ./*.dsc ./*.tar.*
        echo "build-libpq: fetching $package $version" >&2
        if apt-get source -qq --download-only "$package=$version" >fetch.log 2>&1; then
            return 0
        fi
        echo "build-libpq: the mirror lacks it" >&2
    done < <(offered_sources)
    cat fetch.log >&2 2>/dev/null || true
    fail "no source package of PostgreSQL could be fetched"
}

[ $# -eq 1 ] || fail "usage: scripts/build-libpq.sh PREFIX"
mkdir -p "$1"
prefix=$(cd "$1" && pwd)
stamp=$(cat "${BASH_SOURCE[0]}" <(openssl version 2>/dev/null || true) <(cc --version) | sha256sum | cut -d' ' -f1)
if [ "$(cat "$prefix/stamp" 2>/dev/null)" = "$stamp" ]; then
    exit 0
fi

work=$(mktemp -d "$prefix/work.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"

write_apt_configuration "$work/apt"
export APT_CONFIG=$work/apt/etc/apt.conf
# Not every mirror has every suite; what counts is whether a source can be had in the end.
apt-get update -qq >update.log 2>&1 || sed 's/^/build-libpq: /' update.log >&2
download_source
# apt has checked the signed hashes of what it fetched; the uploader's own key is not on this machine.
dpkg-source --no-check -x ./*.dsc source >unpack.log 2>&1 || { cat unpack.log >&2; fail "cannot unpack the source"; }

mkdir build
cd build
echo "build-libpq: building $(../source/configure --version | sed q)" >&2
../source/configure --prefix="$prefix" "${k_configure[@]}" CFLAGS="$k_cflags" >../configure.log 2>&1 ||
    { tail -n 20 ../configure.log >&2; fail "configure failed"; }
{
    make -s -j"$(nproc)" -C src/backend generated-headers
    make -s -j"$(nproc)" -C src/common libpgcommon_shlib.a
    make -s -j"$(nproc)" -C src/port libpgport_shlib.a
    make -s -j"$(nproc)" -C src/interfaces/libpq libpq.a
} >../make.log 2>&1 || { tail -n 40 ../make.log >&2; fail "make failed"; }

# libpg_query carries its own copies of the server's helpers (pg_utf_mblen, pg_snprintf …) under the same names, of
# another major. One object that shows nothing but libpq's documented interface keeps the two apart. The _shlib
# flavours are what libpq.so itself is made of: they never print or exit, as the plain ones may.
ld -r -o libpq.o --whole-archive src/interfaces/libpq/libpq.a --no-whole-archive \
    src/common/libpgcommon_shlib.a src/port/libpgport_shlib.a
awk '$1 ~ /^(PQ|lo_)/ { print $1 }' ../source/src/interfaces/libpq/exports.txt >exports
objcopy --keep-global-symbols=exports libpq.o

rm -f "$prefix/stamp" "$prefix/lib/libpq.a"
mkdir -p "$prefix/lib" "$prefix/include"
ar rcs "$prefix/lib/libpq.a" libpq.o
cp ../source/src/interfaces/libpq/libpq-fe.h ../source/src/interfaces/libpq/libpq-events.h \
    ../source/src/include/postgres_ext.h src/include/pg_config_ext.h "$prefix/include/"
../source/configure --version | sed q >"$prefix/version"
echo "$stamp" >"$prefix/stamp"
