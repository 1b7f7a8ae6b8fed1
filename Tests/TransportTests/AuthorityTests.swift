import COpenSSL
import Testing

@testable import Transport

@Suite("Trusted authorities")
struct AuthorityTests {
    /// The certificates of the system's bundle; none on a machine without one.
    private func systemBundle() -> [OpaquePointer] {
        guard let file = BIO_new_file(X509_get_default_cert_file(), "r") else { return [] }
        defer { BIO_free(file) }
        var certificates: [OpaquePointer] = []
        while let certificate = PEM_read_bio_X509(file, nil, nil, nil) { certificates.append(certificate) }
        ERR_clear_error()
        return certificates
    }

    private func isTrusted(_ certificate: OpaquePointer, by context: TLSContext) -> Bool {
        let chain = X509_STORE_CTX_new()
        defer { X509_STORE_CTX_free(chain) }
        // Some roots of a bundle are past their end; whether they are known is the question here.
        X509_STORE_CTX_init(chain, SSL_CTX_get_cert_store(context.pointer), certificate, nil)
        X509_STORE_CTX_set_flags(chain, UInt(X509_V_FLAG_NO_CHECK_TIME))
        return X509_verify_cert(chain) == 1
    }

    @Test("those of the system are found, and nobody else's")
    func system() throws {
        let bundle = systemBundle()
        defer { bundle.forEach { X509_free($0) } }
        if bundle.isEmpty { print("skipped: this machine has no bundle of authorities") }
        let context = try TLSContext(extraAuthorities: nil)
        // Of two with one name and key, an authority and its renewal, one answers for both.
        let names = Set(bundle.map { X509_subject_name_hash($0) })
        #expect(Set(bundle.filter { isTrusted($0, by: context) }.map { X509_subject_name_hash($0) }) == names)
        let own = try #require(BIO_new_file(TestCertificate.authorityFile, "r"))
        defer { BIO_free(own) }
        let authority = try #require(PEM_read_bio_X509(own, nil, nil, nil))
        defer { X509_free(authority) }
        #expect(!isTrusted(authority, by: context))
        #expect(isTrusted(authority, by: try TLSContext(extraAuthorities: TestCertificate.authorityFile)))
    }
}
