#!/usr/bin/env bash
# Builds libpq.a. Debian's own needs Kerberos and LDAP, whose static libraries do not exist; ours knows OpenSSL only.
#
#   scripts/libraries/libpq.sh PREFIX
# shellcheck source=scripts/libraries/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# sysconfdir is where Debian's clients look for pg_service.conf.
readonly k_options=(
    --prefix=/usr --sysconfdir=/etc/postgresql-common --with-ssl=openssl --without-readline --without-zlib --without-icu
    --without-lz4 --without-zstd --without-gssapi --without-ldap --without-pam --without-systemd --disable-nls
)

begin libpq "${1:-}" openssl
# A login is mostly 4,096 HMACs with one key, the password. OpenSSL 3 looks up its digest and hashes the key's pads anew for
# each that is told the key; told none, it goes on with the one it has (HMAC_Init_ex(3)), in a fifth of the time.
readonly k_scram=source/src/common/scram-common.c
sed -i '/^\tfor (i = 1; /,/^\t}/ s/(uint8 \*) password, password_len/NULL, 0/' "$k_scram"
[ "$(grep -c 'pg_hmac_init(hmac_ctx, NULL, 0)' "$k_scram")" -eq 1 ] || fail "$k_scram is not what it was"
options=("${k_options[@]}")
if $target_is_foreign; then
    # Time zones are the server's; without them it wants a program that makes them and runs here.
    options+=("--host=$target_triplet" --with-system-tzdata=/usr/share/zoneinfo)
fi
mkdir build
cd build
# Without tables for unwinding: what it calls of ours (notices) does not throw.
quietly ../source/configure "${options[@]}" CFLAGS="$(compiler_flags) -fno-asynchronous-unwind-tables" CPPFLAGS="-I$prefix/include" LDFLAGS="-L$prefix/lib"
quietly make -s -j"$(nproc)" -C src/backend generated-headers
quietly make -s -j"$(nproc)" -C src/common libpgcommon_shlib.a
quietly make -s -j"$(nproc)" -C src/port libpgport_shlib.a
quietly make -s -j"$(nproc)" -C src/interfaces/libpq libpq.a

# libpg_query carries its own copies of the server's helpers (pg_utf_mblen, pg_snprintf …) under the same names, of
# another major. One object that shows nothing but libpq's documented interface keeps the two apart. The _shlib
# flavours are what libpq.so itself is made of: they never print or exit, as the plain ones may.
"${target_tools}ld" -r -o libpq.o --whole-archive src/interfaces/libpq/libpq.a --no-whole-archive \
    src/common/libpgcommon_shlib.a src/port/libpgport_shlib.a
awk '$1 ~ /^(PQ|lo_)/ { print $1 }' ../source/src/interfaces/libpq/exports.txt >exports
"${target_tools}objcopy" --keep-global-symbols=exports libpq.o
mkdir -p "$prefix/lib" "$prefix/include"
rm -f "$prefix/lib/libpq.a"
"${target_tools}ar" rcsD "$prefix/lib/libpq.a" libpq.o
# pg_config_ext.h is gone from 18 on.
cp ../source/src/interfaces/libpq/libpq-fe.h ../source/src/interfaces/libpq/libpq-events.h \
    ../source/src/include/postgres_ext.h "$prefix/include/"
cp src/include/pg_config_ext.h "$prefix/include/" 2>/dev/null || true
finish
