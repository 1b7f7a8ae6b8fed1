import JSONTree

/// The parts of an app's manifest that decide what the workspace sends and allows.
package struct AppManifest: Sendable {
    struct Command: Sendable {
        let command: String
        let description: String
        let usageHint: String
        let shouldEscape: Bool
    }

    struct Shortcut: Sendable {
        let name: String
        /// `global` or `message`.
        let type: String
        let callbackID: String
        let description: String
    }

    let appName: String
    let botName: String
    let commands: [Command]
    let shortcuts: [Shortcut]
    let scopes: [String]
    let events: Set<String>
    let hasHomeTab: Bool
    let hasMessagesTab: Bool
    let isInteractive: Bool

    /// Reads a manifest in its JSON form. What is missing counts as not used by the app.
    package init(_ manifest: JSONValue) {
        let features = manifest["features"] ?? [:]
        let settings = manifest["settings"] ?? [:]
        appName = manifest["display_information"]?["name"]?.string ?? "App"
        botName = features["bot_user"]?["display_name"]?.string ?? appName
        commands = (features["slash_commands"]?.array ?? []).compactMap { entry in
            guard let command = entry["command"]?.string else { return nil }
            return Command(
                command: command, description: entry["description"]?.string ?? "",
                usageHint: entry["usage_hint"]?.string ?? "", shouldEscape: entry["should_escape"]?.bool ?? false)
        }
        shortcuts = (features["shortcuts"]?.array ?? []).compactMap { entry in
            guard let name = entry["name"]?.string, let callbackID = entry["callback_id"]?.string else { return nil }
            return Shortcut(
                name: name, type: entry["type"]?.string ?? "global", callbackID: callbackID,
                description: entry["description"]?.string ?? "")
        }
        scopes = (manifest["oauth_config"]?["scopes"]?["bot"]?.array ?? []).compactMap(\.string)
        events = Set((settings["event_subscriptions"]?["bot_events"]?.array ?? []).compactMap(\.string))
        hasHomeTab = features["app_home"]?["home_tab_enabled"]?.bool ?? false
        hasMessagesTab =
            (features["app_home"]?["messages_tab_enabled"]?.bool ?? true)
            && !(features["app_home"]?["messages_tab_read_only_enabled"]?.bool ?? false)
        isInteractive = settings["interactivity"]?["is_enabled"]?.bool ?? false
    }
}
