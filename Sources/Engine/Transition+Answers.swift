import RunbookModel

/// A command that a person put in the place of another, rendered and classified.
struct Edit {
    var command: RenderedCommand
    var undo: RenderedCommand?
    var capture: RenderedCommand?
}

/// The gate that a click answers.
struct OpenGate {
    var index: Int
    var gate: Gate
    /// Whether it asks about the undo of the step.
    var isUndo: Bool
}

/// Answers to gates. Each is checked in the same order: does the button still mean what it meant, may this person, is
/// it in time, does the answer fit the question. What expires is the leave to run something; a manual step may take as
/// long as it takes, and skipping is never too late.
extension Transition {
    mutating func approve(_ reference: GateReference, _ by: UserID, _ authority: Authority) throws(Refused) {
        let open = try find(reference, undoToo: true)
        try mustOperate(authority, risk(open))
        switch open.gate.kind {
        case .approval: break
        case .confirmation: throw Refused(.needsConfirmation)
        case .values: throw Refused(.valuesMissing(run.steps[open.index].missingValues))
        case .manual, .decision, .recovery, .runbook: throw Refused(.stale)
        }
        try mustBeClear(authority)
        guard try isInTime(open, by) else { return }
        try run(open, by)
    }

    mutating func confirm(
        _ reference: GateReference, _ typed: String, _ by: UserID, _ authority: Authority, _ shownAt: Timestamp?
    ) throws(Refused) {
        let open = try find(reference, undoToo: true)
        guard open.gate.kind == .confirmation else { throw Refused(.stale) }
        guard authority.mayConfirmRed || run.brokenGlass != nil else { throw Refused(.notPermitted(.red)) }
        try mustBeClear(authority)
        if let shownAt, now - shownAt < run.readingTime { throw Refused(.readFirst(run.readingTime)) }
        guard try isInTime(open, by) else { return }
        let step = run.steps[open.index]
        let expected = open.isUndo ? step.undoConfirmationTarget : step.confirmationTarget
        guard typed.asTypedTarget == expected.asTypedTarget else { throw Refused(.wrongTarget(expected: expected)) }
        if run.policy.redNeedsTwoPeople, run.brokenGlass == nil {
            guard let first = open.gate.confirmedBy else { return askSecondPerson(open, by) }
            guard first != by else { throw Refused(.needsAnotherPerson) }
        }
        try run(open, by)
    }

    /// Puts the question anew, to somebody else.
    private mutating func askSecondPerson(_ open: OpenGate, _ by: UserID) {
        audit(
            open.isUndo ? "undo.confirmedByFirst" : "step.confirmedByFirst", .user(by), step: open.index,
            ["gate": String(open.gate.number)], shown: run.shown(open.index, open.isUndo ? .undo : .forward))
        var gate = nextGate(.confirmation)
        gate.confirmedBy = by
        put(gate, inPlaceOf: open)
    }

    /// Puts another question where one stands open.
    mutating func put(_ gate: Gate, inPlaceOf open: OpenGate) {
        if open.isUndo {
            run.steps[open.index].undo = .waiting(gate)
        } else {
            run.steps[open.index].status = .waiting(gate)
        }
        redraw(open.index)
    }

    /// Spends the gate: the command runs, once.
    private mutating func run(_ open: OpenGate, _ by: UserID) throws(Refused) {
        guard !isBusy else { throw Refused(.stepRunning) }
        let answer = open.gate.kind == .confirmation ? "confirmed" : "approved"
        var detail = ["gate": String(open.gate.number)]
        if let first = open.gate.confirmedBy { detail["confirmedFirstBy"] = first.rawValue }
        if open.isUndo {
            guard let undo = run.steps[open.index].undoable else { throw Refused(.nothingToUndo) }
            audit("undo.\(answer)", .user(by), step: open.index, detail, shown: run.shown(open.index, .undo))
            begin(.undo, undo, at: open.index, by: .user(by))
        } else {
            guard run.policy.mode.runsCommands else { throw Refused(.onlyShown) }
            guard run.steps[open.index].mayAttempt(.forward) else { throw Refused(.tooManyAttempts) }
            audit("step.\(answer)", .user(by), step: open.index, detail, shown: run.shown(open.index))
            execute(open.index, by: .user(by))
        }
    }

    mutating func edit(
        _ reference: GateReference, _ edit: Edit, _ by: UserID, _ authority: Authority
    ) throws(Refused) {
        let open = try find(reference)
        let index = open.index
        try mustOperate(authority, risk(open))
        switch open.gate.kind {
        case .approval, .confirmation, .recovery, .values: break
        case .manual, .decision, .runbook: throw Refused(.stale)
        }
        let before = run.steps[index].command?.text ?? run.steps[index].step.command ?? ""
        run.steps[index].command = edit.command
        run.steps[index].missingValues = []
        run.steps[index].isEdited = true
        setUndo(of: index, edit.undo, capture: edit.capture)
        let detail = [
            "gate": String(open.gate.number), "before": before, "after": edit.command.text,
            "colour": run.steps[index].risk.rawValue,
        ]
        audit("step.edited", .user(by), step: index, detail)
        enterCommand(index)
    }

    mutating func skip(
        _ reference: GateReference, _ reason: String?, _ by: UserID, _ authority: Authority
    ) throws(Refused) {
        let open = try find(reference)
        try mustOperate(authority, risk(open))
        audit(
            "step.skipped", .user(by), step: open.index,
            ["gate": String(open.gate.number), "reason": reason ?? ""], shown: run.shown(open.index))
        run.steps[open.index].status = .skipped(by: .user(by), reason: reason)
        redraw(open.index)
        goOn(after: open.index)
    }

    mutating func markDone(_ reference: GateReference, _ by: UserID, _ authority: Authority) throws(Refused) {
        let open = try find(reference)
        try mustOperate(authority, risk(open))
        guard open.gate.kind != .decision else { throw Refused(.stale) }
        audit(
            "step.doneByHand", .user(by), step: open.index, ["gate": String(open.gate.number)],
            shown: run.shown(open.index))
        run.steps[open.index].status = .succeeded
        run.steps[open.index].doneByHand = by
        redraw(open.index)
        goOn(after: open.index)
    }

    mutating func choose(
        _ reference: GateReference, _ choice: BranchChoice, _ by: UserID, _ authority: Authority
    ) throws(Refused) {
        let open = try find(reference)
        try mustOperate(authority)
        guard open.gate.kind == .decision else { throw Refused(.stale) }
        walk(to: decide(open.index, choice, by: .user(by), working: "chosen by hand"))
    }

    mutating func retry(_ reference: GateReference, _ by: UserID, _ authority: Authority) throws(Refused) {
        let open = try find(reference)
        try mustOperate(authority, risk(open))
        guard open.gate.kind == .recovery, let command = run.steps[open.index].command else { throw Refused(.stale) }
        guard run.policy.mode.runsCommands else { throw Refused(.onlyShown) }
        guard run.steps[open.index].missingValues.isEmpty else {
            throw Refused(.valuesMissing(run.steps[open.index].missingValues))
        }
        guard run.steps[open.index].mayAttempt(.forward) else { throw Refused(.tooManyAttempts) }
        guard try isInTime(open, by) else { return }
        let asksAgain = !run.steps[open.index].runsAlone
        if !asksAgain { try mustBeClear(authority) }
        if !asksAgain, isBusy { throw Refused(.stepRunning) }
        audit(
            "step.retryAsked", .user(by), step: open.index,
            ["gate": String(open.gate.number), "command": command.text], shown: run.shown(open.index))
        if asksAgain {
            askForColour(open.index)
        } else {
            execute(open.index, by: .user(by))
        }
    }
}

// MARK: - Undo

extension Transition {
    mutating func askUndo(_ stepNumber: Int, _ by: UserID, _ authority: Authority) throws(Refused) {
        let index = try index(ofStep: stepNumber)
        let step = run.steps[index]
        guard let undo = step.undoable else { throw Refused(.nothingToUndo) }
        try mustOperate(authority, undo.undoRisk)
        // A question whose answer would be refused is not put.
        try mustBeClear(authority)
        guard !step.isRunningCommand else { throw Refused(.stepRunning) }
        guard step.mayAttempt(.undo) else { throw Refused(.tooManyAttempts) }
        switch step.undo {
        case .waiting(let gate) where now < gate.expiresAt: throw Refused(.alreadyAnswered)
        case .running: throw Refused(.stepRunning)
        case .succeeded: throw Refused(.nothingToUndo)
        case nil, .waiting, .failed, .unknown: break
        }
        audit("undo.asked", .user(by), step: index, ["command": undo.text])
        openUndoGate(at: index, undo)
    }

    mutating func declineUndo(_ reference: GateReference, _ by: UserID) throws(Refused) {
        let open = try find(reference, undoToo: true)
        guard open.isUndo else { throw Refused(.stale) }
        run.steps[open.index].undo = run.steps[open.index].undoBeforeTheQuestion
        audit("undo.declined", .user(by), step: open.index, ["gate": String(open.gate.number)])
        redraw(open.index)
    }

    private mutating func openUndoGate(at index: Int, _ undo: RenderedCommand) {
        run.steps[index].undo = .waiting(nextGate(undo.undoRisk == .red ? .confirmation : .approval))
        redraw(index)
    }
}

extension RunStep {
    /// Where the undo stood before it was asked about again.
    var undoBeforeTheQuestion: UndoStatus? {
        switch attempts.last(where: { $0.purpose == .undo })?.result {
        case nil: nil
        case .unknown: .unknown
        case .some: .failed
        }
    }
}

// MARK: - Gates

extension Transition {
    /// The open gate that a click names, or why there is none. Questions about going on are answered only while the
    /// run goes on; those about an undo at any time.
    func find(_ reference: GateReference, undoToo: Bool = false) throws(Refused) -> OpenGate {
        let index = try index(ofStep: reference.step)
        let step = run.steps[index]
        if undoToo, case .waiting(let gate) = step.undo, gate.number == reference.gate {
            return OpenGate(index: index, gate: gate, isUndo: true)
        }
        if case .finished(let outcome) = run.phase { throw Refused(.runFinished(outcome)) }
        if case .waiting(let gate) = step.status {
            guard gate.number == reference.gate else { throw Refused(.stale) }
            guard run.phase == .running else { throw Refused(.runPaused) }
            return OpenGate(index: index, gate: gate, isUndo: false)
        }
        guard (1...max(1, run.lastGate)).contains(reference.gate) else { throw Refused(.stale) }
        throw Refused(step.status == .pending ? .stale : .alreadyAnswered)
    }

    /// Whether the answer came in time. If not, it is refused, and the question is asked anew.
    mutating func isInTime(_ open: OpenGate, _ by: UserID) throws(Refused) -> Bool {
        guard now >= open.gate.expiresAt else { return true }
        audit("gate.expired", .user(by), step: open.index, ["gate": String(open.gate.number)])
        emit(.refuse(by, .expired))
        if open.isUndo {
            guard let undo = run.steps[open.index].undoable else { throw Refused(.nothingToUndo) }
            openUndoGate(at: open.index, undo)
        } else if open.gate.kind == .recovery || open.gate.kind == .runbook
            || run.steps[open.index].count(.forward) > 0
        {
            openGate(open.gate.kind, at: open.index)
        } else {
            // The state that the undo goes back to may have changed in the meantime.
            captureOrAsk(open.index)
        }
        return false
    }

    func risk(_ open: OpenGate) -> Risk {
        let step = run.steps[open.index]
        return open.isUndo ? step.undoable?.undoRisk ?? .yellow : step.risk
    }
}
