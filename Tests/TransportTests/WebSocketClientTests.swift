import CLinux
import COpenSSL
import Glibc
import Locking
import Testing
import WebSocket

@testable import Transport

extension WebSocketClient {
    /// Every event to the end.
    func all() async -> [WebSocketClientEvent] {
        var all: [WebSocketClientEvent] = []
        while case let events = await next(), !events.isEmpty { all += events }
        return all
    }

    /// The error that the connection ended with.
    func end() async -> TransportError? {
        guard case .ended(let error) = await all().last else { return nil }
        return error
    }

    /// The next text; `nil` at the end.
    func texts(_ count: Int) async -> [String] {
        var texts: [String] = []
        while texts.count < count, case let events = await next(), !events.isEmpty {
            for case .text(let text) in events { texts.append(text) }
        }
        return texts
    }
}

private func trusting() throws -> TLSContext { try TLSContext(extraAuthorities: TestCertificate.authorityFile) }

/// Sends every text back.
let echo: @Sendable (TestPeer) -> Void = { peer in
    guard let socket = peer.upgrade() else { return }
    while let event = socket.next() {
        switch event {
        case .text(let text): socket.send(text)
        case .closed: return
        default: break
        }
    }
}

@Suite struct Certificates {
    private func end(
        _ certificate: TestCertificate, host: String = "localhost", maximumVersion: Int32 = 0, trust: Bool = true
    ) async throws -> TransportError? {
        let server = try TestServer(certificate, maximumVersion: maximumVersion) { peer in
            guard let socket = peer.upgrade() else { return }
            socket.close(.normal)
            _ = socket.next()
        }
        let context = trust ? try trusting() : try TLSContext(extraAuthorities: nil)
        return await (try WebSocketClient("wss://\(host):\(server.port)/", context: context)).end()
    }

    @Test(
        "a certificate of a trusted authority is accepted by name and by address",
        arguments: ["localhost", "127.0.0.1"])
    func accepted(_ host: String) async throws {
        #expect(try await end(.server, host: host) == nil)
        #expect(try await end(.server, host: host, maximumVersion: TLS1_2_VERSION) == nil)
    }

    @Test("wrong host, expired, self-signed and unknown authorities are refused by their name")
    func refused() async throws {
        #expect(try await end(.wrongHost) == .certificate(host: "localhost", "hostname mismatch"))
        #expect(try await end(.wrongHost, host: "127.0.0.1") == .certificate(host: "127.0.0.1", "IP address mismatch"))
        #expect(try await end(.expired) == .certificate(host: "localhost", "certificate has expired"))
        #expect(try await end(.selfSigned) == .certificate(host: "localhost", "self-signed certificate"))
        #expect(
            try await end(.server, trust: false)
                == .certificate(host: "localhost", "unable to get local issuer certificate"))
    }

    @Test("TLS 1.1 is refused")
    func oldVersion() async throws {
        guard case .tls = try await end(.server, maximumVersion: TLS1_1_VERSION) else {
            Issue.record("not refused")
            return
        }
    }

    @Test("a file of authorities that cannot be read is said at once")
    func missingFile() {
        #expect(throws: TransportError.self) { try TLSContext(extraAuthorities: "/nonexistent.pem") }
    }

    @Test("the second connection to a place resumes the session of the first")
    func resumption() async throws {
        let resumed = Recorder<Bool>()
        let server = try TestServer { peer in
            resumed.record(peer.isResumed)
            echo(peer)
        }
        let context = try trusting()
        for _ in 0..<2 {
            let client = try WebSocketClient("wss://localhost:\(server.port)/", context: context)
            #expect(client.send("x"))
            #expect(await client.texts(1) == ["x"])
            client.close()
            #expect(await client.end() == nil)
        }
        #expect(resumed.elements == [false, true])
    }
}

@Suite struct WebSocketOverTLS {
    @Test("short, long and non-ASCII texts come back whole")
    func echoes() async throws {
        let server = try TestServer(script: echo)
        var options = WebSocketClientOptions()
        options.limits = WebSocketLimits()
        let client = try WebSocketClient("wss://localhost:\(server.port)/", context: try trusting(), options: options)
        let texts = ["hello", "", "Grüße 😀", String(repeating: "x", count: 8 << 20)]
        for text in texts {
            #expect(client.send(text))
            #expect(await client.texts(1) == [text])
        }
        client.close()
        #expect(await client.end() == nil)
    }

    @Test("a message in odd fragments and odd TLS records is put together; server pings are answered at once")
    func fragments() async throws {
        let text = String(repeating: "äöü", count: 50_000)
        let server = try TestServer { peer in
            guard let socket = peer.upgrade() else { return }
            socket.ping("Ping from applink-1")
            guard case .pong(let payload) = socket.next() else { return }
            socket.send(String(decoding: payload, as: UTF8.self))
            socket.send(text, fragmentSize: 777, piece: 501)
            _ = socket.nextText()
        }
        let client = try WebSocketClient("wss://localhost:\(server.port)/", context: try trusting())
        #expect(await client.texts(2) == ["Ping from applink-1", text])
        client.abort()
        #expect(await client.end() == .aborted)
    }

    @Test("the peer's close is reported and the descriptor closed, although the peer keeps TCP open")
    func peerCloses() async throws {
        let ended = Recorder<Bool>()
        let server = try TestServer { peer in
            guard let socket = peer.upgrade() else { return }
            socket.close(.goingAway)
            while socket.next() != nil {}
            ended.record(peer.waitForEnd())
        }
        let client = try WebSocketClient("wss://localhost:\(server.port)/", context: try trusting())
        #expect(await client.all() == [.opened, .closing(.goingAway, reason: ""), .ended(nil)])
        try await ended.wait { $0 == [true] }
        #expect(!client.send("late"))
    }

    @Test("a dropped, a reset and an ended connection are errors", arguments: [true, false])
    func dropped(_ reset: Bool) async throws {
        let server = try TestServer { peer in
            _ = peer.upgrade()
            if reset { peer.reset() }
        }
        let client = try WebSocketClient("wss://localhost:\(server.port)/", context: try trusting())
        guard case .peerVanished = await client.end() else {
            Issue.record("not reported")
            return
        }
    }

    @Test("a broken protocol is answered with its close code")
    func protocolError() async throws {
        let codes = Recorder<WebSocketEvent>()
        let server = try TestServer { peer in
            guard let socket = peer.upgrade() else { return }
            peer.write([0xC1, 0x00])
            if let event = socket.next(answering: false) { codes.record(event) }
        }
        let client = try WebSocketClient("wss://localhost:\(server.port)/", context: try trusting())
        #expect(await client.end() == .webSocket(.reservedBitsSet))
        try await codes.wait { !$0.isEmpty }
        guard case .closed(.protocolError, _, _) = codes.elements[0] else {
            Issue.record("\(codes.elements)")
            return
        }
    }

    @Test("a refused handshake tells status and Retry-After; silence ends in time")
    func handshake() async throws {
        let server = try TestServer { peer in
            guard let (head, _) = peer.request() else { return }
            if head.startLine.contains("/slow") {
                _ = peer.waitForEnd()
            } else {
                peer.respond("", status: "429 Slow", headers: ["Retry-After: 7"])
            }
        }
        var options = WebSocketClientOptions()
        options.openTimeout = .seconds(3)
        let context = try trusting()
        #expect(
            await (try WebSocketClient("wss://localhost:\(server.port)/", context: context)).end()
                == .handshake(.refused(status: 429, retryAfter: 7)))
        #expect(
            await (try WebSocketClient("wss://localhost:\(server.port)/slow", context: context, options: options)).end()
                == .timedOut(.upgrading))
    }

    @Test("cancelling the reader, and letting go of the client, cut the connection")
    func cancellation() async throws {
        let ended = Recorder<Bool>()
        let server = try TestServer { peer in
            _ = peer.upgrade()
            ended.record(peer.waitForEnd())
        }
        let context = try trusting()
        let address = "wss://localhost:\(server.port)/"
        try await withThrowingTaskGroup { group in
            group.addTask { await (try WebSocketClient(address, context: context)).end() }
            _ = await Task.yield()
            group.cancelAll()
            for try await error in group { #expect(error == .aborted) }
        }
        do {
            let client = try WebSocketClient(address, context: context)
            #expect(await client.next() == [.opened])
        }
        try await ended.wait { !$0.isEmpty }
    }

    @Test("plain WebSockets are for this computer only")
    func plain() async throws {
        let server = try TestServer(nil, script: echo)
        let context = try TLSContext(extraAuthorities: nil)
        let client = try WebSocketClient("ws://127.0.0.1:\(server.port)/", context: context)
        #expect(client.send("plain"))
        #expect(await client.texts(1) == ["plain"])
        #expect(throws: TransportError.url(.plainOffLoopback(host: "example.com"))) {
            try WebSocketClient("ws://example.com/", context: context)
        }
    }

    @Test("what waits to be sent has a limit")
    func outgoingLimit() async throws {
        let server = try TestServer { peer in
            _ = peer.upgrade()
            // Reads nothing until the client gives up.
            _ = peer.waitForEnd()
        }
        let client = try WebSocketClient("wss://localhost:\(server.port)/", context: try trusting())
        let text = String(repeating: "x", count: 1 << 20)
        #expect((0..<9).map { _ in client.send(text) }.contains(false))
    }

    @Test("a reader that does not read stops the sender instead of filling memory")
    func backPressure() async throws {
        let sent = Recorder<Int>()
        let server = try TestServer { peer in
            peer.limitWrites(milliseconds: 300)
            guard let socket = peer.upgrade() else { return }
            let text = String(repeating: "x", count: 1 << 20)
            var count = 0
            while count < 64, socket.send(text) { count += 1 }
            sent.record(count)
        }
        let client = try WebSocketClient("wss://localhost:\(server.port)/", context: try trusting())
        try await sent.wait { !$0.isEmpty }
        // The queue takes 8 MiB and the kernel some more.
        #expect((8..<32).contains(sent.elements[0]))
        #expect(await client.texts(64).count == sent.elements[0])
    }
}

@Suite struct Proxies {
    @Test("CONNECT with Basic authentication reaches a host that only the proxy can resolve")
    func connect() async throws {
        let server = try TestServer(script: echo)
        let seen = Recorder<String>()
        let proxy = try TestServer(nil) { peer in
            guard let (head, _) = peer.request() else { return }
            seen.record(head.startLine)
            guard head.only("proxy-authorization") == "Basic dXNlcjpwYTpzcw==" else {
                peer.respond("", status: "407 Proxy Authentication Required")
                return
            }
            peer.relay(to: server.port)
        }
        var options = WebSocketClientOptions()
        options.proxy = try ProxySettings(proxy: "http://user:pa%3Ass@127.0.0.1:\(proxy.port)", exceptions: nil)
        let client = try WebSocketClient("wss://wss.example.test/link", context: try trusting(), options: options)
        #expect(client.send("through"))
        #expect(await client.texts(1) == ["through"])
        #expect(seen.elements == ["CONNECT wss.example.test:443 HTTP/1.1"])
        options.proxy = try ProxySettings(proxy: "127.0.0.1:\(proxy.port)", exceptions: nil)
        let refused = try WebSocketClient("wss://wss.example.test/link", context: try trusting(), options: options)
        #expect(await refused.end() == .proxyRefused(status: 407))
    }

    @Test("NO_PROXY and loopback addresses go direct")
    func exceptions() throws {
        let settings = try ProxySettings(
            proxy: "http://proxy:3128", exceptions: "slack.com, .internal,10.0.0.1,host:444")
        func usesProxy(_ url: String) throws -> Bool { settings.proxy(for: try NetworkURL(url)) != nil }
        #expect(try usesProxy("wss://example.com/"))
        #expect(try usesProxy("https://notslack.com/"))
        #expect(try usesProxy("https://host/"))
        for direct in [
            "https://slack.com/", "wss://wss.slack.com/", "https://a.internal/", "https://10.0.0.1/",
            "https://host:444/",
            "https://localhost/", "https://127.0.0.9/", "https://[::1]:8443/", "http://example.com/",
        ] {
            #expect(try !usesProxy(direct), "\(direct)")
        }
        #expect(throws: NetworkURLError.scheme("socks5")) { try ProxySettings(proxy: "socks5://x", exceptions: nil) }
        #expect(try ProxySettings(proxy: "", exceptions: "*").proxy(for: NetworkURL("https://a/")) == nil)
    }
}

extension TestPeer {
    /// Consents to CONNECT and copies both ways until one side ends.
    func relay(to port: UInt16) {
        let upstream = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = connect(upstream, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        write(Array("HTTP/1.1 200 Connection established\r\n\r\n".utf8))
        copy(with: upstream)
        Glibc.close(upstream)
    }
}
