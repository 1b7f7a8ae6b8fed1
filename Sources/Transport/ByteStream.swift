import COpenSSL
import Glibc

/// What one read or write that does not wait has led to.
enum StreamProgress {
    case moved(Int)
    /// Nothing now; try again when the descriptor is ready for `POLLIN` or `POLLOUT`.
    case waits(for: Int16)
    /// The peer has closed its direction in an orderly way.
    case ended
}

/// A connected descriptor, encrypted or not. One thread owns it; it is closed by `close()` or at the end of its life.
final class ByteStream {
    let descriptor: Int32
    private var ssl: OpaquePointer?
    private var attempt: TLSAttempt?
    private var isOpen = true

    /// - Parameter descriptor: a connected socket that does not block, owned by the stream from now on.
    init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close() }

    /// Begins to encrypt; `handshake()` must be called until it has moved on.
    func beginTLS(_ context: TLSContext, url: NetworkURL) throws(TransportError) {
        guard let ssl = SSL_new(context.pointer) else { throw .tls(opensslError()) }
        self.ssl = ssl
        let place = "\(url.host):\(url.port)"
        let attempt = TLSAttempt(context, place: place)
        self.attempt = attempt
        SSL_set_ex_data(ssl, TLSAttempt.index, Unmanaged.passUnretained(attempt).toOpaque())
        SSL_set_hostflags(ssl, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
        let named =
            url.isAddress
            ? X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), url.host)
            : SSL_set1_host(ssl, url.host) & dd_SSL_set_sni(ssl, url.host)
        let protocols = [8] + Array("http/1.1".utf8)
        guard named == 1, SSL_set_alpn_protos(ssl, protocols, UInt32(protocols.count)) == 0,
            SSL_set_fd(ssl, descriptor) == 1
        else { throw .tls(opensslError()) }
        context.resume(ssl, to: place)
        SSL_set_connect_state(ssl)
    }

    /// Goes on with the TLS handshake.
    /// - Returns: `nil` when it is complete, else what to wait for.
    func handshake(host: String) throws(TransportError) -> Int16? {
        guard let ssl else { return nil }
        ERR_clear_error()
        let result = SSL_do_handshake(ssl)
        guard result != 1 else { return nil }
        let code = errno
        switch SSL_get_error(ssl, result) {
        case SSL_ERROR_WANT_READ: return Int16(POLLIN)
        case SSL_ERROR_WANT_WRITE: return Int16(POLLOUT)
        case SSL_ERROR_SYSCALL:
            throw .tls(code == 0 ? "the peer closed the connection" : systemError(code))
        default:
            let verification = SSL_get_verify_result(ssl)
            guard verification == X509_V_OK else {
                ERR_clear_error()
                throw .certificate(host: host, attempt?.fault ?? CertificateFault(Int32(verification), nil))
            }
            throw .tls(opensslError())
        }
    }

    /// Whether the last handshake resumed an earlier session.
    var isResumed: Bool { ssl.map { SSL_session_reused($0) == 1 } ?? false }

    /// Reads what is there.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(TransportError) -> StreamProgress {
        guard let ssl else {
            let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
            guard count < 0 else { return count == 0 ? .ended : .moved(count) }
            return try plainProgress(errno, waits: Int16(POLLIN))
        }
        ERR_clear_error()
        var count = 0
        let result = SSL_read_ex(ssl, buffer.baseAddress, buffer.count, &count)
        return result == 1 ? .moved(count) : try tlsProgress(ssl, result, errno)
    }

    /// Writes what can be written at once. `bytes` must not be empty.
    func write(_ bytes: UnsafeRawBufferPointer) throws(TransportError) -> StreamProgress {
        guard let ssl else {
            let count = send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            return count >= 0 ? .moved(count) : try plainProgress(errno, waits: Int16(POLLOUT))
        }
        ERR_clear_error()
        var count = 0
        let result = SSL_write_ex(ssl, bytes.baseAddress, bytes.count, &count)
        return result == 1 ? .moved(count) : try tlsProgress(ssl, result, errno)
    }

    private func plainProgress(_ code: Int32, waits: Int16) throws(TransportError) -> StreamProgress {
        switch code {
        case EAGAIN: return .waits(for: waits)
        case EINTR: return .moved(0)
        default: throw .peerVanished(systemError(code))
        }
    }

    private func tlsProgress(
        _ ssl: OpaquePointer, _ result: Int32, _ code: Int32
    ) throws(TransportError) -> StreamProgress {
        switch SSL_get_error(ssl, result) {
        case SSL_ERROR_WANT_READ: return .waits(for: Int16(POLLIN))
        case SSL_ERROR_WANT_WRITE: return .waits(for: Int16(POLLOUT))
        case SSL_ERROR_ZERO_RETURN: return .ended
        case SSL_ERROR_SYSCALL: throw .peerVanished(code == 0 ? "the peer closed the connection" : systemError(code))
        default: throw .peerVanished(opensslError())
        }
    }

    /// Says goodbye as far as that needs no waiting, and closes the descriptor.
    func close() {
        guard isOpen else { return }
        isOpen = false
        if let ssl {
            if SSL_is_init_finished(ssl) == 1 { SSL_shutdown(ssl) }
            ERR_clear_error()
            SSL_free(ssl)
        }
        ssl = nil
        Glibc.close(descriptor)
    }
}
