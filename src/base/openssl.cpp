#include "base/openssl.hpp"

#include <openssl/crypto.h>

#include <stdexcept>

namespace headstart::base {

void ignore_openssl_configuration() {
    if (OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr) != 1) {
        throw std::runtime_error("OpenSSL cannot be initialised");
    }
}

} // namespace headstart::base
