/// What became of something that the workspace had for the app, over all its envelopes.
package struct SandboxDelivery: Hashable, Sendable {
    /// How it stands.
    package enum Outcome: Hashable, Sendable {
        /// An envelope is on its way, or one will be.
        case waiting
        /// One of its envelopes was acked on the connection that it went out on.
        case acked
        /// It will not be delivered again.
        case givenUp
    }

    /// `event_id` of an event, the trigger id of anything else, the envelope id of an envelope that a fault made up.
    package let key: String
    /// What it is, as in the traffic list.
    package let name: String
    /// Envelopes that went out; those that a fault repeats are not counted.
    package fileprivate(set) var envelopes = 0
    package fileprivate(set) var outcome = Outcome.waiting
    /// From the sending of the envelope that was acked to its ack.
    package fileprivate(set) var ackDelay: Duration?
}

/// What the connections to the app came to.
package struct SandboxSockets: Hashable, Sendable {
    /// Connections that were greeted.
    package var greeted = 0
    /// Handshakes that were refused.
    package var refused = 0
    /// Connections that have ended, by either side.
    package var ended = 0
    /// Connections whose TCP is open now, and the most that ever were.
    package var present = 0
    package var most = 0
}

/// Remembers what was to be delivered, the newest of it.
struct DeliveryLedger {
    static let limit = 20_000
    /// So many are forgotten at a time.
    private static let step = 1000

    private var entries: [SandboxDelivery] = []
    private var first = 0

    /// - Returns: the number of the entry.
    mutating func begin(key: String, name: String) -> Int {
        if entries.count >= Self.limit {
            entries.removeFirst(Self.step)
            first += Self.step
        }
        entries.append(SandboxDelivery(key: key, name: name))
        return first + entries.count - 1
    }

    mutating func sent(_ number: Int) { change(number) { $0.envelopes += 1 } }

    mutating func acked(_ number: Int, after delay: Duration) {
        change(number) { entry in
            entry.outcome = .acked
            entry.ackDelay = delay
        }
    }

    mutating func givenUp(_ number: Int) { change(number) { $0.outcome = .givenUp } }

    private mutating func change(_ number: Int, _ body: (inout SandboxDelivery) -> Void) {
        guard number >= first, number - first < entries.count else { return }
        body(&entries[number - first])
    }

    /// The oldest first.
    var all: [SandboxDelivery] { entries }
}
