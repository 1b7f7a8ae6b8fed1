import CLinux
import COpenSSL
import Glibc

/// The server's end of a TLS connection over a non-blocking socket. Only the thread that made it may use it.
final class TLSStream {
    enum Reading {
        case bytes(Int)
        /// Nothing has come yet.
        case later
        case ended
    }

    let descriptor: Int32
    private let connection: OpaquePointer
    /// TLS itself has something to write before it can go on.
    private(set) var wantsToWrite = false
    private(set) var isBroken = false
    private var isOpen = true

    init?(descriptor: Int32, context: TLSContext) {
        guard let connection = context.newConnection() else {
            Glibc.close(descriptor)
            return nil
        }
        self.descriptor = descriptor
        self.connection = connection
        SSL_set_fd(connection, descriptor)
    }

    deinit {
        SSL_free(connection)
        if isOpen { Glibc.close(descriptor) }
    }

    /// One step of the handshake.
    /// - Returns: whether it is done.
    func handshake() -> Bool {
        ERR_clear_error()
        let code = SSL_accept(connection)
        if code == 1 { return true }
        note(SSL_get_error(connection, code))
        return false
    }

    /// Whether bytes wait inside TLS, which `poll` does not see.
    var hasPending: Bool { SSL_has_pending(connection) == 1 }

    func read(into buffer: inout [UInt8]) -> Reading {
        guard !isBroken else { return .ended }
        ERR_clear_error()
        let code = SSL_read(connection, &buffer, Int32(buffer.count))
        if code > 0 { return .bytes(Int(code)) }
        let error = SSL_get_error(connection, code)
        if error == SSL_ERROR_ZERO_RETURN { return .ended }
        note(error)
        return isBroken ? .ended : .later
    }

    /// Writes as much as there is room for.
    /// - Returns: how many bytes went out.
    func write(_ bytes: ArraySlice<UInt8>) -> Int {
        guard !isBroken, !bytes.isEmpty else { return 0 }
        ERR_clear_error()
        let code = bytes.withUnsafeBytes { SSL_write(connection, $0.baseAddress, Int32($0.count)) }
        if code > 0 { return Int(code) }
        note(SSL_get_error(connection, code))
        return 0
    }

    private func note(_ error: Int32) {
        wantsToWrite = error == SSL_ERROR_WANT_WRITE
        if error != SSL_ERROR_WANT_READ, error != SSL_ERROR_WANT_WRITE { isBroken = true }
    }

    /// Ends TLS and TCP in order.
    func close() {
        guard isOpen else { return }
        if !isBroken {
            ERR_clear_error()
            SSL_shutdown(connection)
        }
        isOpen = false
        Glibc.close(descriptor)
    }

    /// Resets TCP.
    func reset() {
        guard isOpen else { return }
        isOpen = false
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        Glibc.close(descriptor)
    }
}

/// Plain TCP on 127.0.0.1.
enum LoopbackSocket {
    /// A non-blocking socket that listens; the port is 0 for any free one.
    static func listen(port: Int) throws(SandboxAddressError) -> (descriptor: Int32, port: Int) {
        let descriptor = socket(
            AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var one: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
        var address = address(port)
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard descriptor >= 0, code == 0, Glibc.listen(descriptor, 128) == 0 else {
            let reason = String(cString: strerror(errno))
            close(descriptor)
            throw SandboxAddressError(
                description: "cannot listen on 127.0.0.1:\(port): \(reason). Name another port, or 0 for any.")
        }
        var bound = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &bound) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        return (descriptor, Int(UInt16(bigEndian: bound.sin_port)))
    }

    /// A socket that is connected to the port; `nil` when nobody listens there.
    static func connect(port: Int, nonBlocking: Bool) -> Int32? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        var address = address(port)
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else {
            close(descriptor)
            return nil
        }
        setNoDelay(descriptor)
        if nonBlocking { _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK) }
        return descriptor
    }

    static func setNoDelay(_ descriptor: Int32) {
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func address(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        return address
    }
}

/// Why an address of the sandbox could not be used.
package struct SandboxAddressError: Error, CustomStringConvertible {
    package let description: String
}
