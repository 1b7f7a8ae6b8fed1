import JSONTree
import Testing

@testable import SlackSandbox

@Suite(.timeLimit(.minutes(2))) struct SocketFaultTests {
    @Test func duplicatesHaveTheSameEnvelope() async throws {
        try await withSandbox { bench in
            let socket = try await bench.connect()
            await bench.sandbox.set(.duplicateEnvelopes, active: true)
            try await bench.say("twice")
            let first = try await socket.take()
            let second = try await socket.take()
            #expect(first == second)
        }
    }

    @Test func rubbishComesBeforeEnvelopes() async throws {
        try await withSandbox { bench in
            let socket = try await bench.connect()
            await bench.sandbox.set(.malformedEnvelopes, active: true)
            try await bench.say("after the rubbish")
            guard case .text(let text) = await socket.nextEvent() else { throw TestFailure("no text") }
            #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: text) }
            #expect(await socket.nextEvent() == .binary([0, 1, 2, 0xFF]))
            guard case .text(let broken) = await socket.nextEvent() else { throw TestFailure("no text") }
            #expect(broken.contains("-j\"") && isNotJSON(broken))
            #expect(try await socket.next()["type"] == "no_such_type")
            #expect(try await socket.next()["payload"] == [1, 2, 3])
            #expect(try await socket.take()["payload"]?["event"]?["text"] == "after the rubbish")
        }
    }

    private func isNotJSON(_ text: String) -> Bool {
        do { return try JSONValue(parsing: text).text().isEmpty } catch { return true }
    }

    @Test func forgottenSocketsStayOpenAndSilent() async throws {
        try await withSandbox { bench in
            let old = try await bench.connect()
            await bench.sandbox.set(.halfOpen, active: true)
            #expect(await bench.sandbox.read("state")["bot"]?["sockets"] == 0)
            old.ping("is anybody there?")
            let new = try await bench.connect()
            try await bench.say("to the new one")
            #expect(try await new.take()["retry_attempt"] == 0)
            let figures = await bench.sandbox.sockets()
            #expect(figures == SandboxSockets(greeted: 2, refused: 0, ended: 1, present: 1, most: 1))
        }
    }

    @Test func aUsedTicketIsGivenOutAgain() async throws {
        try await withSandbox { bench in
            _ = try await bench.connect()
            await bench.sandbox.set(.ticketReused, active: true)
            #expect(try await bench.open("/" + bench.ticket()).nextEvent() == .refused(401))
            await bench.sandbox.set(.ticketReused, active: false)
            _ = try await bench.connect()
            #expect(await bench.sandbox.sockets().refused == 1)
        }
    }

    @Test func theLedgerTellsWhatBecameOfEachDelivery() async throws {
        try await withSandbox { bench in
            let socket = try await bench.connect()
            try await bench.say("acked")
            let first = try await socket.take()
            await bench.until { $0["kind"] == "ack" && $0["status"] == "ok" }
            try await bench.say("not acked")
            guard case .text = await socket.nextEvent() else { throw TestFailure("no text") }
            var deliveries = await bench.sandbox.deliveries()
            #expect(deliveries.map(\.outcome) == [.acked, .waiting])
            #expect(deliveries[0].key == first["payload"]?["event_id"]?.string && deliveries[0].ackDelay == .zero)
            for wait in [3, 60, 300] {
                await bench.advance(.seconds(Int64(wait)))
                await bench.advance(.seconds(3))
            }
            deliveries = await bench.sandbox.deliveries()
            #expect(deliveries[1].outcome == .givenUp && deliveries[1].ackDelay == nil)
        }
    }

    @Test func bigEnvelopesComeInOddRecords() async throws {
        try await withSandbox { bench in
            let socket = try await bench.connect()
            await bench.sandbox.set(.oddRecords, active: true)
            try await bench.say("big")
            let envelope = try await socket.take()
            #expect(envelope["padding"]?.string?.utf8.count == 300_000)
            #expect(envelope["payload"]?["event"]?["text"] == "big")
        }
    }

    @Test func lostAcksMeanRedelivery() async throws {
        try await withSandbox { bench in
            let socket = try await bench.connect()
            await bench.sandbox.set(.acksLost, active: true)
            try await bench.say("again")
            _ = try await socket.take()
            await bench.until { $0["kind"] == "ack" && $0["status"] == "lost" }
            await bench.advance(.seconds(3))
            #expect(try await socket.take()["retry_attempt"] == 1)
        }
    }

    @Test func resetAbruptAndDisabled() async throws {
        try await withSandbox { bench in
            let first = try await bench.connect()
            await bench.sandbox.set(.socketReset, active: true)
            #expect(await first.nextEvent() == .ended)
            let second = try await bench.connect()
            await bench.sandbox.set(.refreshAbrupt, active: true)
            #expect(try await second.next()["reason"] == "refresh_requested")
            #expect(await second.nextEvent() == .closed(1000))
            let third = try await bench.connect()
            await bench.sandbox.set(.linkDisabled, active: true)
            #expect(try await third.next()["reason"] == "link_disabled")
            let refused = try await bench.call("apps.connections.open", token: bench.configuration.appToken)
            #expect(refused["ok"] == false)
            await bench.advance(.seconds(60))
            _ = try await bench.connect()
        }
    }

    @Test func slackIsDownForAMinute() async throws {
        try await withSandbox { bench in
            let socket = try await bench.connect()
            let ticket = try await bench.ticket()
            await bench.sandbox.set(.slackDown, active: true)
            #expect(try await socket.next()["type"] == "disconnect")
            #expect(await socket.nextEvent() == .closed(1000))
            #expect(try await bench.send("POST", "/api/auth.test").status == 503)
            #expect(try await bench.open("/" + ticket).nextEvent() == .refused(503))
            await bench.advance(.seconds(60))
            #expect(try await bench.call("auth.test")["ok"] == true)
            _ = try await bench.connect()
        }
    }

    @Test func handshakesAreRefused() async throws {
        try await withSandbox { bench in
            let ticket = try await bench.ticket()
            await bench.sandbox.set(.openConflict, active: true)
            #expect(try await bench.open("/" + ticket).nextEvent() == .refused(409))
            await bench.sandbox.set(.openConflict, active: false)
            await bench.sandbox.set(.openRateLimit, active: true)
            #expect(try await bench.open("/" + ticket).nextEvent() == .refused(429))
            await bench.sandbox.set(.openRateLimit, active: false)
            // A refusal by fault has not used the ticket up.
            #expect(try await bench.open("/" + ticket).next()["type"] == "hello")
        }
    }

    @Test func aStalledSocketIsSilent() async throws {
        try await withSandbox { bench in
            let socket = try await bench.connect()
            await bench.sandbox.set(.socketStall, active: true)
            try await bench.say("held back")
            socket.ping("unheard")
            await bench.sandbox.set(.socketStall, active: false)
            // Both come, but only now.
            let events = [await socket.nextEvent(), await socket.nextEvent()]
            #expect(events.contains(.pong("unheard")))
        }
    }

    @Test func theWebAPIFails() async throws {
        try await withSandbox { bench in
            await bench.sandbox.set(.apiError, active: true)
            #expect(try await bench.send("POST", "/api/auth.test").status == 500)
            await bench.sandbox.set(.apiError, active: false)
            await bench.sandbox.set(.apiRateLimit, active: true)
            let limited = try await bench.send("POST", "/api/auth.test")
            #expect(limited.status == 429)
            #expect(limited.header("Retry-After") == "2")
            await bench.sandbox.set(.apiRateLimit, active: false)
            await bench.sandbox.set(.apiReset, active: true)
            await #expect(throws: TestFailure.self) { try await bench.call("auth.test") }
            await bench.sandbox.set(.apiReset, active: false)
            #expect(try await bench.call("auth.test")["ok"] == true)
        }
    }

    @Test func aLateResetHasDoneTheWork() async throws {
        try await withSandbox { bench in
            await bench.sandbox.set(.apiLateReset, active: true)
            await #expect(throws: TestFailure.self) {
                try await bench.call("chat.postMessage", ["channel": TestBench.incidents, "text": "done all the same"])
            }
            let history = await bench.sandbox.read("history", ["channel": TestBench.incidents])
            #expect(history["messages"]?[0]?["text"] == "done all the same")
        }
    }

    @Test func aStalledCallIsNeverAnswered() async throws {
        try await withSandbox { bench in
            await bench.sandbox.set(.apiStall, active: true)
            async let answer = bench.call("chat.postMessage", ["channel": TestBench.incidents, "text": "never"])
            await bench.until { $0["status"] == "stalled" }
            await bench.advance(.seconds(30))
            var isAnswered = true
            do { _ = try await answer } catch { isAnswered = false }
            #expect(!isAnswered)
            let history = await bench.sandbox.read("history", ["channel": TestBench.incidents])
            #expect(history["messages"] == [])
        }
    }
}
