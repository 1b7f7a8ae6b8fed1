/// Who or what did something.
package enum Actor: Codable, Hashable, Sendable {
    case user(UserID)
    /// An alert system, by name.
    case vendor(String)
    /// This program.
    case system
}

/// How a run ended.
package enum RunOutcome: String, Codable, Hashable, Sendable {
    /// The incident is over.
    case resolved
    /// Somebody stopped the run before that.
    case stopped
    /// Somebody chose not to use the runbook at all.
    case dismissed
}

/// Where a run stands.
package enum RunPhase: Codable, Hashable, Sendable {
    /// The card is in the channel; nobody has started it.
    case offered
    case running
    case paused
    case finished(RunOutcome)
}

/// The run that another one is a part of.
package struct ParentRun: Codable, Hashable, Sendable {
    package var run: RunID
    /// Number of its step that this run carries out.
    package var step: Int

    package init(run: RunID, step: Int) {
        self.run = run
        self.step = step
    }
}

/// Why the rules about people were set aside.
package struct BrokenGlass: Codable, Hashable, Sendable {
    package var by: UserID
    package var at: Timestamp
    package var reason: String

    package init(by: UserID, at: Timestamp, reason: String) {
        self.by = by
        self.at = at
        self.reason = reason
    }
}

/// A command with its values in place, and what the risk rules say of it in that form.
package struct RenderedCommand: Codable, Hashable, Sendable {
    package var text: String
    package var assessment: RiskAssessment

    package init(text: String, assessment: RiskAssessment) {
        self.text = text
        self.assessment = assessment
    }
}

/// Which way a decision went.
package enum BranchChoice: String, Codable, Hashable, Sendable {
    case then
    case otherwise
}

/// Where a step of a run stands.
package enum StepStatus: Codable, Hashable, Sendable {
    case pending
    case waiting(Gate)
    case running(attempt: Int)
    case succeeded
    case skipped(by: Actor, reason: String?)
    case decided(BranchChoice, by: Actor, working: String)
    /// Not reached because a branch led past it.
    case passedOver
    /// A dry run showed what would have happened.
    case simulated
    /// Another run carries it out.
    case following(RunID)
}

/// Where the undo of a step stands.
package enum UndoStatus: Codable, Hashable, Sendable {
    case waiting(Gate)
    case running(attempt: Int)
    case succeeded
    case failed
    case unknown
}

/// A step within a run.
package struct RunStep: Codable, Hashable, Sendable {
    package var step: Step
    /// The command with values in place; `nil` for manual steps, decisions, and while values are missing.
    package var command: RenderedCommand?
    /// The undo with values in place; `nil` when none is known.
    package var undoCommand: RenderedCommand?
    /// What is run before `command` to learn the state that `undoCommand` goes back to; `nil` when nothing has to be.
    package var captureCommand: RenderedCommand?
    /// Names of variables that still have no value.
    package var missingValues: [String]
    package var status: StepStatus
    package var undo: UndoStatus?
    package var attempts: [Attempt]
    /// Whether a person changed the command in this run.
    package var isEdited: Bool
    /// Stops here and asks, whatever the colour.
    package var hasBreakpoint: Bool
    /// Who did the step by hand instead of letting it run, if anybody did.
    package var doneByHand: UserID?
    /// `StepCheck.command` with values in place.
    package var checkCommand: RenderedCommand?
    /// What the check came to, in words; `nil` as long as it was not made.
    package var checkResult: CheckResult?
    /// Set for a command that somebody typed in the thread and had run in the run: no step of the runbook.
    package var added: AddedCommand?
    /// The run that carries the step out, or did at last.
    package var child: ChildRun?

    package init(
        step: Step, command: RenderedCommand? = nil, undoCommand: RenderedCommand? = nil,
        captureCommand: RenderedCommand? = nil, missingValues: [String] = [], status: StepStatus = .pending,
        undo: UndoStatus? = nil,
        attempts: [Attempt] = [], isEdited: Bool = false, hasBreakpoint: Bool = false,
        doneByHand: UserID? = nil, checkCommand: RenderedCommand? = nil, checkResult: CheckResult? = nil,
        added: AddedCommand? = nil, child: ChildRun? = nil
    ) {
        self.added = added
        self.child = child
        self.checkCommand = checkCommand
        self.checkResult = checkResult
        self.step = step
        self.command = command
        self.undoCommand = undoCommand
        self.captureCommand = captureCommand
        self.missingValues = missingValues
        self.status = status
        self.undo = undo
        self.attempts = attempts
        self.isEdited = isEdited
        self.hasBreakpoint = hasBreakpoint
        self.doneByHand = doneByHand
    }

    /// The colour that the gate goes by: never below the one that the author's step had, unless a person changed the
    /// command; then what counts is the new one, and never less than yellow.
    package var risk: Risk {
        guard let command else { return step.risk }
        return max(command.assessment.risk, isEdited ? .yellow : step.risk)
    }
}

/// What the check of a step came to.
package struct CheckResult: Codable, Hashable, Sendable {
    package var holds: Bool
    /// The working, as a person would write it down: "5 ≥ 3".
    package var working: String

    package init(holds: Bool, working: String) {
        self.holds = holds
        self.working = working
    }
}

/// Something done in the incident that the runbook does not contain.
package struct ExtraAction: Codable, Hashable, Sendable {
    package var by: UserID
    package var at: Timestamp
    package var text: String
    /// Number of the step that was current.
    package var duringStep: Int?

    package init(by: UserID, at: Timestamp, text: String, duringStep: Int?) {
        self.by = by
        self.at = at
        self.text = text
        self.duringStep = duringStep
    }
}

/// One walk through one version of a runbook in one channel. A value: the engine makes the next from it.
package struct Run: Codable, Hashable, Sendable {
    package var id: RunID
    package var runbook: RunbookID
    package var runbookVersion: Int
    package var title: String
    package var alert: AlertID?
    package var match: MatchResult?
    package var channel: ChannelID
    package var policy: RunPolicy
    package var phase: RunPhase
    package var steps: [RunStep]
    /// Values of the variables by name.
    package var values: [String: String]
    /// Index into `steps` of the step that is being worked on; `nil` before the start and when all are done.
    package var cursor: Int?
    /// Number of the last gate that was opened.
    package var lastGate: Int
    /// How often a step was entered, loops counted: bounded by `Limits.visitsPerRun`.
    package var visits: Int
    package var extraActions: [ExtraAction]
    /// When the incident began: the alert's own time, or when the run was offered.
    package var incidentBegan: Timestamp
    package var offeredAt: Timestamp
    package var startedAt: Timestamp?
    package var startedBy: UserID?
    package var finishedAt: Timestamp?
    package var finishedBy: Actor?
    /// Who leads the run, when it is no longer who started it.
    package var leader: UserID?
    /// The run that this one is a part of.
    package var parent: ParentRun?
    package var escalations: [Escalation]?
    package var brokenGlass: BrokenGlass?
    /// Number of the step that a value was read from, by variable; `nil` is the same as none.
    package var captured: [String: Int]?
    /// Why a run in autopilot did not start by itself.
    package var heldBack: String?
    /// Rises by one with every stored change: compare-and-set goes by it.
    package var revision: Int
    /// Where the commands run and as whom; `nil` in runs of before this was noted.
    package var place: RunPlace?
    /// What was found when the needs of the run were looked at; `nil` until then.
    package var preflight: PreflightReport?

    package init(
        id: RunID, runbook: RunbookID, runbookVersion: Int, title: String, alert: AlertID? = nil,
        match: MatchResult? = nil, channel: ChannelID, policy: RunPolicy = RunPolicy(), phase: RunPhase = .offered,
        steps: [RunStep],
        values: [String: String] = [:], cursor: Int? = nil, lastGate: Int = 0, visits: Int = 0,
        extraActions: [ExtraAction] = [],
        incidentBegan: Timestamp, offeredAt: Timestamp, startedAt: Timestamp? = nil, startedBy: UserID? = nil,
        finishedAt: Timestamp? = nil, finishedBy: Actor? = nil, leader: UserID? = nil, parent: ParentRun? = nil,
        escalations: [Escalation]? = nil, brokenGlass: BrokenGlass? = nil, captured: [String: Int]? = nil,
        heldBack: String? = nil, revision: Int = 0, place: RunPlace? = nil, preflight: PreflightReport? = nil
    ) {
        self.captured = captured
        self.heldBack = heldBack
        self.leader = leader
        self.parent = parent
        self.escalations = escalations
        self.brokenGlass = brokenGlass
        self.id = id
        self.runbook = runbook
        self.runbookVersion = runbookVersion
        self.title = title
        self.alert = alert
        self.match = match
        self.channel = channel
        self.policy = policy
        self.phase = phase
        self.steps = steps
        self.values = values
        self.cursor = cursor
        self.lastGate = lastGate
        self.visits = visits
        self.extraActions = extraActions
        self.incidentBegan = incidentBegan
        self.offeredAt = offeredAt
        self.startedAt = startedAt
        self.startedBy = startedBy
        self.finishedAt = finishedAt
        self.finishedBy = finishedBy
        self.revision = revision
        self.place = place
        self.preflight = preflight
    }

    /// Time from the beginning of the incident to its end; `nil` until it is resolved, and for a dry run.
    package var timeToResolve: Duration? {
        guard policy.mode != .dryRun, phase == .finished(.resolved), let finishedAt else { return nil }
        return finishedAt - incidentBegan
    }

    package var isFinished: Bool {
        if case .finished = phase { true } else { false }
    }
}

extension Run {
    /// Who leads the run: whoever took it over, else whoever started it.
    package var lead: UserID? { leader ?? startedBy }

    /// How long an answer can be given after it was asked for.
    package var gateLifetime: Duration { policy.gateLifetime ?? Limits.gateLifetime }

    /// How long a red question must have been before the eyes of whoever confirms it.
    package var readingTime: Duration { policy.readingTime ?? Limits.readingTime }

    /// The step of a number, from 1, as people count.
    package func step(numbered number: Int) -> RunStep? { steps.first { $0.step.number == number } }
}
