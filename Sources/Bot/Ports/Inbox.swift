import JSONTree
import RunbookModel

/// What came in at the front door.
package enum DeliveryKind: String, Codable, Hashable, Sendable, CaseIterable {
    /// `payload` of an `events_api` envelope.
    case slackEvent = "slack.event"
    /// `payload` of an `interactive` envelope.
    case slackInteraction = "slack.interaction"
    /// `payload` of a `slash_commands` envelope.
    case slackCommand = "slack.command"
    /// An envelope that could not be decoded, or of a type that is not known: parked for the operator.
    case slackUnreadable = "slack.unreadable"
    /// An `AlertDelivery`.
    case alert
    /// A file that was fetched after somebody had shared it.
    case slackFile = "slack.file"
    /// An `ExecutionReport` with its place.
    case execution
    /// The `ExecutionPlace` of a command whose end nobody saw.
    case executionLost = "execution.lost"
    /// A timer that fell due.
    case timer
    /// A `PreflightResult`.
    case preflight
}

/// Something from outside, not yet stored.
package struct Delivery: Hashable, Sendable {
    /// Unique for what happened, however often and over whichever socket it arrives.
    package var key: String
    package var kind: DeliveryKind
    package var body: JSONValue

    package init(key: String, kind: DeliveryKind, body: JSONValue) {
        self.key = key
        self.kind = kind
        self.body = body
    }
}

/// A delivery that is durable and waits for its handler.
package struct InboxRow: Hashable, Sendable {
    package var id: Int64
    package var delivery: Delivery
    package var receivedAt: Timestamp
    /// Failed attempts to handle it.
    package var attempts: Int
    /// Times that it was begun and neither handled nor put off: the program ended meanwhile.
    package var begun: Int

    package init(id: Int64, delivery: Delivery, receivedAt: Timestamp, attempts: Int, begun: Int = 0) {
        self.id = id
        self.delivery = delivery
        self.receivedAt = receivedAt
        self.attempts = attempts
        self.begun = begun
    }
}

/// Deliveries that may be deleted once they are old.
package enum PrunableRows: Hashable, Sendable {
    /// Kept only so that a redelivery is known for one.
    case handled
    /// Kept for the operator to look at.
    case parked
}

/// A delivery that is not tried again and waits for the operator.
package struct ParkedDelivery: Hashable, Sendable {
    package var id: Int64
    package var key: String
    /// As it is stored: it may be of another version of the program.
    package var kind: String
    /// The first `bodyPrefix` characters of what is stored, which need not be JSON.
    package var body: String
    package var receivedAt: Timestamp
    package var attempts: Int
    package var reason: String

    /// Characters of the body that a listing holds.
    package static let bodyPrefix = 200

    package init(
        id: Int64, key: String, kind: String, body: String, receivedAt: Timestamp, attempts: Int, reason: String
    ) {
        self.id = id
        self.key = key
        self.kind = kind
        self.body = body
        self.receivedAt = receivedAt
        self.attempts = attempts
        self.reason = reason
    }
}
