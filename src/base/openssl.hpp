#pragma once

namespace headstart::base {

/// From now on OpenSSL reads no configuration file, neither for digests nor for TLS: $OPENSSL_CONF and the
/// machine's openssl.cnf may name shared objects to load. To be called before anything else of OpenSSL, since
/// its first initialisation decides (manual, OPENSSL_init_crypto). Throws std::runtime_error.
void ignore_openssl_configuration();

/// OpenSSL makes its providers and its source of random numbers when they are first needed, which takes a
/// millisecond: done while somebody else is waited for it takes none. Once in a process; never fails.
void wake_openssl();

} // namespace headstart::base
