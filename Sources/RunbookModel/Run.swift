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

/// How much of a run goes by itself.
package enum RunMode: String, Codable, Hashable, Sendable {
    /// Shows the steps; people do them.
    case readAlong
    /// Green runs by itself, yellow on a click, red on a confirmed modal.
    case copilot
}

/// What was laid down for a run before it began.
package struct RunPolicy: Codable, Hashable, Sendable {
    package var mode: RunMode
    /// A red command needs the confirmation of two people, the second not the first.
    package var redNeedsTwoPeople: Bool

    package init(mode: RunMode = .copilot, redNeedsTwoPeople: Bool = false) {
        self.mode = mode
        self.redNeedsTwoPeople = redNeedsTwoPeople
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

/// A question to a person that one answer closes. Its number is new whenever anything about it changes, so that a
/// click on an older message can be told from a click on this one.
package struct Gate: Codable, Hashable, Sendable {
    /// What answers the question.
    package enum Kind: String, Codable, Hashable, Sendable {
        /// One click runs the command.
        case approval
        /// A confirmed modal runs the command.
        case confirmation
        /// The person does it and says so.
        case manual
        /// The person chooses a branch.
        case decision
        /// The command failed or its outcome is unknown: retry, edit, skip, undo or stop.
        case recovery
        /// Variables of the command have no value yet.
        case values
    }

    package var kind: Kind
    /// Unique within the run, ascending.
    package var number: Int
    package var openedAt: Timestamp
    /// The answer is refused from then on, and the question asked anew.
    package var expiresAt: Timestamp
    /// Who has confirmed already, where the policy asks for two people.
    package var confirmedBy: UserID?

    package init(
        kind: Kind, number: Int, openedAt: Timestamp, expiresAt: Timestamp, confirmedBy: UserID? = nil
    ) {
        self.kind = kind
        self.number = number
        self.openedAt = openedAt
        self.expiresAt = expiresAt
        self.confirmedBy = confirmedBy
    }
}

/// How an attempt to run a command ended.
package enum AttemptResult: Codable, Hashable, Sendable {
    case exited(Int)
    case signaled(Int)
    case timedOut
    /// Somebody pressed stop.
    case killed
    /// The process could not be started; the reason.
    case notStarted(String)
    /// The program went away in between. Nobody knows.
    case unknown
}

/// What a command printed, masked and cut to what is kept.
package struct CommandOutput: Codable, Hashable, Sendable {
    /// The kept text, standard output and error as they came, secrets masked, control characters removed.
    package var text: String
    /// Bytes that the command wrote in all.
    package var totalBytes: Int
    /// Whether `text` lacks a part from the middle.
    package var isCut: Bool

    package init(text: String, totalBytes: Int, isCut: Bool) {
        self.text = text
        self.totalBytes = totalBytes
        self.isCut = isCut
    }
}

/// One attempt to run a step's command or its undo.
package struct Attempt: Codable, Hashable, Sendable {
    /// What the attempt is for.
    package enum Purpose: String, Codable, Hashable, Sendable {
        case forward
        case undo
        /// Reads the state to go back to, before the forward attempt: see `Inverse.capture`.
        case capture
    }

    /// From 1 within the step.
    package var number: Int
    package var purpose: Purpose
    package var command: RenderedCommand
    /// Who let it run; `.system` for a green step.
    package var approvedBy: Actor
    package var startedAt: Timestamp
    package var finishedAt: Timestamp?
    package var result: AttemptResult?
    package var output: CommandOutput?
    /// What takes this very forward attempt back, as it was when it started. For a capture, the undo with the place
    /// for the captured state still open.
    package var undo: RenderedCommand?

    package init(
        number: Int, purpose: Purpose, command: RenderedCommand, approvedBy: Actor, startedAt: Timestamp,
        finishedAt: Timestamp? = nil, result: AttemptResult? = nil, output: CommandOutput? = nil,
        undo: RenderedCommand? = nil
    ) {
        self.number = number
        self.purpose = purpose
        self.command = command
        self.approvedBy = approvedBy
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.result = result
        self.output = output
        self.undo = undo
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

    package init(
        step: Step, command: RenderedCommand? = nil, undoCommand: RenderedCommand? = nil,
        captureCommand: RenderedCommand? = nil, missingValues: [String] = [], status: StepStatus = .pending,
        undo: UndoStatus? = nil,
        attempts: [Attempt] = [], isEdited: Bool = false, hasBreakpoint: Bool = false,
        doneByHand: UserID? = nil
    ) {
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
    /// Rises by one with every stored change: compare-and-set goes by it.
    package var revision: Int

    package init(
        id: RunID, runbook: RunbookID, runbookVersion: Int, title: String, alert: AlertID? = nil,
        match: MatchResult? = nil, channel: ChannelID, policy: RunPolicy = RunPolicy(), phase: RunPhase = .offered,
        steps: [RunStep],
        values: [String: String] = [:], cursor: Int? = nil, lastGate: Int = 0, visits: Int = 0,
        extraActions: [ExtraAction] = [],
        incidentBegan: Timestamp, offeredAt: Timestamp, startedAt: Timestamp? = nil, startedBy: UserID? = nil,
        finishedAt: Timestamp? = nil, finishedBy: Actor? = nil, revision: Int = 0
    ) {
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
    }

    /// Time from the beginning of the incident to its end; `nil` until it is resolved.
    package var timeToResolve: Duration? {
        guard phase == .finished(.resolved), let finishedAt else { return nil }
        return finishedAt - incidentBegan
    }

    package var isFinished: Bool {
        if case .finished = phase { true } else { false }
    }
}
