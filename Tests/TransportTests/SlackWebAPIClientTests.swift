import JSONTree
import Logging
import SlackWire
import Testing
import WebSocket

@testable import Transport

private struct Request: Sendable {
    let line: String
    let authorization: String?
    let type: String?
    let body: String
}

/// An HTTP server that answers each path by its function, and a client for it.
private struct WebAPIFixture {
    let server: TestServer
    let seen = Recorder<Request>()
    let connections = Recorder<Bool>()
    let client: SlackWebAPIClient

    init(
        change: (inout SlackWebAPIConfiguration) -> Void = { _ in }, certificate: TestCertificate = .server,
        answer: @escaping @Sendable (TestPeer, String, Int) -> Void,
        refuse: @escaping @Sendable (String) -> String? = { _ in nil }
    ) throws {
        let (seen, connections) = (seen, connections)
        server = try TestServer(certificate) { peer in
            connections.record(true)
            while let (head, body) = peer.request() {
                seen.record(
                    Request(
                        line: head.startLine, authorization: head.only("authorization"),
                        type: head.only("content-type"),
                        body: String(decoding: body, as: UTF8.self)))
                if let header = refuse(String(decoding: body, as: UTF8.self)) {
                    peer.respond("", status: "429 Too Many Requests", headers: [header])
                } else {
                    answer(peer, head.startLine, seen.elements.count)
                }
            }
        }
        var configuration = SlackWebAPIConfiguration(appToken: "xapp-secret", botToken: "xoxb-secret")
        configuration.apiURL = "https://localhost:\(server.port)/api/"
        configuration.extraAuthorities = TestCertificate.authorityFile
        change(&configuration)
        client = try SlackWebAPIClient(configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }
}

private let ok: @Sendable (TestPeer, String, Int) -> Void = { peer, _, _ in peer.respond(#"{"ok":true,"ts":"1.2"}"#) }

@Suite struct WebAPICalls {
    @Test("JSON and form bodies, the right token, one connection for many calls")
    func bodies() async throws {
        let fixture = try WebAPIFixture(answer: ok)
        let message = WebAPIRequest(.chatPostMessage, ["channel": "C1", "text": "a & b ü"])
        #expect(try await fixture.client.exchange(message)["ts"]?.string == "1.2")
        _ = try await fixture.client.exchange(WebAPIRequest(.appsConnectionsOpen))
        _ = try await fixture.client.exchange(
            WebAPIRequest(
                .conversationsHistory, ["channel": "C1", "limit": 5, "inclusive": true, "x": nil, "q": "ü&="]))
        let seen = fixture.seen.elements
        #expect(
            seen.map(\.line) == [
                "POST /api/chat.postMessage HTTP/1.1", "POST /api/apps.connections.open HTTP/1.1",
                "POST /api/conversations.history HTTP/1.1",
            ])
        #expect(seen.map(\.authorization) == ["Bearer xoxb-secret", "Bearer xapp-secret", "Bearer xoxb-secret"])
        #expect(
            seen.map(\.type) == ["application/json; charset=utf-8"]
                + Array(repeating: "application/x-www-form-urlencoded", count: 2))
        #expect(
            seen.map(\.body) == [
                #"{"channel":"C1","text":"a & b ü"}"#, "", "channel=C1&inclusive=true&limit=5&q=%C3%BC%26%3D",
            ])
        #expect(fixture.connections.elements.count == 1)
    }

    @Test("429 pauses its method only, and is held back before the next call is sent")
    func rateLimit() async throws {
        let fixture = try WebAPIFixture { peer, line, _ in
            if line.contains("views.open") {
                peer.respond("", status: "429 Too Many Requests", headers: ["Retry-After: 30"])
            } else {
                peer.respond(#"{"ok":true}"#)
            }
        }
        for _ in 0..<2 {
            do throws(WebAPIError) {
                _ = try await fixture.client.exchange(WebAPIRequest(.viewsOpen))
                Issue.record("not limited")
            } catch {
                #expect(error.isRateLimit)
                guard case .retry(let span) = error.action else {
                    Issue.record("\(error)")
                    return
                }
                #expect(span > .seconds(29) && span <= .seconds(30))
            }
        }
        _ = try await fixture.client.exchange(WebAPIRequest(.chatUpdate, ["channel": "C1"]))
        #expect(fixture.seen.elements.count == 2)
    }

    @Test("calls that wait for their turn are not sent when Slack refuses the method meanwhile")
    func pauseWhileWaiting() async throws {
        let fixture = try WebAPIFixture(change: { $0.longestTurn = .seconds(20) }) { peer, _, _ in
            peer.respond(#"{"ok":true,"ts":"1.2"}"#)
        } refuse: { body in
            body.contains("C2") ? "Retry-After: 30" : nil
        }
        let client = fixture.client
        @Sendable func post(to channel: String) async -> WebAPIError? {
            do throws(WebAPIError) {
                let content = MessageContent(text: "t", blocks: [])
                try await client.perform(ChatPostMessage(channel: channel, content: content))
                return nil
            } catch { return error }
        }
        try await withThrowingTaskGroup(of: WebAPIError?.self) { group in
            // Four go at once, the others a second after each other.
            for _ in 1...10 { group.addTask { await post(to: "C1") } }
            try await fixture.seen.wait { $0.count >= 4 }
            #expect(await post(to: "C2")?.isRateLimit == true)
            var held = 0
            for try await error in group where error != nil {
                #expect(error?.isRateLimit == true)
                held += 1
            }
            #expect(held >= 1)
            #expect(fixture.seen.elements.count { $0.body.contains("C1") } == 10 - held)
        }
    }

    private func error(_ fixture: WebAPIFixture, _ method: WebAPIMethod) async -> WebAPIError? {
        do throws(WebAPIError) {
            _ = try await fixture.client.exchange(WebAPIRequest(method))
            return nil
        } catch { return error }
    }

    @Test("a call without an answer in time may have happened")
    func timeout() async throws {
        let fixture = try WebAPIFixture(change: { $0.timeout = .seconds(4) }) { peer, line, _ in
            if line.contains("chat.update") { _ = peer.waitForEnd() } else { peer.respond(#"{"ok":true}"#) }
        }
        // So that the time is not spent on the connection, which takes a while on a busy machine.
        var warming = 0
        while await error(fixture, .authTest) != nil, warming < 10 { warming += 1 }
        let timeout = try #require(await error(fixture, .chatUpdate))
        #expect(timeout.code == "timed_out" && timeout.mayHaveHappened, "\(timeout)")
    }

    @Test("a broken connection says whether the call may have happened, and no secret")
    func network() async throws {
        let fixture = try WebAPIFixture { peer, _, _ in peer.reset() }
        let reset = try #require(await error(fixture, .chatPostMessage))
        #expect(reset.code == "connection_failed" && reset.mayHaveHappened, "\(reset)")
        let nobody = try WebAPIFixture(change: { $0.apiURL = "https://localhost:1/api/" }, answer: ok)
        let refused = try #require(await error(nobody, .chatUpdate))
        #expect(refused.code == "connection_failed" && !refused.mayHaveHappened)
        #expect(refused.action == .retry(after: .seconds(1)))
        #expect(![reset, refused].map(\.description).joined().contains("secret"))
    }

    @Test("a message whose connection breaks unanswered is not posted twice behind our back")
    func repeated() async throws {
        let fixture = try WebAPIFixture { peer, line, count in
            if line.contains("auth.test") || count == 5 { peer.respond(#"{"ok":true}"#) } else { peer.reset() }
        }
        #expect(await error(fixture, .authTest) == nil)
        let dropped = try #require(await error(fixture, .chatPostMessage))
        #expect(dropped.code == "connection_failed" && dropped.mayHaveHappened, "\(dropped)")
        // What does no harm when it is repeated may be repeated at once.
        #expect(await error(fixture, .authTest) == nil)
        #expect(await error(fixture, .chatUpdate) == nil)
        let lines = fixture.seen.elements.map(\.line)
        #expect(lines.count { $0.contains("postMessage") } == 1, "\(lines)")
        #expect(lines.count { $0.contains("chat.update") } == 2, "\(lines)")
    }

    @Test("a wrong certificate is refused before anything is sent", arguments: ["host", "authority"])
    func certificates(_ wrong: String) async throws {
        let fixture = try WebAPIFixture(
            change: { if wrong == "authority" { $0.extraAuthorities = nil } },
            certificate: wrong == "host" ? .wrongHost : .server, answer: ok)
        await #expect {
            _ = try await fixture.client.exchange(WebAPIRequest(.authTest))
        } throws: { error in
            (error as? WebAPIError).map { $0.code == "certificate_not_accepted" && !$0.mayHaveHappened } ?? false
        }
        #expect(fixture.seen.elements.isEmpty)
    }

    @Test("cancelling ends a call at once, also before it has begun")
    func cancellation() async throws {
        let fixture = try WebAPIFixture(change: { $0.timeout = .seconds(120) }) { peer, _, _ in _ = peer.waitForEnd() }
        let client = fixture.client
        let start = ContinuousClock.now
        // Each of these may be cancelled at another point of its way to the thread.
        await withTaskGroup(of: String.self) { group in
            for _ in 0..<40 {
                group.addTask {
                    do throws(WebAPIError) {
                        _ = try await client.exchange(WebAPIRequest(.authTest))
                        return "answered"
                    } catch { return error.code }
                }
            }
            group.cancelAll()
            for await code in group { #expect(code == "cancelled") }
        }
        await withTaskGroup(of: String.self) { group in
            group.addTask {
                do throws(WebAPIError) {
                    _ = try await client.exchange(WebAPIRequest(.viewsPublish))
                    return "answered"
                } catch { return error.code }
            }
            do { try await fixture.seen.wait { $0.contains { $0.line.contains("views.publish") } } } catch {}
            group.cancelAll()
            for await code in group { #expect(code == "cancelled") }
        }
        #expect(ContinuousClock.now - start < .seconds(60))
    }

    @Test("files: bytes go up, come down with the token to known hosts only, within a limit")
    func files() async throws {
        let fixture = try WebAPIFixture { peer, line, _ in
            peer.respond(line.contains("big") ? String(repeating: "x", count: 5000) : "file")
        }
        let base = "https://localhost:\(fixture.server.port)"
        try await fixture.client.upload(Array("raw bytes".utf8), to: base + "/upload/1?x=y")
        #expect(try await fixture.client.download(base + "/files-pri/1", limit: 1000) == Array("file".utf8))
        let seen = fixture.seen.elements
        #expect(seen.map(\.body) == ["raw bytes", ""])
        #expect(seen.map(\.authorization) == [nil, "Bearer xoxb-secret"])
        func code(_ url: String) async -> String? {
            do throws(WebAPIError) {
                _ = try await fixture.client.download(url, limit: 1000)
                return nil
            } catch { return error.code }
        }
        #expect(await code(base + "/big") == "download_too_large")
        #expect(await code("https://slack.com.evil.example/x") == "foreign_host")
        #expect(await code("https://notslack.com/x") == "foreign_host")
        #expect(await code("http://files.slack.com/x") == "unusable_address")
        #expect(await code("https://user@files.slack.com/x") == "unusable_address")
        #expect(await code("https://127.0.0.1:\(fixture.server.port)/x") == "foreign_host")
    }

    @Test("an answer to an interaction carries no token")
    func respond() async throws {
        let fixture = try WebAPIFixture { peer, line, _ in
            peer.respond("ok", status: line.contains("used") ? "404 Not Found" : "200 OK")
        }
        let base = "https://localhost:\(fixture.server.port)"
        try await fixture.client.respond(
            to: base + "/actions/1", ResponseMessage(MessageContent(text: "done", blocks: [])))
        #expect(fixture.seen.elements[0].authorization == nil)
        #expect(
            fixture.seen.elements[0].body
                == #"{"blocks":[],"replace_original":false,"response_type":"ephemeral","text":"done"}"#)
        await #expect(throws: WebAPIError(.never, code: "http_404")) {
            try await fixture.client.respond(
                to: base + "/used", ResponseMessage(MessageContent(text: "", blocks: [])))
        }
    }

    @Test("a proxy is asked with its password; the API host is reached through it")
    func proxy() async throws {
        let target = try TestServer { peer in
            while peer.request() != nil { peer.respond(#"{"ok":true}"#) }
        }
        let seen = Recorder<String>()
        let proxy = try TestServer(nil) { peer in
            guard let (head, _) = peer.request() else { return }
            seen.record(
                "\(head.startLine) \(head.only("proxy-authorization") ?? "") \(head.only("authorization") ?? "")")
            peer.relay(to: target.port)
        }
        let fixture = try WebAPIFixture(
            change: {
                $0.apiURL = "https://wss.example.test/api"
                do {
                    $0.proxy = try ProxySettings(proxy: "http://u:p@127.0.0.1:\(proxy.port)", exceptions: nil)
                } catch { Issue.record(error) }
            }, answer: ok)
        _ = try await fixture.client.exchange(WebAPIRequest(.authTest))
        #expect(seen.elements == ["CONNECT wss.example.test:443 HTTP/1.1 Basic dTpw "])
    }

    @Test("a plain address is for this computer only")
    func plain() throws {
        #expect(throws: TransportError.url(.plainOffLoopback(host: "slack.com"))) {
            try WebAPIFixture(change: { $0.apiURL = "http://slack.com/api/" }, answer: ok)
        }
    }
}
