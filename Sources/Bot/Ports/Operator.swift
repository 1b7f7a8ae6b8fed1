import RunbookModel

/// A message of the outbox as the operator sees it: also one that cannot be read back.
package struct OutboxEntry: Hashable, Sendable {
    /// Where a message stands.
    package enum State: String, Hashable, Sendable {
        /// It waits for its turn, or for another attempt.
        case waiting
        /// It fails again and again while Slack takes others: those of its channel get past it.
        case passedOver = "passed over"
        /// It was given up.
        case dead
        /// It was given up because it cannot be read back.
        case unreadable
    }

    package var id: Int64
    package var lane: String
    package var state: State
    package var createdAt: Timestamp
    /// When it is tried next, for one that waits.
    package var notBefore: Timestamp
    package var attempts: Int
    /// Why the last attempt failed.
    package var failure: String?

    package init(
        id: Int64, lane: String, state: State, createdAt: Timestamp, notBefore: Timestamp, attempts: Int,
        failure: String?
    ) {
        self.id = id
        self.lane = lane
        self.state = state
        self.createdAt = createdAt
        self.notBefore = notBefore
        self.attempts = attempts
        self.failure = failure
    }
}

/// How much waits, and how much was put aside for the operator.
package struct OutboxCounts: Hashable, Sendable {
    package var waiting: Int
    /// Of those that wait.
    package var passedOver: Int
    package var dead: Int
    package var unreadable: Int
    package var parkedDeliveries: Int

    package init(waiting: Int, passedOver: Int, dead: Int, unreadable: Int, parkedDeliveries: Int) {
        self.waiting = waiting
        self.passedOver = passedOver
        self.dead = dead
        self.unreadable = unreadable
        self.parkedDeliveries = parkedDeliveries
    }
}
