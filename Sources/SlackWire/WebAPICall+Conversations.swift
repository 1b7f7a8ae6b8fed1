import JSONTree

/// `conversations.open`: the direct message with a person.
package struct ConversationsOpen: WebAPICall {
    package static let method = WebAPIMethod.conversationsOpen

    /// The conversation, new or not.
    package struct Reply: WebAPIReply {
        package let channel: String

        package init(_ fields: WebAPIReplyFields) throws(WebAPIError) {
            channel = try fields.text("channel", "id")
        }
    }

    package var user: String

    package init(user: String) { self.user = user }

    package var arguments: [String: JSONValue] { ["users": .string(user)] }
}

/// `conversations.join`: possible for public channels.
package struct ConversationsJoin: WebAPICall {
    /// Only the success counts.
    package typealias Reply = WebAPIDone
    package static let method = WebAPIMethod.conversationsJoin

    package var channel: String

    package init(channel: String) { self.channel = channel }

    package var arguments: [String: JSONValue] { ["channel": .string(channel)] }
}

/// A page of the messages of a conversation.
package struct MessagePage: WebAPIReply {
    /// A message, as far as it is looked at.
    package struct Message: Hashable, Sendable {
        /// Its `ts`.
        package let timestamp: String
        package let metadata: MessageMetadata?
        /// The files that came with it.
        package let files: [File]
    }

    /// A file that stands in a message.
    package struct File: Hashable, Sendable {
        package let name: String
        /// In bytes.
        package let size: Int

        package init(name: String, size: Int) {
            self.name = name
            self.size = size
        }
    }

    /// `conversations.history` gives the newest first, `conversations.replies` the oldest.
    package let messages: [Message]
    /// Where the next page begins; `nil` on the last.
    package let nextCursor: String?

    package init(_ fields: WebAPIReplyFields) {
        messages = (fields["messages"]?.array ?? []).compactMap { message in
            guard let timestamp = message["ts"]?.string else { return nil }
            let files = (message["files"]?.array ?? []).compactMap { file -> File? in
                guard let name = file["name"]?.string else { return nil }
                return File(name: name, size: file["size"]?.int ?? 0)
            }
            return Message(timestamp: timestamp, metadata: MessageMetadata(message), files: files)
        }
        nextCursor = fields.nextCursor
    }
}

/// `conversations.history`: what stands in a conversation itself.
package struct ConversationsHistory: WebAPICall {
    /// A page of messages.
    package typealias Reply = MessagePage
    package static let method = WebAPIMethod.conversationsHistory

    package var channel: String
    /// `ts` before the oldest message to give.
    package var oldest: String
    /// Messages on a page, 1…999.
    package var limit: Int
    package var cursor: String?

    package init(channel: String, oldest: String, limit: Int, cursor: String? = nil) {
        self.channel = channel
        self.oldest = oldest
        self.limit = limit
        self.cursor = cursor
    }

    package var arguments: [String: JSONValue] {
        var arguments: [String: JSONValue] = [
            "channel": .string(channel), "oldest": .string(oldest), "limit": .int(limit),
            "include_all_metadata": true,
        ]
        arguments["cursor"] = cursor.map(JSONValue.string)
        return arguments
    }
}

/// `conversations.replies`: what stands in a thread, the message that began it included.
package struct ConversationsReplies: WebAPICall {
    /// A page of messages.
    package typealias Reply = MessagePage
    package static let method = WebAPIMethod.conversationsReplies

    package var channel: String
    /// `ts` of the message that began the thread.
    package var thread: String
    /// `ts` before the oldest reply to give.
    package var oldest: String
    /// Messages on a page, 1…999.
    package var limit: Int
    package var cursor: String?

    package init(channel: String, thread: String, oldest: String, limit: Int, cursor: String? = nil) {
        self.channel = channel
        self.thread = thread
        self.oldest = oldest
        self.limit = limit
        self.cursor = cursor
    }

    package var arguments: [String: JSONValue] {
        var arguments: [String: JSONValue] = [
            "channel": .string(channel), "ts": .string(thread), "oldest": .string(oldest), "limit": .int(limit),
            "include_all_metadata": true,
        ]
        arguments["cursor"] = cursor.map(JSONValue.string)
        return arguments
    }
}
