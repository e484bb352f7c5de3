#include "base/openssl.hpp"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <stdexcept>

namespace headstart::base {

void ignore_openssl_configuration() {
    if (OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr) != 1) {
        throw std::runtime_error("OpenSSL cannot be initialised");
    }
}

void wake_openssl() {
    static const int awake = [] {
        unsigned char byte = 0;
        return RAND_bytes(&byte, 1); // who needs one will see an error again
    }();
    static_cast<void>(awake);
}

} // namespace headstart::base
