import JSONTree
import Locking
import ServiceLifecycle
import SlackWire
import Testing
import WebSocket

@testable import Transport

private func quick() -> SocketModeTiming {
    var timing = SocketModeTiming()
    timing.backoff = .milliseconds(50)
    timing.idle = .milliseconds(100)
    timing.dead = .seconds(20)
    timing.slow = .milliseconds(300)
    timing.shortestLife = .milliseconds(200)
    return timing
}

@Suite struct Envelopes {
    @Test("every envelope is handled in order and acknowledged once, on its socket, as one frame")
    func kinds() async throws {
        let slack = try FakeSlack { number, socket, slack in
            socket.send(FakeSlack.hello())
            socket.send(FakeSlack.event("E-1"))
            socket.send("this is not JSON")
            socket.send(#"{"type":"events_api","envelope_id":"E-2","payload":{"broken": }}"#)
            socket.sendBinary([1, 2, 3])
            socket.send(#"{"type":"brand_new","envelope_id":"E-3","payload":{}}"#)
            socket.send(FakeSlack.event("E-4", filler: 300_000), fragmentSize: 10_007, piece: 333)
            socket.send(#"{"type":"slash_commands","envelope_id":"E-5","accepts_response_payload":true,"payload":{}}"#)
            socket.send(#"{"type":"interactive","envelope_id":"E-6","accepts_response_payload":false,"payload":{}}"#)
            socket.send(#"{"type":"interactive","envelope_id":"E-7","accepts_response_payload":true,"payload":{}}"#)
            socket.send(FakeSlack.event("E-8"))
            socket.send(FakeSlack.event("E-9"))
            slack.collect(number, socket)
        }
        let handled = Recorder<SocketModeEnvelope>()
        try await withSocketMode(slack) { envelope in
            handled.record(envelope)
            return switch envelope.id {
            case "E-5": .ackWith(["text": "done"])
            case "E-6": .ackWith(["text": "not wanted"])
            case "E-7": .ackWith(["text": .string(String(repeating: "x", count: 20480))])
            case "E-8": .withhold
            default: .ack
            }
        } body: { service in
            try await slack.acks.wait { $0.count == 8 }
            #expect(service.status.readySince != nil)
            #expect(service.status.socketsOpen == 1)
        }
        #expect(handled.elements.map(\.id) == (1...9).map { "E-\($0)" })
        #expect(handled.elements[1].kind == .undecodable)
        #expect(handled.elements[2].kind == .unknown("brand_new"))
        #expect(handled.elements[3].payload["filler"]?.string?.utf8.count == 300_000)
        let answered = FakeSlack.Ack(socket: 1, text: #"{"envelope_id":"E-5","payload":{"text":"done"}}"#)
        #expect(
            Set(slack.acks.elements)
                == Set([1, 2, 3, 4, 6, 7, 9].map { FakeSlack.Ack(1, "E-\($0)") } + [answered]))
        #expect(slack.acks.elements.count == 8)
    }

    @Test("a slow handler stops neither pings nor other acknowledgements; beyond the limit envelopes wait")
    func slowHandlers() async throws {
        let pings = Recorder<Int>()
        let slack = try FakeSlack { number, socket, slack in
            socket.send(FakeSlack.hello())
            for number in 1...6 { socket.send(FakeSlack.event("E-\(number)")) }
            while let event = socket.next() {
                switch event {
                case .text(let text): slack.acks.record(FakeSlack.Ack(socket: number, text: text))
                case .ping: pings.record(number)
                default: break
                }
            }
        }
        let gate = Recorder<Bool>()
        let handled = Recorder<String>()
        try await withSocketMode(slack, timing: quick(), concurrency: 2) { envelope in
            handled.record(envelope.id)
            if envelope.id == "E-1" {
                do { try await gate.wait { !$0.isEmpty } } catch { return .withhold }
            }
            return .ack
        } body: { _ in
            try await slack.acks.wait { $0.count == 5 }
            #expect(!slack.acks.elements.contains(FakeSlack.Ack(1, "E-1")))
            let count = pings.elements.count
            try await pings.wait { $0.count >= count + 3 }
            gate.record(true)
            try await slack.acks.wait { $0.count == 6 }
        }
        #expect(handled.elements == (1...6).map { "E-\($0)" })
        #expect(slack.opens.elements.count == 1)
    }

    @Test("an envelope that comes right before the server's close frame is still acknowledged")
    func lastMinute() async throws {
        let slack = try FakeSlack { number, socket, slack in
            socket.send(FakeSlack.hello())
            guard number == 1 else { return slack.collect(number, socket) }
            socket.send(FakeSlack.event("E-1"))
            socket.close(.goingAway)
            slack.collect(number, socket)
        }
        try await withSocketMode(slack) { _ in
            // Durability takes its time.
            do { try await Task.sleep(for: .milliseconds(50)) } catch { return .withhold }
            return .ack
        } body: { _ in
            try await slack.acks.wait { $0 == [FakeSlack.Ack(1, "E-1")] }
        }
    }

    @Test("a graceful stop finishes what is in progress, takes nothing new and closes with a handshake")
    func gracefulStop() async throws {
        let closed = Recorder<WebSocketEvent>()
        let stopping = Recorder<Bool>()
        let slack = try FakeSlack { number, socket, slack in
            socket.send(FakeSlack.hello())
            socket.send(FakeSlack.event("E-1"))
            while let event = socket.next() {
                switch event {
                case .text(let text): slack.acks.record(FakeSlack.Ack(socket: number, text: text))
                case .closed: closed.record(event)
                default: break
                }
            }
        }
        let started = Recorder<String>()
        try await withSocketMode(slack) { envelope in
            started.record(envelope.id)
            do {
                try await stopping.wait { !$0.isEmpty }
                try await Task.sleep(for: .milliseconds(100))
            } catch {
                return .withhold
            }
            return .ack
        } body: { _ in
            try await started.wait { $0 == ["E-1"] }
            stopping.record(true)
        }
        #expect(slack.acks.elements == [FakeSlack.Ack(1, "E-1")])
        try await closed.wait { !$0.isEmpty }
        guard case .closed(.normal, _, _) = closed.elements[0] else {
            Issue.record("\(closed.elements)")
            return
        }
    }
}

@Suite struct Reconnecting {
    private func run(
        _ slack: FakeSlack, timing: SocketModeTiming = quick(),
        until: @escaping @Sendable (SocketModeService) async throws -> Void
    ) async throws -> [String] {
        let handled = Recorder<String>()
        try await withSocketMode(slack, timing: timing) { envelope in
            handled.record(envelope.id)
            return .ack
        } body: {
            try await until($0)
        }
        return handled.elements
    }

    @Test(
        "on a warning a second socket is greeted while the first is still read and acknowledged",
        arguments: ["warning", "refresh_requested"])
    func refresh(_ reason: String) async throws {
        let greeted = Lock(false)
        let signal = Recorder<Int>()
        let slack = try FakeSlack { number, socket, slack in
            socket.send(FakeSlack.hello(connections: number))
            socket.send(FakeSlack.event("A-\(number)"))
            if number == 1 {
                socket.send(FakeSlack.disconnect(reason))
                // The old socket gets an envelope after the new one was greeted.
                while !greeted.withLock({ $0 }) { socket.ping("x"); guard socket.next() != nil else { return } }
                socket.send(FakeSlack.event("B-1"))
                var acks = 0
                while acks < 1, let text = socket.nextText() {
                    slack.acks.record(FakeSlack.Ack(socket: 1, text: text))
                    if text.contains("B-1") { acks += 1 }
                }
                socket.close(.normal)
                _ = socket.next()
            } else {
                greeted.withLock { $0 = true }
                signal.record(number)
                slack.collect(number, socket)
            }
        }
        let handled = try await run(slack) { service in
            try await slack.ended.wait { $0.contains(1) }
            try await slack.acks.wait { $0.contains(FakeSlack.Ack(1, "B-1")) && $0.contains(FakeSlack.Ack(2, "A-2")) }
            #expect(service.status.readySince != nil)
        }
        #expect(Set(handled) == ["A-1", "A-2", "B-1"] && handled.count == 3)
        #expect(slack.mostSockets == 2)
        #expect(slack.opens.elements.count == 2)
    }

    @Test(
        "a socket is replaced of our own accord before its announced life is over, and the old one let go after the drain"
    )
    func ownRefresh() async throws {
        var timing = quick()
        timing.drain = .milliseconds(200)
        let slack = try FakeSlack { number, socket, slack in
            socket.send(FakeSlack.hello(life: number == 1 ? 1 : 18060))
            slack.collect(number, socket)
        }
        _ = try await run(slack, timing: timing) { service in
            try await slack.ended.wait { $0 == [1] }
            #expect(slack.openSockets == 1)
            #expect(service.status.readySince != nil)
        }
        #expect(slack.opens.elements.count == 2)
        #expect(slack.mostSockets == 2)
    }

    @Test("an acknowledgement that is due when the drain is over still goes out before our close frame")
    func lastAckOfADrain() async throws {
        var timing = quick()
        timing.drain = .milliseconds(100)
        let slack = try FakeSlack { number, socket, slack in
            socket.send(FakeSlack.hello(connections: number))
            if number == 1 {
                socket.send(FakeSlack.event("E-1"))
                socket.send(FakeSlack.disconnect("refresh_requested"))
            }
            slack.collect(number, socket)
        }
        let second = Recorder<Bool>()
        try await withSocketMode(slack, timing: timing) { envelope in
            do {
                // Greeted anew and a drain later, the handler is still at work.
                try await second.wait { !$0.isEmpty }
                try await Task.sleep(for: .milliseconds(250))
            } catch { return .withhold }
            return .ack
        } body: { _ in
            try await slack.opens.wait { $0.count == 2 }
            second.record(true)
            try await slack.ended.wait { $0 == [1] }
        }
        #expect(slack.acks.elements == [FakeSlack.Ack(1, "E-1")])
    }

    @Test("a reset socket is replaced through a new address")
    func reset() async throws {
        let slack = try FakeSlack { number, socket, slack in
            socket.send(FakeSlack.hello())
            if number < 3 { return socket.peer.reset() }
            socket.send(FakeSlack.event("E-1"))
            slack.collect(number, socket)
        }
        #expect(
            try await run(slack) { _ in try await slack.acks.wait { $0 == [FakeSlack.Ack(3, "E-1")] } } == ["E-1"])
    }

    @Test("a socket that falls silent is given up and replaced in time")
    func stall() async throws {
        var timing = quick()
        timing.dead = .milliseconds(400)
        let slack = try FakeSlack { number, socket, slack in
            socket.send(FakeSlack.hello())
            if number == 1 { while socket.next(answering: false) != nil {} } else { slack.collect(number, socket) }
        }
        _ = try await run(slack, timing: timing) { _ in
            try await slack.opens.wait { $0.count >= 2 }
            try await slack.ended.wait { $0.contains(1) }
        }
        let opens = slack.opens.elements
        #expect(opens[1] - opens[0] > .milliseconds(390) && opens[1] - opens[0] < .seconds(20))
    }

    @Test("a socket that is never greeted is given up")
    func neverGreeted() async throws {
        var timing = quick()
        timing.hello = .milliseconds(300)
        let slack = try FakeSlack { number, socket, slack in
            if number > 1 { socket.send(FakeSlack.hello()) }
            slack.collect(number, socket)
        }
        _ = try await run(slack, timing: timing) { _ in try await slack.opens.wait { $0.count >= 2 } }
    }

    @Test("errors of apps.connections.open and refused handshakes are tried again, Retry-After is obeyed")
    func refusals() async throws {
        let slack = try FakeSlack(
            refusals: [
                1: ("429 Too Many Requests", ["Retry-After: 1"], ""), 2: ("503 Down", [], "<html>"),
                3: ("200 OK", [], #"{"ok":false,"error":"internal_error"}"#),
            ], handshakes: [4: "409 Conflict"]
        ) { number, socket, slack in
            socket.send(FakeSlack.hello())
            slack.collect(number, socket)
        }
        _ = try await run(slack) { service in
            try await slack.opens.wait { $0.count == 5 }
        }
        let opens = slack.opens.elements
        #expect(opens[1] - opens[0] >= .seconds(1))
    }

    @Test(
        "too many sockets and a switched-off app are answered slowly, with our socket closed",
        arguments: ["too_many_websockets", "link_disabled"])
    func slow(_ reason: String) async throws {
        let slack = try FakeSlack { number, socket, slack in
            socket.send(number == 1 ? FakeSlack.disconnect(reason) : FakeSlack.hello())
            slack.collect(number, socket)
        }
        _ = try await run(slack) { _ in try await slack.opens.wait { $0.count >= 2 } }
        let opens = slack.opens.elements
        #expect(opens[1] - opens[0] >= .milliseconds(300))
        #expect(slack.ended.elements.first == 1)
        #expect(slack.mostSockets == 1)
    }

    @Test("a refusal that lies in the app's settings is tried again slowly")
    func denied() async throws {
        let slack = try FakeSlack(refusals: [1: ("200 OK", [], #"{"ok":false,"error":"missing_args"}"#)]) {
            number, socket, slack in
            socket.send(FakeSlack.hello())
            slack.collect(number, socket)
        }
        _ = try await run(slack) { _ in try await slack.opens.wait { $0.count >= 2 } }
        let opens = slack.opens.elements
        #expect(opens[1] - opens[0] >= .milliseconds(300))
    }

    @Test("a token that Slack will never take ends the service with its code")
    func fatal() async throws {
        let slack = try FakeSlack(refusals: [1: ("200 OK", [], #"{"ok":false,"error":"invalid_auth"}"#)]) { _, _, _ in }
        await #expect(throws: SocketModeFatalError(code: "invalid_auth")) {
            try await withSocketMode(slack) { _ in
                .ack
            } body: { _ in
                try await Task.sleep(for: .seconds(60))
            }
        }
        #expect(slack.opens.elements.count == 1)
    }

    @Test("a server that never closes TCP does not keep our descriptor open")
    func lingering() async throws {
        let slack = try FakeSlack { number, socket, slack in
            socket.send(FakeSlack.hello())
            if number == 1 {
                socket.close(.goingAway)
                _ = socket.next()
                _ = socket.peer.waitForEnd()
            } else {
                slack.collect(number, socket)
            }
        }
        _ = try await run(slack) { _ in try await slack.ended.wait { $0.contains(1) } }
        #expect(slack.opens.elements.count == 2)
    }
}
