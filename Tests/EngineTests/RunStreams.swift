import BotTestKit
import Engine
import RunbookModel

/// Random runbooks, and random people, processes and mishaps that happen to a run of one.
struct RunStream {
    var random: SeededRandom
    private let people: [UserID] = ["U1", "U2", "U3"]

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    mutating func offeredRun(at now: Timestamp) -> Run {
        let count = random.number(in: 1..<8)
        let steps = (1...count).map { step($0, of: count) }
        let mode: RunMode = random.chance(8) ? .dryRun : random.chance(10) ? .autopilot : .copilot
        return Run(
            id: "run-1", runbook: "book-1", runbookVersion: 1, title: "Random", channel: "C1",
            policy: RunPolicy(mode: mode, redNeedsTwoPeople: random.chance(30)), steps: steps,
            incidentBegan: now, offeredAt: now,
            parent: random.chance(10) ? ParentRun(run: "run-0", step: 1) : nil)
    }

    private mutating func colour() -> Risk { random.pick([.green, .green, .yellow, .yellow, .red]) }

    private mutating func step(_ number: Int, of count: Int) -> RunStep {
        switch random.number(in: 0..<10) {
        case 0:
            var step = manual(number)
            if random.chance(50) { step.step.runbook = "Another" }
            return step
        case 1, 2:
            let tests: [Condition?] = [
                nil, .exitCode(.notEqual, 0), .number(.greater, 5), .contains("error"), .exitCode(.equal, 0),
            ]
            let targets: [Int?] = [nil, random.number(in: 1..<count + 2), random.number(in: 1..<count + 1)]
            return decision(
                number, then: random.pick(targets), otherwise: random.pick(targets), test: random.pick(tests))
        default: return commandStep(number)
        }
    }

    private mutating func commandStep(_ number: Int) -> RunStep {
        var step = command(number, colour(), undo: random.chance(50) ? "undo-\(number)" : nil)
        if random.chance(10) { step.step.risk = .red }
        if random.chance(10) { step.step.language = .sql }
        if random.chance(10) { step.command?.assessment.heavyLoad = true }
        if random.chance(10) { step.undoCommand?.assessment.risk = .red }
        step.hasBreakpoint = random.chance(5)
        if random.chance(5) { step.step.handling = .byHand }
        if random.chance(20) {
            let condition: Condition = random.pick([.exitCode(.equal, 0), .number(.greater, 5), .contains("error")])
            let hasCommand = random.chance(60)
            step.step.check = StepCheck(command: hasCommand ? "check" : nil, condition: condition)
            if hasCommand { step.checkCommand = rendered("check-\(number)", random.chance(80) ? .green : colour()) }
        }
        if random.chance(15) {
            step.command = nil
            step.missingValues = ["value"]
        } else if random.chance(20) {
            step.undoCommand = rendered("undo-\(number) {{previous}}", .yellow, target: "thing/\(number)")
            step.captureCommand = rendered("capture-\(number)", colour())
        }
        return step
    }

    /// What happens next: mostly something that makes sense, now and then something that does not.
    mutating func event(_ run: Run) -> RunEvent {
        let running = run.steps.flatMap { step in
            step.attempts.filter { $0.result == nil }.map { (step.step.number, $0) }
        }
        if let (number, attempt) = running.first, random.chance(50) { return ending(number, attempt) }
        let by = random.pick(people)
        let authority = Authority(
            mayOperate: random.chance(90), mayConfirmRed: random.chance(70), mayStart: random.chance(5) ? false : nil,
            obstacle: random.chance(3) ? .targetBusy("x", run: "other", title: "Other") : nil)
        switch random.number(in: 0..<100) {
        case 0..<60: return answer(run, by, authority)
        case 60..<70: return .undoAsked(step: number(run), by: by, authority: authority)
        case 70..<74: return .paused(by: by, authority: authority)
        case 74..<82: return .resumed(by: by, authority: authority)
        case 82:
            return random.chance(20) ? .stopped(by: by, authority: authority) : .resumed(by: by, authority: authority)
        case 83: return random.chance(20) ? .resolved(by: .user(by)) : .started(by: by, authority: authority)
        case 84: return .resolved(by: random.chance(10) ? .vendor("x") : .user(by))
        case 88..<90: return .actionNoted(ExtraAction(by: by, at: run.offeredAt, text: "ls", duringStep: nil))
        case 85..<88: return .started(by: by, authority: authority)
        case 90:
            return random.chance(20) ? .dismissed(by: by, authority: authority) : .started(by: by, authority: authority)
        case 91..<95: return values(number(run), by)
        case 97: return aboutPeople(run, by, authority)
        case 95: return .actionNoted(ExtraAction(by: by, at: run.offeredAt, text: "ls", duringStep: nil))
        case 96:
            guard random.chance(50) else {
                return .preflightEnded(PreflightReport(number: 1, findings: [], checkedAt: run.offeredAt))
            }
            let host = "box-\(random.number(in: 0..<2))"
            return .placed(RunPlace(target: "box", change: host, read: host))
        case 98: return aboutModes(run, by, authority)
        default:
            return .executionEnded(
                step: number(run), attempt: random.number(in: 0..<4), result: .exited(0), output: output("late"))
        }
    }

    /// What belongs to the run as a part of others, and what comes from its thread.
    private mutating func aboutModes(_ run: Run, _ by: UserID, _ authority: Authority) -> RunEvent {
        for step in run.steps {
            guard case .following(let child) = step.status, random.chance(70) else { continue }
            let outcome: RunOutcome = random.pick([.resolved, .resolved, .stopped, .dismissed])
            return .runbookEnded(step: step.step.number, child: random.chance(90) ? child : "other", outcome)
        }
        let risk = colour()
        let note = random.number(in: 0..<run.extraActions.count + 1)
        let author = run.extraActions.indices.contains(note) && random.chance(90) ? run.extraActions[note].by : by
        let target = "thing/\(run.steps.count + 1)"
        return .commandAdded(
            note: note, command: rendered("typed-\(note)-\(risk)", risk, target: target),
            undo: random.chance(50) ? rendered("untype {{previous}}", .yellow, target: target) : nil,
            capture: random.chance(50) ? rendered("look", .green) : nil, by: author, authority: authority)
    }

    private mutating func aboutPeople(_ run: Run, _ by: UserID, _ authority: Authority) -> RunEvent {
        let gate = run.openGates.first.map { $0.number } ?? 0
        let modes: [RunMode] = [.copilot, .autopilot, .readAlong, .copilot, .dryRun]
        return random.pick([
            .modeChanged(random.pick(modes), by: by, authority: authority),
            .modeChanged(.copilot, by: by, authority: authority),
            .breakpointSet(step: number(run), random.chance(50), by: by, authority: authority),
            .handedOver(to: random.pick(people), by: by, authority: authority),
            .secondAsked(
                GateReference(step: number(run), gate: gate), of: random.pick(people).rawValue, by: by,
                authority: authority),
            .skipExplained(step: number(run), reason: "not needed", by: by, authority: authority),
            random.chance(10)
                ? .glassBroken(reason: "everybody else is asleep", by: by, authority: authority)
                : .escalated(.unresolved, by: .system),
            .escalated(.unanswered(gate: gate), by: .system), .startedByAlert(vendor: "x"),
        ])
    }

    private mutating func number(_ run: Run) -> Int { random.number(in: 0..<run.steps.count + 2) }

    private mutating func ending(_ number: Int, _ attempt: Attempt) -> RunEvent {
        if random.chance(15) { return .executionLost(step: number, attempt: attempt.number) }
        let results: [AttemptResult] = [
            .exited(0), .exited(0), .exited(0), .exited(1), .timedOut, .killed, .signaled(9), .notStarted("no file"),
        ]
        let undos: [RenderedCommand?] = [
            nil, rendered("undo-\(number) to 3", .yellow, target: "thing/\(number)"),
            rendered("undo-\(number) {{previous}}", .yellow),
        ]
        return .executionEnded(
            step: number, attempt: attempt.number, result: random.pick(results),
            output: output(random.pick(["", "7", "3", "an error", "1 2"]), cut: random.chance(5)),
            undo: attempt.purpose == .capture ? random.pick(undos) : nil)
    }

    private mutating func values(_ number: Int, _ by: UserID) -> RunEvent {
        let isComplete = random.chance(70)
        let risk = colour()
        return .valuesGiven(
            ["value": "v\(random.number(in: 0..<5))"],
            commands: isComplete
                ? [number: rendered("with-\(random.number(in: 0..<5))-\(risk)", risk, target: "thing/\(number)")] : [:],
            undoCommands: [number: rendered("undo-with", .yellow, target: "thing/\(number)")],
            missing: [number: isComplete ? [] : ["value"]], by: random.chance(30) ? .system : .user(by),
            checkCommands: random.chance(30) ? [number: rendered("check-with", colour())] : nil)
    }

    /// A click on one of the open gates, or on one that is long gone.
    private mutating func answer(_ run: Run, _ by: UserID, _ authority: Authority) -> RunEvent {
        var open: [(GateReference, Gate.Kind)] = []
        for step in run.steps {
            for gate in [step.status.gate, step.undo?.gate] {
                if let gate { open.append((GateReference(step: step.step.number, gate: gate.number), gate.kind)) }
            }
        }
        var (reference, kind) =
            open.isEmpty ? (GateReference(step: number(run), gate: 0), Gate.Kind.approval) : random.pick(open)
        if random.chance(10) { reference.gate = random.number(in: 0..<run.lastGate + 2) }
        if random.chance(3) { reference.step = number(run) }
        let typed = random.chance(85) ? "thing/\(reference.step)" : "thing"
        let fitting: RunEvent =
            switch kind {
            case .approval: .approved(reference, by: by, authority: authority)
            case .confirmation: .confirmed(reference, typedTarget: typed, by: by, authority: authority)
            case .manual: .markedDone(reference, by: by, authority: authority)
            case .decision:
                .chosen(reference, random.chance(50) ? .then : .otherwise, by: by, authority: authority)
            case .recovery:
                random.chance(40)
                    ? .checkAsked(reference, by: by, authority: authority)
                    : .retryAsked(reference, by: by, authority: authority)
            case .values: values(reference.step, by)
            case .runbook:
                .runbookFollowed(
                    reference, child: RunID("child-\(random.number(in: 0..<100))"), by: by, authority: authority)
            }
        guard random.chance(25) else { return fitting }
        let risk = colour()
        let edited = rendered("edited-\(random.number(in: 0..<3))-\(risk)", risk, target: "thing/\(reference.step)")
        return random.pick([
            .approved(reference, by: by, authority: authority),
            .confirmed(reference, typedTarget: typed, by: by, authority: authority),
            .markedDone(reference, by: by, authority: authority),
            .chosen(reference, .then, by: by, authority: authority),
            .retryAsked(reference, by: by, authority: authority),
            .skipped(reference, reason: nil, by: by, authority: authority),
            .checkAsked(reference, by: by, authority: authority),
            .runbookFollowed(reference, child: "child", by: by, authority: authority),
            .undoDeclined(reference, by: by),
            .edited(
                reference, command: edited, undo: rendered("undo-edited", .yellow, target: "thing/\(reference.step)"),
                by: by, authority: authority, capture: random.chance(20) ? rendered("look", .green) : nil),
        ])
    }
}

extension StepStatus {
    fileprivate var gate: Gate? { if case .waiting(let gate) = self { gate } else { nil } }
}

extension UndoStatus {
    fileprivate var gate: Gate? { if case .waiting(let gate) = self { gate } else { nil } }
}
