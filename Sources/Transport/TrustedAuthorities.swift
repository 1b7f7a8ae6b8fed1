import COpenSSL

/// The certificate authorities that our connections trust: the system's, and those of one file beside them.
///
/// The system's are looked up one by one as chains ask for them, so making a value costs no more than reading the file.
final class TrustedAuthorities: @unchecked Sendable {
    // Unchecked: an X509_STORE has a lock of its own and counts its references atomically.
    private let store: OpaquePointer

    /// - Parameter extra: a PEM file (`SSL_CERT_FILE`).
    /// - Throws: `TransportError.tls` when the file cannot be used.
    init(extra: String?) throws(TransportError) {
        guard let store = X509_STORE_new() else { throw .tls(opensslError()) }
        self.store = store
        guard dd_X509_STORE_trust(store, extra) == 1 else {
            throw .tls("SSL_CERT_FILE '\(extra ?? "")' cannot be used: \(opensslError())")
        }
    }

    deinit { X509_STORE_free(store) }

    /// Makes the connections of an `SSL_CTX` trust these authorities and no others.
    func decide(for context: OpaquePointer) { SSL_CTX_set1_cert_store(context, store) }
}
