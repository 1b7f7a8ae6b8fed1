import RunbookModel

/// A moment of the week, in the time zone that the program is set to.
package struct WeeklySchedule: Hashable, Sendable {
    /// 0 is Sunday.
    package var weekday: Int
    package var hour: Int
    package var minute: Int

    package init(weekday: Int, hour: Int, minute: Int) {
        self.weekday = weekday
        self.hour = hour
        self.minute = minute
    }

    private static let weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]

    /// As it is read: `mon 09:00`.
    package var text: String {
        let clock = [hour, minute].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(Self.weekdays[weekday]) \(clock.joined(separator: ":"))"
    }

    /// Reads `Mon 09:00`; `nil` for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: " ")
        guard parts.count == 2, let weekday = Self.weekdays.firstIndex(of: parts[0].prefix(3).lowercased()) else {
            return nil
        }
        let clock = parts[1].split(separator: ":", omittingEmptySubsequences: false)
        guard clock.count == 2, let hour = Int(clock[0]), let minute = Int(clock[1]),
            (0..<24).contains(hour), (0..<60).contains(minute)
        else { return nil }
        self.init(weekday: weekday, hour: hour, minute: minute)
    }
}

/// The world as far as the bot may look at it: time, identity, chance. Injected, so that tests decide it.
package struct Ambient: Sendable {
    package var now: @Sendable () -> Timestamp
    /// A new identifier that nobody can guess, of lower-case letters and digits.
    package var newID: @Sendable () -> String
    /// The next time after a moment at which a weekly schedule falls due, in the configured time zone.
    package var nextWeekly: @Sendable (WeeklySchedule, _ after: Timestamp) -> Timestamp
    /// Waits; ends early, with an error, when the task is cancelled.
    package var sleep: @Sendable (Duration) async throws -> Void

    package init(
        now: @escaping @Sendable () -> Timestamp, newID: @escaping @Sendable () -> String,
        nextWeekly: @escaping @Sendable (WeeklySchedule, Timestamp) -> Timestamp,
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.now = now
        self.newID = newID
        self.nextWeekly = nextWeekly
        self.sleep = sleep
    }
}
