import JSONTree

extension APIMethod {
    /// Reactions, pins and bookmarks.
    static func items(_ name: String) -> APIMethod? {
        switch name {
        case "reactions.add": APIMethod(.three, scope: "reactions:write", writes: true, addReaction)
        case "reactions.remove": APIMethod(.two, scope: "reactions:write", writes: true, removeReaction)
        case "reactions.get": APIMethod(.three, scope: "reactions:read", getReactions)
        case "pins.add": APIMethod(.two, scope: "pins:write", writes: true, addPin)
        case "pins.remove": APIMethod(.two, scope: "pins:write", writes: true, removePin)
        case "pins.list": APIMethod(.two, scope: "pins:read", listPins)
        case "bookmarks.add": APIMethod(.two, scope: "bookmarks:write", writes: true, addBookmark)
        case "bookmarks.list": APIMethod(.three, scope: "bookmarks:read", listBookmarks)
        default: nil
        }
    }

    private static func item(
        _ workspace: Workspace, _ call: APICall
    ) throws(APIError) -> (channel: Channel, message: Message) {
        guard call.arguments.text("channel") != nil, let timestamp = call.arguments.text("timestamp") else {
            throw APIError("no_item_specified")
        }
        let channel = try workspace.channel(call)
        guard channel.members.contains(workspace.bot.userID) else { throw APIError("not_in_channel") }
        guard let message = channel.message(timestamp) else { throw APIError("message_not_found") }
        return (channel, message)
    }

    private static func reactionName(_ call: APICall) throws(APIError) -> String {
        let name = (call.arguments.text("name") ?? "").filter { $0 != ":" }
        let isKnown =
            !name.isEmpty && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_+".contains($0)) }
        guard isKnown else { throw APIError("invalid_name") }
        return name
    }

    private static func addReaction(_ workspace: inout Workspace, _ call: inout APICall) throws(APIError) -> JSONValue {
        let name = try reactionName(call)
        let (channel, message) = try item(workspace, call)
        guard message.reactions.count < 23 else { throw APIError("too_many_reactions") }
        let bot = workspace.bot.userID
        guard workspace.react(name, by: bot, to: message.timestamp, in: channel.id, remove: false) else {
            throw APIError("already_reacted")
        }
        return ["ok": true]
    }

    private static func removeReaction(_ workspace: inout Workspace, _ call: inout APICall) throws(APIError)
        -> JSONValue
    {
        let name = try reactionName(call)
        let (channel, message) = try item(workspace, call)
        let bot = workspace.bot.userID
        guard workspace.react(name, by: bot, to: message.timestamp, in: channel.id, remove: true) else {
            throw APIError("no_reaction")
        }
        return ["ok": true]
    }

    private static func getReactions(_ workspace: inout Workspace, _ call: inout APICall) throws(APIError) -> JSONValue
    {
        let (channel, message) = try item(workspace, call)
        return [
            "ok": true, "type": "message", "channel": .string(channel.id),
            "message": workspace.json(message, in: channel.id),
        ]
    }

    private static func addPin(_ workspace: inout Workspace, _ call: inout APICall) throws(APIError) -> JSONValue {
        let (channel, message) = try item(workspace, call)
        guard !message.isPinned else { throw APIError("already_pinned") }
        _ = workspace.change(message.timestamp, in: channel.id, asEdit: false) { $0.isPinned = true }
        return ["ok": true]
    }

    private static func removePin(_ workspace: inout Workspace, _ call: inout APICall) throws(APIError) -> JSONValue {
        let (channel, message) = try item(workspace, call)
        guard message.isPinned else { throw APIError("no_pin") }
        _ = workspace.change(message.timestamp, in: channel.id, asEdit: false) { $0.isPinned = false }
        return ["ok": true]
    }

    private static func listPins(_ workspace: inout Workspace, _ call: inout APICall) throws(APIError) -> JSONValue {
        let channel = try workspace.channel(call)
        let items = channel.messages.filter(\.isPinned).map { message -> JSONValue in
            [
                "type": "message", "channel": .string(channel.id), "created": .int(workspace.now.seconds),
                "message": workspace.json(message, in: channel.id),
            ]
        }
        return ["ok": true, "items": .array(items)]
    }

    private static func addBookmark(_ workspace: inout Workspace, _ call: inout APICall) throws(APIError) -> JSONValue {
        let channel = try workspace.channel(call, argument: "channel_id")
        let title = try call.arguments.required("title")
        guard try call.arguments.required("type") == "link" else { throw APIError("invalid_bookmark_type") }
        let link = try call.arguments.required("link")
        guard link.hasPrefix("https://") || link.hasPrefix("http://") else { throw APIError("invalid_link") }
        guard channel.members.contains(workspace.bot.userID) else { throw APIError("not_in_channel") }
        guard channel.bookmarks.count < 100 else { throw APIError("too_many_bookmarks") }
        let bookmark: JSONValue = [
            "id": .string(workspace.ids.id("Bk")), "channel_id": .string(channel.id), "title": .string(title),
            "link": .string(link), "type": "link", "date_created": .int(workspace.now.seconds),
        ]
        workspace.channels[channel.id]?.bookmarks.append(bookmark)
        return ["ok": true, "bookmark": bookmark]
    }

    private static func listBookmarks(_ workspace: inout Workspace, _ call: inout APICall) throws(APIError) -> JSONValue
    {
        let channel = try workspace.channel(call, argument: "channel_id")
        return ["ok": true, "bookmarks": .array(channel.bookmarks)]
    }
}
