import RunbookModel

/// How an attempt ended.
struct Ending {
    var result: AttemptResult
    var output: CommandOutput?
    /// For a capture: the undo with the captured state in it.
    var undo: RenderedCommand?
}

/// Beginning and ending of commands.
extension Transition {
    /// Runs the step's command. Whoever calls has made sure that it may.
    mutating func execute(_ index: Int, by actor: Actor) {
        guard let command = run.steps[index].command else { preconditionFailure("a step without command cannot run") }
        begin(.forward, command, at: index, by: actor)
    }

    mutating func begin(_ purpose: Attempt.Purpose, _ command: RenderedCommand, at index: Int, by actor: Actor) {
        precondition(!isBusy, "one command at a time in a run")
        let shown = run.shown(index, purpose)
        let number = run.steps[index].attempts.count + 1
        var attempt = Attempt(number: number, purpose: purpose, command: command, approvedBy: actor, startedAt: now)
        switch purpose {
        case .forward:
            attempt.undo = run.steps[index].undoCommand
            run.steps[index].status = .running(attempt: number)
            run.steps[index].undo = nil
            run.steps[index].doneByHand = nil
            run.steps[index].checkResult = nil
        case .capture:
            if run.steps[index].undoCommand?.needsCapture != true {
                // Captured before: back to the form with the open place.
                run.steps[index].undoCommand = run.steps[index].attempts.last { $0.purpose == .capture }?.undo
            }
            attempt.undo = run.steps[index].undoCommand
            run.steps[index].status = .running(attempt: number)
        case .check: run.steps[index].status = .running(attempt: number)
        case .undo: run.steps[index].undo = .running(attempt: number)
        }
        run.steps[index].attempts.append(attempt)
        let detail = [
            "purpose": purpose.rawValue, "attempt": String(number), "command": command.text,
            "colour": command.assessment.risk.rawValue, "target": command.assessment.target ?? "",
            "rules": command.assessment.rulesVersion,
        ]
        audit("command.started", actor, step: index, detail, shown: shown)
        emit(.execute(step: run.steps[index].step.number, attempt: number))
        redraw(index)
    }

    /// A command ended, by itself or not.
    mutating func end(_ stepNumber: Int, _ number: Int, _ ending: Ending) throws(Refused) {
        let index = try index(ofStep: stepNumber)
        let attempt = try openAttempt(number, of: index)
        let wasKnownLost = attempt.result == .unknown
        close(attempt, of: index, ending)
        audit("command.ended", .system, step: index, ending.detail(of: attempt, at: now), output: ending.output?.text)
        redraw(index)
        // The summary told of it as still running.
        if run.isFinished { emit(.summarize) }
        if wasKnownLost { return endLate(attempt, of: index, ending) }
        switch attempt.purpose {
        case .forward: endForward(index, ending.result)
        case .capture: endCapture(index, ending)
        case .check: endCheck(index, ending)
        case .undo: run.steps[index].undo = ending.result == .exited(0) ? .succeeded : .failed
        }
        proceed()
    }

    /// The program came back and knows nothing of the end. Only what reads may be run again, once, by itself.
    mutating func lose(_ stepNumber: Int, _ number: Int) throws(Refused) {
        let index = try index(ofStep: stepNumber)
        let attempt = try openAttempt(number, of: index)
        guard attempt.result == nil else { throw Refused(.stale) }
        let isFirstLoss = !run.steps[index].attempts.contains { $0.purpose == attempt.purpose && $0.result == .unknown }
        close(attempt, of: index, Ending(result: .unknown))
        audit("command.lost", .system, step: index, ["attempt": String(number), "purpose": attempt.purpose.rawValue])
        redraw(index)
        if run.isFinished { emit(.summarize) }
        let readsOnly = attempt.approvedBy == .system && attempt.command.runsAlone
        switch attempt.purpose {
        case .undo: run.steps[index].undo = .unknown
        case .check: endCheck(index, Ending(result: .unknown))
        case .forward, .capture:
            if run.isFinished || (readsOnly && isFirstLoss) {
                // Open again: `proceed` runs it once more, now or after the pause.
                run.steps[index].status = .pending
                // No walk comes past what was added.
                if !run.isFinished, run.steps[index].added != nil { captureOrAsk(index) }
            } else if attempt.purpose == .capture {
                endCapture(index, Ending(result: .unknown))
            } else {
                openGate(.recovery, at: index)
            }
        }
        proceed()
    }

    /// The attempt with this number, as long as its end can still be told: none is known, or only that it was lost.
    private func openAttempt(_ number: Int, of index: Int) throws(Refused) -> Attempt {
        let attempts = run.steps[index].attempts
        guard attempts.indices.contains(number - 1) else { throw Refused(.stale) }
        let attempt = attempts[number - 1]
        guard attempt.result == nil || attempt.result == .unknown else { throw Refused(.alreadyAnswered) }
        return attempt
    }

    private mutating func close(_ attempt: Attempt, of index: Int, _ ending: Ending) {
        run.steps[index].attempts[attempt.number - 1].result = ending.result
        run.steps[index].attempts[attempt.number - 1].output = ending.output
        run.steps[index].attempts[attempt.number - 1].finishedAt = now
    }

    private mutating func endForward(_ index: Int, _ result: AttemptResult) {
        if run.countsAsDone(index) {
            finishForward(index)
        } else if run.isFinished {
            run.steps[index].status = .pending
        } else {
            openGate(.recovery, at: index)
        }
    }

    /// The command did what it does; whether that was what the step was meant to do is for its check to say.
    private mutating func finishForward(_ index: Int) {
        let step = run.steps[index]
        if !run.isFinished, let check = step.checkCommand, check.runsAlone {
            // What the check would see is about to change, or nothing may run now: a person asks for it later.
            guard !isBusy, run.phase == .running else {
                let reason = isBusy ? "an undo was under way" : "the run was paused"
                run.steps[index].checkResult = CheckResult(holds: false, working: "not looked at: \(reason)")
                return openGate(.recovery, at: index)
            }
            return begin(.check, check, at: index, by: .system)
        }
        if let condition = step.step.check?.condition, step.step.check?.command == nil {
            let attempt = step.attempts.last { $0.purpose == .forward }
            guard judge(index, condition, attempt?.result, attempt?.output) else { return }
        }
        succeed(index)
    }

    /// The check ran: the step is done when it holds, else a person decides.
    private mutating func endCheck(_ index: Int, _ ending: Ending) {
        let condition = run.steps[index].step.check?.condition ?? .exitCode(.equal, 0)
        guard judge(index, condition, ending.result, ending.output) else { return }
        succeed(index)
    }

    /// The step is done. A finished run goes nowhere from it.
    private mutating func succeed(_ index: Int) {
        run.steps[index].status = .succeeded
        if !run.isFinished { goOn(after: index) }
    }

    /// Whether the condition of a check holds. When it does not, or nobody can tell, a person is asked.
    private mutating func judge(
        _ index: Int, _ condition: Condition, _ result: AttemptResult?, _ output: CommandOutput?
    ) -> Bool {
        var finding: (holds: Bool, words: String)?
        if case .exited(let code) = result {
            finding = condition.evaluate(Outcome(exitCode: code, output: output))
        }
        let check = CheckResult(
            holds: finding?.holds ?? false, working: finding?.words ?? "the output does not say clearly")
        run.steps[index].checkResult = check
        audit("step.checked", .system, step: index, ["holds": String(check.holds), "working": check.working])
        guard !check.holds else { return true }
        if run.isFinished {
            run.steps[index].status = .succeeded
        } else {
            openGate(.recovery, at: index)
        }
        return false
    }

    private mutating func endCapture(_ index: Int, _ ending: Ending) {
        guard !run.isFinished else {
            run.steps[index].status = .pending
            return
        }
        let undo = ending.result == .exited(0) ? ending.undo : nil
        run.steps[index].undoCommand = undo.flatMap { $0.needsCapture ? nil : $0 }
        askForColour(index)
    }

    /// The end of an attempt that was given up as lost became known after all. What was done since stands; only a
    /// question that is still open about this very attempt is closed by it.
    private mutating func endLate(_ attempt: Attempt, of index: Int, _ ending: Ending) {
        guard attempt.number == run.steps[index].attempts.count else { return }
        switch attempt.purpose {
        case .forward:
            // What would be undone may be another attempt now: not under a question that was asked before.
            if case .waiting = run.steps[index].undo { run.steps[index].undo = nil }
            guard case .waiting(let gate) = run.steps[index].status, gate.kind == .recovery else { return }
            endForward(index, ending.result)
        case .undo where run.steps[index].undo == .unknown:
            run.steps[index].undo = ending.result == .exited(0) ? .succeeded : .failed
        case .undo, .capture, .check: break
        }
    }

    /// Sets how a step is taken back. An undo that needs a state which nothing may read by itself is none.
    mutating func setUndo(of index: Int, _ undo: RenderedCommand?, capture: RenderedCommand?) {
        let needsCapture = undo?.needsCapture == true
        let isUsable = !needsCapture || capture?.runsAlone == true
        run.steps[index].undoCommand = isUsable ? undo : nil
        run.steps[index].captureCommand = isUsable && needsCapture ? capture : nil
    }
}

extension Ending {
    fileprivate func detail(of attempt: Attempt, at now: Timestamp) -> [String: String] {
        [
            "attempt": String(attempt.number), "purpose": attempt.purpose.rawValue, "result": result.label,
            "milliseconds": String((now - attempt.startedAt).wholeMilliseconds),
            "outputBytes": String(output?.totalBytes ?? 0),
        ]
    }
}

extension AttemptResult {
    /// The result in a word or two, for the record.
    fileprivate var label: String {
        switch self {
        case .exited(let code): "exit \(code)"
        case .signaled(let signal): "signal \(signal)"
        case .timedOut: "timed out"
        case .killed: "killed"
        case .notStarted(let reason): "not started: \(reason)"
        case .unknown: "unknown"
        }
    }
}
