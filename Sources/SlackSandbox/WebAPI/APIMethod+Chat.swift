import JSONTree

extension APIMethod {
    static func chat(_ name: String) -> APIMethod? {
        switch name {
        case "chat.postMessage": APIMethod(.posting, scope: "chat:write", writes: true, postMessage)
        case "chat.postEphemeral": APIMethod(.four, scope: "chat:write", writes: true, postEphemeral)
        case "chat.update": APIMethod(.three, scope: "chat:write", writes: true, update)
        case "chat.delete": APIMethod(.three, scope: "chat:write", writes: true, delete)
        case "chat.getPermalink": APIMethod(.special, getPermalink)
        default: nil
        }
    }

    private static func postMessage(_ workspace: inout Workspace, _ call: inout APICall) throws(APIError) -> JSONValue {
        let channel = try workspace.channelForPosting(call)
        let content = try MessageContent(call.arguments, in: &workspace)
        let thread = try workspace.thread(call, in: channel)
        let metadata = try metadata(call)
        var message = Message(timestamp: workspace.newTimestamp(), userID: workspace.bot.userID, text: content.text)
        message.blocks = content.blocks.flatMap { $0.isEmpty ? nil : .array($0) }
        message.attachments = content.attachments
        message.threadTimestamp = thread
        message.metadata = metadata
        workspace.post(message, in: channel.id)
        return [
            "ok": true, "channel": .string(channel.id), "ts": .string(message.timestamp),
            "message": workspace.json(message, in: channel.id, withMetadata: true),
        ]
    }

    private static func postEphemeral(
        _ workspace: inout Workspace, _ call: inout APICall
    ) throws(APIError) -> JSONValue {
        let channel = try workspace.channelForPosting(call)
        let user = try call.arguments.required("user")
        guard workspace.user(user) != nil, channel.members.contains(user) else { throw APIError("user_not_in_channel") }
        let content = try MessageContent(call.arguments, in: &workspace)
        let thread = try workspace.thread(call, in: channel)
        var message = Message(timestamp: workspace.newTimestamp(), userID: workspace.bot.userID, text: content.text)
        message.blocks = content.blocks.flatMap { $0.isEmpty ? nil : .array($0) }
        message.threadTimestamp = thread
        message.ephemeralUser = user
        workspace.post(message, in: channel.id)
        return ["ok": true, "message_ts": .string(message.timestamp)]
    }

    private static func update(_ workspace: inout Workspace, _ call: inout APICall) throws(APIError) -> JSONValue {
        let channel = try workspace.channel(call)
        let timestamp = try call.arguments.required("ts")
        let content = try MessageContent(call.arguments, replacesOld: true, in: &workspace)
        guard let old = channel.message(timestamp), old.subtype != "tombstone" else {
            throw APIError("message_not_found")
        }
        guard old.userID == workspace.bot.userID else { throw APIError("cant_update_message") }
        guard !channel.isArchived else { throw APIError("is_archived") }
        let metadata = try metadata(call)
        let changed = workspace.change(timestamp, in: channel.id, asEdit: true) { message in
            message.text = content.text
            if let blocks = content.blocks { message.blocks = blocks.isEmpty ? nil : .array(blocks) }
            if let attachments = content.attachments { message.attachments = attachments }
            if let metadata { message.metadata = metadata }
        }
        guard let changed else { throw APIError("message_not_found") }
        return [
            "ok": true, "channel": .string(channel.id), "ts": .string(timestamp), "text": .string(changed.text),
            "message": workspace.json(changed, in: channel.id, withMetadata: true),
        ]
    }

    private static func delete(_ workspace: inout Workspace, _ call: inout APICall) throws(APIError) -> JSONValue {
        let channel = try workspace.channel(call)
        let timestamp = try call.arguments.required("ts")
        guard let message = channel.message(timestamp), message.subtype != "tombstone" else {
            throw APIError("message_not_found")
        }
        guard message.userID == workspace.bot.userID else { throw APIError("cant_delete_message") }
        workspace.delete(timestamp, in: channel.id)
        return ["ok": true, "channel": .string(channel.id), "ts": .string(timestamp)]
    }

    private static func getPermalink(_ workspace: inout Workspace, _ call: inout APICall) throws(APIError) -> JSONValue
    {
        let channel = try workspace.channel(call)
        let timestamp = try call.arguments.required("message_ts")
        guard let message = channel.message(timestamp) else { throw APIError("message_not_found") }
        var link = "\(workspace.pageBase)/archives/\(channel.id)/p\(timestamp.filter { $0 != "." })"
        if message.isReply, let thread = message.threadTimestamp { link += "?thread_ts=\(thread)&cid=\(channel.id)" }
        return ["ok": true, "channel": .string(channel.id), "permalink": .string(link)]
    }

    private static func metadata(_ call: APICall) throws(APIError) -> JSONValue? {
        let error = APIError("invalid_metadata_format")
        guard let metadata = try call.arguments.tree("metadata", or: error) else { return nil }
        guard let type = metadata["event_type"]?.string, !type.isEmpty, metadata["event_payload"]?.object != nil else {
            throw error
        }
        return metadata
    }
}

extension Workspace {
    /// The channel that a call names by its id, if the bot can see it.
    /// - Throws: `invalid_arguments`, `channel_not_found`.
    func channel(_ call: APICall, argument: String = "channel") throws(APIError) -> Channel {
        let id = try call.arguments.required(argument)
        guard let channel = channels[id], channel.kind == .channel || channel.members.contains(bot.userID) else {
            throw APIError("channel_not_found")
        }
        return channel
    }

    /// The channel to post in, by id, name, or the person of a direct message.
    /// - Throws: `channel_not_found`, `is_archived`, `not_in_channel`.
    mutating func channelForPosting(_ call: APICall) throws(APIError) -> Channel {
        let name = try call.arguments.required("channel")
        let found: Channel
        if let channel = channels[name] {
            found = channel
        } else if user(name) != nil {
            found = directMessage(with: name)
        } else {
            let bare = name.hasPrefix("#") ? String(name.dropFirst()) : name
            guard let channel = channels.values.first(where: { $0.name == bare && $0.kind != .directMessage }) else {
                throw APIError("channel_not_found")
            }
            found = channel
        }
        let isMember = found.members.contains(bot.userID)
        guard isMember || found.kind == .channel else { throw APIError("channel_not_found") }
        guard !found.isArchived else { throw APIError("is_archived") }
        guard isMember || call.scopes.contains("chat:write.public") else { throw APIError("not_in_channel") }
        return found
    }

    /// The thread that a call answers in.
    /// - Throws: `thread_not_found`, `cannot_reply_to_message`.
    func thread(_ call: APICall, in channel: Channel) throws(APIError) -> String? {
        guard let thread = call.arguments.text("thread_ts") else { return nil }
        guard let root = channel.message(thread) else { throw APIError("thread_not_found") }
        guard !root.isReply else { throw APIError("cannot_reply_to_message") }
        return thread
    }
}
