import RunbookModel

/// Going from step to step.
extension Transition {
    /// Goes on where the cursor stands, when nothing and nobody is being waited for.
    mutating func proceed() {
        guard run.phase == .running, !isBusy, let cursor = run.cursor, run.steps[cursor].status == .pending else {
            return
        }
        walk(to: cursor)
    }

    /// Enters the step at `index` and goes on from there until a command runs or a person is asked.
    mutating func walk(to index: Int) {
        var next: Int? = index
        var decided: Set<Int> = []
        while let index = next { next = enter(index, decided: &decided) }
    }

    /// Enters a step. Returns the index of the step to go on with when this one needs neither a process nor a person.
    private mutating func enter(_ index: Int, decided: inout Set<Int>) -> Int? {
        redraw()
        guard index < run.plannedCount else {
            run.cursor = nil
            endWalk()
            return nil
        }
        run.cursor = index
        run.steps[index].status = .pending
        redraw(index)
        // Paused, or an undo is under way: `proceed` enters the step later.
        guard run.phase == .running, !isBusy else { return nil }
        run.visits = min(run.visits + 1, Limits.visitsPerRun + 1)
        let step = run.steps[index].step
        if run.policy.mode == .dryRun, step.kind != .decision { return simulate(index) }
        if step.runbook != nil, step.kind != .decision {
            openGate(.runbook, at: index)
            return nil
        }
        switch step.kind {
        case .command: enterCommand(index)
        case .manual: openGate(.manual, at: index)
        case .decision:
            // The same question twice without a command in between would go round for ever.
            if mayGoOnAlone, !run.steps[index].hasBreakpoint, decided.insert(index).inserted,
                let verdict = verdict(at: index)
            {
                return decide(index, verdict.choice, by: .system, working: verdict.working)
            }
            openGate(.decision, at: index)
        }
        return nil
    }

    /// Beyond the bound of a run nothing happens by itself any more: a loop then turns at the speed of a person.
    private var mayGoOnAlone: Bool { run.visits <= Limits.visitsPerRun }

    /// Does what the step's command, as it now stands, calls for.
    mutating func enterCommand(_ index: Int) {
        let step = run.steps[index]
        if !step.missingValues.isEmpty {
            openGate(.values, at: index)
        } else if !step.step.language.isExecutable || step.command == nil || !run.policy.mode.runsCommands
            || step.step.handling == .byHand
        {
            openGate(.manual, at: index)
        } else if !step.mayAttempt(.forward) {
            openGate(.recovery, at: index)
        } else if step.runsAlone, mayGoOnAlone {
            execute(index, by: .system)
        } else {
            captureOrAsk(index)
        }
    }

    /// Learns the state that the undo goes back to, where there is one to learn, before the question is asked: the
    /// person sees the real undo.
    mutating func captureOrAsk(_ index: Int) {
        let step = run.steps[index]
        if let capture = step.captureCommand, capture.runsAlone, step.mayAttempt(.capture), !isBusy {
            begin(.capture, capture, at: index, by: .system)
        } else {
            askForColour(index)
        }
    }

    /// Opens the gate that the step's colour asks for, green included: what got here does not run by itself.
    mutating func askForColour(_ index: Int) {
        guard run.policy.mode.runsCommands else { return openGate(.manual, at: index) }
        openGate(run.steps[index].risk == .red ? .confirmation : .approval, at: index)
    }

    mutating func openGate(_ kind: Gate.Kind, at index: Int) {
        run.steps[index].status = .waiting(nextGate(kind))
        redraw(index)
    }

    mutating func nextGate(_ kind: Gate.Kind) -> Gate {
        run.lastGate += 1
        return Gate(kind: kind, number: run.lastGate, openedAt: now, expiresAt: now + run.gateLifetime)
    }

    /// Records a decision and returns where it leads.
    mutating func decide(_ index: Int, _ choice: BranchChoice, by actor: Actor, working: String) -> Int {
        let shown = run.shown(index)
        run.steps[index].status = .decided(choice, by: actor, working: working)
        redraw(index)
        audit("step.decided", actor, step: index, ["choice": choice.rawValue, "working": working], shown: shown)
        return jump(from: index, to: run.destination(of: choice, at: index))
    }

    /// Marks the steps that a jump leaves out, or makes those that it goes back over open again. Returns `target`.
    private mutating func jump(from index: Int, to target: Int) -> Int {
        if target > index {
            for passed in (index + 1)..<target where run.steps[passed].status == .pending {
                run.steps[passed].status = .passedOver
                redraw(passed)
            }
        } else {
            for again in target...index {
                run.steps[again].status = .pending
                run.steps[again].doneByHand = nil
                redraw(again)
            }
        }
        return target
    }
}

extension RenderedCommand {
    /// Whether it may run with nobody watching.
    var runsAlone: Bool { assessment.runsAlone }
}

extension RunStep {
    /// Whether the step may run with nobody watching: the command is green as it stands, so was the author's step, and
    /// nobody asked to be asked.
    var runsAlone: Bool { risk == .green && !isEdited && !hasBreakpoint && command?.runsAlone == true }
}
