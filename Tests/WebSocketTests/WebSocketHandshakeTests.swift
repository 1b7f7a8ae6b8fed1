import Testing
import WebSocket

private let sampleKey = "dGhlIHNhbXBsZSBub25jZQ=="
private let consent = [
    "HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade",
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
]

private func head(_ lines: [String]) -> [UInt8] { Array((lines + ["", ""]).joined(separator: "\r\n").utf8) }

@Suite struct ClientHandshake {
    private func parse(_ lines: [String], rest: [UInt8] = [], size: Int? = nil) throws -> [UInt8]? {
        var parser = WebSocketResponseParser(key: sampleKey)
        let bytes = head(lines) + rest
        guard let size else { return try parser.receive(bytes) }
        var found: [UInt8]?
        for start in stride(from: 0, to: bytes.count, by: size) where found == nil {
            found = try parser.receive(bytes[start..<min(start + size, bytes.count)])
        }
        return found
    }

    @Test("key and accept value of RFC 6455, section 1.3")
    func sample() {
        #expect(WebSocketHandshake.key(nonce: Array("the sample nonce".utf8)) == sampleKey)
        #expect(WebSocketHandshake.accept(for: sampleKey) == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
    }

    @Test("a correct answer opens the connection and hands over what came behind it")
    func accepted() throws {
        #expect(try parse(consent, rest: [0x81, 0x00]) == [0x81, 0x00])
        #expect(try parse(consent, size: 1) == [])
        #expect(
            try parse(["HTTP/1.1 101", "upgrade: WebSocket", "CONNECTION:  keep-alive,  Upgrade\t"] + consent[3...])
                == [])
        #expect(try parse(Array(consent.dropLast(0)), size: 10_000) == [])
        var parser = WebSocketResponseParser(key: sampleKey)
        #expect(try parser.receive(head(consent).dropLast()) == nil)
    }

    private static let wrong: [(lines: [String], error: WebSocketHandshakeError)] = [
        (["HTTP/1.1 409 Conflict"], .refused(status: 409, retryAfter: nil)),
        (["HTTP/1.1 429 Slow", "Retry-After: 30"], .refused(status: 429, retryAfter: 30)),
        (["HTTP/1.1 503 Later", "Retry-After: -5"], .refused(status: 503, retryAfter: nil)),
        (["HTTP/1.1 503 Later", "Retry-After: Wed, 21 Oct 2026 07:28:00 GMT"], .refused(status: 503, retryAfter: nil)),
        (["HTTP/1.1 302 Found", "Location: /"], .refused(status: 302, retryAfter: nil)),
        (["HTTP/1.0 101 Old"] + consent[1...], .notHTTP),
        (["ICY 200 OK"], .notHTTP),
        (consent.filter { !$0.hasPrefix("Upgrade") }, .upgradeMissing),
        (consent + ["Upgrade: websocket"], .upgradeMissing),
        (consent.filter { !$0.hasPrefix("Connection") }, .connectionMissing),
        (consent.filter { !$0.hasPrefix("Sec") }, .acceptWrong),
        (consent.map { $0.replacing("s3p", with: "S3p") }, .acceptWrong),
        (consent + [consent[3]], .acceptWrong),
        (consent + ["Sec-WebSocket-Extensions: permessage-deflate"], .extensionNotOffered),
        (consent + ["Sec-WebSocket-Protocol: chat"], .subprotocolNotOffered),
        (consent + [" folded: line"], .malformed(.malformedLine(number: 5))),
        (consent + ["no colon"], .malformed(.malformedLine(number: 5))),
        (consent + ["a: b\u{0}c"], .malformed(.malformedLine(number: 5))),
        (consent + ["a: b\nc: d"], .malformed(.malformedLine(number: 5))),
    ]

    @Test("any other answer is refused with its reason", arguments: wrong)
    func refused(_ lines: [String], _ error: WebSocketHandshakeError) {
        #expect(throws: error) { try parse(lines) }
        #expect(throws: error) { try parse(lines, size: 1) }
    }

    @Test("interim answers are passed over, a limited number of them", arguments: [1, 3, 10_000])
    func interim(_ size: Int) throws {
        let early = ["HTTP/1.1 103 Early Hints", "Link: </a>", "", "HTTP/1.1 100 Continue", ""]
        #expect(try parse(early + consent, rest: size < 10_000 ? [] : [0x81, 0x00], size: size) != nil)
        let many = Array(repeating: ["HTTP/1.1 100 Continue", ""], count: 9).flatMap { $0 } + consent
        #expect(throws: WebSocketHandshakeError.refused(status: 100, retryAfter: nil)) { try parse(many, size: size) }
    }

    @Test("a line that ends without a carriage return is refused before the header is complete")
    func bareLineFeed() {
        var parser = WebSocketResponseParser(key: sampleKey)
        #expect(throws: WebSocketHandshakeError.malformed(.malformedLine(number: 2))) {
            try parser.receive(Array("HTTP/1.1 101 X\r\nUpgrade: websocket\n".utf8))
        }
    }

    @Test("a header without end is refused at its limit")
    func endless() {
        let lines = consent + ["x: " + String(repeating: "y", count: 16384)]
        #expect(throws: WebSocketHandshakeError.malformed(.tooLong(limit: 16384))) { try parse(lines) }
    }
}

@Suite struct ServerHandshake {
    private func parse(_ bytes: [UInt8]) throws -> WebSocketUpgradeRequest? {
        var parser = WebSocketRequestParser()
        return try parser.receive(bytes)?.request
    }

    @Test("our own request is understood, and our answer to it too")
    func both() throws {
        let bytes = WebSocketHandshake.clientRequest(
            host: "wss.example.com", path: "/link/?ticket=1-2", key: sampleKey,
            headers: [
                ("User-Agent", "dd0c-run"), ("X-Forged", "a\r\nX-Evil: b"), ("X-Bad: c", "d"), ("", "e"),
                ("Sec-WebSocket-Extensions", "permessage-deflate"), ("Host", "other.example.com"),
            ])
        let request = try #require(try parse(bytes))
        #expect(request.target == "/link/?ticket=1-2")
        #expect(request.head.only("host") == "wss.example.com")
        #expect(request.head.only("user-agent") == "dd0c-run")
        #expect(request.head.values("x-forged").isEmpty && request.head.values("x-evil").isEmpty)
        #expect(request.head.values("x-bad").isEmpty && request.head.values("sec-websocket-extensions").isEmpty)
        var parser = WebSocketResponseParser(key: sampleKey)
        #expect(try parser.receive(WebSocketHandshake.acceptResponse(key: request.key)) == [])
    }

    private static let good = [
        "GET /link HTTP/1.1", "Host: a", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: \(sampleKey)",
    ]
    private static let wrong: [(lines: [String], error: WebSocketHandshakeError)] = [
        (["POST /link HTTP/1.1"] + good[1...], .methodNotGet),
        (["GET /link HTTP/1.0"] + good[1...], .notHTTP),
        (["GET /a b HTTP/1.1"] + good[1...], .notHTTP),
        (good.filter { !$0.hasPrefix("Host") }, .hostMissing),
        (good + ["Host: b"], .hostMissing),
        (good.filter { !$0.hasPrefix("Upgrade") }, .upgradeMissing),
        (good.filter { !$0.hasPrefix("Connection") }, .connectionMissing),
        (good.map { $0.replacing("13", with: "8") }, .versionUnsupported),
        (good.map { $0.replacing("==", with: "") }, .keyInvalid),
        (good.map { $0.replacing("ZQ==", with: "ZR==") }, .keyInvalid),
        (good.dropLast(), .keyInvalid),
    ]

    @Test("a request that is no WebSocket upgrade is refused with an HTTP answer", arguments: wrong)
    func refused(_ lines: [String], _ error: WebSocketHandshakeError) throws {
        #expect(throws: error) { try parse(head(lines)) }
        var parser = HTTPHeadParser()
        let answer = try #require(try parser.receive(error.rejection))
        #expect(answer.head.status == (error == .versionUnsupported ? 426 : 400))
    }
}
