import JSONTree
import Testing

@testable import SlackSandbox

@Suite(.timeLimit(.minutes(2))) struct SocketModeTests {
    @Test func hello() async throws {
        try await withSandbox { bench in
            let socket = try await bench.open("/" + bench.ticket())
            let hello = try await socket.next()
            #expect(hello["type"] == "hello")
            #expect(hello["num_connections"] == 1)
            #expect(hello["connection_info"]?["app_id"] == "A0DD0CRUN")
            #expect(hello["debug_info"]?["approximate_connection_time"] == 3600)
            let state = await bench.sandbox.read("state")
            #expect(state["bot"]?["sockets"] == 1)
        }
    }

    @Test func ticketsWorkOnceAndExpire() async throws {
        try await withSandbox { bench in
            let ticket = try await "/" + bench.ticket()
            let first = try await bench.open(ticket)
            #expect(try await first.next()["type"] == "hello")
            let second = try await bench.open(ticket)
            #expect(await second.nextEvent() == .refused(401))
            let late = try await "/" + bench.ticket()
            bench.clock.advance(.seconds(30))
            #expect(try await bench.open(late).nextEvent() == .refused(401))
            #expect(try await bench.open("/link/").nextEvent() == .refused(401))
            #expect(try await bench.open("/elsewhere").nextEvent() == .refused(404))
        }
    }

    @Test func theEleventhConnectionIsTooMany() async throws {
        try await withSandbox { bench in
            var sockets: [TestSocket] = []
            for _ in 0..<10 { sockets.append(try await bench.connect()) }
            let socket = try await bench.open("/" + bench.ticket())
            let message = try await socket.next()
            #expect(message["type"] == "disconnect")
            #expect(message["reason"] == "too_many_websockets")
            #expect(await socket.nextEvent() == .closed(1000))
            withExtendedLifetime(sockets) {}
        }
    }

    @Test func aTypedMessageArrivesAsSlackSendsIt() async throws {
        try await withSandbox { bench in
            let socket = try await bench.connect()
            let typed = try await bench.say("see api.example.com & <b>")
            let envelope = try await socket.take()
            #expect(envelope["type"] == "events_api")
            #expect(envelope["accepts_response_payload"] == false)
            #expect(envelope["retry_attempt"] == 0)
            #expect(envelope["retry_reason"] == "")
            let payload = envelope["payload"]
            #expect(payload?["type"] == "event_callback")
            #expect(payload?["team_id"] == "T0DD0CDEMO")
            #expect(payload?["api_app_id"] == "A0DD0CRUN")
            #expect(payload?["event_id"]?.string?.hasPrefix("Ev") == true)
            #expect(payload?["authorizations"]?[0]?["is_bot"] == true)
            let event = payload?["event"]
            #expect(event?["type"] == "message")
            #expect(event?["channel"] == .string(TestBench.robinsDM))
            #expect(event?["channel_type"] == "im")
            #expect(event?["user"] == .string(TestBench.robin))
            #expect(event?["text"] == "see <http://api.example.com|api.example.com> &amp; &lt;b&gt;")
            #expect(event?["ts"] == typed["ts"])
            #expect(event?["event_ts"] == typed["ts"])
            #expect(event?["client_msg_id"] != nil)
            #expect(event?["blocks"]?[0]?["type"] == "rich_text")
        }
    }

    @Test func onlySubscribedEventsOfOwnChannelsAreSent() async throws {
        try await withSandbox { bench in
            let socket = try await bench.connect()
            try await bench.say("not a member here", in: TestBench.general)
            // A reaction is not among the subscriptions.
            let message = try await bench.say("hello @tester", in: TestBench.incidents)
            try await bench.act(
                "reaction",
                [
                    "user": .string(TestBench.sam), "channel": .string(TestBench.incidents),
                    "ts": message["ts"] ?? .null, "name": "eyes",
                ])
            let first = try await socket.take()["payload"]?["event"]
            #expect(first?["type"] == "message")
            #expect(first?["text"] == "hello <@U0DD0CRUN>")
            let second = try await socket.take()["payload"]?["event"]
            #expect(second?["type"] == "app_mention")
            try await bench.act("join", ["user": "U0DD0CRUN", "channel": .string(TestBench.general)])
            let third = try await socket.take()["payload"]?["event"]
            #expect(third?["type"] == "member_joined_channel")
            #expect(third?["user"] == "U0DD0CRUN")
        }
    }

    @Test func whatIsNotAckedComesAgain() async throws {
        try await withSandbox({ $0.timing.silenceLimit = .seconds(100_000) }) { bench in
            let socket = try await bench.connect()
            try await bench.say("one")
            let first = try await socket.next()
            var seen: Set<JSONValue> = [first["envelope_id"] ?? .null]
            for (attempt, wait) in [(1, 0), (2, 60), (3, 300)] {
                await bench.advance(.seconds(3))
                await bench.advance(.seconds(wait))
                let again = try await socket.next()
                #expect(again["retry_attempt"] == .int(attempt))
                #expect(again["retry_reason"] == "timeout")
                #expect(again["payload"]?["event_id"] == first["payload"]?["event_id"])
                #expect(seen.insert(again["envelope_id"] ?? .null).inserted)
            }
            await bench.advance(.seconds(3))
            await bench.advance(.seconds(600))
            // Nothing is left: the next thing that comes is a new event.
            try await bench.say("two")
            #expect(try await socket.next()["payload"]?["event"]?["text"] == "two")
            let traffic = await bench.sandbox.read("traffic")["entries"]?.array ?? []
            #expect(traffic.count { $0["kind"] == "envelope" && $0["status"] == "not acked" } == 4)
        }
    }

    @Test func anAckCountsOnlyOnItsConnection() async throws {
        try await withSandbox { bench in
            let first = try await bench.connect()
            await bench.sandbox.set(.pongsDropped, active: true)
            try await bench.say("one")
            let envelope = try await first.next()
            let second = try await bench.connect()
            second.ack(envelope)
            await bench.until { $0["status"] == "wrong connection" }
            first.ack(envelope)
            await bench.until { $0["kind"] == "ack" && $0["status"] == "ok" }
            // The first ack did not count, a third one is for nothing.
            first.ack(envelope)
            await bench.until { $0["status"] == "unknown envelope" }
        }
    }

    @Test func eventsWithoutAConnectionWait() async throws {
        try await withSandbox { bench in
            try await bench.say("nobody hears it")
            // The retry at once finds nobody either.
            await bench.sandbox.tick()
            let socket = try await bench.connect()
            await bench.advance(.seconds(60))
            let envelope = try await socket.take()
            #expect(envelope["retry_attempt"] == 2)
            #expect(envelope["payload"]?["event"]?["text"] == "nobody hears it")
        }
    }

    @Test func aLifeEndsWithAWarning() async throws {
        try await withSandbox({ $0.timing.silenceLimit = .seconds(100_000) }) { bench in
            let socket = try await bench.connect()
            let short = try await bench.open("/" + bench.ticket() + "&debug_reconnects=true")
            #expect(try await short.next()["debug_info"]?["approximate_connection_time"] == 360)
            await bench.advance(.seconds(350))
            #expect(try await short.next()["reason"] == "warning")
            await bench.advance(.seconds(10))
            #expect(await short.nextButPings() == .closed(1000))
            await bench.advance(.seconds(3600 - 360 - 10))
            #expect(try await socket.next()["reason"] == "warning")
            await bench.advance(.seconds(10))
            #expect(await socket.nextButPings() == .closed(1000))
        }
    }

    @Test func refreshWarnsAndCloses() async throws {
        try await withSandbox { bench in
            let socket = try await bench.connect()
            await bench.sandbox.set(.refresh, active: true)
            let warning = try await socket.next()
            #expect(warning["type"] == "disconnect")
            #expect(warning["reason"] == "warning")
            // The old connection is still good for envelopes.
            try await bench.say("during the warning")
            #expect(try await socket.take()["payload"]?["event"]?["text"] == "during the warning")
            await bench.until { $0["kind"] == "ack" && $0["status"] == "ok" }
            await bench.advance(.seconds(10))
            #expect(await socket.nextButPings() == .closed(1000))
        }
    }

    @Test func bigFramesCloseWith1009() async throws {
        try await withSandbox { bench in
            let socket = try await bench.connect()
            socket.send(String(repeating: "x", count: 20_481))
            #expect(await socket.nextEvent() == .closed(1009))
            let exact = try await bench.connect()
            exact.send("{\"envelope_id\":\"" + String(repeating: "x", count: 20_480 - 20) + "\"}  ")
            exact.ping("still here")
            #expect(await exact.nextEvent() == .pong("still here"))
            let fragmented = try await bench.connect()
            fragmented.send("{\"envelope_id\":\"1\"}", fragments: 5)
            #expect(await fragmented.nextEvent() == .closed(1009))
        }
    }

    @Test func pingsComeAndAreAnswered() async throws {
        try await withSandbox { bench in
            let socket = try await bench.connect()
            await bench.advance(.seconds(10))
            #expect(await socket.nextEvent() == .ping("Ping from applink-sandbox-1"))
            socket.ping("a")
            #expect(await socket.nextEvent() == .pong("a"))
            await bench.sandbox.set(.pongsDropped, active: true)
            socket.ping("b")
            await bench.advance(.seconds(20))
            try await bench.say("the only thing that comes")
            guard case .text = await socket.nextEvent() else {
                Issue.record("a pong or ping came")
                return
            }
        }
    }

    @Test func aSilentConnectionIsReset() async throws {
        try await withSandbox { bench in
            let socket = try await bench.connect()
            await bench.sandbox.set(.pongsDropped, active: true, duration: .seconds(600))
            await bench.advance(.seconds(60))
            #expect(await socket.nextEvent() == .ended)
        }
    }
}
