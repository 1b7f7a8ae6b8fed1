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

    /// Slack's published manifest schema (version 1) for the parts that we use: names that it allows, lengths that it
    /// asks for.
    @Test func itIsWithinSlacksSchema() throws {
        func expect(_ value: JSONValue?, allows names: Set<String>, requires needed: Set<String> = []) throws {
            let members = Set(try #require(value?.object).keys)
            #expect(members.isSubset(of: names), "not allowed: \(members.subtracting(names))")
            #expect(members.isSuperset(of: needed), "missing: \(needed.subtracting(members))")
        }
        func expect(_ value: JSONValue?, length: ClosedRange<Int>) throws {
            let text = try #require(value?.string)
            #expect(length.contains(text.count), "\(text.count) characters: \(text)")
        }
        try expect(
            manifest, allows: ["_metadata", "display_information", "features", "oauth_config", "settings"],
            requires: ["display_information"])
        let display = manifest["display_information"]
        try expect(
            display, allows: ["name", "description", "long_description", "background_color"], requires: ["name"])
        try expect(display?["name"], length: 1...35)
        try expect(display?["description"], length: 1...140)
        try expect(display?["long_description"], length: 175...4000)
        let features = manifest["features"]
        try expect(features, allows: ["app_home", "bot_user", "shortcuts", "slash_commands"])
        try expect(
            features?["app_home"],
            allows: ["home_tab_enabled", "messages_tab_enabled", "messages_tab_read_only_enabled"])
        #expect(features?["app_home"]?["messages_tab_read_only_enabled"] == false, "direct messages would be blocked")
        try expect(
            features?["bot_user"], allows: ["display_name", "always_online"], requires: ["display_name"])
        for shortcut in try #require(features?["shortcuts"]?.array) {
            let names: Set<String> = ["name", "type", "callback_id", "description"]
            try expect(shortcut, allows: names, requires: names)
            try expect(shortcut["name"], length: 1...24)
            try expect(shortcut["description"], length: 1...150)
        }
        for command in try #require(features?["slash_commands"]?.array) {
            try expect(
                command, allows: ["command", "description", "usage_hint", "should_escape"],
                requires: ["command", "description"])
            try expect(command["command"], length: 2...32)
            try expect(command["usage_hint"], length: 1...1000)
        }
        try expect(
            manifest["settings"],
            allows: [
                "event_subscriptions", "interactivity", "org_deploy_enabled", "socket_mode_enabled",
                "token_rotation_enabled",
            ])
        #expect(manifest["settings"]?["socket_mode_enabled"] == true)
        try expect(manifest["settings"]?["interactivity"], allows: ["is_enabled"], requires: ["is_enabled"])
    }
}
