#include <openssl/bio.h>
#include <openssl/comp.h>

/// In the static binary only, in place of OpenSSL's objects of these names. TLS compression is off in every
/// libpq (CRIME), yet Debian's libcrypto.a from trixie on would link all of zlib and zstd, about 1 MB, for
/// it. "No such method" is what an OpenSSL built without them answers.
extern "C" {

COMP_METHOD* COMP_zlib() {
    return nullptr;
}

COMP_METHOD* COMP_zlib_oneshot() {
    return nullptr;
}

COMP_METHOD* COMP_zstd() {
    return nullptr;
}

COMP_METHOD* COMP_zstd_oneshot() {
    return nullptr;
}

const BIO_METHOD* BIO_f_zlib() {
    return nullptr;
}

const BIO_METHOD* BIO_f_zstd() {
    return nullptr;
}

// OpenSSL's own, called when it ends: there is nothing to give back.
void ossl_comp_zlib_cleanup();

void ossl_comp_zlib_cleanup() {}

void ossl_comp_zstd_cleanup();

void ossl_comp_zstd_cleanup() {}
}

#if defined(__x86_64__)
// AES unrolled for AVX-512 is 740 kB of code, a thirteenth of the binary; a migration tool sends too
// little to gain by it. Nothing but the question is ever asked when the answer is "not capable": AES-NI is
// used.
extern "C" {

int aesni_xts_avx512_eligible();

int aesni_xts_avx512_eligible() {
    return 0;
}

int ossl_vaes_vpclmulqdq_capable();

int ossl_vaes_vpclmulqdq_capable() {
    return 0;
}

#define HEADSTART_NEVER_CALLED(name)                                                                         \
    void name();                                                                                             \
    void name() {                                                                                            \
        __builtin_trap();                                                                                    \
    }

HEADSTART_NEVER_CALLED(ossl_aes_gcm_init_avx512)
HEADSTART_NEVER_CALLED(ossl_aes_gcm_setiv_avx512)
HEADSTART_NEVER_CALLED(ossl_aes_gcm_update_aad_avx512)
HEADSTART_NEVER_CALLED(ossl_aes_gcm_encrypt_avx512)
HEADSTART_NEVER_CALLED(ossl_aes_gcm_decrypt_avx512)
HEADSTART_NEVER_CALLED(ossl_aes_gcm_finalize_avx512)
HEADSTART_NEVER_CALLED(ossl_gcm_gmult_avx512)
HEADSTART_NEVER_CALLED(aesni_xts_128_encrypt_avx512)
HEADSTART_NEVER_CALLED(aesni_xts_128_decrypt_avx512)
HEADSTART_NEVER_CALLED(aesni_xts_256_encrypt_avx512)
HEADSTART_NEVER_CALLED(aesni_xts_256_decrypt_avx512)
}
#endif
