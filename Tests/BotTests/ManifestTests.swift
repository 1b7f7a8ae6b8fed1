import Bot
import Foundation
import JSONTree
import RunbookModel
import SlackWire
import Testing

/// The manifest asks Slack for what the bot uses, all of it and nothing else.
@Suite struct ManifestTests {
    private let manifest: JSONValue

    init() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "manifest/slack-app.json"), encoding: .utf8)
        manifest = try JSONValue(parsing: text)
    }

    @Test func everyShortcutIsHandled() throws {
        let shortcuts = try #require(manifest["features"]?["shortcuts"]?.array)
        let ids = shortcuts.compactMap { $0["callback_id"]?.string }
        #expect(Set(ids) == Set(Shortcut.allCases.map(\.rawValue)))
        let decoder = IntentDecoder(botUser: "U0BOT")
        for shortcut in shortcuts {
            let isGlobal = shortcut["type"] == "global"
            let intent = decoder.intent(
                of: Delivery(
                    key: "k", kind: .slackInteraction,
                    body: [
                        "type": isGlobal ? "shortcut" : "message_action", "user": ["id": "U1"],
                        "callback_id": shortcut["callback_id"] ?? .null, "trigger_id": "T", "message": ["text": "x"],
                    ]))
            switch (intent, isGlobal) {
            case (.pasteShortcut, true), (.parseMessage, false): break
            default: Issue.record("\(shortcut["callback_id"]?.string ?? "") gives \(intent)")
            }
        }
    }

    @Test func everyEventIsHandled() throws {
        let events = try #require(manifest["settings"]?["event_subscriptions"]?["bot_events"]?.array).compactMap(
            \.string)
        let decoder = IntentDecoder(botUser: "U0BOT")
        let samples: [String: JSONValue] = [
            "app_home_opened": ["type": "app_home_opened", "user": "U1", "tab": "home"],
            "app_mention": ["type": "app_mention", "user": "U1", "text": "<@U0BOT> help", "channel": "C1"],
            "member_joined_channel": ["type": "member_joined_channel", "user": "U0BOT", "channel": "C1"],
            "message.channels": [
                "type": "message", "channel_type": "channel", "user": "U1", "text": "$ ls", "thread_ts": "1.1",
            ],
            "message.groups": [
                "type": "message", "channel_type": "group", "user": "U1", "text": "$ ls", "thread_ts": "1.1",
            ],
            "message.im": ["type": "message", "channel_type": "im", "user": "U1", "text": "hi", "channel": "D1"],
        ]
        #expect(Set(events) == Set(samples.keys))
        for (name, event) in samples {
            let intent = decoder.intent(of: Delivery(key: "k", kind: .slackEvent, body: ["event": event]))
            if case .ignored(let reason) = intent { Issue.record("\(name) is ignored: \(reason)") }
        }
    }

    @Test func theCommandAndItsHintAreTheRouter() throws {
        let commands = try #require(manifest["features"]?["slash_commands"]?.array)
        #expect(commands.count == 1)
        #expect(commands[0]["command"] == "/runbook")
        let hint = try #require(commands[0]["usage_hint"]?.string)
        let hinted = hint.split(separator: "|").map { $0.split(separator: " ")[0] }
        let known = CommandText.verbs.map { $0.usage.split(separator: " ")[0] }
        #expect(hinted == known)
        for verb in hinted {
            if case .unknown = CommandText.parse("\(verb) x") { Issue.record("\(verb) is not a command") }
        }
    }

    @Test func everyScopeIsUsed() throws {
        let scopes = try #require(manifest["oauth_config"]?["scopes"]?["bot"]?.array).compactMap(\.string)
        // What each scope is for: a method that is called, an event, or a feature.
        let methods: [String: [WebAPIMethod]] = [
            "channels:history": [.conversationsHistory, .conversationsReplies], "channels:join": [.conversationsJoin],
            "chat:write": [.chatPostMessage, .chatUpdate, .chatPostEphemeral], "files:read": [],
            "files:write": [.filesGetUploadURLExternal, .filesCompleteUploadExternal],
            "groups:history": [.conversationsHistory], "im:history": [.conversationsHistory],
            "im:write": [.conversationsOpen], "usergroups:read": [.userGroupsUsersList], "commands": [],
            "app_mentions:read": [], "channels:read": [], "groups:read": [], "im:read": [],
        ]
        #expect(Set(scopes) == Set(methods.keys))
    }
}
