/// How much of a run goes by itself.
package enum RunMode: String, Codable, Hashable, Sendable {
    /// Shows the steps; people do them.
    case readAlong
    /// Green runs by itself, yellow on a click, red on a confirmed modal.
    case copilot
    /// As copilot, and a matched alert starts it; it stops at the first question and asks.
    case autopilot
    /// The whole walk with what would happen; nothing is run.
    case dryRun

    /// Whether commands of steps are run at all.
    package var runsCommands: Bool { self == .copilot || self == .autopilot }
}

/// What was laid down for a run before it began.
package struct RunPolicy: Codable, Hashable, Sendable {
    package var mode: RunMode
    /// A red command needs the confirmation of two people, the second not the first.
    package var redNeedsTwoPeople: Bool
    /// Name of the target that the commands run on; `nil` is this machine.
    package var target: String?
    package var people: RunPeople?
    /// See `RunbookSettings.readingTime`.
    package var readingTime: Duration?
    /// See `RunbookSettings.gateLifetime`.
    package var gateLifetime: Duration?
    package var escalation: EscalationPolicy?

    package init(
        mode: RunMode = .copilot, redNeedsTwoPeople: Bool = false, target: String? = nil, people: RunPeople? = nil,
        readingTime: Duration? = nil, gateLifetime: Duration? = nil, escalation: EscalationPolicy? = nil
    ) {
        self.mode = mode
        self.redNeedsTwoPeople = redNeedsTwoPeople
        self.target = target
        self.people = people
        self.readingTime = readingTime
        self.gateLifetime = gateLifetime
        self.escalation = escalation
    }
}
