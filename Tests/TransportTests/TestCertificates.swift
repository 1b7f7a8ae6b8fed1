import COpenSSL
import Glibc
import Testing

/// A key and a certificate made for one test run.
final class TestCertificate: @unchecked Sendable {
    // Unchecked: not changed after it was made; OpenSSL counts references atomically.
    let key: OpaquePointer
    let certificate: OpaquePointer

    private init(key: OpaquePointer, certificate: OpaquePointer) {
        self.key = key
        self.certificate = certificate
    }

    /// The authority that signs the servers' certificates.
    static let authority = TestCertificate(name: "Test Authority", alternatives: nil, issuer: nil)
    /// Good for `localhost`, `127.0.0.1`, `::1` and `wss.example.test`.
    static let server = TestCertificate(
        name: "server", alternatives: "DNS:localhost,DNS:wss.example.test,IP:127.0.0.1,IP:::1", issuer: authority)
    static let wrongHost = TestCertificate(name: "server", alternatives: "DNS:other.example.test", issuer: authority)
    static let expired = TestCertificate(
        name: "server", alternatives: "DNS:localhost,IP:127.0.0.1", issuer: authority, days: -10 ... -1)
    static let notYetValid = TestCertificate(
        name: "server", alternatives: "DNS:localhost,IP:127.0.0.1", issuer: authority, days: 1...10)
    static let selfSigned = TestCertificate(name: "localhost", alternatives: "DNS:localhost,IP:127.0.0.1", issuer: nil)

    /// The authority as a PEM file.
    static let authorityFile: String = {
        let path = "/tmp/dd0c-transport-tests-\(getpid()).pem"
        let file = BIO_new_file(path, "w")
        PEM_write_bio_X509(file, authority.certificate)
        BIO_free(file)
        atexit { unlink("/tmp/dd0c-transport-tests-\(getpid()).pem") }
        return path
    }()

    convenience init(name: String, alternatives: String?, issuer: TestCertificate?, days: ClosedRange<Int> = -1...30) {
        let generator = EVP_PKEY_CTX_new_id(EVP_PKEY_EC, nil)
        EVP_PKEY_keygen_init(generator)
        EVP_PKEY_CTX_set_ec_paramgen_curve_nid(generator, NID_X9_62_prime256v1)
        var key: OpaquePointer?
        EVP_PKEY_keygen(generator, &key)
        EVP_PKEY_CTX_free(generator)
        guard let key, let certificate = X509_new() else { preconditionFailure("OpenSSL made no key") }
        X509_set_version(certificate, 2)
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), Int.random(in: 1..<Int.max))
        X509_gmtime_adj(X509_getm_notBefore(certificate), days.lowerBound * 86400)
        X509_gmtime_adj(X509_getm_notAfter(certificate), days.upperBound * 86400)
        X509_set_pubkey(certificate, key)
        let subject = X509_get_subject_name(certificate)
        X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, name, -1, -1, 0)
        X509_set_issuer_name(certificate, issuer.map { X509_get_subject_name($0.certificate) } ?? subject)
        func extend(_ nid: Int32, _ value: String) {
            guard let part = X509V3_EXT_conf_nid(nil, nil, nid, value) else { preconditionFailure("bad \(value)") }
            X509_add_ext(certificate, part, -1)
            X509_EXTENSION_free(part)
        }
        if let alternatives {
            extend(NID_subject_alt_name, alternatives)
        } else {
            extend(NID_basic_constraints, "critical,CA:TRUE")
        }
        X509_sign(certificate, issuer?.key ?? key, EVP_sha256())
        self.init(key: key, certificate: certificate)
    }
}
