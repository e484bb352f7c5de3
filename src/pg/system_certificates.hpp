#pragma once

#include "pg/conninfo.hpp"

namespace headstart::pg {

/// `sslrootcert=system` means the CA certificates of the machine, which OpenSSL looks for where those who
/// built it keep them. headstart is copied into any image, so it looks where the common distributions do, and
/// names what it finds by SSL_CERT_FILE (manual, "libpq: SSL Client Usage";
/// SSL_CTX_set_default_verify_paths). Does nothing where that is set, or where another sslrootcert is asked
/// for. To be called before connecting, while no other thread reads the environment.
/// The application must not inherit it.
void name_system_certificates(const Conninfo& conninfo);

} // namespace headstart::pg
