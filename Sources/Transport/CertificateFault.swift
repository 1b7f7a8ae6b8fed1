import COpenSSL
import Glibc

/// Why a server's certificate is not accepted, with what helps to mend it.
package enum CertificateFault: Hashable, Sendable {
    /// The moment at which it, or an authority of its chain, expired, such as `2026-01-31 12:00 UTC`.
    case expired(at: String)
    /// The moment from which it will be valid.
    case notYetValid(from: String)
    /// It is for other hosts: the names and addresses that stand in it.
    case otherHost(names: String)
    /// Nobody but the server itself vouches for it.
    case selfSigned
    /// Its authority is not among those that are trusted.
    case unknownAuthority
    /// In OpenSSL's words.
    case other(String)

    /// What OpenSSL found at the certificate of the chain that it was looking at.
    init(_ code: Int32, _ certificate: OpaquePointer?) {
        switch code {
        case X509_V_ERR_CERT_HAS_EXPIRED:
            self = .expired(at: Self.moment(certificate.flatMap { X509_get0_notAfter($0) }))
        case X509_V_ERR_CERT_NOT_YET_VALID:
            self = .notYetValid(from: Self.moment(certificate.flatMap { X509_get0_notBefore($0) }))
        case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH:
            self = .otherHost(names: Self.names(certificate))
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
            self = .selfSigned
        case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT,
            X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
            self = .unknownAuthority
        default:
            self = .other(String(cString: X509_verify_cert_error_string(Int(code))))
        }
    }

    private static func moment(_ time: UnsafePointer<ASN1_TIME>?) -> String {
        var parts = tm()
        guard let time, ASN1_TIME_to_tm(time, &parts) == 1 else { return "an unreadable time" }
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday)) "
            + "\(two(parts.tm_hour)):\(two(parts.tm_min)) UTC"
    }

    private static func names(_ certificate: OpaquePointer?) -> String {
        guard let certificate else { return "" }
        var buffer = [CChar](repeating: 0, count: 512)
        let count = Int(dd_X509_names(certificate, &buffer, Int32(buffer.count)))
        return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

extension CertificateFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .expired(let moment):
            "it expired at \(moment); the server must renew it, if this computer's clock is right"
        case .notYetValid(let moment): "it is not valid before \(moment), or this computer's clock is wrong"
        case .otherHost(let names) where names.isEmpty: "it names no host; is the address right?"
        case .otherHost(let names): "it is for \(names); is the address right?"
        case .selfSigned: "it is self-signed; if it is right, name its file in SSL_CERT_FILE"
        case .unknownAuthority:
            "its authority is not trusted; if a proxy or your company issued it, name the authority's file in "
                + "SSL_CERT_FILE"
        case .other(let reason): reason
        }
    }
}
