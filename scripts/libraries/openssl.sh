#!/usr/bin/env bash
# Builds libcrypto.a and libssl.a: OpenSSL as it is, without what its own documented options (INSTALL.md) leave out, and
# without AES-GCM by AVX-512.
#
#   scripts/libraries/openssl.sh PREFIX
# shellcheck source=scripts/libraries/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

readonly k_options=(
    # Nothing is loaded at run time, neither code nor configuration.
    no-shared no-module no-dso no-engine no-autoload-config
    # What no PostgreSQL speaks: compression is off in every libpq (CRIME), the rest are other protocols than TLS over TCP
    # and other things than connecting.
    no-comp no-legacy no-dtls no-quic no-srp no-cms no-cmp no-ts no-ocsp no-ct no-http no-ui-console
    # What no certificate and no key of a PostgreSQL is made of, and no server asks for that has AES and the usual curves.
    no-aria no-bf no-blake2 no-camellia no-cast no-dsa no-ec2m no-gost no-idea no-md4 no-mdc2 no-ml-dsa no-multiblock no-ocb
    no-psk no-rc2 no-rc4 no-rmd160 no-seed no-siv no-slh-dsa no-sm2 no-sm3 no-sm4 no-srtp no-whirlpool
    no-apps no-tests no-docs
)

begin openssl "${1:-}"
# 0.7 MB, for bulk traffic on the newest processors; there is no option for it. What a session sends is a few kilobytes, for
# which the other ways that every processor of the kind has (AES-NI, AVX2) are as good: OpenSSL chooses among them at run
# time, and where an assembler is too old it builds just so.
readonly k_avx512=source/crypto/modes/asm/aes-gcm-avx512.pl
if [ -f "$k_avx512" ]; then
    # shellcheck disable=SC2016  # Perl's variable
    sed -i 's/^if (\$avx512vaes>0) {/if (0) {/' "$k_avx512"
    grep -q '^if (0) {' "$k_avx512"
fi
# /etc/ssl: where most distributions have or link their folder of certificates (SSL_CERT_DIR names another).
read -r -a flags < <(compiler_flags)
# Nothing that throws goes through it.
flags+=(-fno-asynchronous-unwind-tables)
# Its own names of the platforms; that of this machine it finds by itself.
platform=()
if $target_is_foreign; then
    platform=("linux-$target_processor")
fi
quietly ./source/Configure "${platform[@]}" --prefix=/usr --libdir=lib --openssldir=/etc/ssl "${k_options[@]}" "${flags[@]}"
quietly make -s -j"$(nproc)" build_libs
quietly make -s install_dev DESTDIR="$work/installed"
cp -r installed/usr/. "$prefix/"
finish
