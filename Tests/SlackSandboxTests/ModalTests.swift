import JSONTree
import Testing

@testable import SlackSandbox

@Suite(.timeLimit(.minutes(2))) struct ModalTests {
    /// Runs a slash command and gives back its trigger.
    private func trigger(_ bench: TestBench, _ socket: TestSocket) async throws -> String {
        async let answer = bench.act(
            "command",
            ["user": .string(TestBench.robin), "channel": .string(TestBench.incidents), "text": "/runbook"])
        let payload = try await socket.take()["payload"]
        _ = try await answer
        return try #require(payload?["trigger_id"]?.string)
    }

    private func open(_ bench: TestBench, _ socket: TestSocket, _ view: JSONValue? = nil) async throws -> JSONValue {
        let answer = try await bench.call(
            "views.open",
            json: ["trigger_id": .string(try await trigger(bench, socket)), "view": view ?? WebAPITests.modalView()])
        return try #require(answer["view"])
    }

    private func submit(_ view: JSONValue, _ text: String?) -> JSONValue {
        [
            "user": .string(TestBench.robin), "view_id": view["id"] ?? .null,
            "state": ["values": ["name": ["text": ["type": "plain_text_input", "value": JSONValue(text)]]]],
        ]
    }

    private func stack(_ bench: TestBench) async -> [JSONValue] {
        await bench.sandbox.read("view", ["user": TestBench.robin])["views"]?.array ?? []
    }

    @Test func triggersLiveThreeSecondsAndWorkOnce() async throws {
        try await withSandbox { bench in
            let socket = try await bench.connect()
            let first = try await trigger(bench, socket)
            let view = WebAPITests.modalView()
            bench.clock.advance(.milliseconds(2999))
            #expect(
                try await bench.call("views.open", json: ["trigger_id": .string(first), "view": view])["ok"] == true)
            let again = try await bench.call("views.open", json: ["trigger_id": .string(first), "view": view])
            #expect(again["error"] == "exchanged_trigger_id")
            let second = try await trigger(bench, socket)
            bench.clock.advance(.seconds(3))
            let late = try await bench.call("views.open", json: ["trigger_id": .string(second), "view": view])
            #expect(late["error"] == "expired_trigger_id")
        }
    }

    @Test func submission() async throws {
        try await withSandbox { bench in
            let socket = try await bench.connect()
            let view = try await open(bench, socket)
            // What the form itself refuses, the app does not hear of.
            let empty = await bench.sandbox.act("view/submit", submit(view, nil))
            #expect(empty["errors"]?["name"] == "Please complete this required field.")
            let long = await bench.sandbox.act("view/submit", submit(view, "longer than ten"))
            #expect(long["errors"]?["name"] == "Must be at most 10 characters.")
            async let refused = bench.act("view/submit", submit(view, "bad"))
            let envelope = try await socket.take(payload: [
                "response_action": "errors", "errors": ["name": "Not that."],
            ])
            #expect(try await refused["errors"]?["name"] == "Not that.")
            let payload = envelope["payload"]
            #expect(envelope["accepts_response_payload"] == true)
            #expect(payload?["type"] == "view_submission")
            #expect(payload?["view"]?["id"] == view["id"])
            #expect(payload?["view"]?["state"]?["values"]?["name"]?["text"]?["value"] == "bad")
            #expect(payload?["view"]?["callback_id"] == "form")
            #expect(payload?["response_urls"] == [])
            #expect(await stack(bench).count == 1)
            async let accepted = bench.act("view/submit", submit(view, "good"))
            _ = try await socket.take()
            _ = try await accepted
            #expect(await stack(bench).isEmpty)
        }
    }

    @Test func acksThatCannotBeUsed() async throws {
        try await withSandbox { bench in
            let socket = try await bench.connect()
            let view = try await open(bench, socket)
            let acks: [JSONValue] = [
                ["response_action": "errors", "errors": ["nowhere": "x"]], ["response_action": "errors"],
                ["response_action": "update", "view": ["type": "modal"]], ["response_action": "explode"],
            ]
            for ack in acks {
                async let answer = bench.sandbox.act("view/submit", submit(view, "x"))
                _ = try await socket.take(payload: ack)
                #expect(await answer["code"] == "invalid_response")
            }
            async let late = bench.sandbox.act("view/submit", submit(view, "x"))
            _ = try await socket.next()
            await bench.advance(.seconds(3))
            #expect(await late["code"] == "operation_timeout")
            #expect(await stack(bench).count == 1)
        }
    }

    @Test func theStackIsThreeHigh() async throws {
        try await withSandbox { bench in
            let socket = try await bench.connect()
            _ = try await open(bench, socket)
            for _ in 0..<2 {
                let top = try #require(await stack(bench).last)
                async let answer = bench.act("view/submit", submit(top, "x"))
                _ = try await socket.take(payload: ["response_action": "push", "view": WebAPITests.modalView()])
                #expect(try await answer["response_action"] == "push")
            }
            let views = await stack(bench)
            let top = try #require(views.last)
            #expect(views.count == 3)
            #expect(views[2]["previous_view_id"] == views[1]["id"])
            #expect(views[2]["root_view_id"] == views[0]["id"])
            async let fourth = bench.sandbox.act("view/submit", submit(top, "x"))
            let envelope = try await socket.take(payload: ["response_action": "push", "view": WebAPITests.modalView()])
            #expect(await fourth["code"] == "invalid_response")
            let trigger = envelope["payload"]?["trigger_id"] ?? .null
            let pushed = try await bench.call(
                "views.push", json: ["trigger_id": trigger, "view": WebAPITests.modalView()])
            #expect(pushed["error"] == "push_limit_reached")
            // Closing the top shows the one below; clear closes all.
            try await bench.act("view/close", ["user": .string(TestBench.robin), "view_id": top["id"] ?? .null])
            #expect(await stack(bench).count == 2)
            async let cleared = bench.act("view/submit", submit(views[1], "x"))
            _ = try await socket.take(payload: ["response_action": "clear"])
            _ = try await cleared
            #expect(await stack(bench).isEmpty)
        }
    }

    @Test func updatesAreGuardedByTheHash() async throws {
        try await withSandbox { bench in
            let socket = try await bench.connect()
            let view = try await open(bench, socket, WebAPITests.modalView(externalID: "ext"))
            let body: JSONValue = ["view_id": view["id"] ?? .null, "view": WebAPITests.modalView(externalID: "ext")]
            var guarded = body
            guarded["hash"] = view["hash"]
            let updated = try await bench.call("views.update", json: guarded)
            #expect(updated["ok"] == true)
            #expect(updated["view"]?["hash"] != view["hash"])
            #expect(try await bench.call("views.update", json: guarded)["error"] == "hash_conflict")
            #expect(try await bench.call("views.update", json: body)["ok"] == true)
            let external = try await bench.call(
                "views.update", json: ["external_id": "ext", "view": WebAPITests.modalView(externalID: "ext")])
            #expect(external["view"]?["id"] == view["id"])
            let trigger = try await trigger(bench, socket)
            let duplicate = try await bench.call(
                "views.open", json: ["trigger_id": .string(trigger), "view": WebAPITests.modalView(externalID: "ext")])
            #expect(duplicate["error"] == "duplicate_external_id")
            try await bench.act("view/close", ["user": .string(TestBench.robin), "view_id": view["id"] ?? .null])
            #expect(try await bench.call("views.update", json: body)["error"] == "not_found")
        }
    }

    @Test func viewsCanBeTooLarge() async throws {
        try await withSandbox { bench in
            var view = WebAPITests.modalView()
            view["blocks"] = .array(
                (0..<90).map { number in
                    [
                        "type": "section", "block_id": .string("b\(number)"),
                        "text": ["type": "mrkdwn", "text": .string(String(repeating: "x", count: 2900))],
                    ]
                })
            let answer = try await bench.call("views.open", json: ["trigger_id": "1.2.3", "view": view])
            #expect(answer["error"] == "view_too_large")
        }
    }

    @Test func closingIsTold() async throws {
        try await withSandbox { bench in
            let socket = try await bench.connect()
            var content = WebAPITests.modalView()
            content["notify_on_close"] = true
            let view = try await open(bench, socket, content)
            try await bench.act(
                "view/close", ["user": .string(TestBench.robin), "view_id": view["id"] ?? .null, "all": true])
            let payload = try await socket.take()["payload"]
            #expect(payload?["type"] == "view_closed")
            #expect(payload?["is_cleared"] == true)
            #expect(payload?["view"]?["id"] == view["id"])
        }
    }

    @Test func formRules() {
        func errors(_ element: JSONValue, _ value: JSONValue, optional: Bool = false) -> [String: String] {
            let block: JSONValue = [
                "type": "input", "block_id": "b", "element": element, "optional": .bool(optional),
            ]
            var view = ModalView(
                id: "V", userID: "U", isHome: false, rootID: "V", content: ["blocks": [block]], hash: "")
            if value != .null { view.entered = ["b": ["a": value]] }
            return FormRules.errors(of: view)
        }
        func element(_ type: String, _ more: [String: JSONValue] = [:]) -> JSONValue {
            .object(["type": .string(type), "action_id": "a"].merging(more) { $1 })
        }
        #expect(errors(element("plain_text_input"), .null, optional: true).isEmpty)
        #expect(errors(element("plain_text_input", ["initial_value": "x"]), .null).isEmpty)
        #expect(!errors(element("plain_text_input", ["min_length": 3]), "ab").isEmpty)
        #expect(!errors(element("plain_text_input"), .string(String(repeating: "x", count: 3001))).isEmpty)
        #expect(!errors(element("number_input"), "1.5").isEmpty)
        #expect(errors(element("number_input", ["is_decimal_allowed": true]), "1.5").isEmpty)
        #expect(!errors(element("number_input", ["max_value": "5"]), "6").isEmpty)
        #expect(!errors(element("email_text_input"), "nobody").isEmpty)
        #expect(!errors(element("url_text_input"), "nowhere").isEmpty)
        let options: JSONValue = [["value": "1"], ["value": "2"]]
        #expect(errors(element("static_select", ["options": options]), ["value": "2"]).isEmpty)
        #expect(!errors(element("static_select", ["options": options]), ["value": "3"]).isEmpty)
    }
}
