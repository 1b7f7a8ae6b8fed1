import JSONTree

/// The right to open a modal, which an interaction gives for three seconds.
struct Trigger: Sendable {
    let user: String
    let expires: SandboxTime
    var isUsed = false
    /// The modal in which the interaction took place.
    let viewID: String?
}

/// The address at which an interaction can be answered for half an hour.
struct ResponseURL: Sendable {
    let channelID: String
    let user: String
    /// The message with the button; `nil` for slash commands.
    let messageTimestamp: String?
    let threadTimestamp: String?
    let expires: SandboxTime
    var usesLeft = 5
}

extension Workspace {
    /// Triggers and response addresses that are remembered after their time, to name the right error.
    private static let rememberedLimit = 5000

    mutating func newTrigger(for user: String, viewID: String?) -> String {
        if triggers.count >= Self.rememberedLimit {
            let now = now
            triggers = triggers.filter { $0.value.expires > now }
        }
        let id = "\(ids.number(below: 9_000_000_000) + 1_000_000_000).\(now.seconds).\(ids.hexadecimal(32))"
        triggers[id] = Trigger(user: user, expires: now + configuration.timing.triggerLife, viewID: viewID)
        return id
    }

    /// Takes a trigger for its only use.
    /// - Throws: `invalid_trigger_id`, `expired_trigger_id`, `exchanged_trigger_id`.
    mutating func exchange(trigger id: String) throws(APIError) -> Trigger {
        guard let trigger = triggers[id] else { throw APIError("invalid_trigger_id") }
        guard !trigger.isUsed else { throw APIError("exchanged_trigger_id") }
        guard now < trigger.expires else { throw APIError("expired_trigger_id") }
        triggers[id]?.isUsed = true
        return trigger
    }

    /// A new address for answers to an interaction.
    mutating func newResponseURL(
        _ kind: String, user: String, channelID: String, messageTimestamp: String? = nil, thread: String? = nil
    ) -> String {
        if responseURLs.count >= Self.rememberedLimit {
            let now = now
            responseURLs = responseURLs.filter { $0.value.expires > now }
        }
        let path = "/\(kind)/\(configuration.team.id)/\(ids.number(below: 1_000_000_000))/\(ids.hexadecimal(24))"
        responseURLs[path] = ResponseURL(
            channelID: channelID, user: user, messageTimestamp: messageTimestamp, threadTimestamp: thread,
            expires: now + .seconds(1800))
        return slackBase + path
    }

    /// Answers an interaction through its address.
    /// - Throws: `used_url`, `expired_url`, and what `chat.postMessage` throws.
    mutating func respond(at path: String, with payload: JSONValue) throws(APIError) {
        guard let address = responseURLs[path] else { throw APIError("invalid_url") }
        guard now < address.expires else { throw APIError("expired_url") }
        guard address.usesLeft > 0 else { throw APIError("used_url") }
        try respond(to: address, with: payload)
        responseURLs[path]?.usesLeft -= 1
    }

    /// Shows a message that an ack or a response address carries.
    mutating func respond(to address: ResponseURL, with payload: JSONValue) throws(APIError) {
        func flag(_ name: String) -> Bool { payload[name]?.bool ?? (payload[name]?.string == "true") }
        let original = address.messageTimestamp
        if flag("delete_original"), let original {
            if channels[address.channelID]?.message(original) != nil {
                delete(original, in: address.channelID)
            } else {
                deleteEphemeral(original, in: address.channelID)
            }
            return
        }
        let content = try MessageContent(payload, in: &self)
        if flag("replace_original"), let original {
            let changed = change(original, in: address.channelID, asEdit: true) { message in
                message.text = content.text
                message.blocks = content.blocks.map { .array($0) }
            }
            guard changed != nil else { throw APIError("message_not_found") }
            return
        }
        var message = Message(timestamp: newTimestamp(), userID: bot.userID, text: content.text)
        message.blocks = content.blocks.map { .array($0) }
        message.threadTimestamp = payload["thread_ts"]?.string ?? address.threadTimestamp
        if payload["response_type"]?.string != "in_channel" { message.ephemeralUser = address.user }
        post(message, in: address.channelID)
    }
}
