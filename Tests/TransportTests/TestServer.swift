import CLinux
import COpenSSL
import Glibc
import Locking
import Testing
import WebSocket

@testable import Transport

/// A server on 127.0.0.1 that runs a script, in blocking code on a thread, for each connection.
final class TestServer: Sendable {
    let port: UInt16
    /// `nil` once it is closed: its number may be another's then.
    private let listener: Lock<Int32?>

    /// - Parameters:
    ///   - certificate: speaks TLS with it; `nil` is plain.
    ///   - maximumVersion: the highest TLS version, 0 for any.
    init(
        _ certificate: TestCertificate? = .server, maximumVersion: Int32 = 0,
        script: @escaping @Sendable (TestPeer) -> Void
    ) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        let open = Lock<Int32?>(listener)
        self.listener = open
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        port = try withUnsafeMutablePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                try #require(bind(listener, pointer, size) == 0 && listen(listener, 128) == 0)
                try #require(getsockname(listener, pointer, &size) == 0)
            }
            return UInt16(bigEndian: pointer.pointee.sin_port)
        }
        let context = certificate.map { certificate in Self.context(certificate, maximumVersion) }
        try startThread(named: "test-accept") {
            while case let descriptor = accept(listener, nil, nil), descriptor >= 0 {
                let accepted = context.map { AcceptedContext($0.pointer) }
                do {
                    try startThread(named: "test-peer") {
                        let peer = TestPeer(descriptor, accepted?.pointer)
                        if peer.handshake() { script(peer) }
                        peer.close()
                    }
                } catch {
                    close(descriptor)
                }
            }
            open.withLock { open in
                close(listener)
                open = nil
            }
        }
    }

    /// Refuses new connections; those that exist go on.
    func stop() {
        listener.withLock { if let listener = $0 { shutdown(listener, Int32(SHUT_RDWR)) } }
    }

    deinit { stop() }

    private final class AcceptedContext: @unchecked Sendable {
        // Unchecked: see `TestCertificate`.
        let pointer: OpaquePointer
        init(_ pointer: OpaquePointer) { self.pointer = pointer }
    }

    private static func context(_ certificate: TestCertificate, _ maximumVersion: Int32) -> AcceptedContext {
        guard let context = SSL_CTX_new(TLS_server_method()) else { preconditionFailure("no TLS context") }
        SSL_CTX_use_certificate(context, certificate.certificate)
        SSL_CTX_use_PrivateKey(context, certificate.key)
        SSL_CTX_set_session_id_context(context, [1], 1)
        SSL_CTX_set_alpn_select_cb(
            context,
            { _, chosen, length, offered, count, _ in
                // Agrees to HTTP/1.1 where nothing else is offered.
                let wanted = Array("\u{8}http/1.1".utf8)
                guard let offered, count == wanted.count, wanted.elementsEqual((0..<wanted.count).map { offered[$0] })
                else { return SSL_TLSEXT_ERR_NOACK }
                chosen?.pointee = offered + 1
                length?.pointee = 8
                return SSL_TLSEXT_ERR_OK
            }, nil)
        if maximumVersion != 0 {
            SSL_CTX_ctrl(context, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(TLS1_1_VERSION), nil)
            SSL_CTX_ctrl(context, SSL_CTRL_SET_MAX_PROTO_VERSION, Int(maximumVersion), nil)
            SSL_CTX_set_security_level(context, 0)
            SSL_CTX_set_cipher_list(context, "ALL:@SECLEVEL=0")
        }
        return AcceptedContext(context)
    }
}

/// The server's end of one connection, for the thread that runs its script.
final class TestPeer {
    private let descriptor: Int32
    private var ssl: OpaquePointer?
    private var pending: [UInt8] = []
    private var isOpen = true
    private var hasTimedOut = false
    private(set) var isResumed = false
    /// What the client called us, and the protocol that was agreed on.
    private(set) var serverName: String?
    private(set) var applicationProtocol: String?

    fileprivate init(_ descriptor: Int32, _ context: OpaquePointer?) {
        self.descriptor = descriptor
        var timeout = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        if let context {
            ssl = SSL_new(context)
            SSL_set_fd(ssl, descriptor)
        }
    }

    fileprivate func handshake() -> Bool {
        guard let ssl else { return true }
        let isDone = SSL_accept(ssl) == 1
        isResumed = SSL_session_reused(ssl) == 1
        serverName = SSL_get_servername(ssl, Int32(TLSEXT_NAMETYPE_host_name)).map { String(cString: $0) }
        var name: UnsafePointer<UInt8>?
        var length: UInt32 = 0
        SSL_get0_alpn_selected(ssl, &name, &length)
        applicationProtocol = name.map { name in
            String(decoding: UnsafeBufferPointer(start: name, count: Int(length)), as: UTF8.self)
        }
        return isDone
    }

    /// The next bytes; `nil` at the end or after 20 seconds.
    func read() -> [UInt8]? {
        if !pending.isEmpty {
            defer { pending = [] }
            return pending
        }
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = ssl.map { Int(SSL_read($0, &buffer, 65536)) } ?? recv(descriptor, &buffer, 65536, 0)
        hasTimedOut = count < 0 && errno == EAGAIN
        return count > 0 ? Array(buffer.prefix(count)) : nil
    }

    /// Writes everything, in records of at most `piece` bytes.
    @discardableResult
    func write(_ bytes: [UInt8], piece: Int = 16384) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = Array(rest.prefix(piece))
            let count =
                ssl.map { Int(SSL_write($0, part, Int32(part.count))) }
                ?? send(descriptor, part, part.count, Int32(MSG_NOSIGNAL))
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Lets a write fail that the client does not take within the time.
    func limitWrites(milliseconds: Int) {
        var timeout = timeval(tv_sec: 0, tv_usec: milliseconds * 1000)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    }

    /// Sets how much the kernel takes of what is not read.
    func limitReceiveBuffer(bytes: Int32) {
        var bytes = bytes
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &bytes, socklen_t(MemoryLayout<Int32>.size))
    }

    func unread(_ bytes: [UInt8]) { pending = bytes + pending }

    func close() {
        guard isOpen else { return }
        isOpen = false
        if let ssl {
            SSL_shutdown(ssl)
            SSL_free(ssl)
        }
        ssl = nil
        Glibc.close(descriptor)
    }

    /// Ends the connection with a TCP reset.
    /// - Parameter afterWhatWasSent: delivers what was written before; the reset then comes because of what was not read.
    func reset(afterWhatWasSent: Bool = false) {
        var option = linger(l_onoff: 1, l_linger: 0)
        if !afterWhatWasSent {
            setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        }
        isOpen = false
        if let ssl { SSL_free(ssl) }
        ssl = nil
        Glibc.close(descriptor)
    }

    /// Whether the peer ends the connection within the 20 seconds that a read may take.
    func waitForEnd() -> Bool {
        while read() != nil {}
        return !hasTimedOut
    }

    /// Copies bytes between this plain connection and another descriptor until one of them ends.
    func copy(with other: Int32) {
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            var descriptors = [descriptor, other].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            guard poll(&descriptors, 2, 20_000) > 0 else { return }
            for (index, entry) in descriptors.enumerated() where entry.revents != 0 {
                let count = recv(entry.fd, &buffer, buffer.count, 0)
                guard count > 0 else { return }
                let target = descriptors[1 - index].fd
                guard send(target, buffer, count, Int32(MSG_NOSIGNAL)) == count else { return }
            }
        }
    }

    /// Reads one HTTP request with its body; `nil` at the end.
    func request() -> (head: HTTPHead, body: [UInt8])? {
        var parser = HTTPHeadParser()
        while let bytes = read() {
            guard let found = try? parser.receive(bytes) else { continue }
            let length = found.head.only("content-length").flatMap { Int($0) } ?? 0
            var body = found.rest
            while body.count < length, let more = read() { body += more }
            unread(Array(body.dropFirst(length)))
            return (found.head, Array(body.prefix(length)))
        }
        return nil
    }

    func respond(_ body: String, status: String = "200 OK", headers: [String] = []) {
        let lines = ["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)"] + headers + ["", body]
        write(Array(lines.joined(separator: "\r\n").utf8))
    }

    /// Reads the request to upgrade and consents to it.
    func upgrade() -> TestSocket? {
        guard let (head, _) = request() else { return nil }
        return upgrade(head)
    }

    func upgrade(_ head: HTTPHead) -> TestSocket? {
        guard let request = try? WebSocketUpgradeRequest(head) else { return nil }
        write(WebSocketHandshake.acceptResponse(key: request.key))
        return TestSocket(self)
    }
}

/// A WebSocket in the server's role, for the thread that runs its script.
final class TestSocket {
    let peer: TestPeer
    private var connection = WebSocketConnection(
        role: .server, limits: WebSocketLimits(framePayload: 32 << 20, message: 32 << 20, fragments: 100_000))
    private var events: [WebSocketEvent] = []

    fileprivate init(_ peer: TestPeer) { self.peer = peer }

    /// The next event; pings and closes are answered. `nil` at the end.
    func next(answering: Bool = true) -> WebSocketEvent? {
        while events.isEmpty {
            guard let bytes = peer.read() else { return nil }
            events = connection.receive(bytes)
        }
        let event = events.removeFirst()
        switch event {
        case .ping(_, let reply) where answering: peer.write(reply)
        case .closed(_, _, let reply) where answering: peer.write(reply)
        default: break
        }
        return event
    }

    /// The next text; other events are passed over. `nil` at the end.
    func nextText() -> String? {
        while let event = next() {
            if case .text(let text) = event { return text }
            if case .closed = event { return nil }
        }
        return nil
    }

    @discardableResult
    func send(_ text: String, fragmentSize: Int? = nil, piece: Int = 16384) -> Bool {
        guard let bytes = try? connection.send(text: text, fragmentSize: fragmentSize) else { return false }
        return peer.write(bytes, piece: piece)
    }

    func sendBinary(_ bytes: [UInt8]) {
        if let frame = try? connection.send(binary: bytes) { peer.write(frame) }
    }

    func ping(_ payload: String) {
        if let frame = try? connection.send(ping: Array(payload.utf8)) { peer.write(frame) }
    }

    /// Many at once.
    func ping(_ payloads: [String]) {
        var bytes: [UInt8] = []
        for payload in payloads { bytes += (try? connection.send(ping: Array(payload.utf8))) ?? [] }
        peer.write(bytes, piece: 1 << 20)
    }

    func close(_ code: WebSocketCloseCode) {
        if let frame = try? connection.close(code) { peer.write(frame) }
    }
}

/// What a script or a handler saw, for the test to wait for.
final class Recorder<Element: Sendable>: Sendable {
    private struct State {
        var elements: [Element] = []
        var waiters: [(test: @Sendable ([Element]) -> Bool, continuation: CheckedContinuation<Bool, Never>)] = []
    }

    private let state = Lock(State())

    var elements: [Element] { state.withLock { $0.elements } }

    func record(_ element: Element) {
        let satisfied = state.withLock { state in
            state.elements.append(element)
            let elements = state.elements
            let satisfied = state.waiters.filter { $0.test(elements) }.map(\.continuation)
            state.waiters.removeAll { $0.test(elements) }
            return satisfied
        }
        for continuation in satisfied { continuation.resume(returning: true) }
    }

    /// Waits until the test holds, half a minute at most.
    func wait(_ comment: Comment? = nil, until test: @escaping @Sendable ([Element]) -> Bool) async throws {
        let held = await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                await withCheckedContinuation { continuation in
                    let holds = self.state.withLock { state in
                        guard !test(state.elements) else { return true }
                        state.waiters.append((test, continuation))
                        return false
                    }
                    if holds { continuation.resume(returning: true) }
                }
            }
            group.addTask {
                do {
                    try await Task.sleep(for: .seconds(30))
                } catch {
                    return true
                }
                self.giveUp()
                return false
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
        try #require(held, comment ?? "waited for half a minute; seen: \(elements)")
    }

    private func giveUp() {
        let waiters = state.withLock { state in
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.continuation.resume(returning: false) }
    }
}
