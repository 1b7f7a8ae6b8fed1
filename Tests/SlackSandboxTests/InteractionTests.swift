import JSONTree
import Testing

@testable import SlackSandbox

@Suite(.timeLimit(.minutes(2))) struct InteractionTests {
    private static let buttons: JSONValue = [
        ["type": "section", "block_id": "s", "text": ["type": "mrkdwn", "text": "Choose"]],
        [
            "type": "actions", "block_id": "b",
            "elements": [
                [
                    "type": "button", "action_id": "go", "value": "v1", "style": "primary",
                    "text": ["type": "plain_text", "text": "Go"],
                ],
                [
                    "type": "static_select", "action_id": "pick",
                    "placeholder": ["type": "plain_text", "text": "Pick"],
                    "options": [
                        ["text": ["type": "plain_text", "text": "One"], "value": "1"],
                        ["text": ["type": "plain_text", "text": "Two"], "value": "2"],
                    ],
                ],
            ],
        ],
    ]

    private func postButtons(_ bench: TestBench) async throws -> String {
        let answer = try await bench.call(
            "chat.postMessage",
            json: ["channel": .string(TestBench.incidents), "text": "Choose", "blocks": Self.buttons])
        return try #require(answer["ts"]?.string)
    }

    private func click(_ ts: String, _ action: JSONValue, by user: String = TestBench.robin) -> JSONValue {
        [
            "user": .string(user), "action": action,
            "container": ["type": "message", "channel": .string(TestBench.incidents), "ts": .string(ts)],
        ]
    }

    @Test func aClick() async throws {
        try await withSandbox { bench in
            let socket = try await bench.connect()
            let ts = try await postButtons(bench)
            _ = try await socket.take()
            async let answer = bench.act("action", click(ts, ["action_id": "go", "block_id": "b"]))
            let envelope = try await socket.take()
            _ = try await answer
            #expect(envelope["type"] == "interactive")
            let payload = try #require(envelope["payload"])
            #expect(payload["type"] == "block_actions")
            #expect(payload["user"]?["id"] == .string(TestBench.robin))
            #expect(payload["container"]?["message_ts"] == .string(ts))
            #expect(payload["container"]?["is_ephemeral"] == false)
            #expect(payload["channel"]?["name"] == "incidents")
            #expect(payload["message"]?["ts"] == .string(ts))
            let action = payload["actions"]?[0]
            #expect(action?["type"] == "button")
            #expect(action?["value"] == "v1")
            #expect(action?["text"]?["text"] == "Go")
            #expect(action?["action_ts"] != nil)
            #expect(payload["state"]?["values"]?["b"]?["pick"]?["selected_option"] == .null)
            #expect(payload["response_url"]?.string?.hasPrefix("https://127.0.0.1:") == true)
            #expect(payload["trigger_id"]?.string?.isEmpty == false)
        }
    }

    @Test func aChoiceMustBeOffered() async throws {
        try await withSandbox { bench in
            let socket = try await bench.connect()
            let ts = try await postButtons(bench)
            _ = try await socket.take()
            let wrong = await bench.sandbox.act(
                "action", click(ts, ["action_id": "pick", "block_id": "b", "selected_option": ["value": "3"]]))
            #expect(wrong["ok"] == false)
            async let answer = bench.act(
                "action", click(ts, ["action_id": "pick", "block_id": "b", "selected_option": ["value": "2"]]))
            let payload = try await socket.take()["payload"]
            _ = try await answer
            #expect(payload?["actions"]?[0]?["selected_option"]?["text"]?["text"] == "Two")
            #expect(payload?["state"]?["values"]?["b"]?["pick"]?["selected_option"]?["value"] == "2")
            let unknown = await bench.sandbox.act("action", click(ts, ["action_id": "gone", "block_id": "b"]))
            #expect(unknown["code"] == "element_not_found")
        }
    }

    @Test func whatIsNotAckedTimesOutAndIsNotRepeated() async throws {
        try await withSandbox { bench in
            let ts = try await postButtons(bench)
            let nobody = await bench.sandbox.act("action", click(ts, ["action_id": "go"]))
            #expect(nobody["code"] == "dispatch_failed")
            let socket = try await bench.connect()
            async let answer = bench.sandbox.act("action", click(ts, ["action_id": "go"]))
            #expect(try await socket.next()["type"] == "interactive")
            await bench.advance(.seconds(3))
            #expect(await answer["code"] == "operation_timeout")
            await bench.advance(.seconds(400))
            let traffic = await bench.sandbox.read("traffic")["entries"]?.array ?? []
            #expect(traffic.count { $0["name"] == "block_actions" && $0["status"] == "not acked" } == 1)
        }
    }

    @Test func slashCommands() async throws {
        try await withSandbox { bench in
            let socket = try await bench.connect()
            let unknown = await bench.sandbox.act("command", Self.command("/nonsense"))
            #expect(unknown["code"] == "unknown_command")
            async let answer = bench.act("command", Self.command("/runbook  show <x> @sam "))
            let envelope = try await socket.take(payload: ["text": "only you"])
            _ = try await answer
            #expect(envelope["type"] == "slash_commands")
            #expect(envelope["accepts_response_payload"] == true)
            let payload = envelope["payload"]
            #expect(payload?["command"] == "/runbook")
            #expect(payload?["text"] == "show &lt;x&gt; <@U0SAM00002>")
            #expect(payload?["channel_name"] == "directmessage")
            #expect(payload?["is_enterprise_install"] == "false")
            let history = await bench.sandbox.read(
                "history", ["channel": TestBench.robinsDM, "user": TestBench.robin])
            #expect(history["messages"]?[0]?["text"] == "only you")
            #expect(history["messages"]?[0]?["ephemeral"] == true)
        }
    }

    private static func command(_ text: String) -> JSONValue {
        ["user": .string(TestBench.robin), "channel": .string(TestBench.robinsDM), "text": .string(text)]
    }

    @Test func responseURLs() async throws {
        try await withSandbox { bench in
            let socket = try await bench.connect()
            async let answer = bench.act("command", Self.command("/runbook"))
            let url = try #require(try await socket.take()["payload"]?["response_url"]?.string)
            _ = try await answer
            let path = "/" + url.split(separator: "/", maxSplits: 2)[2]
            func respond(_ payload: JSONValue) async throws -> (status: Int, error: JSONValue?) {
                let answer = try await bench.send("POST", path, type: "application/json", body: payload.utf8())
                return (answer.status, try answer.json()["error"])
            }
            #expect(try await respond(["text": ""]).error == "no_text")
            for number in 0..<5 {
                let kind: JSONValue = number == 0 ? "in_channel" : "ephemeral"
                #expect(try await respond(["text": .string("\(number)"), "response_type": kind]).status == 200)
            }
            let used = try await respond(["text": "6"])
            #expect(used.status == 404)
            #expect(used.error == "used_url")
            let all = await bench.sandbox.read("history", ["channel": TestBench.robinsDM, "user": TestBench.robin])
            #expect(all["messages"]?.array?.map { $0["ephemeral"]?.bool ?? false } == [false, true, true, true, true])
            async let second = bench.act("command", Self.command("/runbook"))
            let late = try #require(try await Self.nextCommand(socket)["response_url"]?.string)
            _ = try await second
            bench.clock.advance(.seconds(1800))
            let target = "/" + late.split(separator: "/", maxSplits: 2)[2]
            let expired = try await bench.send(
                "POST", target, type: "application/json", body: Array("{\"text\":\"x\"}".utf8))
            #expect(try expired.json()["error"] == "expired_url")
        }
    }

    private static func nextCommand(_ socket: TestSocket) async throws -> JSONValue {
        while true {
            let envelope = try await socket.take()
            if envelope["type"] == "slash_commands" { return envelope["payload"] ?? .null }
        }
    }

    @Test func aButtonThatWasDrawnAnewIsTheSameButton() async throws {
        try await withSandbox { bench in
            let socket = try await bench.connect()
            let answer = try await bench.call(
                "chat.postMessage",
                json: [
                    "channel": .string(TestBench.incidents), "text": "Choose",
                    "blocks": [
                        [
                            "type": "actions",
                            "elements": [
                                [
                                    "type": "button", "action_id": "go", "value": "7",
                                    "text": ["type": "plain_text", "text": "Go"],
                                ]
                            ],
                        ]
                    ],
                ])
            let ts = try #require(answer["ts"]?.string)
            _ = try await socket.take()
            async let pressed = bench.act("action", click(ts, ["action_id": "go", "block_id": "old", "value": "7"]))
            let payload = try await socket.take()["payload"]
            _ = try await pressed
            #expect(payload?["actions"]?[0]?["value"] == "7" && payload?["actions"]?[0]?["block_id"] != "old")
            let other = await bench.sandbox.act(
                "action", click(ts, ["action_id": "go", "block_id": "old", "value": "6"]))
            #expect(other["code"] == "element_not_found")
        }
    }

    @Test func responseURLsReplaceAndDelete() async throws {
        try await withSandbox { bench in
            let socket = try await bench.connect()
            let ts = try await postButtons(bench)
            _ = try await socket.take()
            async let answer = bench.act("action", click(ts, ["action_id": "go"]))
            let url = try #require(try await socket.take()["payload"]?["response_url"]?.string)
            _ = try await answer
            let path = "/" + url.split(separator: "/", maxSplits: 2)[2]
            _ = try await bench.send(
                "POST", path, type: "application/json",
                body: Array("{\"text\":\"done\",\"replace_original\":true}".utf8))
            let replaced = await bench.sandbox.read("history", ["channel": TestBench.incidents])
            #expect(replaced["messages"]?[0]?["text"] == "done")
            #expect(replaced["messages"]?[0]?["blocks"] == nil)
            let gone = await bench.sandbox.act("action", click(ts, ["action_id": "go"]))
            #expect(gone["code"] == "element_not_found")
            _ = try await bench.send(
                "POST", path, type: "application/json", body: Array("{\"delete_original\":true}".utf8))
            let deleted = await bench.sandbox.read("history", ["channel": TestBench.incidents])
            #expect(deleted["messages"] == [])
        }
    }

    @Test func shortcuts() async throws {
        try await withSandbox { bench in
            let socket = try await bench.connect()
            async let global = bench.act("shortcut", ["user": .string(TestBench.robin), "callback_id": "new"])
            #expect(try await socket.take()["payload"]?["type"] == "shortcut")
            _ = try await global
            let ts = try await postButtons(bench)
            _ = try await socket.take()
            async let message = bench.act(
                "shortcut",
                [
                    "user": .string(TestBench.robin), "callback_id": "save", "channel": .string(TestBench.incidents),
                    "ts": .string(ts),
                ])
            let payload = try await socket.take()["payload"]
            _ = try await message
            #expect(payload?["type"] == "message_action")
            #expect(payload?["message"]?["ts"] == .string(ts))
        }
    }

    @Test func homeTab() async throws {
        try await withSandbox { bench in
            let socket = try await bench.connect()
            let view = await bench.sandbox.read("home", ["user": TestBench.robin])
            #expect(view["view"] == .null)
            let event = try await socket.take()["payload"]?["event"]
            #expect(event?["type"] == "app_home_opened")
            #expect(event?["tab"] == "home")
            #expect(event?["channel"] == .string(TestBench.robinsDM))
            let published = try await bench.call(
                "views.publish",
                json: ["user_id": .string(TestBench.robin), "view": ["type": "home", "blocks": Self.buttons]])
            #expect(published["ok"] == true)
            let shown = await bench.sandbox.read("home", ["user": TestBench.robin])
            #expect(shown["view"]?["id"] == published["view"]?["id"])
            _ = try await socket.take()
            async let answer = bench.act(
                "action",
                [
                    "user": .string(TestBench.robin), "action": ["action_id": "go"],
                    "container": ["type": "view", "view_id": published["view"]?["id"] ?? .null],
                ])
            let payload = try await socket.take()["payload"]
            _ = try await answer
            #expect(payload?["view"]?["type"] == "home")
            #expect(payload?["container"]?["type"] == "view")
            #expect(payload?["response_url"] == nil)
        }
    }

    @Test func optionsComeFromTheApp() async throws {
        try await withSandbox { bench in
            let socket = try await bench.connect()
            let ts = try await postButtons(bench)
            _ = try await socket.take()
            let asked: JSONValue = [
                "user": .string(TestBench.robin), "block_id": "b", "action_id": "search", "value": "pay",
                "container": ["type": "message", "channel": .string(TestBench.incidents), "ts": .string(ts)],
            ]
            let options: JSONValue = [["text": ["type": "plain_text", "text": "payments"], "value": "p"]]
            async let answer = bench.act("options", asked)
            let envelope = try await socket.take(payload: ["options": options])
            #expect(envelope["payload"]?["type"] == "block_suggestion")
            #expect(envelope["payload"]?["value"] == "pay")
            #expect(try await answer["options"] == options)
            async let nothing = bench.sandbox.act("options", asked)
            _ = try await socket.take()
            #expect(await nothing["code"] == "invalid_response")
        }
    }

    @Test func onlyOwnDirectMessagesAndViews() async throws {
        try await withSandbox { bench in
            let answer = try await bench.call(
                "chat.postMessage",
                json: ["channel": .string(TestBench.robinsDM), "text": "x", "blocks": Self.buttons])
            let ts = try #require(answer["ts"]?.string)
            let refused = await bench.sandbox.act(
                "action",
                [
                    "user": .string(TestBench.sam), "action": ["action_id": "go"],
                    "container": ["type": "message", "channel": .string(TestBench.robinsDM), "ts": .string(ts)],
                ])
            #expect(refused["error"] == "You are not in this channel.")
            let spoken = await bench.sandbox.act(
                "message", ["user": .string(TestBench.sam), "channel": .string(TestBench.robinsDM), "text": "x"])
            #expect(spoken["ok"] == false)
        }
    }
}
