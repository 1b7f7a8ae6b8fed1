import JSONTree

/// Where a person used an element.
enum InteractionContainer {
    case message(channel: String, timestamp: String)
    case view(String)
}

extension Workspace {
    private var teamJSON: JSONValue {
        ["id": .string(configuration.team.id), "domain": .string(configuration.team.domain)]
    }

    func interactionUser(_ id: String) -> JSONValue {
        let name = user(id)?.name ?? id
        return [
            "id": .string(id), "username": .string(name), "name": .string(name),
            "team_id": .string(configuration.team.id),
        ]
    }

    /// What every interactive payload carries.
    private func interaction(_ type: String, by user: String) -> [String: JSONValue] {
        [
            "type": .string(type), "user": interactionUser(user), "api_app_id": .string(bot.appID), "token": "sandbox",
            "team": teamJSON, "enterprise": nil, "is_enterprise_install": false,
        ]
    }

    /// The name of a channel in a payload.
    func payloadName(_ channel: Channel) -> String {
        switch channel.kind {
        case .channel: channel.name
        case .privateChannel: "privategroup"
        case .directMessage: "directmessage"
        }
    }

    /// The message that a person sees there, if it is one of the app's.
    private func message(_ timestamp: String, in channelID: String, for user: String) throws(PageRefusal) -> Message {
        guard let channel = channels[channelID], channel.members.contains(user) else {
            throw PageRefusal("You are not in this channel.")
        }
        guard let message = channel.message(timestamp) ?? channel.ephemeral(timestamp, for: user) else {
            throw PageRefusal("This message is gone.", code: "message_not_found")
        }
        return message
    }

    /// The payload of a click, a choice or an entry.
    mutating func blockActions(
        by user: String, in container: InteractionContainer, action used: JSONValue, state: JSONValue?
    ) throws(PageRefusal) -> JSONValue {
        var payload = interaction("block_actions", by: user)
        let blocks: [JSONValue]
        var viewID: String?
        switch container {
        case .message(let channelID, let timestamp):
            let message = try message(timestamp, in: channelID, for: user)
            blocks = message.blocks?.array ?? []
            addMessage(message, in: channelID, by: user, to: &payload)
        case .view(let id):
            guard let view = view(id), view.userID == user else { throw PageRefusal("This view is closed.") }
            blocks = view.blocks
            viewID = id
        }
        guard let element = InteractiveElement.used(used, in: blocks) else {
            throw PageRefusal("This has changed meanwhile. Look again.", code: "element_not_found")
        }
        let action = try element.action(used, at: newTimestamp())
        payload["actions"] = [action]
        var values = state?["values"] ?? [:]
        if let key = element.valueKey, let value = action[key] {
            if values[element.blockID] == nil { values[element.blockID] = [:] }
            values[element.blockID]?[element.actionID] = ["type": .string(element.type), key: value]
        }
        if let viewID {
            enter(values, into: viewID)
            guard let view = view(viewID) else { throw PageRefusal("This view is closed.") }
            payload["view"] = json(view)
            payload["container"] = ["type": "view", "view_id": .string(viewID)]
        } else {
            let entered = InteractiveElement.entered(values, in: blocks)
            payload["state"] = ["values": InteractiveElement.state(of: blocks, entered: entered)]
        }
        let modalID = viewID.flatMap { modal($0)?.id }
        payload["trigger_id"] = .string(newTrigger(for: user, viewID: modalID))
        return .object(payload)
    }

    private mutating func addMessage(
        _ message: Message, in channelID: String, by user: String, to payload: inout [String: JSONValue]
    ) {
        guard let channel = channels[channelID] else { return }
        let isEphemeral = message.ephemeralUser != nil
        var container: JSONValue = [
            "type": "message", "message_ts": .string(message.timestamp), "channel_id": .string(channelID),
            "is_ephemeral": .bool(isEphemeral),
        ]
        if let thread = message.threadTimestamp { container["thread_ts"] = .string(thread) }
        payload["container"] = container
        payload["channel"] = ["id": .string(channelID), "name": .string(payloadName(channel))]
        // Slack does not keep ephemeral messages, so it cannot send them back.
        if !isEphemeral { payload["message"] = json(message, in: channelID) }
        payload["response_url"] = .string(
            newResponseURL(
                "actions", user: user, channelID: channelID, messageTimestamp: message.timestamp,
                thread: message.isReply ? message.threadTimestamp : nil))
    }

    /// The payload of a submitted modal.
    mutating func viewSubmission(_ view: ModalView) -> JSONValue {
        var payload = interaction("view_submission", by: view.userID)
        payload["trigger_id"] = .string(newTrigger(for: view.userID, viewID: view.id))
        payload["view"] = json(view)
        payload["response_urls"] = []
        return .object(payload)
    }

    /// The payload of a modal that was closed without being submitted.
    func viewClosed(_ view: ModalView, isCleared: Bool) -> JSONValue {
        var payload = interaction("view_closed", by: view.userID)
        payload["view"] = json(view)
        payload["is_cleared"] = .bool(isCleared)
        return .object(payload)
    }

    /// The payload of a global or message shortcut.
    mutating func shortcut(
        _ shortcut: AppManifest.Shortcut, by user: String, channelID: String?, timestamp: String?
    ) throws(PageRefusal) -> JSONValue {
        guard shortcut.type == "message" else {
            var payload = interaction("shortcut", by: user)
            payload["callback_id"] = .string(shortcut.callbackID)
            payload["action_ts"] = .string(newTimestamp())
            payload["trigger_id"] = .string(newTrigger(for: user, viewID: nil))
            return .object(payload)
        }
        guard let channelID, let timestamp, let channel = channels[channelID] else {
            throw PageRefusal("This shortcut belongs to a message.")
        }
        let message = try message(timestamp, in: channelID, for: user)
        var payload = interaction("message_action", by: user)
        payload["callback_id"] = .string(shortcut.callbackID)
        payload["action_ts"] = .string(newTimestamp())
        payload["message_ts"] = .string(timestamp)
        payload["message"] = json(message, in: channelID)
        payload["channel"] = ["id": .string(channelID), "name": .string(payloadName(channel))]
        payload["response_url"] = .string(newResponseURL("app", user: user, channelID: channelID))
        payload["trigger_id"] = .string(newTrigger(for: user, viewID: nil))
        return .object(payload)
    }

    /// The payload that asks for the options of an `external_select`.
    func blockSuggestion(
        by user: String, in container: InteractionContainer, blockID: String, actionID: String, value: String
    ) throws(PageRefusal) -> JSONValue {
        var payload = interaction("block_suggestion", by: user)
        payload["block_id"] = .string(blockID)
        payload["action_id"] = .string(actionID)
        payload["value"] = .string(value)
        switch container {
        case .message(let channelID, let timestamp):
            let message = try message(timestamp, in: channelID, for: user)
            payload["message"] = json(message, in: channelID)
            payload["channel"] = [
                "id": .string(channelID), "name": .string(channels[channelID].map { payloadName($0) } ?? ""),
            ]
            payload["container"] = [
                "type": "message", "message_ts": .string(timestamp), "channel_id": .string(channelID),
            ]
        case .view(let id):
            guard let view = view(id), view.userID == user else { throw PageRefusal("This view is closed.") }
            payload["view"] = json(view)
            payload["container"] = ["type": "view", "view_id": .string(id)]
        }
        return .object(payload)
    }

    /// The payload of a slash command and the address for its answers.
    mutating func slashCommand(
        _ command: AppManifest.Command, text: String, by user: String, in channel: Channel
    ) -> (payload: JSONValue, address: ResponseURL?) {
        let url = newResponseURL("commands", user: user, channelID: channel.id)
        let payload: JSONValue = [
            "token": "sandbox", "team_id": .string(configuration.team.id),
            "team_domain": .string(configuration.team.domain),
            "channel_id": .string(channel.id), "channel_name": .string(payloadName(channel)), "user_id": .string(user),
            "user_name": .string(self.user(user)?.name ?? user), "command": .string(command.command),
            "text": .string(commandText(text, escape: command.shouldEscape)), "api_app_id": .string(bot.appID),
            "is_enterprise_install": "false", "response_url": .string(url),
            "trigger_id": .string(newTrigger(for: user, viewID: nil)),
        ]
        return (payload, responseURLs[String(url.dropFirst(slackBase.count))])
    }
}
