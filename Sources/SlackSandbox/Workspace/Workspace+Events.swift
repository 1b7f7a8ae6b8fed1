import JSONTree

extension Workspace {
    /// Sends a `message` event, if the bot is in the channel.
    mutating func sendMessageEvent(_ message: JSONValue, in channel: Channel) {
        guard channel.members.contains(bot.userID) else { return }
        var event = message
        event["channel"] = .string(channel.id)
        event["event_ts"] = event["ts"] ?? nil
        let (type, kind) =
            switch channel.kind {
            case .channel: ("channel", "message.channels")
            case .privateChannel: ("group", "message.groups")
            case .directMessage: ("im", "message.im")
            }
        event["channel_type"] = .string(type)
        event["team"] = .string(configuration.team.id)
        effects.append(.event(event, kind: kind))
    }

    /// Sends `app_mention` for a person's message that names the bot in a channel.
    mutating func sendMention(_ message: Message, in channel: Channel) {
        guard channel.kind != .directMessage, message.userID != bot.userID, channel.members.contains(bot.userID),
            message.text.contains("<@\(bot.userID)>")
        else { return }
        var event = json(message, in: channel.id)
        event["type"] = "app_mention"
        event["channel"] = .string(channel.id)
        event["event_ts"] = .string(message.timestamp)
        effects.append(.event(event, kind: "app_mention"))
    }

    /// Sends `app_home_opened`.
    mutating func openHome(of user: String, tab: String) {
        let channel = directMessage(with: user)
        var event: JSONValue = [
            "type": "app_home_opened", "user": .string(user), "channel": .string(channel.id), "tab": .string(tab),
            "event_ts": .string(newTimestamp()),
        ]
        if tab == "home", let view = homes[user] { event["view"] = json(view) }
        effects.append(.event(event, kind: "app_home_opened"))
    }

    /// What an `events_api` envelope carries around an event.
    mutating func eventCallback(_ event: JSONValue) -> JSONValue {
        let isShared = false
        return [
            "token": "sandbox", "team_id": .string(configuration.team.id),
            "context_team_id": .string(configuration.team.id),
            "api_app_id": .string(bot.appID), "event": event, "type": "event_callback",
            "event_id": .string(ids.id("Ev")), "event_time": .int(now.seconds),
            "authorizations": [
                [
                    "enterprise_id": nil, "team_id": .string(configuration.team.id), "user_id": .string(bot.userID),
                    "is_bot": true, "is_enterprise_install": false,
                ]
            ],
            "is_ext_shared_channel": .bool(isShared), "event_context": .string("4-" + ids.hexadecimal(40)),
        ]
    }
}
