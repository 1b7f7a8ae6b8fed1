import JSONTree

extension Workspace {
    /// Puts a message into its channel and tells everybody.
    mutating func post(_ message: Message, in channelID: String) {
        guard var channel = channels[channelID] else { return }
        channel.append(message)
        if message.ephemeralUser == nil, message.userID != bot.userID {
            channel.lastRead[message.userID] = message.timestamp
        }
        var parent: Message?
        if message.isReply, message.ephemeralUser == nil, let thread = message.threadTimestamp {
            parent = channel.change(thread) { root in
                root.replyCount += 1
                root.latestReply = message.timestamp
                if !root.replyUsers.contains(message.userID) { root.replyUsers.append(message.userID) }
            }
        }
        channels[channelID] = channel
        if let user = message.ephemeralUser {
            let event: JSONValue = [
                "type": "ephemeral", "channel": .string(channelID), "user": .string(user),
                "message": json(message, in: channelID),
            ]
            effects.append(.page(event, user: user))
            return
        }
        tellPage(
            ["type": "message", "channel": .string(channelID), "message": json(message, in: channelID)], in: channel)
        if let parent { tellPageOfChange(parent, in: channel) }
        sendMessageEvent(json(message, in: channelID), in: channel)
        sendMention(message, in: channel)
    }

    /// Changes a message and tells everybody.
    /// - Returns: the changed message; `nil` when there is none.
    mutating func change(
        _ timestamp: String, in channelID: String, asEdit: Bool, _ body: (inout Message) -> Void
    ) -> Message? {
        guard
            let before = channels[channelID]?.message(timestamp)
                ?? channels[channelID]?.ephemerals.first(
                    where: { $0.timestamp == timestamp })
        else { return nil }
        let edited = asEdit ? newTimestamp() : nil
        guard
            let message = channels[channelID]?.change(
                timestamp,
                { message in
                    body(&message)
                    if let edited { message.editedAt = edited }
                }), let channel = channels[channelID]
        else { return nil }
        tellPageOfChange(message, in: channel)
        if asEdit, message.ephemeralUser == nil {
            sendMessageEvent(
                [
                    "type": "message", "subtype": "message_changed", "hidden": true, "ts": JSONValue(edited),
                    "message": json(message, in: channelID), "previous_message": json(before, in: channelID),
                ], in: channel)
        }
        return message
    }

    private mutating func tellPageOfChange(_ message: Message, in channel: Channel) {
        let event: JSONValue = [
            "type": "message_changed", "channel": .string(channel.id), "message": json(message, in: channel.id),
        ]
        if let user = message.ephemeralUser {
            effects.append(.page(event, user: user))
        } else {
            tellPage(event, in: channel)
        }
    }

    /// Removes a message. The first message of a thread that has replies leaves a stone in its place.
    mutating func delete(_ timestamp: String, in channelID: String) {
        guard let message = channels[channelID]?.message(timestamp) else { return }
        let removed = newTimestamp()
        if message.replyCount > 0 {
            _ = channels[channelID]?.change(timestamp) { root in
                root.text = "This message was deleted."
                root.blocks = nil
                root.subtype = "tombstone"
                root.fileIDs = []
                root.reactions = []
            }
        } else {
            _ = channels[channelID]?.remove(timestamp)
        }
        forgetReply(message, in: channelID)
        guard let channel = channels[channelID] else { return }
        if let stone = channel.message(timestamp) {
            tellPageOfChange(stone, in: channel)
        } else {
            var event: JSONValue = [
                "type": "message_deleted", "channel": .string(channelID), "ts": .string(timestamp),
            ]
            event["thread_ts"] = message.threadTimestamp.map(JSONValue.string)
            tellPage(event, in: channel)
        }
        sendMessageEvent(
            [
                "type": "message", "subtype": "message_deleted", "hidden": true, "ts": .string(removed),
                "deleted_ts": .string(timestamp), "previous_message": json(message, in: channelID),
            ], in: channel)
    }

    private mutating func forgetReply(_ message: Message, in channelID: String) {
        guard message.isReply, let thread = message.threadTimestamp else { return }
        let replies = channels[channelID]?.messages.filter { $0.threadTimestamp == thread && $0.isReply } ?? []
        let parent = channels[channelID]?.change(thread) { root in
            root.replyCount = replies.count
            root.latestReply = replies.last?.timestamp
            root.replyUsers = replies.reduce(into: []) { if !$0.contains($1.userID) { $0.append($1.userID) } }
        }
        if let parent, let channel = channels[channelID] { tellPageOfChange(parent, in: channel) }
    }

    /// Removes an ephemeral message from its reader's page.
    mutating func deleteEphemeral(_ timestamp: String, in channelID: String) {
        guard let message = channels[channelID]?.remove(timestamp), let user = message.ephemeralUser else { return }
        let event: JSONValue = [
            "type": "ephemeral_deleted", "channel": .string(channelID), "user": .string(user), "ts": .string(timestamp),
        ]
        effects.append(.page(event, user: user))
    }

    /// The messages outside threads with the ephemeral ones of `user`, oldest first.
    func history(of channelID: String, for user: String?, before: String?, limit: Int) -> (page: [Message], more: Bool)
    {
        guard let channel = channels[channelID] else { return ([], false) }
        let own = channel.ephemerals.filter { $0.ephemeralUser == user && !$0.isReply }
        let all = (channel.messages.filter { !$0.isReply } + own)
            .filter { message in before.map { message.timestamp < $0 } ?? true }
            .sorted { $0.timestamp < $1.timestamp }
        return (Array(all.suffix(limit)), all.count > limit)
    }

    /// A thread's first message and its replies, with the ephemeral ones of `user`.
    func thread(_ timestamp: String, in channelID: String, for user: String?) -> [Message] {
        guard let channel = channels[channelID], let root = channel.message(timestamp) else { return [] }
        let own = channel.ephemerals.filter { $0.ephemeralUser == user && $0.threadTimestamp == timestamp }
        let replies = channel.messages.filter { $0.threadTimestamp == timestamp && $0.isReply }
        return [root] + (replies + own).sorted { $0.timestamp < $1.timestamp }
    }

    /// Adds or removes a reaction.
    /// - Returns: whether anything changed.
    mutating func react(_ name: String, by user: String, to timestamp: String, in channelID: String, remove: Bool)
        -> Bool
    {
        let present =
            channels[channelID]?.message(timestamp)?.reactions
            .first { $0.name == name }?.users.contains(user) ?? false
        guard present == remove else { return false }
        let changed = change(timestamp, in: channelID, asEdit: false) { message in
            if let index = message.reactions.firstIndex(where: { $0.name == name }) {
                if remove {
                    message.reactions[index].users.removeAll { $0 == user }
                } else {
                    message.reactions[index].users.append(user)
                }
                message.reactions.removeAll { $0.users.isEmpty }
            } else {
                message.reactions.append(Message.Reaction(name: name, users: [user]))
            }
        }
        guard changed != nil else { return false }
        let event: JSONValue = [
            "type": remove ? "reaction_removed" : "reaction_added", "user": .string(user), "reaction": .string(name),
            "item": ["type": "message", "channel": .string(channelID), "ts": .string(timestamp)],
            "event_ts": .string(newTimestamp()),
        ]
        effects.append(.event(event, kind: remove ? "reaction_removed" : "reaction_added"))
        return true
    }

    /// Makes a person or the bot a member and tells everybody.
    mutating func join(_ user: String, _ channelID: String, inviter: String? = nil) {
        guard var channel = channels[channelID], !channel.members.contains(user) else { return }
        channel.members.append(user)
        channels[channelID] = channel
        tellPage(["type": "channel_changed", "channel": pageJSON(channel, for: nil)], in: channel)
        guard channel.members.contains(bot.userID) else { return }
        var event: JSONValue = [
            "type": "member_joined_channel", "user": .string(user), "channel": .string(channelID),
            "channel_type": channel.kind == .channel ? "C" : "G", "team": .string(configuration.team.id),
            "event_ts": .string(newTimestamp()),
        ]
        event["inviter"] = inviter.map(JSONValue.string)
        effects.append(.event(event, kind: "member_joined_channel"))
    }
}
