import JSONTree
import SlackWire
import Testing

@Suite struct WebAPIResponses {
    private func error(
        _ code: String, _ method: WebAPIMethod = .chatPostMessage, extra: String = "", retryAfter: String? = nil
    ) -> WebAPIError? {
        let body = #"{"ok":false,"error":"\#(code)"\#(extra)}"#
        do throws(WebAPIError) {
            _ = try WebAPIResponse(status: 200, retryAfter: retryAfter, body: Array(body.utf8)).decoded(for: method)
            return nil
        } catch { return error }
    }

    private func error(
        status: Int, _ body: String = "", _ method: WebAPIMethod = .chatUpdate, retryAfter: String? = nil
    )
        -> WebAPIError?
    {
        do throws(WebAPIError) {
            _ = try WebAPIResponse(status: status, retryAfter: retryAfter, body: Array(body.utf8)).decoded(for: method)
            return nil
        } catch { return error }
    }

    @Test("success, and what is so already")
    func success() throws {
        let body = Array(#"{"ok":true,"ts":"1.2"}"#.utf8)
        #expect(try WebAPIResponse(status: 200, body: body).decoded(for: .chatPostMessage)["ts"] == "1.2")
        #expect(error("already_reacted") == nil)
        #expect(error("already_pinned") == nil)
        #expect(error("already_in_channel", .conversationsJoin) == nil)
    }

    @Test("Slack's explanations are kept; Retry-After is obeyed within reason")
    func details() {
        let explained = error(
            "invalid_blocks", extra: #","response_metadata":{"messages":["[ERROR] must be 3000 (/blocks/0)"]}"#)
        #expect(explained?.messages == ["[ERROR] must be 3000 (/blocks/0)"])
        #expect(
            error("missing_scope", extra: #","needed":"chat:write","provided":"x""#)?.messages == [
                "needs the scope chat:write"
            ])
        #expect(error("ratelimited", retryAfter: "7")?.action == .retry(after: .seconds(7)))
        #expect(error(status: 429, retryAfter: "0")?.action == .retry(after: .seconds(1)))
        #expect(error(status: 429, retryAfter: "99999")?.action == .retry(after: .seconds(3600)))
        #expect(error(status: 429, retryAfter: "soon")?.action == .retry(after: .seconds(30)))
        #expect(error(status: 429)?.isRateLimit == true)
    }

    @Test("answers that are not Slack's: gateways, portals, wrong addresses")
    func http() {
        #expect(
            error(status: 503, "<html>")
                == WebAPIError(.retry(after: .seconds(1)), code: "http_503", mayHaveHappened: true))
        #expect(error(status: 503, retryAfter: "9")?.action == .retry(after: .seconds(9)))
        #expect(error(status: 200, "<html>")?.code == "unreadable_response")
        #expect(error(status: 200, "{}")?.code == "unreadable_response")
        #expect(error(status: 404, "gone")?.action == .never)
        #expect(error(status: 404, "gone", .appsConnectionsOpen)?.action == .fatal)
        #expect(error(status: 302)?.code == "http_302")
        #expect(error(status: 500, #"{"ok":false,"error":"internal_error"}"#)?.mayHaveHappened == true)
        #expect(throws: WebAPIError(.never, code: "http_410")) {
            try WebAPIResponse(status: 410, body: []).checkStatus()
        }
    }

    @Test("every description says what to do next")
    func descriptions() {
        for action in [
            .retry(after: .seconds(1)), .never, .first(.joinChannel), .first(.postAnew), .first(.clickAgain), .fatal,
        ]
            as [WebAPIError.Action]
        {
            #expect(WebAPIError(action, code: "some_code", messages: ["why"]).description.contains("some_code (why); "))
        }
    }
}

@Suite struct WebAPIRequests {
    @Test("every method names a token and an encoding, and only opening a socket takes the app's token")
    func methods() {
        for method in WebAPIMethod.allCases {
            #expect((method.token == .app) == (method == .appsConnectionsOpen))
            #expect(method.rate.perMinute >= 20 && method.rate.burst >= 1)
        }
    }

    @Test("the channel of a call")
    func channel() {
        #expect(WebAPIRequest(.chatPostMessage, ["channel": "C1"]).channel == "C1")
        #expect(WebAPIRequest(.filesCompleteUploadExternal, ["channel_id": "C2"]).channel == "C2")
        #expect(WebAPIRequest(.authTest).channel == nil)
    }
}

@Suite struct RateLedgers {
    @Test("one message a second in a channel after a short burst; other channels are free")
    func channels() {
        var ledger = RateLedger()
        let waits = (0..<8).map { _ in ledger.book(.chatPostMessage, channel: "C1", at: .seconds(100)) }
        #expect(waits == [0, 0, 0, 0, 1, 2, 3, 4].map { .seconds($0) })
        #expect(ledger.delay(for: .chatPostMessage, channel: "C2", at: .seconds(100)) == .zero)
        #expect(ledger.delay(for: .chatUpdate, channel: "C1", at: .seconds(100)) == .zero)
        #expect(ledger.book(.chatPostMessage, channel: "C1", at: .seconds(200)) == .zero)
    }

    @Test("a method keeps its tier over any minute, bursts included")
    func tiers() {
        for method in WebAPIMethod.allCases {
            var ledger = RateLedger()
            var calls = 0
            var now = Duration.zero
            // An eager caller for ten minutes.
            while now < .seconds(600) {
                now += ledger.book(method, channel: nil, at: now)
                calls += 1
            }
            #expect(calls <= method.rate.perMinute * 10 + method.rate.burst + 1, "\(method)")
            #expect(calls >= method.rate.perMinute * 10, "\(method)")
        }
    }

    @Test("429 pauses its method only")
    func pause() {
        var ledger = RateLedger()
        ledger.pause(.viewsOpen, for: .seconds(30), at: .seconds(5))
        #expect(ledger.delay(for: .viewsOpen, channel: nil, at: .seconds(10)) == .seconds(25))
        #expect(ledger.delay(for: .viewsUpdate, channel: nil, at: .seconds(10)) == .zero)
        ledger.pause(.viewsOpen, for: .seconds(1), at: .seconds(6))
        #expect(ledger.delay(for: .viewsOpen, channel: nil, at: .seconds(10)) == .seconds(25))
        #expect(ledger.delay(for: .viewsOpen, channel: nil, at: .seconds(35)) == .zero)
        #expect(ledger.pauseLeft(of: .viewsOpen, at: .seconds(10)) == .seconds(25))
        #expect(ledger.pauseLeft(of: .viewsOpen, at: .seconds(35)) == .zero)
        #expect(ledger.pauseLeft(of: .viewsUpdate, at: .seconds(10)) == .zero)
    }

    @Test("it remembers a bounded number of channels")
    func bounded() {
        var ledger = RateLedger()
        for number in 0..<5000 {
            _ = ledger.book(.chatPostMessage, channel: "C\(number)", at: .seconds(number) / 10)
        }
        #expect(
            Mirror(reflecting: ledger).children.contains { child in
                (child.value as? [String: Duration]).map { $0.count <= RateLedger.channelLimit } ?? false
            })
    }
}
