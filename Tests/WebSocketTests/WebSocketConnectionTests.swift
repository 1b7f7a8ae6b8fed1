import Testing
import WebSocket

private func client(_ limits: WebSocketLimits = WebSocketLimits()) -> WebSocketConnection {
    WebSocketConnection(role: .client(maskingKey: { 0x37FA_213D }), limits: limits)
}

private func hex(_ text: String) -> [UInt8] {
    text.split(separator: " ").compactMap { UInt8($0, radix: 16) }
}

/// Feeds the bytes whole, one at a time and in pieces of seven (many of them: in larger odd pieces), and demands the same
/// events each time.
private func receive(_ bytes: [UInt8], _ connection: WebSocketConnection) -> [WebSocketEvent] {
    let results = (bytes.count < 4096 ? [bytes.count, 1, 7] : [bytes.count, 1021, 4093]).map { size in
        var copy = connection
        var events: [WebSocketEvent] = []
        for start in stride(from: 0, to: bytes.count, by: max(size, 1)) {
            events += copy.receive(bytes[start..<min(start + size, bytes.count)])
        }
        return events
    }
    #expect(results[1] == results[0])
    #expect(results[2] == results[0])
    return results[0]
}

@Suite struct FrameExamples {
    @Test("the examples of RFC 6455, section 5.7, are read")
    func examples() {
        let server = WebSocketConnection(role: .server)
        #expect(receive(hex("81 05 48 65 6c 6c 6f"), client()) == [.text("Hello")])
        #expect(receive(hex("81 85 37 fa 21 3d 7f 9f 4d 51 58"), server) == [.text("Hello")])
        #expect(receive(hex("01 03 48 65 6c 80 02 6c 6f"), client()) == [.text("Hello")])
        #expect(
            receive(hex("89 05 48 65 6c 6c 6f"), client())
                == [.ping(Array("Hello".utf8), reply: hex("8a 85 37 fa 21 3d 7f 9f 4d 51 58"))])
        let long = [UInt8](repeating: 7, count: 256)
        #expect(receive(hex("82 7e 01 00") + long, client()) == [.binary(long)])
        let longer = [UInt8](repeating: 9, count: 65536)
        #expect(receive(hex("82 7f 00 00 00 00 00 01 00 00") + longer, client()) == [.binary(longer)])
    }

    @Test("the examples of RFC 6455, section 5.7, are written")
    func written() throws {
        var connection = client()
        #expect(try connection.send(text: "Hello") == hex("81 85 37 fa 21 3d 7f 9f 4d 51 58"))
        var server = WebSocketConnection(role: .server)
        #expect(try server.send(text: "Hello") == hex("81 05 48 65 6c 6c 6f"))
        #expect(try server.send(text: "Hello", fragmentSize: 3) == hex("01 03 48 65 6c 80 02 6c 6f"))
        #expect(try server.send(ping: Array("Hello".utf8)) == hex("89 05 48 65 6c 6c 6f"))
        #expect(try server.send(binary: [UInt8](repeating: 7, count: 256)).prefix(4).elementsEqual(hex("82 7e 01 00")))
    }

    @Test("control frames come through between the fragments of a message")
    func interleaved() {
        let bytes = hex("01 01 61 8a 01 70 00 00 89 00 80 01 62")
        #expect(
            receive(bytes, client())
                == [.pong([0x70]), .ping([], reply: hex("8a 80 37 fa 21 3d")), .text("ab")])
    }

    @Test("a character may be split over frames and over reads")
    func splitCharacter() {
        #expect(receive(hex("01 02 f0 9f 80 02 98 80"), client()) == [.text("😀")])
    }

    @Test(
        "both roles understand each other for every length form", arguments: [0, 1, 125, 126, 127, 65535, 65536, 70001])
    func roundTrip(_ length: Int) throws {
        let payload = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var (sender, server) = (client(), WebSocketConnection(role: .server))
        #expect(receive(try sender.send(binary: payload), server) == [.binary(payload)])
        #expect(receive(try sender.send(binary: payload, fragmentSize: 1000), server) == [.binary(payload)])
        #expect(receive(try server.send(binary: payload), client()) == [.binary(payload)])
    }
}

@Suite struct Violations {
    private static let invalid: [(bytes: String, error: WebSocketError)] = [
        ("c1 00", .reservedBitsSet), ("a1 00", .reservedBitsSet), ("91 00", .reservedBitsSet),
        ("83 00", .reservedOpcode(3)), ("8b 00", .reservedOpcode(11)), ("81 80 01 02 03 04", .maskedFrameFromServer),
        ("09 00", .fragmentedControlFrame), ("89 7e 00 7e", .controlFrameTooLong(126)),
        ("81 7e 00 7d", .lengthNotMinimal), ("81 7f 00 00 00 00 00 00 ff ff", .lengthNotMinimal),
        ("81 7f 80 00 00 00 00 00 00 00", .lengthOutOfRange), ("80 00", .continuationOfNothing),
        ("01 01 61 81 01 62", .messageInterrupted), ("81 01 ff", .invalidUTF8), ("81 02 c3 28", .invalidUTF8),
        ("81 01 c3", .invalidUTF8), ("81 03 ed a0 80", .invalidUTF8), ("81 02 c0 80", .invalidUTF8),
        ("81 04 f4 90 80 80", .invalidUTF8), ("88 01 03", .closePayloadOfOneByte),
        ("88 02 03 ed", .invalidCloseCode(1005)), ("88 02 00 00", .invalidCloseCode(0)),
        ("88 02 0b b7", .invalidCloseCode(2999)), ("88 03 03 e8 ff", .invalidUTF8),
    ]

    @Test("what RFC 6455 forbids fails the connection with its close code", arguments: invalid)
    func violation(_ bytes: String, _ error: WebSocketError) throws {
        let events = receive(hex(bytes), client())
        guard case .failed(let found, let closeFrame) = try #require(events.last) else {
            Issue.record("not failed: \(events)")
            return
        }
        #expect(found == error)
        var peer = WebSocketConnection(role: .server)
        #expect(
            peer.receive(closeFrame)
                == [.closed(error.closeCode, reason: error.description, reply: hex("88 02") + closeCodeBytes(error))])
        #expect(error.description.utf8.count <= 123)
    }

    private func closeCodeBytes(_ error: WebSocketError) -> [UInt8] {
        [UInt8(error.closeCode.rawValue >> 8), UInt8(error.closeCode.rawValue & 0xFF)]
    }

    @Test("a server refuses frames without a mask")
    func unmasked() {
        var server = WebSocketConnection(role: .server)
        let events = server.receive(hex("81 00"))
        guard case .failed(.unmaskedFrameFromClient, _) = events.first else {
            Issue.record("\(events)")
            return
        }
    }

    @Test("invalid text fails at the first impossible byte, long before its message is complete")
    func failsFast() {
        var connection = client()
        let events = connection.receive(hex("01 7f 00 00 00 00 00 01 00 00 61 62 ff"))
        guard case .failed(.invalidUTF8, _) = events.first else {
            Issue.record("\(events)")
            return
        }
        #expect(connection.receive(hex("81 01 61")) == [])
    }

    @Test("a frame, a message and the count of fragments each have a limit")
    func limits() {
        let limits = WebSocketLimits(framePayload: 10, message: 15, fragments: 3)
        func error(_ bytes: String) -> WebSocketError? {
            guard case .failed(let error, _) = receive(hex(bytes), client(limits)).last else { return nil }
            return error
        }
        #expect(error("82 0b") == .frameOverLimit(bytes: 11, limit: 10))
        #expect(error("02 01 00 00 01 00 00 01 00 00 00") == .fragmentsOverLimit(limit: 3))
        #expect(error("02 08 0 0 0 0 0 0 0 0 80 08") == .messageOverLimit(limit: 15))
        #expect(receive(hex("02 08 0 0 0 0 0 0 0 0 80 07 0 0 0 0 0 0 0"), client(limits)).count == 1)
        #expect(error("82 7f 7f ff ff ff ff ff ff ff") == .frameOverLimit(bytes: .max, limit: 10))
    }
}

@Suite struct Closing {
    @Test("the peer's close is answered with its code, and nothing is read behind it")
    func peerCloses() {
        var connection = client()
        #expect(
            connection.receive(hex("88 06 03 e9 62 79 65 21 81 01 61"))
                == [.closed(.goingAway, reason: "bye!", reply: hex("88 82 37 fa 21 3d 34 13"))])
        #expect(connection.isDone)
        #expect(throws: WebSocketSendError.connectionClosing) { try connection.send(text: "late") }
    }

    @Test("a close frame without a code is answered without one")
    func emptyClose() {
        #expect(receive(hex("88 00"), client()) == [.closed(nil, reason: "", reply: hex("88 80 37 fa 21 3d"))])
    }

    @Test("after our close what the peer had on its way still comes, and its answer ends it without a second reply")
    func weClose() throws {
        var (connection, server) = (client(), WebSocketConnection(role: .server))
        #expect(
            server.receive(try connection.close(.normal, reason: "done"))
                == [.closed(.normal, reason: "done", reply: hex("88 02 03 e8"))])
        #expect(!connection.isOpen)
        #expect(connection.receive(hex("81 01 61 89 00")) == [.text("a"), .ping([], reply: [])])
        #expect(connection.receive(hex("88 02 03 e8")) == [.closed(.normal, reason: "", reply: [])])
        #expect(throws: WebSocketSendError.connectionClosing) { try connection.close() }
    }

    @Test("the close frame can be put off until earlier messages are answered", arguments: ["88 02 03 e9", "c1 00"])
    func deferred(_ last: String) throws {
        var connection = WebSocketConnection(role: .server, defersClose: true)
        let masked = last.hasPrefix("88") ? "88 82 00 00 00 00 03 e9" : "c1 80 00 00 00 00"
        let events = connection.receive(hex("81 81 00 00 00 00 61 " + masked + " 81 81 00 00 00 00 62"))
        #expect(events.count == 2 && events[0] == .text("a"))
        switch events.last {
        case .closed(let code, _, let reply): #expect(code == .goingAway && reply.isEmpty)
        case .failed(let error, let closeFrame): #expect(error == .reservedBitsSet && closeFrame.isEmpty)
        default: Issue.record("\(events)")
        }
        #expect(connection.isDone && connection.isOpen)
        #expect(try connection.send(text: "b") == hex("81 01 62"))
        #expect(throws: WebSocketSendError.connectionClosing) { try connection.close() }
        var peer = client()
        let owed = peer.receive(connection.takeOwedClose())
        guard case .closed(let code, _, _) = owed.first else {
            Issue.record("\(owed)")
            return
        }
        #expect(code == (last.hasPrefix("88") ? .goingAway : .protocolError))
        #expect(connection.takeOwedClose() == [] && !connection.isOpen)
        #expect(throws: WebSocketSendError.connectionClosing) { try connection.send(text: "late") }
        #expect(connection.receive(hex("81 81 00 00 00 00 63")) == [])
    }

    @Test("codes for local use cannot be sent, a long reason is cut at a character")
    func closeArguments() throws {
        var connection = client()
        #expect(throws: WebSocketSendError.closeCodeMayNotBeSent(1006)) {
            try connection.close(WebSocketCloseCode(rawValue: 1006))
        }
        #expect(throws: WebSocketSendError.controlPayloadTooLong(126)) {
            try connection.send(ping: [UInt8](repeating: 0, count: 126))
        }
        var server = WebSocketConnection(role: .server)
        let events = server.receive(try connection.close(reason: String(repeating: "ä", count: 100)))
        #expect(
            events == [.closed(.normal, reason: String(repeating: "ä", count: 61), reply: hex("88 02 03 e8"))])
    }
}
