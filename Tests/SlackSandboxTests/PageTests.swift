import HTTPServing
import JSONTree
import Locking
import ServiceLifecycle
import Testing

@testable import SlackSandbox

@Suite(.timeLimit(.minutes(2))) struct PageTests {
    private func get(_ bench: TestBench, _ path: String, host: String? = nil, more: String = "") async throws
        -> HTTPAnswer
    {
        try await bench.page(
            "GET \(path) HTTP/1.1\r\nHost: \(host ?? "127.0.0.1:\(bench.pagePort)")\r\nConnection: close\r\n\(more)\r\n"
        )
    }

    private func post(
        _ bench: TestBench, _ path: String, _ body: String, origin: String? = nil, type: String = "application/json"
    ) async throws -> HTTPAnswer {
        let originLine = origin.map { "Origin: \($0)\r\n" } ?? ""
        return try await bench.page(
            "POST \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(bench.pagePort)\r\nConnection: close\r\n\(originLine)"
                + "Content-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }

    @Test func servesThePage() async throws {
        try await withSandbox { bench in
            let index = try await get(bench, "/")
            #expect(index.status == 200)
            #expect(index.header("Content-Type") == "text/html; charset=utf-8")
            #expect(index.header("Cache-Control") == "no-cache")
            #expect(index.header("Content-Security-Policy")?.hasPrefix("default-src 'self'") == true)
            #expect(try await get(bench, "/archives/C0INCIDENT/p1790000000000000").text == index.text)
            #expect(try await get(bench, "/no-such-file.js").status == 404)
            #expect(try await get(bench, "/../Package.swift").status == 404)
            #expect(try await get(bench, "/%2e%2e/Package.swift").status == 404)
        }
    }

    @Test func refusesOtherHostsAndOrigins() async throws {
        try await withSandbox { bench in
            let foreign = try await get(bench, "/sandbox/state", host: "evil.example")
            #expect(foreign.status == 403)
            #expect(try await get(bench, "/", host: "127.0.0.1.evil.example").status == 403)
            #expect(try await get(bench, "/sandbox/state", host: "localhost:1").status == 200)
            let body = "{\"user\":\"U0ROBIN001\",\"channel\":\"D000000001\",\"text\":\"x\"}"
            #expect(try await post(bench, "/sandbox/message", body, origin: "http://evil.example").status == 403)
            #expect(try await post(bench, "/sandbox/message", body, origin: "null").status == 403)
            #expect(try await post(bench, "/sandbox/message", body, type: "text/plain").status == 400)
            #expect(try await post(bench, "/sandbox/message", "{").status == 400)
            let own = "http://127.0.0.1:\(bench.pagePort)"
            #expect(try await post(bench, "/sandbox/message", body, origin: own).status == 200)
            #expect(try await post(bench, "/sandbox/message", body).status == 200)
            #expect(try await post(bench, "/sandbox/nothing", "{}").status == 404)
        }
    }

    @Test func state() async throws {
        try await withSandbox { bench in
            try await bench.say("hello", in: TestBench.incidents, by: TestBench.sam)
            let state = try await get(bench, "/sandbox/state?user=U0ROBIN001").json()
            #expect(state["me"] == "U0ROBIN001")
            #expect(state["users"]?.array?.map { $0["name"] } == ["robin", "sam", "alex", "tester"])
            let channels = state["channels"]?.array ?? []
            #expect(channels.map { $0["id"] } == ["C0INCIDENT", "C0GENERAL1", "C0OPSDIGES", "D000000001"])
            #expect(channels[0]["unread"] == 1)
            #expect(state["commands"]?[0]?["command"] == "/runbook")
            #expect(state["faults"]?.array?.count == Fault.allCases.count)
            _ = try await get(bench, "/sandbox/history?channel=C0INCIDENT&user=U0ROBIN001")
            let read = try await get(bench, "/sandbox/state?user=U0ROBIN001").json()
            #expect(read["channels"]?[0]?["unread"] == 0)
            let foreign = try await get(bench, "/sandbox/history?channel=D000000002&user=U0ROBIN001")
            #expect(foreign.status == 400)
        }
    }

    @Test func eventsReachTheRightPeople() async throws {
        try await withSandbox { bench in
            let robin = await bench.sandbox.events(user: TestBench.robin)
            let sam = await bench.sandbox.events(user: TestBench.sam)
            try await bench.say("to the bot", in: TestBench.robinsDM)
            try await bench.say("to all", in: TestBench.incidents)
            var robins = robin.makeAsyncIterator()
            var sams = sam.makeAsyncIterator()
            #expect(await robins.next()?["message"]?["text"] == "to the bot")
            #expect(await robins.next()?["message"]?["text"] == "to all")
            #expect(await sams.next()?["message"]?["text"] == "to all")
        }
    }

    @Test func streamsResume() async {
        var feed = EventFeed()
        for number in 0..<1500 { feed.publish(["type": "message", "n": .int(number)], user: nil) }
        func subscribe(after last: Int?) -> AsyncStream<[UInt8]>? { feed.subscribe(user: nil, after: last) { _ in } }
        #expect(await first(subscribe(after: 1498)).contains("\"n\":1498"))
        #expect(await first(subscribe(after: 3)).contains("reload"))
        #expect(await first(subscribe(after: 99_999)).contains("reload"))
        // Streams that nobody holds any more are still counted: only the server learns when a page goes.
        for _ in 3..<EventFeed.subscriberLimit {
            let stream = subscribe(after: nil)
            #expect(stream != nil)
        }
        let refused = subscribe(after: nil)
        #expect(refused == nil)
    }

    /// The first event behind the line that sets the time of retries.
    private func first(_ stream: AsyncStream<[UInt8]>?) async -> String {
        var iterator = stream?.makeAsyncIterator()
        _ = await iterator?.next()
        return String(decoding: await iterator?.next() ?? [], as: UTF8.self)
    }

    @Test func aPageThatDoesNotReadIsCutOff() async throws {
        var feed = EventFeed()
        let subscribed = feed.subscribe(user: nil, after: nil) { _ in }
        let stream = try #require(subscribed)
        for number in 0..<EventFeed.backlogLimit + 10 { feed.publish(["n": .int(number)], user: nil) }
        #expect(!feed.hasSubscribers)
        var count = 0
        for await _ in stream { count += 1 }
        #expect(count == EventFeed.backlogLimit)
    }

    @Test func alertsAreSignedAndPosted() async throws {
        let received = Lock<[HTTPRequest]>([])
        let webhook = HTTPServer(host: "127.0.0.1", port: 0, bodyLimit: 1000, logger: quietLogger) { request in
            received.withLock { $0.append(request) }
            return .text("", status: 202)
        }
        let group = ServiceGroup(configuration: .init(services: [webhook], logger: quietLogger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let port = try await webhook.boundPort()
            try await withSandbox { configuration in
                configuration.webhookBase = "http://127.0.0.1:\(port)"
                configuration.alerts = [
                    SandboxAlert(
                        id: "slow", title: "Slow", vendor: "PagerDuty", description: "", path: "/webhooks/pagerduty",
                        authentication: .signature(header: "X-PagerDuty-Signature", prefix: "v1=", secret: "key"),
                        body: "{\"id\":\"{{sandbox.id}}\",\"at\":\"{{sandbox.now}}\"}")
                ]
            } _: { bench in
                let answer = try await bench.act("alert", ["id": "slow"])
                #expect(answer["status"] == 202)
                #expect(await bench.sandbox.act("alert", ["id": "none"])["ok"] == false)
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
        let request = try #require(received.withLock { $0.first })
        #expect(request.path == "/webhooks/pagerduty")
        let body = try JSONValue(parsing: request.body)
        #expect(body["id"]?.string?.hasPrefix("SBX") == true)
        #expect(body["at"] == "2026-09-21T14:13:20Z")
        let signature = "v1=" + WebhookSender.hmacSHA256(request.body, key: Array("key".utf8))
        #expect(request.header("X-PagerDuty-Signature") == signature)
    }

    /// RFC 4231, test case 2.
    @Test func hmac() {
        #expect(
            WebhookSender.hmacSHA256(Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8))
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (951_782_400, "2000-02-29T00:00:00Z"), (1_798_761_599, "2026-12-31T23:59:59Z"),
    ])
    func timesInAlerts(_ seconds: Int64, _ text: String) {
        #expect(WebhookSender.rfc3339(SandboxTime(microseconds: seconds * 1_000_000)) == text)
    }

    @Test func theWorldIsAskedAndTold() async throws {
        let done = Lock<[String]>([])
        try await withSandbox { configuration in
            configuration.world = SandboxWorld(
                items: { [SandboxWorld.Item(id: "service", title: "Service", value: "fast", actions: [])] },
                act: { item, action in
                    guard action == "slow" else { throw SandboxWorld.Refusal("The service cannot do that.") }
                    done.withLock { $0.append("\(item) \(action)") }
                    return "The service is slow now."
                })
        } _: { bench in
            let state = await bench.sandbox.read("state")
            #expect(state["world"]?[0]?["value"] == "fast")
            let answer = try await bench.act("world", ["item": "service", "action": "slow"])
            #expect(answer["text"] == "The service is slow now.")
            let refused = await bench.sandbox.act("world", ["item": "service", "action": "fly"])
            #expect(refused["error"] == "The service cannot do that.")
        }
        #expect(done.withLock { $0 } == ["service slow"])
    }

    @Test func bodiesAreLimited() async throws {
        try await withSandbox { bench in
            let answer = try await bench.page(
                "POST /sandbox/message HTTP/1.1\r\nHost: 127.0.0.1:\(bench.pagePort)\r\nConnection: close\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 99999999\r\n\r\n")
            #expect(answer.status == 413)
        }
    }

    @Test func aTakenPortIsNamed() async throws {
        try await withSandbox { bench in
            for keyPath in [\SandboxConfiguration.pagePort, \SandboxConfiguration.slackPort] {
                var configuration = bench.configuration
                configuration[keyPath: keyPath] =
                    keyPath == \SandboxConfiguration.pagePort ? bench.pagePort : bench.slackPort
                let second = Sandbox(configuration: configuration, logger: quietLogger)
                var message = ""
                do { try await second.run() } catch { message = String(describing: error) }
                #expect(message.contains("cannot listen on 127.0.0.1:"))
                await #expect(throws: (any Error).self) { try await second.addresses() }
            }
        }
    }

    @Test func theWorldIsLookedAtWhileAPageIsOpen() async throws {
        let looks = Lock(0)
        try await withSandbox { configuration in
            configuration.world = SandboxWorld(
                items: {
                    let look = looks.withLock { looks in
                        looks += 1
                        return looks
                    }
                    return [SandboxWorld.Item(id: "n", title: "Looks", value: String(look))]
                }, act: { _, _ in "" })
        } _: { bench in
            await bench.advance(.seconds(2))
            #expect(looks.withLock { $0 } == 0)
            let events = await bench.sandbox.events()
            await bench.advance(.seconds(2))
            var iterator = events.makeAsyncIterator()
            #expect(await iterator.next()?["world"]?[0]?["value"] == "1")
        }
    }

    @Test func stopsWithOpenSocketsAndStreams() async throws {
        let held = Lock<TestSocket?>(nil)
        try await withSandbox { bench in
            let socket = try await bench.connect()
            held.withLock { $0 = socket }
            _ = await bench.sandbox.events()
        }
        #expect(await held.withLock { $0 }?.nextEvent() == .closed(1001))
    }
}
