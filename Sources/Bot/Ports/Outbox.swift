import JSONTree
import RunbookModel
import Views

/// Something that must reach Slack. Cards and steps name what to draw, not what it looked like: they are rendered from
/// the state of the moment they are sent.
package enum OutboxMessage: Codable, Hashable, Sendable {
    case runCard(RunID)
    case runStep(RunID, step: Int)
    case runSummary(RunID)
    case draftReview(DraftID)
    /// Seen by one person only.
    case ephemeral(ChannelID, UserID, Screen, thread: MessageTimestamp?)
    case post(ChannelID, Screen, thread: MessageTimestamp?)
    /// An answer through the `response_url` of a slash command or a button: works where the bot is no member.
    case response(url: String, Screen)
    /// Fills the modal that was opened at once for the delivery of this key.
    case fillView(deliveryKey: String, user: UserID, channel: ChannelID?, Screen)
    /// Replaces a modal that is open.
    case updateView(viewID: String, Screen)
    case home(UserID)
    /// Uploads a text as a file into a thread.
    case file(ChannelID, name: String, text: String, thread: MessageTimestamp?)
    /// Uploads what was kept of an output that is too long to be stored, as a file into a thread.
    case keptOutput(ChannelID, ExecutionPlace, name: String, thread: MessageTimestamp?)
    /// Tells the on-call system, which is not Slack.
    case page(PagerEvent)
    /// Fetches a file that somebody shared; its content comes back through the inbox.
    case fetchFile(SharedFile, UserID, ChannelID, thread: MessageTimestamp?)
}

/// A message to Slack that waits in the outbox.
package struct OutboxRow: Hashable, Sendable {
    package var id: Int64
    /// Rows of one lane are sent in order; lanes don't wait for each other.
    package var lane: String
    package var message: OutboxMessage
    /// Of waiting rows with the same key, only the newest is sent.
    package var coalescingKey: String?
    package var createdAt: Timestamp
    package var notBefore: Timestamp
    /// After this it is of no use any more.
    package var deadline: Timestamp?
    /// Attempts so far, those left out that a rate limit held back.
    package var attempts: Int
    /// Whether an earlier attempt may have succeeded: it is looked for before the next.
    package var isFateUnknown: Bool
    /// Since when others of its lane get past it; `nil` when they wait for it.
    package var passedAt: Timestamp?
    /// Since when it waits: since it was made, or since the operator had it tried again.
    package var waitingSince: Timestamp

    package init(
        id: Int64, lane: String, message: OutboxMessage, coalescingKey: String?, createdAt: Timestamp,
        notBefore: Timestamp, deadline: Timestamp?, attempts: Int, isFateUnknown: Bool = false,
        passedAt: Timestamp? = nil, waitingSince: Timestamp? = nil
    ) {
        self.id = id
        self.lane = lane
        self.message = message
        self.coalescingKey = coalescingKey
        self.createdAt = createdAt
        self.notBefore = notBefore
        self.deadline = deadline
        self.attempts = attempts
        self.isFateUnknown = isFateUnknown
        self.passedAt = passedAt
        self.waitingSince = waitingSince ?? createdAt
    }
}

/// What must be known of a waiting message to decide whether it is its turn.
package struct OutboxHeader: Hashable, Sendable {
    package var id: Int64
    /// Rows of one lane are sent in order; lanes don't wait for each other.
    package var lane: String
    package var notBefore: Timestamp
    /// After this it is of no use any more.
    package var deadline: Timestamp?
    /// Attempts so far, those left out that a rate limit held back.
    package var attempts: Int
    /// Whether others of its lane get past it.
    package var isPassed: Bool

    package init(
        id: Int64, lane: String, notBefore: Timestamp, deadline: Timestamp?, attempts: Int, isPassed: Bool = false
    ) {
        self.id = id
        self.lane = lane
        self.notBefore = notBefore
        self.deadline = deadline
        self.attempts = attempts
        self.isPassed = isPassed
    }
}

/// A message that is yet to be put into the outbox.
package struct Outgoing: Hashable, Sendable {
    package var lane: String
    package var message: OutboxMessage
    package var coalescingKey: String?
    package var deadline: Timestamp?

    package init(lane: String, message: OutboxMessage, coalescingKey: String? = nil, deadline: Timestamp? = nil) {
        self.lane = lane
        self.message = message
        self.coalescingKey = coalescingKey
        self.deadline = deadline
    }
}

/// Where a message that is edited in place stands.
package struct PostedMessage: Codable, Hashable, Sendable {
    package var channel: ChannelID
    package var timestamp: MessageTimestamp

    package init(channel: ChannelID, timestamp: MessageTimestamp) {
        self.channel = channel
        self.timestamp = timestamp
    }
}
