import CLinux
import COpenSSL
import Glibc
import JSONTree
import Locking
import WebSocket

@testable import SlackSandbox

/// A blocking TLS client that trusts only the sandbox's authority. One thread at a time uses it.
final class TLSClient: @unchecked Sendable {
    let descriptor: Int32
    let connection: OpaquePointer
    private let context: OpaquePointer

    /// `nil` when the connection cannot be made or the certificate is not the right one.
    init?(port: Int, certificate: String) {
        guard let context = SSL_CTX_new(TLS_client_method()), let connection = SSL_new(context),
            let descriptor = LoopbackSocket.connect(port: port, nonBlocking: false)
        else { return nil }
        self.context = context
        self.connection = connection
        self.descriptor = descriptor
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        SSL_CTX_load_verify_locations(context, certificate, nil)
        SSL_set_verify(connection, SSL_VERIFY_PEER, nil)
        X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(connection), "127.0.0.1")
        SSL_set_fd(connection, descriptor)
        guard SSL_connect(connection) == 1 else { return nil }
    }

    deinit {
        SSL_free(connection)
        SSL_CTX_free(context)
        close(descriptor)
    }

    /// Sends a request and returns everything until the other end closes.
    func exchange(_ request: [UInt8]) -> [UInt8] {
        write(request)
        var answer: [UInt8] = []
        while let bytes = read() { answer += bytes }
        return answer
    }

    func write(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { SSL_write(connection, $0.baseAddress, Int32($0.count)) }
            guard count > 0 else { return }
            sent += Int(count)
        }
    }

    func read() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = SSL_read(connection, &buffer, Int32(buffer.count))
        return count > 0 ? Array(buffer[..<Int(count)]) : nil
    }
}

/// A plain exchange with a server that closes.
enum PlainExchange {
    static func send(_ request: [UInt8], port: Int) -> [UInt8] {
        guard let descriptor = LoopbackSocket.connect(port: port, nonBlocking: false) else { return [] }
        defer { close(descriptor) }
        _ = request.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return answer }
            answer += buffer[..<count]
        }
    }
}

/// A Socket Mode client that does nothing by itself but answer pings.
final class TestSocket: Sendable {
    enum Event: Sendable, Equatable {
        case text(String)
        case binary([UInt8])
        case ping(String)
        case pong(String)
        case closed(UInt16?)
        /// The handshake was refused with this status.
        case refused(Int)
        /// The transport has ended.
        case ended
    }

    private enum Order: Sendable {
        case text(String, fragments: Int?)
        case ping(String)
        case close
        case drop
    }

    private let orders = Lock<[Order]>([])
    private let wakeup = Wakeup()
    private let mailbox = Mailbox()

    /// Events that nobody has taken yet, or the one who waits for the next.
    private final class Mailbox: Sendable {
        private struct State {
            var events: [Event] = []
            var waiting: CheckedContinuation<Event, Never>?
            var hasEnded = false
        }

        private let state = Lock(State())

        func put(_ event: Event) {
            let waiting = state.withLock { state -> CheckedContinuation<Event, Never>? in
                if event == .ended { state.hasEnded = true }
                guard let waiting = state.waiting else {
                    state.events.append(event)
                    return nil
                }
                state.waiting = nil
                return waiting
            }
            waiting?.resume(returning: event)
        }

        func next() async -> Event {
            await withCheckedContinuation { continuation in
                let event = state.withLock { state -> Event? in
                    if !state.events.isEmpty { return state.events.removeFirst() }
                    if state.hasEnded { return .ended }
                    state.waiting = continuation
                    return nil
                }
                if let event { continuation.resume(returning: event) }
            }
        }
    }

    init(_ client: TLSClient, target: String) {
        let started = BlockingThread.start { [orders, wakeup, mailbox] in
            Self.run(client, target: target, orders: orders, wakeup: wakeup) { mailbox.put($0) }
        }
        precondition(started, "no thread could be made")
    }

    deinit { order(.drop) }

    /// The next event of any kind; `.ended` for ever once the connection is gone.
    func nextEvent() async -> Event {
        await mailbox.next()
    }

    /// The next event that is neither a ping nor a pong.
    func nextButPings() async -> Event {
        while true {
            let event = await nextEvent()
            switch event {
            case .ping, .pong: continue
            case .text, .binary, .closed, .refused, .ended: return event
            }
        }
    }

    /// The next text message as JSON. Pings and pongs are passed over.
    func next() async throws -> JSONValue {
        let event = await nextButPings()
        guard case .text(let text) = event else { throw TestFailure("a message was expected, but there came \(event)") }
        return try JSONValue(parsing: text)
    }

    /// The next envelope, acked.
    func take(payload: JSONValue? = nil) async throws -> JSONValue {
        let envelope = try await next()
        ack(envelope, payload: payload)
        return envelope
    }

    func ack(_ envelope: JSONValue, payload: JSONValue? = nil) {
        var ack: JSONValue = ["envelope_id": envelope["envelope_id"] ?? .null]
        if let payload { ack["payload"] = payload }
        send(ack.text())
    }

    func send(_ text: String, fragments: Int? = nil) { order(.text(text, fragments: fragments)) }
    func ping(_ text: String) { order(.ping(text)) }
    func close() { order(.close) }
    /// Ends the transport without a word.
    func drop() { order(.drop) }

    private func order(_ order: Order) {
        orders.withLock { $0.append(order) }
        wakeup.signal()
    }

    private static func run(
        _ client: TLSClient, target: String, orders: Lock<[Order]>, wakeup: Wakeup, report: (Event) -> Void
    ) {
        let key = WebSocketHandshake.key(nonce: Array(repeating: 7, count: 16))
        client.write(Array(WebSocketHandshake.clientRequest(host: "127.0.0.1", path: target, key: key)))
        var parser = WebSocketResponseParser(key: key)
        var codec = WebSocketConnection(role: .client(maskingKey: { 0x1234_5678 }))
        var isOpen = false
        while true {
            for order in orders.withLock({ orders in
                defer { orders = [] }
                return orders
            }) {
                guard let bytes = bytes(order, &codec) else { return report(.ended) }
                client.write(bytes)
            }
            var waits = [
                pollfd(fd: client.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: wakeup.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            if SSL_has_pending(client.connection) == 0 { poll(&waits, 2, -1) } else { waits[0].revents = 1 }
            wakeup.clear()
            guard waits[0].revents != 0 else { continue }
            guard let received = client.read() else { return report(.ended) }
            var rest = received
            if !isOpen {
                do {
                    guard let behind = try parser.receive(received) else { continue }
                    rest = behind
                    isOpen = true
                } catch {
                    if case .refused(let status, _) = error { report(.refused(status)) }
                    return report(.ended)
                }
            }
            for event in codec.receive(rest) { handle(event, client, report) }
        }
    }

    private static func bytes(_ order: Order, _ codec: inout WebSocketConnection) -> [UInt8]? {
        do {
            switch order {
            case .text(let text, let fragments): return try codec.send(text: text, fragmentSize: fragments)
            case .ping(let text): return try codec.send(ping: Array(text.utf8))
            case .close: return try codec.close()
            case .drop: return nil
            }
        } catch { return [] }
    }

    private static func handle(_ event: WebSocketEvent, _ client: TLSClient, _ report: (Event) -> Void) {
        switch event {
        case .text(let text): report(.text(text))
        case .binary(let bytes): report(.binary(bytes))
        case .ping(let bytes, let reply):
            client.write(reply)
            report(.ping(String(decoding: bytes, as: UTF8.self)))
        case .pong(let bytes): report(.pong(String(decoding: bytes, as: UTF8.self)))
        case .closed(let code, _, let reply):
            client.write(reply)
            report(.closed(code?.rawValue))
        case .failed: report(.ended)
        }
    }
}
