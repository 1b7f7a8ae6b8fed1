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
        dd_SSL_CTX_cache_sessions_of_client(pointer)
        SSL_CTX_set_verify(pointer, SSL_VERIFY_PEER, nil)
        authorities.decide(for: pointer)
    }

    deinit { SSL_CTX_free(pointer) }

    /// Lets a new connection resume an earlier one to the same place; a session is offered once.
    func resume(_ ssl: OpaquePointer, to place: String) {
        guard let session = sessions.withLock({ $0.removeValue(forKey: place) }) else { return }
        SSL_set_session(ssl, session.pointer)
    }

    /// Keeps the session of a connection that is about to be closed.
    func keepSession(of ssl: OpaquePointer, to place: String) {
        guard let pointer = SSL_get1_session(ssl) else { return }
        let session = Session(pointer)
        guard SSL_SESSION_is_resumable(pointer) == 1 else { return }
        sessions.withLock { kept in
            if kept.count >= Self.sessionLimit, kept[place] == nil { kept.removeAll() }
            kept[place] = session
        }
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
