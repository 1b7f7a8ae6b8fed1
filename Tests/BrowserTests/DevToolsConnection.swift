import Glibc
import JSONTree
import WebSocket

/// A connection to a browser that speaks the Chrome DevTools Protocol. It blocks, and belongs to one thread.
final class DevToolsConnection {
    private let descriptor: Int32
    private var webSocket: WebSocketConnection
    private var lastID = 0
    private var answers: [Int: JSONValue] = [:]
    private let event: (_ method: String, _ parameters: JSONValue) -> Void
    private var buffer = [UInt8](repeating: 0, count: 1 << 18)

    /// - Parameters:
    ///   - port: on 127.0.0.1.
    ///   - event: gets what the browser says unasked.
    init(
        port: UInt16, path: String, until deadline: Deadline, event: @escaping (String, JSONValue) -> Void
    ) throws {
        self.event = event
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var generator = SystemRandomNumberGenerator()
        let key = WebSocketHandshake.key(nonce: (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) })
        let limits = WebSocketLimits(framePayload: 64 << 20, message: 64 << 20)
        webSocket = WebSocketConnection(
            role: .client(maskingKey: {
                var generator = SystemRandomNumberGenerator()
                return UInt32.random(in: .min ... .max, using: &generator)
            }), limits: limits)
        try connect(port)
        try write(WebSocketHandshake.clientRequest(host: "127.0.0.1:\(port)", path: path, key: key), deadline)
        var parser = WebSocketResponseParser(key: key)
        while true {
            if let rest = try parser.receive(try read(deadline)) {
                try take(webSocket.receive(rest), deadline)
                return
            }
        }
    }

    deinit { close(descriptor) }

    /// Calls a method of the protocol and waits for its result.
    func call(
        _ method: String, _ parameters: JSONValue = [:], session: String? = nil, until deadline: Deadline
    ) throws -> JSONValue {
        lastID += 1
        let id = lastID
        var message: JSONValue = ["id": .int(id), "method": .string(method), "params": parameters]
        if let session { message["sessionId"] = .string(session) }
        try write(try webSocket.send(text: message.text()), deadline)
        while true {
            if let answer = answers.removeValue(forKey: id) {
                if let error = answer["error"] { throw WalkFailure("\(method): \(error.text())") }
                return answer["result"] ?? [:]
            }
            guard !deadline.isOver else { throw WalkFailure("the browser did not answer \(method)") }
            try take(webSocket.receive(try read(deadline)), deadline)
        }
    }

    private func take(_ events: [WebSocketEvent], _ deadline: Deadline) throws {
        for event in events {
            switch event {
            case .text(let text):
                let message = try JSONValue(parsing: text)
                if let id = message["id"]?.int {
                    answers[id] = message
                } else if let method = message["method"]?.string {
                    self.event(method, message["params"] ?? [:])
                }
            case .ping(_, let reply): try write(reply, deadline)
            case .binary, .pong: break
            case .closed, .failed: throw WalkFailure("the browser closed the connection: \(event)")
            }
        }
    }

    private func connect(_ port: UInt16) throws {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw WalkFailure("the browser's port \(port): \(String(cString: strerror(errno)))") }
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    private func ready(_ events: Int32, _ deadline: Deadline) throws {
        var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        guard poll(&entry, 1, deadline.millisecondsLeft) > 0 else { throw WalkFailure("the browser does not answer") }
    }

    private func read(_ deadline: Deadline) throws -> ArraySlice<UInt8> {
        try ready(POLLIN, deadline)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { throw WalkFailure("the browser has gone") }
        return buffer[..<count]
    }

    private func write(_ bytes: [UInt8], _ deadline: Deadline) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            try ready(POLLOUT, deadline)
            let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw WalkFailure("the browser has gone") }
            rest = rest.dropFirst(count)
        }
    }
}
