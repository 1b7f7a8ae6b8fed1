import JSONTree

extension APIMethod {
    static func conversations(_ name: String) -> APIMethod? {
        switch name {
        case "conversations.history": APIMethod(.three, history)
        case "conversations.replies": APIMethod(.three, replies)
        case "conversations.info": APIMethod(.three, info)
        case "conversations.list": APIMethod(.two, list)
        case "conversations.members": APIMethod(.four, members)
        case "conversations.open": APIMethod(.three, scope: "im:write", writes: true, open)
        case "conversations.join": APIMethod(.three, scope: "channels:join", writes: true, join)
        case "conversations.leave": APIMethod(.three, scope: "channels:manage", writes: true, leave)
        case "conversations.create": APIMethod(.two, scope: "channels:manage", writes: true, create)
        case "conversations.invite": APIMethod(.three, scope: "channels:manage", writes: true, invite)
        case "conversations.setTopic": APIMethod(.two, scope: "channels:manage", writes: true, setTopic)
        default: nil
        }
    }

    /// `channels:read`, `im:history` and so on: the scope depends on the kind of channel.
    private static func need(_ right: String, for channel: Channel, _ call: APICall) throws(APIError) {
        switch channel.kind {
        case .channel: try call.need("channels:\(right)")
        case .privateChannel: try call.need("groups:\(right)")
        case .directMessage: try call.need("im:\(right)")
        }
    }

    private static func history(_ workspace: inout Workspace, _ call: inout APICall) throws(APIError) -> JSONValue {
        let channel = try workspace.channel(call)
        try need("history", for: channel, call)
        guard channel.members.contains(workspace.bot.userID) else { throw APIError("not_in_channel") }
        return try messages(channel.messages.filter { !$0.isReply }.reversed(), of: channel, workspace, call)
    }

    private static func replies(_ workspace: inout Workspace, _ call: inout APICall) throws(APIError) -> JSONValue {
        let channel = try workspace.channel(call)
        let timestamp = try call.arguments.required("ts")
        try need("history", for: channel, call)
        guard channel.members.contains(workspace.bot.userID) else { throw APIError("not_in_channel") }
        guard let message = channel.message(timestamp) else { throw APIError("thread_not_found") }
        let thread = message.isReply ? [message] : workspace.thread(timestamp, in: channel.id, for: nil)
        return try messages(thread, of: channel, workspace, call)
    }

    private static func messages(
        _ all: [Message], of channel: Channel, _ workspace: Workspace, _ call: APICall
    ) throws(APIError) -> JSONValue {
        func bound(_ name: String) throws(APIError) -> String? {
            guard let text = call.arguments.text(name), text != "0" else { return nil }
            guard text.allSatisfy({ $0.isNumber || $0 == "." }) else { throw APIError("invalid_ts_\(name)") }
            return text
        }
        let oldest = try bound("oldest")
        let latest = try bound("latest")
        let isInclusive = call.arguments.flag("inclusive") ?? false
        let chosen = all.filter { message in
            let timestamp = message.timestamp
            if let oldest, isInclusive ? timestamp < oldest : timestamp <= oldest { return false }
            if let latest, isInclusive ? timestamp > latest : timestamp >= latest { return false }
            return true
        }
        let (part, metadata) = try page(chosen, call, most: 999)
        let withMetadata = call.arguments.flag("include_all_metadata") ?? false
        let hasMore = metadata["next_cursor"] != ""
        var answer: JSONValue = [
            "ok": true, "has_more": .bool(hasMore), "pin_count": .int(channel.messages.count { $0.isPinned }),
            "messages": .array(part.map { workspace.json($0, in: channel.id, withMetadata: withMetadata) }),
        ]
        if hasMore { answer["response_metadata"] = metadata }
        return answer
    }

    private static func info(_ workspace: inout Workspace, _ call: inout APICall) throws(APIError) -> JSONValue {
        let channel = try workspace.channel(call)
        try need("read", for: channel, call)
        let count = call.arguments.flag("include_num_members") ?? false
        return ["ok": true, "channel": workspace.json(channel, withMemberCount: count)]
    }

    private static func list(_ workspace: inout Workspace, _ call: inout APICall) throws(APIError) -> JSONValue {
        var types = call.arguments.list("types")
        if types.isEmpty { types = ["public_channel"] }
        let scopes = [
            "public_channel": "channels:read", "private_channel": "groups:read", "im": "im:read", "mpim": "mpim:read",
        ]
        for type in types {
            guard let scope = scopes[type] else { throw APIError("invalid_types") }
            try call.need(scope)
        }
        let withoutArchived = call.arguments.flag("exclude_archived") ?? false
        let all = workspace.channelOrder.compactMap { workspace.channels[$0] }.filter { channel in
            if withoutArchived, channel.isArchived { return false }
            switch channel.kind {
            case .channel: return types.contains("public_channel")
            case .privateChannel:
                return types.contains("private_channel") && channel.members.contains(workspace.bot.userID)
            case .directMessage: return types.contains("im")
            }
        }
        let (part, metadata) = try page(all, call)
        return ["ok": true, "channels": .array(part.map { workspace.json($0) }), "response_metadata": metadata]
    }

    private static func members(_ workspace: inout Workspace, _ call: inout APICall) throws(APIError) -> JSONValue {
        let channel = try workspace.channel(call)
        try need("read", for: channel, call)
        let (part, metadata) = try page(channel.members, call)
        return ["ok": true, "members": .array(part.map(JSONValue.string)), "response_metadata": metadata]
    }

    private static func open(_ workspace: inout Workspace, _ call: inout APICall) throws(APIError) -> JSONValue {
        if call.arguments.text("channel") != nil {
            let channel = try workspace.channel(call)
            return ["ok": true, "no_op": true, "already_open": true, "channel": ["id": .string(channel.id)]]
        }
        let users = call.arguments.list("users")
        guard let user = users.first else { throw APIError("users_list_not_supplied") }
        guard users.count == 1 else {
            throw APIError("not_enough_users", messages: ["group messages are not imitated"])
        }
        guard workspace.user(user) != nil else { throw APIError("user_not_found") }
        let channel = workspace.directMessage(with: user)
        if call.arguments.flag("return_im") ?? false {
            return ["ok": true, "no_op": true, "already_open": true, "channel": workspace.json(channel)]
        }
        return ["ok": true, "no_op": true, "already_open": true, "channel": ["id": .string(channel.id)]]
    }

    private static func join(_ workspace: inout Workspace, _ call: inout APICall) throws(APIError) -> JSONValue {
        let channel = try workspace.channel(call)
        guard channel.kind == .channel else { throw APIError("method_not_supported_for_channel_type") }
        guard !channel.isArchived else { throw APIError("is_archived") }
        if channel.members.contains(workspace.bot.userID) {
            call.arguments.warn("already_in_channel")
        } else {
            workspace.join(workspace.bot.userID, channel.id)
        }
        return ["ok": true, "channel": workspace.channels[channel.id].map { workspace.json($0) } ?? .null]
    }

    private static func leave(_ workspace: inout Workspace, _ call: inout APICall) throws(APIError) -> JSONValue {
        let channel = try workspace.channel(call)
        guard channel.kind != .directMessage else { throw APIError("method_not_supported_for_channel_type") }
        guard channel.members.contains(workspace.bot.userID) else { return ["ok": true, "not_in_channel": true] }
        let bot = workspace.bot.userID
        workspace.channels[channel.id]?.members.removeAll { $0 == bot }
        workspace.tellOfChange(channel.id)
        return ["ok": true]
    }

    private static func create(_ workspace: inout Workspace, _ call: inout APICall) throws(APIError) -> JSONValue {
        let isPrivate = call.arguments.flag("is_private") ?? false
        if isPrivate { try call.need("groups:write") }
        guard let name = call.arguments.text("name") else { throw APIError("invalid_name_required") }
        guard name.count <= 80 else { throw APIError("invalid_name_maxlength") }
        guard name.allSatisfy({ $0.isNumber || $0 == "-" || $0 == "_" || ($0.isLetter && !$0.isUppercase) }) else {
            throw APIError("invalid_name_specials")
        }
        guard !workspace.channels.values.contains(where: { $0.name == name }) else { throw APIError("name_taken") }
        guard workspace.channels.count < 200 else { throw APIError("restricted_action") }
        let channel = Channel(
            id: workspace.ids.id("C"), name: name, kind: isPrivate ? .privateChannel : .channel,
            created: workspace.now.seconds, members: [workspace.bot.userID])
        workspace.add(channel)
        workspace.effects.append(
            .page(["type": "channel_created", "channel": workspace.pageJSON(channel, for: nil)], user: nil))
        return ["ok": true, "channel": workspace.json(channel)]
    }

    private static func invite(_ workspace: inout Workspace, _ call: inout APICall) throws(APIError) -> JSONValue {
        let channel = try workspace.channel(call)
        let users = call.arguments.list("users")
        guard !users.isEmpty else { throw APIError("no_user") }
        guard channel.kind != .directMessage else { throw APIError("method_not_supported_for_channel_type") }
        guard channel.members.contains(workspace.bot.userID) else { throw APIError("not_in_channel") }
        guard !channel.isArchived else { throw APIError("is_archived") }
        for user in users {
            guard user != workspace.bot.userID else { throw APIError("cant_invite_self") }
            guard workspace.user(user) != nil else { throw APIError("user_not_found") }
            guard !channel.members.contains(user) else { throw APIError("already_in_channel") }
        }
        for user in users { workspace.join(user, channel.id, inviter: workspace.bot.userID) }
        return ["ok": true, "channel": workspace.channels[channel.id].map { workspace.json($0) } ?? .null]
    }

    private static func setTopic(_ workspace: inout Workspace, _ call: inout APICall) throws(APIError) -> JSONValue {
        let channel = try workspace.channel(call)
        let topic = call.arguments.text("topic") ?? ""
        guard channel.members.contains(workspace.bot.userID) else { throw APIError("not_in_channel") }
        guard topic.count <= 250 else { throw APIError("too_long") }
        workspace.channels[channel.id]?.topic = topic
        workspace.tellOfChange(channel.id)
        return ["ok": true, "channel": workspace.channels[channel.id].map { workspace.json($0) } ?? .null]
    }
}

extension Workspace {
    /// Tells the page that a channel's name, topic or members have changed.
    mutating func tellOfChange(_ channelID: String) {
        guard let channel = channels[channelID] else { return }
        tellPage(["type": "channel_changed", "channel": pageJSON(channel, for: nil)], in: channel)
    }
}
