import JSONTree

/// What a message shows.
package struct MessageContent: Hashable, Sendable {
    /// What notifications and screen readers take; at most 4,000 characters.
    package var text: String
    /// Block Kit, at most 50 blocks.
    package var blocks: [JSONValue]

    /// A message of these blocks.
    package init(text: String, blocks: [JSONValue]) {
        self.text = text
        self.blocks = blocks
    }

    /// A message as it was rendered: an object with `text` and `blocks`.
    package init(rendered: JSONValue) {
        text = rendered["text"]?.string ?? ""
        blocks = rendered["blocks"]?.array ?? []
    }

    fileprivate var arguments: [String: JSONValue] { ["text": .string(text), "blocks": .array(blocks)] }
}

/// Data that only apps see (https://docs.slack.dev/messaging/message-metadata): our key of the message, by which one
/// whose fate is unknown is found again.
package struct MessageMetadata: Hashable, Sendable {
    /// Says what kind of data it is.
    package var eventType: String
    /// The key.
    package var key: String

    /// A key under a type.
    package init(eventType: String, key: String) {
        self.eventType = eventType
        self.key = key
    }

    /// The key of a message as `conversations.history` gives it; `nil` where it has none.
    init?(_ message: JSONValue) {
        guard let type = message["metadata"]?["event_type"]?.string,
            let key = message["metadata"]?["event_payload"]?["key"]?.string
        else { return nil }
        self.init(eventType: type, key: key)
    }

    fileprivate var argument: JSONValue {
        ["event_type": .string(eventType), "event_payload": ["key": .string(key)]]
    }
}

/// `chat.postMessage`. Addresses in the text are not unfurled: Slack would fetch them.
package struct ChatPostMessage: WebAPICall {
    package static let method = WebAPIMethod.chatPostMessage

    /// The message that was posted.
    package struct Reply: WebAPIReply {
        /// Its `ts`.
        package let timestamp: String
        /// Where it stands: not the given channel when that was a person.
        package let channel: String?

        package init(_ fields: WebAPIReplyFields) throws(WebAPIError) {
            timestamp = try fields.text("ts")
            channel = fields["channel"]?.string
        }
    }

    /// Conversation to post to.
    package var channel: String
    package var content: MessageContent
    /// `ts` of the message to answer.
    package var thread: String?
    package var metadata: MessageMetadata?

    package init(
        channel: String, content: MessageContent, thread: String? = nil, metadata: MessageMetadata? = nil
    ) {
        self.channel = channel
        self.content = content
        self.thread = thread
        self.metadata = metadata
    }

    package var arguments: [String: JSONValue] {
        var arguments = content.arguments
        arguments["channel"] = .string(channel)
        arguments["thread_ts"] = thread.map(JSONValue.string)
        arguments["metadata"] = metadata?.argument
        arguments["unfurl_links"] = false
        arguments["unfurl_media"] = false
        return arguments
    }
}

/// `chat.update`. The metadata of the message stays as it is.
package struct ChatUpdate: WebAPICall {
    /// Only the success counts.
    package typealias Reply = WebAPIDone
    package static let method = WebAPIMethod.chatUpdate

    package var channel: String
    /// `ts` of the message to change.
    package var timestamp: String
    package var content: MessageContent

    package init(channel: String, timestamp: String, content: MessageContent) {
        self.channel = channel
        self.timestamp = timestamp
        self.content = content
    }

    package var arguments: [String: JSONValue] {
        var arguments = content.arguments
        arguments["channel"] = .string(channel)
        arguments["ts"] = .string(timestamp)
        return arguments
    }
}

/// `chat.postEphemeral`: seen by one person, gone when they reload.
package struct ChatPostEphemeral: WebAPICall {
    /// Only the success counts.
    package typealias Reply = WebAPIDone
    package static let method = WebAPIMethod.chatPostEphemeral

    package var channel: String
    /// Who sees it; a member of the channel.
    package var user: String
    package var content: MessageContent
    /// `ts` of the message to answer.
    package var thread: String?

    package init(channel: String, user: String, content: MessageContent, thread: String? = nil) {
        self.channel = channel
        self.user = user
        self.content = content
        self.thread = thread
    }

    package var arguments: [String: JSONValue] {
        var arguments = content.arguments
        arguments["channel"] = .string(channel)
        arguments["user"] = .string(user)
        arguments["thread_ts"] = thread.map(JSONValue.string)
        return arguments
    }
}

/// A message for the `response_url` of a command or a click: seen by whoever typed or clicked, beside the message that
/// was clicked in.
package struct ResponseMessage: Hashable, Sendable {
    package var content: MessageContent

    package init(_ content: MessageContent) { self.content = content }

    /// The body to post.
    package var body: JSONValue {
        var arguments = content.arguments
        arguments["response_type"] = "ephemeral"
        arguments["replace_original"] = false
        return .object(arguments)
    }
}
