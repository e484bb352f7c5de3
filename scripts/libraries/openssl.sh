#!/usr/bin/env bash
# Builds libcrypto.a and libssl.a: OpenSSL as it is, without what its own documented options (INSTALL.md) leave out.
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
    no-apps no-tests no-docs
)

begin openssl "${1:-}"
# /etc/ssl: where most distributions have or link their folder of certificates (SSL_CERT_DIR names another).
read -r -a flags < <(compiler_flags)
# Nothing that throws goes through it.
flags+=(-fno-asynchronous-unwind-tables)
quietly ./source/Configure --prefix=/usr --libdir=lib --openssldir=/etc/ssl "${k_options[@]}" "${flags[@]}"
quietly make -s -j"$(nproc)" build_libs
quietly make -s install_dev DESTDIR="$work/installed"
cp -r installed/usr/. "$prefix/"
finish
