import Locking
import RunbookModel

/// A clock that only moves when a test moves it.
package final class ManualClock: Sendable {
    private let moment: Lock<Timestamp>

    /// Starts at `start`, by default 2026-01-05T09:00:00Z, a Monday.
    package init(_ start: Timestamp = Timestamp(milliseconds: 1_767_603_600_000)) { moment = Lock(start) }

    /// The moment that the clock shows.
    package var now: Timestamp { moment.withLock { $0 } }

    /// Moves the clock on, or back when `span` is negative, and returns what it then shows.
    @discardableResult
    package func advance(by span: Duration) -> Timestamp {
        moment.withLock { moment in
            moment = moment + span
            return moment
        }
    }

    /// Sets the clock.
    package func set(_ now: Timestamp) { moment.withLock { $0 = now } }
}

/// Identifiers that count: `run-1`, `run-2`, …, one series per prefix.
package final class CountingIDs: Sendable {
    private let counts = Lock<[String: Int]>([:])

    /// Starts every series at 1.
    package init() {}

    /// The next identifier of the series `prefix`.
    package func next(_ prefix: String = "id") -> String {
        counts.withLock { counts in
            let number = (counts[prefix] ?? 0) + 1
            counts[prefix] = number
            return "\(prefix)-\(number)"
        }
    }
}
