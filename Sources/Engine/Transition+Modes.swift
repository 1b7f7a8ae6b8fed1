import RunbookModel

/// What the mode of a run and its place among others ask for.
extension Transition {
    /// Commands of the thread that one run takes.
    static let addedLimit = 50

    /// Shows a step as done that nothing was done for. Returns the index of the next.
    mutating func simulate(_ index: Int) -> Int {
        run.steps[index].status = .simulated
        redraw(index)
        return index + 1
    }

    /// All steps are behind the run. Whether an incident is over is for people to say; a dry run and the part of another
    /// run are over with their last step.
    mutating func endWalk() {
        guard run.phase == .running, run.policy.mode == .dryRun || run.parent != nil else { return }
        let outcome: RunOutcome = run.policy.mode == .dryRun ? .stopped : .resolved
        finish(outcome, by: .system)
        audit("run.walkedThrough", .system, ["outcome": outcome.rawValue])
        emit(.summarize)
    }

    /// Goes on behind a step that is done with. What was added in the run has no place in the walk.
    mutating func goOn(after index: Int) {
        if run.steps[index].added != nil { return proceed() }
        walk(to: index + 1)
    }

    /// A run that an alert started is led by whoever answers first.
    mutating func takeLead(_ event: RunEvent) {
        guard run.startedAt != nil, !run.isFinished, run.lead == nil, let person = event.answerer else { return }
        run.leader = person
        audit("run.handedOver", .user(person), ["from": "", "to": person.rawValue])
    }

    /// Where values come from: a step's output, or a person.
    mutating func noteSource(of values: [String: String], _ actor: Actor) {
        var captured = run.captured ?? [:]
        let source = actor == .system ? run.cursor.map { run.steps[$0].step.number } : nil
        for name in values.keys { captured[name] = source }
        run.captured = captured.isEmpty ? nil : captured
    }
}

// MARK: - Checks

extension Transition {
    mutating func checkAgain(_ reference: GateReference, _ by: UserID, _ authority: Authority) throws(Refused) {
        let open = try find(reference)
        try mustOperate(authority)
        let step = run.steps[open.index]
        guard open.gate.kind == .recovery, step.checkResult != nil, let check = step.checkCommand, check.runsAlone
        else { throw Refused(.stale) }
        guard run.policy.mode.runsCommands else { throw Refused(.onlyShown) }
        try mustBeClear(authority)
        guard step.mayAttempt(.check) else { throw Refused(.tooManyAttempts) }
        guard !isBusy else { throw Refused(.stepRunning) }
        guard try isInTime(open, by) else { return }
        audit("check.asked", .user(by), step: open.index, ["gate": String(open.gate.number), "command": check.text])
        begin(.check, check, at: open.index, by: .user(by))
    }
}

// MARK: - Runbooks within runbooks

extension Transition {
    mutating func follow(
        _ reference: GateReference, _ child: RunID, _ by: UserID, _ authority: Authority
    ) throws(Refused) {
        let open = try find(reference)
        guard authority.mayStart ?? authority.mayOperate else { throw Refused(.mayNotStart) }
        guard open.gate.kind == .runbook else { throw Refused(.stale) }
        if run.policy.mode.runsCommands { try mustBeClear(authority) }
        guard try isInTime(open, by) else { return }
        audit(
            "step.followed", .user(by), step: open.index,
            ["gate": String(open.gate.number), "child": child.rawValue], shown: run.shown(open.index))
        run.steps[open.index].status = .following(child)
        run.steps[open.index].child = ChildRun(run: child)
        redraw(open.index)
    }

    /// Done when the other run was; else the question is put again.
    mutating func endFollowing(_ number: Int, _ child: RunID, _ outcome: RunOutcome) throws(Refused) {
        let index = try index(ofStep: number)
        guard run.steps[index].status == .following(child) else { throw Refused(.stale) }
        audit("step.followedToTheEnd", .system, step: index, ["child": child.rawValue, "outcome": outcome.rawValue])
        run.steps[index].child = ChildRun(run: child, outcome: outcome)
        redraw(index)
        guard outcome == .resolved else { return openGate(.runbook, at: index) }
        run.steps[index].status = .succeeded
        goOn(after: index)
    }
}

// MARK: - Commands of the thread

extension Transition {
    /// Takes a typed command into the run, behind the steps of the runbook. The click that asks for it lets one run that
    /// only reads; any other is asked for at the gate of its colour.
    mutating func add(_ edit: Edit, note: Int, _ by: UserID, _ authority: Authority) throws(Refused) {
        try mustOperate(authority, edit.command.assessment.risk)
        guard run.extraActions.indices.contains(note), run.extraActions[note].by == by else { throw Refused(.stale) }
        guard !run.steps.contains(where: { $0.added?.note == note }) else { throw Refused(.alreadyAnswered) }
        guard run.phase == .running else { throw Refused(.runPaused) }
        guard run.policy.mode.runsCommands else { throw Refused(.onlyShown) }
        guard run.steps.count - run.plannedCount < Self.addedLimit else { throw Refused(.tooManyAttempts) }
        let risk = edit.command.assessment.risk
        if risk == .green { try mustBeClear(authority) }
        let index = run.steps.count
        run.steps.append(
            RunStep(
                step: Step(
                    number: index + 1, kind: .command, title: "Typed in the thread", command: edit.command.text,
                    risk: risk, reasons: edit.command.assessment.reasons),
                command: edit.command, added: AddedCommand(by: by, note: note)))
        setUndo(of: index, edit.undo, capture: edit.capture)
        audit(
            "command.added", .user(by), step: index,
            ["command": edit.command.text, "colour": risk.rawValue, "note": String(note)], shown: run.shown(index))
        redraw(index)
        if run.steps[index].runsAlone, !isBusy {
            execute(index, by: .user(by))
        } else {
            captureOrAsk(index)
        }
    }
}

extension RunEvent {
    /// The person whose event answers a question or sets something going.
    fileprivate var answerer: UserID? {
        switch self {
        case .approved, .confirmed, .edited, .skipped, .markedDone, .chosen, .retryAsked, .undoAsked, .undoDeclined,
            .resumed, .valuesGiven, .checkAsked, .runbookFollowed, .commandAdded:
            person
        case .started, .dismissed, .executionEnded, .executionLost, .paused, .stopped, .resolved, .actionNoted,
            .startedByAlert, .modeChanged, .breakpointSet, .handedOver, .secondAsked, .skipExplained, .glassBroken,
            .escalated, .runbookEnded, .preflightEnded, .placed:
            nil
        }
    }
}
