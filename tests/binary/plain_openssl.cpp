#include <openssl/evp.h>

// A program that uses OpenSSL as most do, for comparison: it loads what OPENSSL_CONF names.
int main() {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    const int done = EVP_DigestInit_ex(context, EVP_sha256(), nullptr);
    EVP_MD_CTX_free(context);
    return done == 1 ? 0 : 1;
}
