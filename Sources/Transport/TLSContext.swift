import COpenSSL
import Locking

/// What all our TLS connections share: the trusted authorities and the sessions to resume.
package final class TLSContext: @unchecked Sendable {
    // Unchecked: an SSL_CTX counts its references atomically and is not changed after `init`.
    let pointer: OpaquePointer
    private let sessions = Lock<[String: Session]>([:])

    /// Sessions that are kept, one for each host and port.
    private static let sessionLimit = 16

    private final class Session: @unchecked Sendable {
        // Unchecked: an SSL_SESSION is immutable once its connection is closed; the pointer is freed by `deinit` alone.
        let pointer: OpaquePointer
        init(_ pointer: OpaquePointer) { self.pointer = pointer }
        deinit { SSL_SESSION_free(pointer) }
    }

    /// - Parameter extraAuthorities: a PEM file of certificates that are trusted beside the system's own
    ///   (`SSL_CERT_FILE`).
    /// - Throws: `TransportError.tls` when the file cannot be used.
    package init(extraAuthorities: String?) throws(TransportError) {
        let authorities = try TrustedAuthorities(extra: extraAuthorities)
        guard let pointer = SSL_CTX_new(TLS_client_method()) else { throw .tls(opensslError()) }
        self.pointer = pointer
        guard dd_SSL_CTX_set_min_proto(pointer, TLS1_2_VERSION) == 1 else { throw .tls(opensslError()) }
        _ = dd_SSL_CTX_set_mode(
            pointer, Int(SSL_MODE_ENABLE_PARTIAL_WRITE) | Int(SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER))
        dd_SSL_CTX_set_read_ahead(pointer, 1)
        SSL_CTX_set_default_read_buffer_len(pointer, 65536)
        dd_SSL_CTX_refuse_renegotiation(pointer)
        dd_SSL_CTX_cache_sessions_of_client(pointer)
        SSL_CTX_sess_set_new_cb(pointer) { ssl, session in
            guard let session else { return 0 }
            return TLSAttempt.of(ssl)?.keep(session) == true ? 1 : 0
        }
        SSL_CTX_set_verify(pointer, SSL_VERIFY_PEER) { isGood, chain in
            if isGood == 0, let chain { TLSAttempt.of(chain: chain)?.note(chain) }
            return isGood
        }
        authorities.decide(for: pointer)
    }

    deinit { SSL_CTX_free(pointer) }

    /// Lets a new connection resume an earlier one to the same place. A session of TLS 1.3 is offered once (RFC 8446,
    /// appendix C.4); each connection is given another.
    func resume(_ ssl: OpaquePointer, to place: String) {
        let kept = sessions.withLock { sessions -> Session? in
            guard let session = sessions[place] else { return nil }
            let isReusable = SSL_SESSION_get_protocol_version(session.pointer) < TLS1_3_VERSION
            if !isReusable || SSL_SESSION_is_resumable(session.pointer) != 1 { sessions[place] = nil }
            return session
        }
        guard let kept, SSL_SESSION_is_resumable(kept.pointer) == 1 else { return }
        SSL_set_session(ssl, kept.pointer)
    }

    /// Keeps a session that a server offers, so that the next connection to the same place can begin before this one
    /// ends.
    fileprivate func keep(_ pointer: OpaquePointer, to place: String) {
        let session = Session(pointer)
        sessions.withLock { kept in
            if kept.count >= Self.sessionLimit, kept[place] == nil { kept.removeAll() }
            kept[place] = session
        }
    }
}

/// What OpenSSL's callbacks leave behind for the thread that owns a connection, and where its sessions go.
final class TLSAttempt {
    private let context: TLSContext
    private let place: String
    /// What is wrong with the server's certificate.
    private(set) var fault: CertificateFault?

    /// Where a connection keeps it: the place that OpenSSL leaves to the application.
    static let index: Int32 = 0

    init(_ context: TLSContext, place: String) {
        self.context = context
        self.place = place
    }

    fileprivate static func of(_ ssl: OpaquePointer?) -> TLSAttempt? {
        SSL_get_ex_data(ssl, index).map { Unmanaged<TLSAttempt>.fromOpaque($0).takeUnretainedValue() }
    }

    fileprivate static func of(chain: OpaquePointer) -> TLSAttempt? {
        X509_STORE_CTX_get_ex_data(chain, SSL_get_ex_data_X509_STORE_CTX_idx()).flatMap { of(OpaquePointer($0)) }
    }

    fileprivate func keep(_ session: OpaquePointer) -> Bool {
        context.keep(session, to: place)
        return true
    }

    fileprivate func note(_ chain: OpaquePointer) {
        fault = CertificateFault(X509_STORE_CTX_get_error(chain), X509_STORE_CTX_get_current_cert(chain))
    }
}

/// The oldest entry of this thread's OpenSSL error queue, in words; empties the queue.
func opensslError() -> String {
    let code = ERR_get_error()
    ERR_clear_error()
    guard code != 0 else { return "unknown reason" }
    guard let text = ERR_reason_error_string(code) else { return "OpenSSL error \(code)" }
    return String(cString: text)
}
