import JSONTree
import Testing

@testable import SlackSandbox

@Suite(.timeLimit(.minutes(2))) struct WebAPITests {
    private static let blocks = "[{\"type\":\"section\",\"text\":{\"type\":\"mrkdwn\",\"text\":\"x\"}}]"
    private static let long = String(repeating: "x", count: 4001)

    @Test(
        arguments: [
            ("no.such.method", [:], "unknown_method"), ("chat.postMessage", ["text": "x"], "invalid_arguments"),
            ("chat.postMessage", ["channel": "C0INCIDENT"], "no_text"),
            ("chat.postMessage", ["channel": "C0INCIDENT", "text": "  \n"], "no_text"),
            ("chat.postMessage", ["channel": "C0NOWHERE", "text": "x"], "channel_not_found"),
            ("chat.postMessage", ["channel": "C0GENERAL1", "text": "x"], "not_in_channel"),
            ("chat.postMessage", ["channel": "C0ARCHIVE", "text": "x"], "is_archived"),
            ("chat.postMessage", ["channel": "C0INCIDENT", "text": "x", "thread_ts": "1.2"], "thread_not_found"),
            ("chat.postMessage", ["channel": "C0INCIDENT", "blocks": "{}"], "invalid_blocks_format"),
            ("chat.postMessage", ["channel": "C0INCIDENT", "blocks": "[{"], "invalid_blocks_format"),
            ("chat.postMessage", ["channel": "C0INCIDENT", "blocks": "[{\"type\":\"nonsense\"}]"], "invalid_blocks"),
            (
                "chat.postMessage", ["channel": "C0INCIDENT", "text": "x", "metadata": "{\"event_type\":\"a\"}"],
                "invalid_metadata_format"
            ),
            ("chat.postEphemeral", ["channel": "C0INCIDENT", "user": "U0NOBODY", "text": "x"], "user_not_in_channel"),
            ("chat.postEphemeral", ["channel": "C0INCIDENT", "user": "U0ROBIN001"], "no_text"),
            ("chat.update", ["channel": "C0INCIDENT", "ts": "1.2", "text": "x"], "message_not_found"),
            ("chat.update", ["channel": "C0INCIDENT", "ts": "1.2", "text": long], "msg_too_long"),
            ("chat.update", ["channel": "C0INCIDENT", "ts": "1.2"], "no_text"),
            ("chat.delete", ["channel": "C0INCIDENT", "ts": "1.2"], "message_not_found"),
            ("chat.getPermalink", ["channel": "C0INCIDENT", "message_ts": "1.2"], "message_not_found"),
            ("conversations.history", ["channel": "C0NOWHERE"], "channel_not_found"),
            ("conversations.history", ["channel": "C0GENERAL1"], "not_in_channel"),
            ("conversations.history", ["channel": "C0INCIDENT", "limit": "0"], "invalid_limit"),
            ("conversations.history", ["channel": "C0INCIDENT", "limit": "1000"], "invalid_limit"),
            ("conversations.history", ["channel": "C0INCIDENT", "cursor": "x"], "invalid_cursor"),
            ("conversations.history", ["channel": "C0INCIDENT", "oldest": "yesterday"], "invalid_ts_oldest"),
            ("conversations.replies", ["channel": "C0INCIDENT", "ts": "1.2"], "thread_not_found"),
            ("conversations.info", ["channel": "C0PRIVATE"], "channel_not_found"),
            ("conversations.list", ["types": "secret"], "invalid_types"),
            ("conversations.open", ["users": "U0NOBODY"], "user_not_found"),
            ("conversations.open", [:], "users_list_not_supplied"),
            ("conversations.join", ["channel": "D000000001"], "method_not_supported_for_channel_type"),
            ("conversations.join", ["channel": "C0ARCHIVE"], "is_archived"),
            ("conversations.create", ["name": "new"], "missing_scope"),
            ("users.info", ["user": "U0NOBODY"], "user_not_found"),
            ("usergroups.users.list", ["usergroup": "S0"], "no_such_subteam"), ("team.info", [:], "missing_scope"),
            ("reactions.add", ["name": "eyes"], "no_item_specified"),
            ("reactions.add", ["name": "a b", "channel": "C0INCIDENT", "timestamp": "1.2"], "invalid_name"),
            ("reactions.add", ["name": "eyes", "channel": "C0INCIDENT", "timestamp": "1.2"], "message_not_found"),
            ("pins.add", ["channel": "C0INCIDENT", "timestamp": "1.2"], "message_not_found"),
            (
                "bookmarks.add", ["channel_id": "C0INCIDENT", "title": "x", "type": "link", "link": "ftp:x"],
                "invalid_link"
            ), ("views.open", ["trigger_id": "1.2.3", "view": "{}"], "invalid_arguments"),
            ("views.open", ["trigger_id": "1.2.3", "view": modal], "invalid_trigger_id"),
            ("views.update", ["view": modal], "invalid_arguments"),
            ("views.update", ["view_id": "V0", "view": modal], "not_found"),
            ("views.publish", ["user_id": "U0ROBIN001", "view": modal], "invalid_arguments"),
            ("views.publish", ["user_id": "U0ROBIN001", "view": home, "hash": "1.a"], "hash_conflict"),
            ("files.getUploadURLExternal", ["filename": "a.md"], "invalid_arguments"),
            ("files.getUploadURLExternal", ["filename": "a.md", "length": "0"], "invalid_arguments"),
            ("files.completeUploadExternal", ["files": "[{\"id\":\"F0\"}]"], "file_not_found"),
            ("files.info", ["file": "F0"], "file_not_found"),
        ] as [(String, [String: String], String)])
    func refuses(_ method: String, _ arguments: [String: String], _ error: String) async throws {
        try await withSandbox {
            $0.channels += [
                SandboxChannel(id: "C0ARCHIVE", name: "old", topic: "", isArchived: true),
                SandboxChannel(id: "C0PRIVATE", name: "secret", topic: "", isPrivate: true, hasBot: false),
            ]
        } _: { bench in
            let answer = try await bench.call(method, arguments)
            #expect(answer["ok"] == false)
            #expect(answer["error"] == .string(error))
        }
    }

    static let modal = modalView().text()
    static let home = "{\"type\":\"home\",\"blocks\":\(blocks)}"

    static func modalView(externalID: String? = nil) -> JSONValue {
        var view: JSONValue = [
            "type": "modal", "callback_id": "form", "title": ["type": "plain_text", "text": "Form"],
            "submit": ["type": "plain_text", "text": "Save"],
            "blocks": [
                [
                    "type": "input", "block_id": "name", "label": ["type": "plain_text", "text": "Name"],
                    "element": ["type": "plain_text_input", "action_id": "text", "max_length": 10],
                ]
            ],
        ]
        view["external_id"] = externalID.map(JSONValue.string)
        return view
    }

    @Test func tokens() async throws {
        try await withSandbox { bench in
            let form = "application/x-www-form-urlencoded"
            #expect(try await bench.send("POST", "/api/auth.test").json()["error"] == "not_authed")
            #expect(try await bench.call("auth.test", token: "xoxb-wrong")["error"] == "invalid_auth")
            #expect(
                try await bench.call("chat.postMessage", token: bench.configuration.appToken)["error"]
                    == "not_allowed_token_type")
            #expect(try await bench.call("apps.connections.open")["error"] == "not_allowed_token_type")
            let open = try await bench.send("GET", "/api/apps.connections.open", token: bench.configuration.appToken)
            #expect(try open.json()["error"] == "insecure_request")
            // In a form the token may stand among the arguments, in JSON it may not.
            let body = Array("token=\(bench.configuration.botToken)".utf8)
            #expect(try await bench.send("POST", "/api/auth.test", type: form, body: body).json()["ok"] == true)
            let json = Array("{\"token\":\"\(bench.configuration.botToken)\"}".utf8)
            let refused = try await bench.send("POST", "/api/auth.test", type: "application/json", body: json)
            #expect(try refused.json()["error"] == "not_authed")
        }
    }

    @Test func bodies() async throws {
        try await withSandbox { bench in
            let token = bench.configuration.botToken
            func error(_ type: String?, _ body: String) async throws -> JSONValue? {
                try await bench.send("POST", "/api/api.test", type: type, body: Array(body.utf8), token: token).json()[
                    "error"]
            }
            #expect(try await error("application/json", "{") == "invalid_json")
            #expect(try await error("application/json", "[]") == "json_not_object")
            #expect(try await error(nil, "a=b") == "missing_post_type")
            #expect(try await error("text/xml", "<a/>") == "invalid_post_type")
            #expect(try await error("multipart/form-data", "x") == "invalid_form_data")
            let warned = try await bench.send(
                "POST", "/api/api.test", type: "application/json", body: Array("{}".utf8), token: token)
            #expect(try warned.json()["warning"] == "missing_charset")
            // Methods that only read do not look at JSON.
            let ignored = try await bench.call("conversations.history", json: ["channel": .string(TestBench.incidents)])
            #expect(ignored["error"] == "invalid_arguments")
            #expect(ignored["response_metadata"]?["messages"]?[0] == "[ERROR] missing required field: channel")
        }
    }

    @Test func refusedBlocksAreExplained() async throws {
        try await withSandbox { bench in
            let answer = try await bench.call(
                "chat.postMessage",
                json: [
                    "channel": .string(TestBench.incidents), "text": "x",
                    "blocks": [
                        [
                            "type": "section",
                            "text": ["type": "mrkdwn", "text": .string(String(repeating: "x", count: 3001))],
                        ]
                    ],
                ])
            #expect(answer["error"] == "invalid_blocks")
            let message = answer["response_metadata"]?["messages"]?[0]?.string ?? ""
            #expect(message.hasPrefix("[ERROR] "))
            #expect(message.hasSuffix("[json-pointer:/blocks/0/text/text]"))
            let text: JSONValue = ["type": "mrkdwn", "text": .string(String(repeating: "x", count: 2900))]
            let many = JSONValue.array(Array(repeating: ["type": "section", "text": text], count: 5))
            let long = try await bench.call(
                "chat.postMessage", json: ["channel": .string(TestBench.incidents), "text": "x", "blocks": many])
            #expect(long["error"] == "msg_blocks_too_long")
        }
    }

    @Test func scopesAreNamed() async throws {
        try await withSandbox { bench in
            let answer = try await bench.call("reactions.get", ["channel": TestBench.incidents, "timestamp": "1.2"])
            #expect(answer["error"] == "missing_scope")
            #expect(answer["needed"] == "reactions:read")
            #expect(answer["provided"]?.string?.contains("reactions:write") == true)
        }
    }

    @Test func rateLimits() async throws {
        try await withSandbox { bench in
            func post(_ channel: String) async throws -> HTTPAnswer {
                try await bench.send(
                    "POST", "/api/chat.postMessage", type: "application/x-www-form-urlencoded",
                    body: Array("channel=\(channel)&text=x".utf8), token: bench.configuration.botToken)
            }
            for _ in 0..<5 { #expect(try await post(TestBench.incidents).status == 200) }
            let limited = try await post(TestBench.incidents)
            #expect(limited.status == 429)
            #expect(limited.header("Retry-After") == "1")
            #expect(try limited.json()["error"] == "ratelimited")
            // Other channels have their own limit.
            #expect(try await post("C0OPSDIGES").status == 200)
            bench.clock.advance(.seconds(1))
            #expect(try await post(TestBench.incidents).status == 200)
            #expect(try await post(TestBench.incidents).status == 429)
            for _ in 0..<20 { #expect(try await bench.call("conversations.list")["ok"] == true) }
            let list = try await bench.send("GET", "/api/conversations.list", token: bench.configuration.botToken)
            #expect(list.status == 429)
            #expect(list.header("Retry-After") == "3")
        }
    }
}
