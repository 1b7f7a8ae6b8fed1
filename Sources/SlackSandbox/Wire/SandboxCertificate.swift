import COpenSSL

/// Why the sandbox's TLS could not be set up.
package struct SandboxTLSError: Error, CustomStringConvertible {
    package let description: String

    init(_ step: String) {
        var reason = "no reason given"
        let code = ERR_get_error()
        if code != 0 {
            var buffer = [CChar](repeating: 0, count: 256)
            ERR_error_string_n(code, &buffer, buffer.count)
            reason = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
        description = "cannot set up TLS for the sandbox: \(step): \(reason)"
    }
}

/// A certificate authority made on the spot and the server certificate that it signs. Both live as long as the process.
struct SandboxCertificate {
    /// The authority's certificate, for clients to trust.
    let authorityPEM: [UInt8]
    let context: TLSContext

    /// Makes both for `localhost`, `127.0.0.1` and `::1`.
    init() throws {
        let authorityKey = try Self.newKey()
        defer { EVP_PKEY_free(authorityKey) }
        let authority = try Self.certificate(
            name: "dd0c sandbox CA", serial: 1, key: authorityKey, issuer: nil, issuerKey: authorityKey,
            extensions: [
                (NID_basic_constraints, "critical,CA:TRUE,pathlen:0"), (NID_key_usage, "critical,keyCertSign,cRLSign"),
                (NID_subject_key_identifier, "hash"),
            ])
        defer { X509_free(authority) }
        let serverKey = try Self.newKey()
        defer { EVP_PKEY_free(serverKey) }
        let server = try Self.certificate(
            name: "localhost", serial: 2, key: serverKey, issuer: authority, issuerKey: authorityKey,
            extensions: [
                (NID_basic_constraints, "critical,CA:FALSE"), (NID_key_usage, "critical,digitalSignature"),
                (NID_ext_key_usage, "serverAuth"), (NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1,IP:::1"),
                (NID_subject_key_identifier, "hash"), (NID_authority_key_identifier, "keyid"),
            ])
        defer { X509_free(server) }
        authorityPEM = try Self.pem(authority)
        context = try TLSContext(certificate: server, key: serverKey)
    }

    private static func newKey() throws -> OpaquePointer {
        guard let generator = EVP_PKEY_CTX_new_id(EVP_PKEY_EC, nil) else { throw SandboxTLSError("key generator") }
        defer { EVP_PKEY_CTX_free(generator) }
        var key: OpaquePointer?
        guard EVP_PKEY_keygen_init(generator) == 1,
            EVP_PKEY_CTX_set_ec_paramgen_curve_nid(generator, NID_X9_62_prime256v1) == 1,
            EVP_PKEY_keygen(generator, &key) == 1, let key
        else { throw SandboxTLSError("key") }
        return key
    }

    private static func certificate(
        name: String, serial: Int, key: OpaquePointer, issuer: OpaquePointer?, issuerKey: OpaquePointer,
        extensions: [(Int32, String)]
    ) throws -> OpaquePointer {
        guard let certificate = X509_new() else { throw SandboxTLSError("certificate") }
        let week = 7 * 24 * 3600
        X509_set_version(certificate, 2)
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial)
        X509_gmtime_adj(X509_getm_notBefore(certificate), -3600)
        X509_gmtime_adj(X509_getm_notAfter(certificate), 52 * week)
        X509_set_pubkey(certificate, key)
        let subject = X509_get_subject_name(certificate)
        X509_NAME_add_entry_by_txt(subject, "CN", 0x1001, Array(name.utf8), Int32(name.utf8.count), -1, 0)
        X509_set_issuer_name(certificate, issuer.map { X509_get_subject_name($0) } ?? subject)
        for (kind, value) in extensions {
            var context = X509V3_CTX()
            X509V3_set_ctx(&context, issuer ?? certificate, certificate, nil, nil, 0)
            guard let entry = X509V3_EXT_conf_nid(nil, &context, kind, value) else {
                throw SandboxTLSError("extension \(value)")
            }
            X509_add_ext(certificate, entry, -1)
            X509_EXTENSION_free(entry)
        }
        guard X509_sign(certificate, issuerKey, EVP_sha256()) > 0 else { throw SandboxTLSError("signature") }
        return certificate
    }

    private static func pem(_ certificate: OpaquePointer) throws -> [UInt8] {
        guard let memory = BIO_new(BIO_s_mem()) else { throw SandboxTLSError("memory") }
        defer { BIO_free(memory) }
        guard PEM_write_bio_X509(memory, certificate) == 1 else { throw SandboxTLSError("PEM") }
        var buffer = [UInt8](repeating: 0, count: 8192)
        let count = BIO_read(memory, &buffer, Int32(buffer.count))
        guard count > 0 else { throw SandboxTLSError("PEM") }
        return Array(buffer[..<Int(count)])
    }
}

/// The server's settings, shared by all its connections.
///
/// Unchecked: OpenSSL allows a context that is no longer changed to be used from any thread.
final class TLSContext: @unchecked Sendable {
    private let context: OpaquePointer

    init(certificate: OpaquePointer, key: OpaquePointer) throws {
        guard let context = SSL_CTX_new(TLS_server_method()) else { throw SandboxTLSError("context") }
        self.context = context
        guard dd_SSL_CTX_set_min_proto(context, TLS1_2_VERSION) == 1,
            SSL_CTX_use_certificate(context, certificate) == 1, SSL_CTX_use_PrivateKey(context, key) == 1
        else { throw SandboxTLSError("server certificate") }
        _ = dd_SSL_CTX_set_mode(
            context, Int(SSL_MODE_ENABLE_PARTIAL_WRITE) | Int(SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER))
        SSL_CTX_set_alpn_select_cb(
            context,
            { _, chosen, chosenLength, offered, offeredLength, _ in
                // Whatever else is offered: HTTP/1.1 is all that there is behind this.
                guard let offered, let chosen, let chosenLength else { return SSL_TLSEXT_ERR_NOACK }
                let wanted = Array("http/1.1".utf8)
                var position = 0
                while position < Int(offeredLength) {
                    let length = Int(offered[position])
                    let name = UnsafeBufferPointer(start: offered + position + 1, count: length)
                    if name.elementsEqual(wanted) {
                        chosen.pointee = offered + position + 1
                        chosenLength.pointee = UInt8(length)
                        return SSL_TLSEXT_ERR_OK
                    }
                    position += 1 + length
                }
                return SSL_TLSEXT_ERR_NOACK
            }, nil)
    }

    deinit { SSL_CTX_free(context) }

    /// A server's end of a connection; the caller frees it.
    func newConnection() -> OpaquePointer? { SSL_new(context) }
}
