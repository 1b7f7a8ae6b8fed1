import Bot
import JSONTree
import RunbookModel
import SlackWire
import Store
import Testing

extension LiveBot {
    /// The newest run that something holds of.
    func anyRun(_ holds: @escaping @Sendable (Run) -> Bool) async throws -> Run {
        try await eventually("a run in that state") {
            try await store.read { store in
                try store.runs(since: Timestamp(milliseconds: 0), limit: 50).first(where: holds)
            }
        }
    }

    /// Chooses an entry of an overflow menu in a message or a modal.
    func pick(
        _ entry: String, step: Int? = nil, in surface: JSONValue, view: String? = nil,
        by user: String = BotHarness.engineer, channel: String = BotHarness.channel
    ) async throws {
        let option = try #require(
            surface.options.first { option in
                option["text"]?["text"]?.string == entry
                    && (step.map { option["value"]?.string?.contains("\"s\":\($0)") == true } ?? true)
            }, "no \(entry)")
        let number = harness.next()
        var payload: [String: JSONValue] = [
            "type": "block_actions", "user": ["id": .string(user)], "trigger_id": "T\(number)",
            "actions": [
                [
                    "action_id": "step.more", "selected_option": option, "action_ts": "1700000000.\(number)",
                    "type": "overflow", "block_id": "b",
                ]
            ],
        ]
        if let view {
            payload["view"] = [
                "id": .string(view), "callback_id": surface["callback_id"] ?? .null,
                "private_metadata": surface["private_metadata"] ?? "",
            ]
        } else {
            payload["channel"] = ["id": .string(channel)]
            payload["response_url"] = .string("https://respond/\(user)")
            payload["container"] = [
                "type": "message", "channel_id": .string(channel), "message_ts": surface["ts"] ?? "1.1",
            ]
        }
        _ = await frontDoor.receive(
            SocketModeEnvelope(id: "E\(number)", kind: .interactive, payload: .object(payload)))
    }

    /// Writes into the thread of a message.
    func write(_ text: String, inThreadOf message: String, by user: String = BotHarness.engineer) async {
        let number = harness.next()
        _ = await frontDoor.receive(
            SocketModeEnvelope(
                id: "E\(number)", kind: .eventsAPI,
                payload: [
                    "event_id": "Ev\(number)", "type": "event_callback",
                    "event": [
                        "type": "message", "channel_type": "channel", "user": .string(user), "text": .string(text),
                        "channel": .string(BotHarness.channel), "ts": "1700000001.\(number)",
                        "thread_ts": .string(message),
                    ],
                ]))
    }
}

extension JSONValue {
    /// All options of menus and selects.
    fileprivate var options: [JSONValue] {
        switch self {
        case .array(let elements): elements.flatMap(\.options)
        case .object(let members): (members["options"]?.array ?? []) + members.values.flatMap(\.options)
        default: []
        }
    }
}
