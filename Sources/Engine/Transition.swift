import RunbookModel

/// The making of the next run: the run so far, what is to be done, and the rules. Thrown away when an event is refused.
struct Transition {
    var run: Run
    let now: Timestamp
    private(set) var effects: [RunEffect] = []
    private var changedSteps: Set<Int> = []
    private var isCardChanged = false

    init(run: Run, now: Timestamp) {
        self.run = run
        self.now = now
    }

    /// Every pair of phase and event, one way each.
    mutating func apply(_ event: RunEvent) throws(Refused) {
        switch run.phase {
        case .offered: try applyToOffered(event)
        case .running, .paused:
            try applyToStarted(event)
            takeLead(event)
        case .finished(let outcome): try applyToFinished(event, outcome)
        }
    }

    private mutating func applyToOffered(_ event: RunEvent) throws(Refused) {
        switch event {
        case .started(let by, let authority): try start(by, authority)
        case .dismissed(let by, let authority): try dismiss(by, authority)
        case .valuesGiven(let values, let commands, let undos, let missing, let by, let captures, let checks):
            try give(values, Renderings(commands, undos, captures, checks ?? [:], missing), by: by)
        case .resolved(let by): resolve(by: by)
        case .actionNoted(let action): try note(action)
        case .startedByAlert(let vendor): try startByAlert(vendor)
        case .modeChanged(let mode, let by, let authority): try change(to: mode, by, authority)
        case .breakpointSet(let step, let isSet, let by, let authority): try setBreakpoint(step, isSet, by, authority)
        case .escalated(let cause, let by): try escalate(cause, by: by)
        case .preflightEnded(let report): takeUp(report)
        case .placed(let place): try move(to: place)
        case .approved, .confirmed, .edited, .skipped, .markedDone, .chosen, .retryAsked, .undoAsked, .undoDeclined,
            .executionEnded, .executionLost, .paused, .resumed, .stopped, .handedOver, .secondAsked, .skipExplained,
            .glassBroken, .checkAsked, .runbookFollowed, .runbookEnded, .commandAdded:
            throw Refused(.notStarted)
        }
    }

    private mutating func applyToStarted(_ event: RunEvent) throws(Refused) {
        switch event {
        case .started, .dismissed, .startedByAlert: throw Refused(.alreadyStarted(by: run.startedBy))
        case .valuesGiven(let values, let commands, let undos, let missing, let by, let captures, let checks):
            try give(values, Renderings(commands, undos, captures, checks ?? [:], missing), by: by)
        case .approved(let gate, let by, let authority): try approve(gate, by, authority)
        case .confirmed(let gate, let typed, let by, let authority, let shownAt):
            try confirm(gate, typed, by, authority, shownAt)
        case .edited(let gate, let command, let undo, let by, let authority, let capture):
            try edit(gate, Edit(command: command, undo: undo, capture: capture), by, authority)
        case .skipped(let gate, let reason, let by, let authority): try skip(gate, reason, by, authority)
        case .markedDone(let gate, let by, let authority): try markDone(gate, by, authority)
        case .chosen(let gate, let choice, let by, let authority): try choose(gate, choice, by, authority)
        case .retryAsked(let gate, let by, let authority): try retry(gate, by, authority)
        case .undoAsked(let step, let by, let authority): try askUndo(step, by, authority)
        case .undoDeclined(let gate, let by): try declineUndo(gate, by)
        case .executionEnded(let step, let attempt, let result, let output, let undo):
            try end(step, attempt, Ending(result: result, output: output, undo: undo))
        case .executionLost(let step, let attempt): try lose(step, attempt)
        case .paused(let by, let authority): try pause(by, authority)
        case .resumed(let by, let authority): try resume(by, authority)
        case .stopped(let by, let authority): try stop(by, authority)
        case .resolved(let by): resolve(by: by)
        case .actionNoted(let action): try note(action)
        case .modeChanged(let mode, let by, let authority): try change(to: mode, by, authority)
        case .breakpointSet(let step, let isSet, let by, let authority): try setBreakpoint(step, isSet, by, authority)
        case .handedOver(let person, let by, let authority): try handOver(to: person, by, authority)
        case .secondAsked(let gate, let contact, let by, let authority): try askSecond(gate, contact, by, authority)
        case .skipExplained(let step, let reason, let by, let authority): try explainSkip(step, reason, by, authority)
        case .glassBroken(let reason, let by, let authority): try breakGlass(reason, by, authority)
        case .escalated(let cause, let by): try escalate(cause, by: by)
        case .preflightEnded: throw Refused(.alreadyStarted(by: run.startedBy))
        case .placed(let place): try move(to: place)
        case .checkAsked(let gate, let by, let authority): try checkAgain(gate, by, authority)
        case .runbookFollowed(let gate, let child, let by, let authority): try follow(gate, child, by, authority)
        case .runbookEnded(let step, let child, let outcome): try endFollowing(step, child, outcome)
        case .commandAdded(let note, let command, let undo, let capture, let by, let authority):
            try add(Edit(command: command, undo: undo, capture: capture), note: note, by, authority)
        }
    }

    /// A finished run starts nothing of its own: what goes on is the record of what still runs, and undoing.
    private mutating func applyToFinished(_ event: RunEvent, _ outcome: RunOutcome) throws(Refused) {
        switch event {
        case .approved(let gate, let by, let authority): try approve(gate, by, authority)
        case .confirmed(let gate, let typed, let by, let authority, let shownAt):
            try confirm(gate, typed, by, authority, shownAt)
        case .undoAsked(let step, let by, let authority): try askUndo(step, by, authority)
        case .undoDeclined(let gate, let by): try declineUndo(gate, by)
        case .executionEnded(let step, let attempt, let result, let output, let undo):
            try end(step, attempt, Ending(result: result, output: output, undo: undo))
        case .executionLost(let step, let attempt): try lose(step, attempt)
        case .stopped(let by, let authority): try stop(by, authority)
        case .skipExplained(let step, let reason, let by, let authority): try explainSkip(step, reason, by, authority)
        case .secondAsked(let gate, let contact, let by, let authority): try askSecond(gate, contact, by, authority)
        case .started, .startedByAlert, .dismissed, .valuesGiven, .edited, .skipped, .markedDone, .chosen, .retryAsked,
            .paused, .resumed, .resolved, .actionNoted, .modeChanged, .breakpointSet, .handedOver, .glassBroken,
            .escalated, .preflightEnded, .checkAsked, .runbookFollowed, .runbookEnded, .commandAdded:
            throw Refused(.runFinished(outcome))
        // What can still be undone is undone where it says.
        case .placed(let place): try move(to: place)
        }
    }
}

// MARK: - Effects

extension Transition {
    /// The effects in their order, each thing to draw once.
    var finalEffects: [RunEffect] {
        effects + changedSteps.sorted().map { .stepChanged(step: $0) } + (isCardChanged ? [.cardChanged] : [])
    }

    mutating func emit(_ effect: RunEffect) { effects.append(effect) }

    /// The card, and with `index` the message of that step, must be drawn anew.
    mutating func redraw(_ index: Int? = nil) {
        isCardChanged = true
        if let index { changedSteps.insert(run.steps[index].step.number) }
    }

    mutating func audit(
        _ action: String, _ actor: Actor, step index: Int? = nil, _ detail: [String: String] = [:],
        shown: String? = nil, output: String? = nil
    ) {
        emit(
            .audit(
                AuditEntry(
                    at: now, actor: actor, action: action, run: run.id, runbook: run.runbook,
                    step: index.map { run.steps[$0].step.number }, detail: detail, shown: shown,
                    output: output)))
    }
}

// MARK: - Looking at the run

extension Transition {
    /// Index of the step with this number.
    func index(ofStep number: Int) throws(Refused) -> Int {
        guard run.steps.indices.contains(number - 1) else { throw Refused(.stale) }
        return number - 1
    }

    /// Whether a command of this run is under way: only one is at a time, so that an undo and a step never race.
    var isBusy: Bool { run.steps.contains { $0.isRunningCommand } }

    /// The person may do what any operator may.
    func mustOperate(_ authority: Authority, _ risk: Risk = .green) throws(Refused) {
        guard authority.mayOperate else { throw Refused(.notPermitted(risk)) }
    }
}

extension RunStep {
    /// Whether one of the step's attempts has no result yet.
    var isRunningCommand: Bool { attempts.contains { $0.result == nil } }

    /// Attempts of one purpose.
    func count(_ purpose: Attempt.Purpose) -> Int { attempts.count { $0.purpose == purpose } }

    /// Whether there may be one more attempt of this purpose.
    func mayAttempt(_ purpose: Attempt.Purpose) -> Bool { count(purpose) < Limits.attemptsPerStep }
}
