/// The opening handshake (RFC 6455, section 4), for both ends.
package enum WebSocketHandshake {
    private static let magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

    /// The `Sec-WebSocket-Key` for sixteen random bytes.
    package static func key(nonce: [UInt8]) -> String {
        precondition(nonce.count == 16, "the nonce of a WebSocket handshake has sixteen bytes")
        return base64(nonce)
    }

    /// The `Sec-WebSocket-Accept` that proves a server has read the key.
    package static func accept(for key: String) -> String { base64(sha1(Array((key + magic).utf8))) }

    /// The client's request. No extension and no subprotocol is offered.
    /// - Parameters:
    ///   - host: the `Host` field, with the port when it is not the scheme's own.
    ///   - path: the request target: path and query.
    ///   - headers: further fields. Those that would forge a header or change the handshake are left out: with a name
    ///     that is no token, a control character in the value, or a name that the handshake itself uses.
    package static func clientRequest(
        host: String, path: String, key: String, headers: [(name: String, value: String)] = []
    ) -> [UInt8] {
        let safe = headers.filter { mayBeAdded($0.name) && $0.value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } }
        let lines =
            [
                "GET \(path.isEmpty ? "/" : path) HTTP/1.1", "Host: \(host)", "Upgrade: websocket",
                "Connection: Upgrade", "Sec-WebSocket-Key: \(key)", "Sec-WebSocket-Version: 13",
            ] + safe.map { "\($0.name): \($0.value)" }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }

    private static func mayBeAdded(_ name: String) -> Bool {
        let own = ["host", "upgrade", "connection", "content-length", "transfer-encoding"]
        let lower = name.lowercased()
        return !name.isEmpty && name.utf8.allSatisfy(isTokenByte) && !own.contains(lower)
            && !lower.hasPrefix("sec-websocket-")
    }

    /// The server's consent to the request with this key.
    package static func acceptResponse(key: String) -> [UInt8] {
        response(
            "101 Switching Protocols",
            ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Accept: \(accept(for: key))"])
    }

    /// The server's refusal, after which it closes the connection.
    /// - Parameters:
    ///   - status: code and phrase, such as `409 Conflict`.
    ///   - headers: further lines, such as `Retry-After: 30`.
    package static func rejection(status: String, headers: [String] = []) -> [UInt8] {
        response(status, headers + ["Content-Length: 0", "Connection: close"])
    }

    private static func response(_ status: String, _ lines: [String]) -> [UInt8] {
        Array((["HTTP/1.1 \(status)"] + lines).joined(separator: "\r\n").utf8) + Array("\r\n\r\n".utf8)
    }
}

/// Why a handshake did not make a WebSocket.
package enum WebSocketHandshakeError: Error, Hashable, Sendable, CustomStringConvertible {
    case malformed(HTTPHeadError)
    /// The server answered with another status than 101. `retryAfter` is the field's value in seconds, if it has one.
    case refused(status: Int, retryAfter: Int?)
    case notHTTP
    case upgradeMissing
    case connectionMissing
    case acceptWrong
    case extensionNotOffered
    case subprotocolNotOffered
    case methodNotGet
    case hostMissing
    case keyInvalid
    case versionUnsupported

    package var description: String {
        switch self {
        case .malformed(let error): "the WebSocket handshake is malformed: \(error)"
        case .refused(let status, _): "the server refused the WebSocket with HTTP status \(status)"
        case .notHTTP: "the WebSocket handshake is not HTTP/1.1"
        case .upgradeMissing: "the WebSocket handshake lacks 'Upgrade: websocket'"
        case .connectionMissing: "the WebSocket handshake lacks 'Connection: Upgrade'"
        case .acceptWrong: "the server's Sec-WebSocket-Accept does not match our key"
        case .extensionNotOffered: "the server chose a WebSocket extension that was not offered"
        case .subprotocolNotOffered: "the server chose a WebSocket subprotocol that was not offered"
        case .methodNotGet: "a WebSocket handshake must be a GET request"
        case .hostMissing: "the WebSocket handshake must have one Host field"
        case .keyInvalid: "the WebSocket handshake must have one Sec-WebSocket-Key of sixteen bytes"
        case .versionUnsupported: "the WebSocket handshake must ask for version 13"
        }
    }

    /// What a server answers, as bytes to send before it closes.
    package var rejection: [UInt8] {
        self == .versionUnsupported
            ? WebSocketHandshake.rejection(status: "426 Upgrade Required", headers: ["Sec-WebSocket-Version: 13"])
            : WebSocketHandshake.rejection(status: "400 Bad Request")
    }
}

/// Reads the server's answer to `WebSocketHandshake.clientRequest`.
package struct WebSocketResponseParser: Sendable {
    private let key: String
    private let limit: Int
    private var parser: HTTPHeadParser
    private var interim = 0

    /// Interim answers (`100 Continue`, `103 Early Hints`) that are passed over.
    private static let interimLimit = 8

    /// - Parameters:
    ///   - key: the key that was sent.
    ///   - limit: longest header in bytes.
    package init(key: String, limit: Int = 16384) {
        self.key = key
        self.limit = limit
        parser = HTTPHeadParser(limit: limit)
    }

    /// Takes bytes in any pieces.
    /// - Returns: `nil` until the answer is complete; then the bytes behind it, which belong to the WebSocket.
    /// - Throws: `WebSocketHandshakeError` for any answer but a correct 101.
    package mutating func receive(_ bytes: some Collection<UInt8>) throws(WebSocketHandshakeError) -> [UInt8]? {
        guard var (head, rest) = try read(bytes) else { return nil }
        while let status = head.status, (100..<200).contains(status), status != 101, interim < Self.interimLimit {
            interim += 1
            parser = HTTPHeadParser(limit: limit)
            guard let next = try read(rest) else { return nil }
            (head, rest) = next
        }
        try check(head)
        return rest
    }

    private mutating func read(
        _ bytes: some Collection<UInt8>
    ) throws(WebSocketHandshakeError) -> (head: HTTPHead, rest: [UInt8])? {
        do { return try parser.receive(bytes) } catch { throw .malformed(error) }
    }

    private func check(_ head: HTTPHead) throws(WebSocketHandshakeError) {
        guard let status = head.status, head.startLine.hasPrefix("HTTP/1.1 ") else { throw .notHTTP }
        guard status == 101 else {
            throw .refused(status: status, retryAfter: head.only("retry-after").flatMap(seconds))
        }
        guard head.only("upgrade")?.lowercased() == "websocket" else { throw .upgradeMissing }
        guard head.lists("upgrade", in: "connection") else { throw .connectionMissing }
        guard head.only("sec-websocket-accept") == WebSocketHandshake.accept(for: key) else { throw .acceptWrong }
        guard head.values("sec-websocket-extensions").allSatisfy(\.isEmpty) else { throw .extensionNotOffered }
        guard head.values("sec-websocket-protocol").isEmpty else { throw .subprotocolNotOffered }
    }

    /// The form of `Retry-After` that is a number; the one that is a date needs a clock.
    private func seconds(_ text: String) -> Int? {
        text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
    }
}

/// A client's request to upgrade, checked.
package struct WebSocketUpgradeRequest: Hashable, Sendable {
    /// Path and query as they stood on the request line.
    package let target: String
    /// The value of `Sec-WebSocket-Key`, to be answered with `WebSocketHandshake.acceptResponse(key:)`.
    package let key: String
    /// All header fields.
    package let head: HTTPHead

    /// Checks a request head.
    /// - Throws: `WebSocketHandshakeError`, whose `rejection` is the answer to send.
    package init(_ head: HTTPHead) throws(WebSocketHandshakeError) {
        let line = head.startLine.split(separator: " ", omittingEmptySubsequences: false)
        guard line.count == 3, line[2] == "HTTP/1.1", !line[1].isEmpty else { throw .notHTTP }
        guard line[0] == "GET" else { throw .methodNotGet }
        guard head.only("host") != nil else { throw .hostMissing }
        guard head.lists("websocket", in: "upgrade") else { throw .upgradeMissing }
        guard head.lists("upgrade", in: "connection") else { throw .connectionMissing }
        guard head.only("sec-websocket-version") == "13" else { throw .versionUnsupported }
        guard let key = head.only("sec-websocket-key"), isNonce(key) else { throw .keyInvalid }
        target = String(line[1])
        self.key = key
        self.head = head
    }
}

/// Reads a client's request to upgrade.
package struct WebSocketRequestParser: Sendable {
    private var parser: HTTPHeadParser

    /// - Parameter limit: longest header in bytes.
    package init(limit: Int = 16384) { parser = HTTPHeadParser(limit: limit) }

    /// Takes bytes in any pieces.
    /// - Returns: `nil` until the request is complete; then the request and the bytes behind it.
    /// - Throws: `WebSocketHandshakeError`, whose `rejection` is the answer to send.
    package mutating func receive(
        _ bytes: some Collection<UInt8>
    ) throws(WebSocketHandshakeError) -> (request: WebSocketUpgradeRequest, rest: [UInt8])? {
        let found: (head: HTTPHead, rest: [UInt8])?
        do { found = try parser.receive(bytes) } catch { throw .malformed(error) }
        guard let (head, rest) = found else { return nil }
        return (try WebSocketUpgradeRequest(head), rest)
    }
}

/// Whether the text is the base64 form of sixteen bytes: 22 characters, the last of which carries four zero bits, and
/// two of padding.
private func isNonce(_ key: String) -> Bool {
    let bytes = Array(key.utf8)
    guard bytes.count == 24, bytes[22...].elementsEqual("==".utf8) else { return false }
    return bytes[..<22].allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
            true
        default:
            false
        }
    } && "AQgw".utf8.contains(bytes[21])
}
