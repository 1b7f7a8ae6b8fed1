import Bot
import JSONTree
import RunbookModel
import Testing

@Suite struct IntentTests {
    @Test(arguments: [
        ("", RunbookCommand.help), ("help", .help), ("list", .list(filter: "")), ("list pay", .list(filter: "pay")),
        ("show Disk full", .show("Disk full")), ("SHOW x", .show("x")), ("start x", .start("x")),
        ("history", .history("")), ("health", .health), ("digest", .digest), ("paste", .paste("")),
        ("paste 1. ls\n2. df", .paste("1. ls\n2. df")), ("frobnicate", .unknown("frobnicate")),
        ("# Title\n\n1. ls", .paste("# Title\n\n1. ls")), ("show", .list(filter: "")),
    ])
    func commands(_ text: String, _ command: RunbookCommand) {
        #expect(CommandText.parse(text) == command)
    }

    @Test func ownMessagesAreIgnored() {
        let decoder = IntentDecoder(botUser: "U0BOT")
        for event: JSONValue in [
            ["type": "message", "channel_type": "im", "user": "U0BOT", "text": "x", "channel": "D1"],
            ["type": "message", "channel_type": "im", "user": "U1", "bot_id": "B1", "text": "x", "channel": "D1"],
            ["type": "message", "subtype": "message_changed", "channel_type": "im", "channel": "D1"],
            ["type": "message", "channel_type": "channel", "user": "U1", "text": "x", "channel": "C1"],
            ["type": "no_such_event"], [:], "text", nil,
        ] {
            let intent = decoder.intent(of: Delivery(key: "k", kind: .slackEvent, body: ["event": event]))
            guard case .ignored = intent else {
                Issue.record("\(event.text()) gives \(intent)")
                continue
            }
        }
    }

    /// Nothing that can come in may bring the decoder down.
    @Test func oddPayloadsAreIgnored() {
        let decoder = IntentDecoder(botUser: "U0BOT")
        let bodies: [JSONValue] = [
            nil, 1, "x", [], [:], ["type": "block_actions"], ["type": "block_actions", "user": ["id": "U1"]],
            ["type": "block_actions", "user": ["id": "U1"], "actions": []],
            ["type": "block_actions", "user": ["id": "U1"], "actions": [["action_id": "no.such"]]],
            ["type": "block_actions", "user": ["id": "U1"], "actions": [["action_id": "run.start", "value": "{"]]],
            ["type": "view_submission", "user": ["id": "U1"], "view": ["callback_id": "no_such"]],
            ["type": "view_submission", "user": ["id": "U1"], "view": ["callback_id": "paste"]],
            ["type": "view_closed", "user": ["id": "U1"], "view": ["id": "V1"]],
        ]
        for kind in DeliveryKind.allCases {
            for body in bodies {
                let intent = decoder.intent(of: Delivery(key: "k", kind: kind, body: body))
                if kind == .timer { continue }
                guard case .ignored = intent else {
                    Issue.record("\(kind) \(body.text()) gives \(intent)")
                    continue
                }
            }
        }
    }

    @Test func keysTellARedeliveryFromSomethingNew() {
        let click: (String, String) -> JSONValue = { moment, trigger in
            [
                "type": "block_actions", "user": ["id": "U1"], "trigger_id": .string(trigger),
                "actions": [["action_id": "run.start", "action_ts": .string(moment), "block_id": "b"]],
            ]
        }
        let key = DeliveryKeys.interaction(click("1.1", "T1"), envelope: "E1")
        #expect(DeliveryKeys.interaction(click("1.1", "T2"), envelope: "E2") == key)
        #expect(DeliveryKeys.interaction(click("1.2", "T1"), envelope: "E1") != key)
        #expect(
            DeliveryKeys.event(["event_id": "Ev1"], envelope: "E1")
                == DeliveryKeys.event(["event_id": "Ev1"], envelope: "E2"))
        #expect(DeliveryKeys.event([:], envelope: "E1") != DeliveryKeys.event([:], envelope: "E2"))
    }

    @Test func threadCommands() {
        #expect(ThreadCommands.commands(in: "I looked at the logs, all fine").isEmpty)
        #expect(ThreadCommands.commands(in: "$ psql -c 'select 1'") == ["psql -c 'select 1'"])
        #expect(ThreadCommands.commands(in: "did\n```\n# look\ndf -h\nls\n```\nok") == ["df -h", "ls"])
        let many = (0..<100).map { "$ echo \($0)" }.joined(separator: "\n")
        #expect(ThreadCommands.commands(in: many).count == 5)
        #expect(ThreadCommands.commands(in: "$ " + String(repeating: "x", count: 9000))[0].count == 500)
    }

    @Test(arguments: ["Mon 09:00", "monday 9:00", "sun 23:59"])
    func schedules(_ text: String) { #expect(WeeklySchedule(text) != nil) }

    @Test(arguments: ["", "Mon", "09:00", "Mon 24:00", "Mon 9", "Foo 09:00", "Mon 09:60", "Mon 09:00 UTC"])
    func notSchedules(_ text: String) { #expect(WeeklySchedule(text) == nil) }
}
