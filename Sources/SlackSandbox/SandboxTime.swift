/// A moment in microseconds since 1970-01-01T00:00:00Z, as fine as Slack's message timestamps.
package struct SandboxTime: Hashable, Comparable, Sendable {
    package var microseconds: Int64

    package init(microseconds: Int64) { self.microseconds = microseconds }

    /// Whole seconds since 1970.
    package var seconds: Int { Int(microseconds / 1_000_000) }

    package static func < (left: SandboxTime, right: SandboxTime) -> Bool { left.microseconds < right.microseconds }

    /// The moment a span later.
    package static func + (moment: SandboxTime, span: Duration) -> SandboxTime {
        SandboxTime(microseconds: moment.microseconds + span.wholeMicroseconds)
    }

    /// The span from the earlier to the later moment.
    package static func - (later: SandboxTime, earlier: SandboxTime) -> Duration {
        .microseconds(later.microseconds - earlier.microseconds)
    }

    /// A message timestamp: seconds, a point, six digits.
    var slackTimestamp: String {
        let fraction = String(microseconds % 1_000_000)
        return "\(seconds)." + String(repeating: "0", count: 6 - fraction.count) + fraction
    }
}

extension Duration {
    /// Microseconds, rounded towards zero.
    var wholeMicroseconds: Int64 { components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000 }

    /// Seconds, rounded up.
    var secondsRoundedUp: Int { Int((wholeMicroseconds + 999_999) / 1_000_000) }
}
