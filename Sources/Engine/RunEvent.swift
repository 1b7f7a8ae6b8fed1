import RunbookModel

/// What may be decided by the person who clicked, looked up at the moment of the click.
package struct Authority: Codable, Hashable, Sendable {
    /// May start runs, approve yellow steps, skip, edit, stop.
    package var mayOperate: Bool
    /// May confirm red steps.
    package var mayConfirmRed: Bool
    /// May start the run; `nil` is the same as `mayOperate`.
    package var mayStart: Bool?
    /// What stands in the way of everybody: nothing may be run as long as it does.
    package var obstacle: Obstacle?

    package init(mayOperate: Bool, mayConfirmRed: Bool, mayStart: Bool? = nil, obstacle: Obstacle? = nil) {
        self.mayOperate = mayOperate
        self.mayConfirmRed = mayConfirmRed
        self.mayStart = mayStart
        self.obstacle = obstacle
    }
}

/// What stands in the way of running anything.
package enum Obstacle: Codable, Hashable, Sendable {
    case frozen(Freeze)
    /// Another run is changing the same thing: what it is, and which run.
    case targetBusy(String, run: RunID, title: String)
}

/// Which gate a click answers: what stood on the button.
package struct GateReference: Codable, Hashable, Sendable {
    /// Number of the step, from 1.
    package var step: Int
    /// `Gate.number`.
    package var gate: Int

    package init(step: Int, gate: Int) {
        self.step = step
        self.gate = gate
    }
}

/// What happens to a run. Everything that changes a run is one of these; folding them gives the run.
package enum RunEvent: Codable, Hashable, Sendable {
    case started(by: UserID, authority: Authority)
    case dismissed(by: UserID, authority: Authority)
    /// Values for variables, with every command that they complete rendered and classified anew, by step number.
    /// Steps that have run, or whose command a person changed, keep theirs.
    case valuesGiven(
        [String: String], commands: [Int: RenderedCommand], undoCommands: [Int: RenderedCommand],
        missing: [Int: [String]], by: Actor, captureCommands: [Int: RenderedCommand] = [:],
        checkCommands: [Int: RenderedCommand]? = nil)
    /// One click on Approve & Execute (or Execute).
    case approved(GateReference, by: UserID, authority: Authority)
    /// The modal of a red step was submitted, with what was typed as the target.
    /// - `shownAt`: when the modal was put before this person; `nil` for records of before that was kept.
    case confirmed(
        GateReference, typedTarget: String, by: UserID, authority: Authority, shownAt: Timestamp? = nil)
    case edited(
        GateReference, command: RenderedCommand, undo: RenderedCommand?, by: UserID, authority: Authority,
        capture: RenderedCommand? = nil)
    case skipped(GateReference, reason: String?, by: UserID, authority: Authority)
    /// The step was done by hand: a manual one, or a command that somebody ran elsewhere.
    case markedDone(GateReference, by: UserID, authority: Authority)
    case chosen(GateReference, BranchChoice, by: UserID, authority: Authority)
    /// Asks to try a failed step, or one of unknown outcome, again: opens the gate of its colour anew.
    case retryAsked(GateReference, by: UserID, authority: Authority)
    /// Asks to take a step back: opens a gate of the undo's colour.
    case undoAsked(step: Int, by: UserID, authority: Authority)
    case undoDeclined(GateReference, by: UserID)
    /// A command ended. After a capture that exited with 0, `undo` is the step's undo with the captured state in the
    /// place of `Inverse.previousPlaceholder`, classified in that form; `nil` when the state cannot be put in.
    case executionEnded(
        step: Int, attempt: Int, result: AttemptResult, output: CommandOutput, undo: RenderedCommand? = nil)
    /// After a restart: the attempt was begun and nothing is known of its end.
    case executionLost(step: Int, attempt: Int)
    case paused(by: UserID, authority: Authority)
    case resumed(by: UserID, authority: Authority)
    /// The kill switch.
    case stopped(by: UserID, authority: Authority)
    case resolved(by: Actor)
    /// Something was done that the runbook does not contain.
    case actionNoted(ExtraAction)
    /// An alert started the run by itself: autopilot.
    case startedByAlert(vendor: String)
    /// How much of the run goes by itself from now on.
    case modeChanged(RunMode, by: UserID, authority: Authority)
    /// Whether the run stops before this step, whatever its colour.
    case breakpointSet(step: Int, Bool, by: UserID, authority: Authority)
    /// Somebody else leads the run from now on; `by` may be the same person, who takes it over.
    case handedOver(to: UserID, by: UserID, authority: Authority)
    /// A second person is asked to look at an open question.
    case secondAsked(GateReference, of: String, by: UserID, authority: Authority)
    /// Why a step was skipped, said after the click that skipped it.
    case skipExplained(step: Int, reason: String, by: UserID, authority: Authority)
    /// The rules about who may confirm are set aside for this run, loudly.
    case glassBroken(reason: String, by: UserID, authority: Authority)
    /// Somebody is called because nobody answered, or the incident goes on.
    case escalated(Escalation.Cause, by: Actor)
    /// The needs of the run were looked at, where its commands would run.
    case preflightEnded(PreflightReport)
    /// The commands run elsewhere, or as somebody else, than was shown before.
    case placed(RunPlace)
    /// Runs the check of a step again, and nothing else.
    case checkAsked(GateReference, by: UserID, authority: Authority)
    /// Another run carries the step out from now on.
    case runbookFollowed(GateReference, child: RunID, by: UserID, authority: Authority)
    /// The run that carries a step out ended.
    case runbookEnded(step: Int, child: RunID, RunOutcome)
    /// A command that was typed in the thread is to be run in the run, at the gate of its colour.
    /// - `note`: index into `Run.extraActions`.
    case commandAdded(
        note: Int, command: RenderedCommand, undo: RenderedCommand?, capture: RenderedCommand?, by: UserID,
        authority: Authority)
}

/// What must be done after an event. The order matters.
package enum RunEffect: Codable, Hashable, Sendable {
    /// Run the command of this attempt; its row is written in the same transaction.
    case execute(step: Int, attempt: Int)
    /// Kill the process group of this attempt.
    case kill(step: Int, attempt: Int)
    /// The card must be drawn anew.
    case cardChanged
    /// The step's message in the thread must be drawn anew, or posted.
    case stepChanged(step: Int)
    case audit(AuditEntry)
    /// Tell the person who clicked why nothing happened.
    case refuse(UserID, Refusal)
    /// The run is over: post the summary.
    case summarize
}
