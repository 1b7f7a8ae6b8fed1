import JSONTree

/// A message as the workspace keeps it.
struct Message: Sendable {
    struct Reaction: Sendable {
        let name: String
        var users: [String]
    }

    /// Also the message's id within its channel.
    let timestamp: String
    /// The author; the app's bot user for what the app posts.
    let userID: String
    var text: String
    var blocks: JSONValue?
    var attachments: JSONValue?
    var threadTimestamp: String?
    var subtype: String?
    var clientMessageID: String?
    var fileIDs: [String] = []
    var metadata: JSONValue?
    var editedAt: String?
    var reactions: [Reaction] = []
    var isPinned = false
    /// The only person who sees the message; `nil` for everybody in the channel.
    var ephemeralUser: String?
    /// Whoever replied in the thread that this message began, in order of their first reply.
    var replyUsers: [String] = []
    var replyCount = 0
    var latestReply: String?

    init(timestamp: String, userID: String, text: String) {
        self.timestamp = timestamp
        self.userID = userID
        self.text = text
    }

    var isReply: Bool { threadTimestamp != nil && threadTimestamp != timestamp }
}

extension Workspace {
    /// The message as Slack gives it out.
    /// - Parameter withMetadata: as with `include_all_metadata`.
    func json(_ message: Message, in channelID: String, withMetadata: Bool = false) -> JSONValue {
        var members: [String: JSONValue] = [
            "type": "message", "ts": .string(message.timestamp), "user": .string(message.userID),
            "text": .string(message.text), "team": .string(configuration.team.id),
        ]
        if message.userID == bot.userID { addBot(to: &members) }
        members["subtype"] = message.subtype.map(JSONValue.string)
        members["client_msg_id"] = message.clientMessageID.map(JSONValue.string)
        members["blocks"] = message.blocks
        members["attachments"] = message.attachments
        if let edited = message.editedAt {
            members["edited"] = ["user": .string(message.userID), "ts": .string(edited)]
        }
        if !message.reactions.isEmpty { members["reactions"] = .array(message.reactions.map(json)) }
        if !message.fileIDs.isEmpty {
            members["files"] = .array(message.fileIDs.compactMap { files[$0] }.map { json($0) })
            members["upload"] = false
        }
        if message.isPinned { members["pinned_to"] = [.string(channelID)] }
        if message.ephemeralUser != nil { members["ephemeral"] = true }
        if withMetadata, let metadata = message.metadata { members["metadata"] = metadata }
        addThread(message, in: channelID, to: &members)
        return .object(members)
    }

    private func addBot(to members: inout [String: JSONValue]) {
        members["bot_id"] = .string(bot.botID)
        members["app_id"] = .string(bot.appID)
        members["bot_profile"] = [
            "id": .string(bot.botID), "app_id": .string(bot.appID), "name": .string(configuration.manifest.botName),
            "team_id": .string(configuration.team.id), "deleted": false,
        ]
    }

    private func addThread(_ message: Message, in channelID: String, to members: inout [String: JSONValue]) {
        members["thread_ts"] = message.threadTimestamp.map(JSONValue.string)
        if message.isReply, let parent = message.threadTimestamp.flatMap({ channels[channelID]?.message($0) }) {
            members["parent_user_id"] = .string(parent.userID)
        }
        guard message.replyCount > 0 else { return }
        members["thread_ts"] = .string(message.timestamp)
        members["reply_count"] = .int(message.replyCount)
        members["reply_users"] = .array(message.replyUsers.map(JSONValue.string))
        members["reply_users_count"] = .int(message.replyUsers.count)
        members["latest_reply"] = JSONValue(message.latestReply)
        members["is_locked"] = false
    }

    private func json(_ reaction: Message.Reaction) -> JSONValue {
        [
            "name": .string(reaction.name), "count": .int(reaction.users.count),
            "users": .array(reaction.users.map(JSONValue.string)),
        ]
    }
}
