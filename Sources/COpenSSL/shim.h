#pragma once
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

// Macros of OpenSSL that Swift cannot import.
static inline int dd_SSL_set_sni(SSL *s, const char *name) { return (int)SSL_set_tlsext_host_name(s, name); }
static inline int dd_SSL_CTX_set_min_proto(SSL_CTX *c, int version) {
    return (int)SSL_CTX_set_min_proto_version(c, version);
}
static inline long dd_SSL_CTX_set_mode(SSL_CTX *c, long mode) { return SSL_CTX_set_mode(c, mode); }
static inline void dd_SSL_CTX_cache_sessions_of_client(SSL_CTX *c) {
    SSL_CTX_set_session_cache_mode(c, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL_STORE);
}
static inline void dd_SSL_CTX_set_read_ahead(SSL_CTX *c, int on) { SSL_CTX_set_read_ahead(c, on); }
static inline void dd_SSL_CTX_refuse_renegotiation(SSL_CTX *c) { SSL_CTX_set_options(c, SSL_OP_NO_RENEGOTIATION); }
static inline int dd_ERR_get_reason(unsigned long e) { return ERR_GET_REASON(e); }

// The names and addresses that a certificate is for, such as `DNS:a.example, IP Address:10.0.0.1`, cut to `size` bytes.
// Returns how many were written.
static inline int dd_X509_names(X509 *certificate, char *out, int size) {
    GENERAL_NAMES *names = X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
    BIO *text = BIO_new(BIO_s_mem());
    int count = 0;
    if (text) {
        for (int i = 0; i < sk_GENERAL_NAME_num(names); i++) {
            if (i > 0) BIO_puts(text, ", ");
            GENERAL_NAME_print(text, sk_GENERAL_NAME_value(names, i));
        }
        count = BIO_read(text, out, size);
        BIO_free(text);
    }
    GENERAL_NAMES_free(names);
    return count > 0 ? count : 0;
}

// Finds the issuer of a certificate among what a store holds, then in the system's bundle. The bundle is read only when a
// chain needs it: that takes tens of milliseconds and megabytes, and the system's hashed directory mostly has the answer.
static inline int dd_X509_issuer(X509 **issuer, X509_STORE_CTX *context, X509 *certificate) {
    int found = X509_STORE_CTX_get1_issuer(issuer, context, certificate);
    if (found != 0) return found;
    if (X509_STORE_load_file(X509_STORE_CTX_get0_store(context), X509_get_default_cert_file()) != 1) {
        ERR_clear_error();
        return 0;
    }
    return X509_STORE_CTX_get1_issuer(issuer, context, certificate);
}

// Makes a store trust the system's own authorities, whatever SSL_CERT_FILE says, and those of the file `extra` (may be
// NULL) beside them. Returns 1, or 0 when `extra` holds no certificate that can be read.
static inline int dd_X509_STORE_trust(X509_STORE *store, const char *extra) {
    X509_STORE_set_get_issuer(store, dd_X509_issuer);
    X509_STORE_load_path(store, X509_get_default_cert_dir());
    ERR_clear_error();
    return extra ? X509_STORE_load_file(store, extra) : 1;
}
