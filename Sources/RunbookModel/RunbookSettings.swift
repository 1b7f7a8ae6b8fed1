/// What a team laid down for a runbook, beside what it says. Stored apart from the versions: saving a new version keeps
/// it. Every value is optional, and `nil` is what a new runbook has.
package struct RunbookSettings: Codable, Hashable, Sendable {
    /// How much of a run goes by itself; `nil` is `.readAlong`.
    package var mode: RunMode?
    /// Name of the target that its commands run on; `nil` is this machine.
    package var target: String?
    package var people: RunPeople?
    /// A red command needs the confirmation of two people, the second not the first.
    package var redNeedsTwoPeople: Bool?
    /// How long a red question must have been on the screen before it can be confirmed, 0…60 s; `nil` is
    /// `Limits.readingTime`.
    package var readingTime: Duration?
    /// How long an approval can be given after it was asked for, 1…60 min; `nil` is `Limits.gateLifetime`.
    package var gateLifetime: Duration?
    package var escalation: EscalationPolicy?

    package init(
        mode: RunMode? = nil, target: String? = nil, people: RunPeople? = nil, redNeedsTwoPeople: Bool? = nil,
        readingTime: Duration? = nil, gateLifetime: Duration? = nil, escalation: EscalationPolicy? = nil
    ) {
        self.mode = mode
        self.target = target
        self.people = people
        self.redNeedsTwoPeople = redNeedsTwoPeople
        self.readingTime = readingTime
        self.gateLifetime = gateLifetime
        self.escalation = escalation
    }

    /// What a run that is offered now goes by.
    /// - Parameter mode: another mode than the runbook's own, chosen for this run.
    package func policy(mode: RunMode? = nil) -> RunPolicy {
        RunPolicy(
            mode: mode ?? self.mode ?? .readAlong, redNeedsTwoPeople: redNeedsTwoPeople ?? false, target: target,
            people: people, readingTime: readingTime, gateLifetime: gateLifetime, escalation: escalation)
    }
}

/// Who may do what in a run. Users `U…`/`W…` and user groups `S…`; an empty list, like `nil`, is everybody.
package struct RunPeople: Codable, Hashable, Sendable {
    /// May start the run and lead it.
    package var starters: [String]?
    /// May let yellow commands run.
    package var approvers: [String]?
    /// May confirm red commands; those of the workspace (`DD0C_APPROVERS`) when there are none.
    package var confirmers: [String]?

    package init(starters: [String]? = nil, approvers: [String]? = nil, confirmers: [String]? = nil) {
        self.starters = starters
        self.approvers = approvers
        self.confirmers = confirmers
    }
}

/// What a person asked of one step, beside its colour. It makes a step ask for more, never for less.
package enum StepHandling: String, Codable, Hashable, Sendable {
    /// Stops and asks, also when the command is green.
    case ask
    /// A person does it; the command is only shown.
    case byHand
}

/// A value that is read from what a step's command prints, for later steps.
package struct ValueCapture: Codable, Hashable, Sendable {
    /// How the value is found.
    package enum Source: Codable, Hashable, Sendable {
        /// The first line that is not empty, without white space at its ends.
        case firstLine
        /// The one number in the output.
        case number
        /// What the first group of a regular expression matches, else the whole match.
        case pattern(String)
    }

    /// Name of the variable that gets it.
    package var variable: String
    package var source: Source

    package init(variable: String, source: Source) {
        self.variable = variable
        self.source = source
    }
}

/// What shows that a step did what it was meant to.
package struct StepCheck: Codable, Hashable, Sendable {
    /// A green command that is run after the step; `nil` looks at the output of the step itself.
    package var command: String?
    /// What must hold of its outcome; `nil` is exit code 0.
    package var condition: Condition?

    package init(command: String? = nil, condition: Condition? = nil) {
        self.command = command
        self.condition = condition
    }
}

/// No command of any run is started until somebody lifts it.
package struct Freeze: Codable, Hashable, Sendable {
    package var by: UserID
    package var at: Timestamp
    package var reason: String

    package init(by: UserID, at: Timestamp, reason: String) {
        self.by = by
        self.at = at
        self.reason = reason
    }
}
