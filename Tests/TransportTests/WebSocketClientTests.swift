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

func trusting() throws -> TLSContext { try TLSContext(extraAuthorities: TestCertificate.authorityFile) }

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

    @Test("after our close handshake a server that keeps TCP open is left after a second")
    func weClose() async throws {
        let waited = Recorder<Duration>()
        let server = try TestServer { peer in
            guard let socket = peer.upgrade() else { return }
            while let event = socket.next() {
                if case .closed = event { break }
            }
            let start = MonotonicClock.now()
            if peer.waitForEnd() { waited.record(MonotonicClock.now() - start) }
        }
        let client = try WebSocketClient("wss://localhost:\(server.port)/", context: try trusting())
        #expect(await client.next() == [.opened])
        client.close()
        #expect(await client.all() == [.closing(.normal, reason: ""), .ended(nil)])
        try await waited.wait { !$0.isEmpty }
        #expect((.milliseconds(900) ... .seconds(15)).contains(waited.elements[0]), "\(waited.elements)")
    }

    @Test("a peer that pings and does not read gets the newest pong, and no heap of them")
    func pongs() async throws {
        let count = 20_000
        let pongs = Recorder<[String]>()
        let server = try TestServer(nil) { peer in
            peer.limitReceiveBuffer(bytes: 16384)
            guard let socket = peer.upgrade() else { return }
            socket.ping((0..<count).map { String(repeating: "x", count: 110) + " \($0)" })
            peer.limitReceiveBuffer(bytes: 1 << 20)
            var seen: [String] = []
            while seen.last?.hasSuffix(" \(count - 1)") != true, let event = socket.next() {
                if case .pong(let payload) = event { seen.append(String(decoding: payload, as: UTF8.self)) }
            }
            pongs.record(seen)
        }
        let client = try WebSocketClient("ws://127.0.0.1:\(server.port)/", context: try trusting())
        try await pongs.wait { !$0.isEmpty }
        let seen = try #require(pongs.elements.first)
        #expect(seen.last?.hasSuffix(" \(count - 1)") == true)
        #expect(seen.count < count, "every pong was kept for a peer that did not read")
        client.abort()
    }

    @Test("the reason of a peer that closes while we write is heard", arguments: [true, false])
    func closedWhileWriting(_ encrypted: Bool) async throws {
        let server = try TestServer(encrypted ? .server : nil) { peer in
            peer.limitReceiveBuffer(bytes: 16384)
            guard let socket = peer.upgrade(), peer.read() != nil else { return }
            socket.close(.messageTooBig)
            peer.reset(afterWhatWasSent: true)
        }
        let scheme = encrypted ? "wss" : "ws"
        let client = try WebSocketClient("\(scheme)://localhost:\(server.port)/", context: try trusting())
        // More than the kernel takes: the client is still writing when the connection breaks.
        #expect(client.send(String(repeating: "x", count: 8 << 20)))
        let events = await client.all()
        #expect(events.contains(.closing(.messageTooBig, reason: "")), "\(events)")
    }
}
