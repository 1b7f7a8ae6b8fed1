import Engine
import RunbookModel

/// The rules of a run, written down a second time and without a look at how the engine keeps them: it watches what
/// went in and what came out.
struct RunChecker {
    private(set) var violations: [String] = []
    private(set) var forwardRuns = 0
    private(set) var redRuns = 0
    private(set) var refusals = 0
    private(set) var added = 0
    private(set) var followed = 0
    private(set) var checkedAgain = 0
    private var spentGates: Set<Int> = []
    /// Who confirmed first, by the number of the gate that then asked for a second person.
    private var firstConfirmations: [Int: UserID] = [:]
    private var seenGates: Set<Int> = []
    private var begun: Set<[Int]> = []
    /// What the runs of a command have asked for at the most, by step and text: 0 nothing, 1 approval, 2 confirmation.
    private var asked: [String: Int] = [:]

    mutating func check(_ before: Run, _ event: RunEvent, _ effects: [RunEffect], _ after: Run, at now: Timestamp) {
        let isAccepted = after.revision != before.revision
        let entries = effects.count { if case .audit = $0 { true } else { false } }
        if isAccepted {
            expect(after.revision == before.revision + 1, "one revision per event", event)
            expect(entries > 0, "an accepted event is in the record", event)
        } else {
            expect(after == before, "a refused event changes nothing", event)
            expect(effects.allSatisfy(\.isRefusal) && effects.count <= 1, "a refused event does nothing", event)
            expect((effects.count == 1) == (event.person != nil), "whoever clicked gets an answer", event)
            refusals += 1
        }
        checkGates(after, event)
        noteFirstConfirmation(before, event, effects, after)
        for case .execute(let step, let attempt) in effects {
            checkExecution(step, attempt, before, event, after, at: now)
        }
        let running = after.steps.flatMap(\.attempts).count { $0.result == nil }
        expect(running <= 1, "one command at a time", event)
        if case .stopped = event, isAccepted { checkStop(before, effects, after, event) }
        checkAdditions(before, event, effects, after)
        checkModes(before, event, after)
        for (old, new) in zip(before.steps, after.steps) {
            expect(new.attempts.count >= old.attempts.count, "attempts are never forgotten", event)
            for (then, now) in zip(old.attempts, new.attempts) where then.result != nil && then.result != .unknown {
                expect(then == now, "an end that is known stays as it is", event)
            }
        }
        if before.isFinished { expect(before.phase == after.phase, "a finished run stays finished", event) }
    }

    /// Only a click takes a command of the thread in, behind all others, once.
    private mutating func checkAdditions(_ before: Run, _ event: RunEvent, _ effects: [RunEffect], _ after: Run) {
        guard after.steps.count != before.steps.count else { return }
        guard case .commandAdded(let note, let command, _, _, let by, let authority) = event else {
            return expect(false, "steps stay", event)
        }
        added += 1
        let step = after.steps[after.steps.count - 1]
        expect(after.steps.count == before.steps.count + 1, "one step more", event)
        expect(after.plannedCount == before.plannedCount, "the runbook's own steps stay", event)
        expect(step.added == AddedCommand(by: by, note: note) && step.command == command, "it is what was typed", event)
        expect(before.extraActions[note].by == by && authority.mayOperate, "its author asks for it", event)
        expect(!before.steps.contains { $0.added?.note == note }, "it is taken in once", event)
        expect(after.policy.mode.runsCommands, "nothing is taken in where nothing runs", event)
    }

    private mutating func checkModes(_ before: Run, _ event: RunEvent, _ after: Run) {
        if after.policy.mode == .dryRun {
            expect(after.steps.allSatisfy { $0.attempts.isEmpty }, "a dry run runs nothing", event)
            expect(after.timeToResolve == nil, "a dry run resolves nothing", event)
        } else {
            expect(!after.steps.contains { $0.status == .simulated }, "only a dry run simulates", event)
        }
        expect(after.cursor.map { $0 < after.plannedCount } ?? true, "the walk stays in the runbook", event)
        for (old, new) in zip(before.steps, after.steps) {
            guard old.status != new.status else { continue }
            if case .following = new.status {
                guard case .runbookFollowed(let reference, _, _, let authority) = event else {
                    expect(false, "only a click starts another runbook", event)
                    continue
                }
                followed += 1
                expect(old.gate(false)?.number == reference.gate, "followed at its own gate", event)
                expect(authority.mayStart ?? authority.mayOperate, "followed by somebody who may start", event)
                expect(spentGates.insert(reference.gate).inserted, "a gate is spent once", event)
            }
            if case .following(let child) = old.status, !after.isFinished {
                guard case .runbookEnded(_, child, let outcome) = event else {
                    expect(false, "only its end ends another runbook", event)
                    continue
                }
                expect((new.status == .succeeded) == (outcome == .resolved), "done only when the other is", event)
            }
        }
        if before.lead == nil, after.lead != nil {
            expect(event.person == after.lead, "whoever answers leads", event)
        }
        if after.parent != nil, after.startedAt != nil, after.phase == .running, after.cursor == nil {
            expect(after.visits == 0, "the part of another run ends with its last step", event)
        }
    }

    private mutating func checkGates(_ after: Run, _ event: RunEvent) {
        var open: Set<Int> = []
        for step in after.steps {
            var gates: [(Gate, String?, Bool)] = []
            if case .waiting(let gate) = step.status { gates.append((gate, step.command?.text, false)) }
            if case .waiting(let gate) = step.undo { gates.append((gate, step.undoable?.text, true)) }
            for (gate, text, isUndo) in gates {
                expect(open.insert(gate.number).inserted, "a gate's number is its own", event)
                expect(!spentGates.contains(gate.number), "a spent gate is not open", event)
                seenGates.insert(gate.number)
                expect(!after.isFinished || isUndo, "a finished run asks nothing but about undoing", event)
                if let text, gate.kind == .approval || gate.kind == .confirmation {
                    let key = "\(step.step.number) \(isUndo) \(text)"
                    asked[key] = max(asked[key] ?? 0, gate.kind == .confirmation ? 2 : 1)
                }
            }
        }
    }

    /// A confirmation that was accepted and ran nothing was the first of two.
    private mutating func noteFirstConfirmation(_ before: Run, _ event: RunEvent, _ effects: [RunEffect], _ after: Run)
    {
        guard case .confirmed(_, _, let by, let authority, _) = event, after.revision != before.revision else { return }
        let ranOrRefused = effects.contains { effect in
            switch effect {
            case .execute, .refuse: true
            case .kill, .cardChanged, .stepChanged, .audit, .summarize: false
            }
        }
        guard !ranOrRefused else { return }
        let mayConfirm = authority.mayConfirmRed || before.brokenGlass != nil
        expect(before.policy.redNeedsTwoPeople && mayConfirm, "only a policy asks for a second", event)
        firstConfirmations[after.lastGate] = by
    }

    private mutating func checkExecution(
        _ number: Int, _ attemptNumber: Int, _ before: Run, _ event: RunEvent, _ after: Run, at now: Timestamp
    ) {
        let new = after.steps[number - 1]
        // What was taken in just now had no state before.
        let old = before.steps.indices.contains(number - 1) ? before.steps[number - 1] : RunStep(step: new.step)
        expect(begun.insert([number, attemptNumber]).inserted, "no attempt begins twice", event)
        expect(attemptNumber == new.attempts.count, "attempts are numbered without gaps", event)
        let attempt = new.attempts[attemptNumber - 1]
        let isUndo = attempt.purpose == .undo
        let isCapture = attempt.purpose == .capture
        expect(before.phase != .offered || event.isStart, "nothing runs before the start", event)
        if !isUndo { expect(after.phase == .running, "only a running run starts a step", event) }
        var level = 0
        switch event {
        case .approved(let reference, let by, let authority) where reference.step == number && !isCapture:
            level = 1
            let gate = old.gate(isUndo)
            expect(gate?.number == reference.gate && gate?.kind == .approval, "approved at its own gate", event)
            expect(authority.mayOperate, "approved by somebody who may", event)
            expect(authority.obstacle == nil, "nothing is approved past an obstacle", event)
            expect(gate.map { now < $0.expiresAt } == true, "approved in time", event)
            expect(spentGates.insert(reference.gate).inserted, "an approval is spent once", event)
            expect(attempt.approvedBy == .user(by), "the record names who approved", event)
            expect(attempt.command == (isUndo ? old.undoable : old.command), "what was shown is what runs", event)
        case .confirmed(let reference, let typed, let by, let authority, let shownAt)
        where reference.step == number && !isCapture:
            level = 2
            let gate = old.gate(isUndo)
            expect(gate?.number == reference.gate && gate?.kind == .confirmation, "confirmed at its own gate", event)
            expect(authority.mayConfirmRed || before.brokenGlass != nil, "confirmed by somebody who may", event)
            expect(authority.obstacle == nil, "nothing is confirmed past an obstacle", event)
            expect(shownAt.map { now - $0 >= Limits.readingTime } ?? true, "it was there long enough to be read", event)
            expect(gate.map { now < $0.expiresAt } == true, "confirmed in time", event)
            expect(spentGates.insert(reference.gate).inserted, "a confirmation is spent once", event)
            expect(typed == "thing/\(number)", "the target was typed", event)
            if before.policy.redNeedsTwoPeople, before.brokenGlass == nil {
                expect(firstConfirmations[reference.gate].map { $0 != by } == true, "two people confirmed", event)
            }
            expect(attempt.approvedBy == .user(by), "the record names who confirmed", event)
            expect(attempt.command == (isUndo ? old.undoable : old.command), "what was shown is what runs", event)
        case .retryAsked(let reference, let by, let authority) where reference.step == number:
            expect(old.gate(false)?.number == reference.gate && authority.mayOperate, "retried at its own gate", event)
            expect(attempt.approvedBy == .user(by), "the record names who retried", event)
            // The click is an answer of its own where the colour asks for none, as once a breakpoint is gone.
            if max(attempt.command.assessment.risk, new.isEdited ? .yellow : new.step.risk) == .green { level = 1 }
        case .checkAsked(let reference, let by, let authority)
        where reference.step == number && attempt.purpose == .check:
            checkedAgain += 1
            expect(old.gate(false)?.number == reference.gate && authority.mayOperate, "checked at its own gate", event)
            expect(old.gate(false)?.kind == .recovery, "only what did not hold is checked again", event)
            expect(spentGates.insert(reference.gate).inserted, "a gate is spent once", event)
            expect(authority.obstacle == nil, "nothing is checked past an obstacle", event)
            expect(attempt.approvedBy == .user(by), "the record names who asked", event)
        case .commandAdded(_, _, _, _, let by, let authority) where attempt.purpose == .forward:
            expect(authority.obstacle == nil, "nothing typed runs past an obstacle", event)
            expect(attempt.approvedBy == .user(by), "the record names who asked", event)
        default:
            expect(attempt.approvedBy == .system, "nobody is said to have approved what ran by itself", event)
        }
        checkPurpose(attempt, of: new, level, event)
        if attempt.purpose == .forward {
            let mode = after.policy.mode
            expect(mode == .copilot || mode == .autopilot, "a mode that only shows runs nothing", event)
        }
        if attempt.purpose == .forward || isUndo {
            let key = "\(number) \(isUndo) \(attempt.command.text)"
            expect(level >= asked[key] ?? 0, "a step never asks for less than before", event)
        }
    }

    /// Whether an attempt asked for as much as its purpose and colour call for.
    private mutating func checkPurpose(_ attempt: Attempt, of new: RunStep, _ level: Int, _ event: RunEvent) {
        let risk = attempt.command.assessment.risk
        expect(!attempt.command.text.contains("{{"), "nothing unfilled runs", event)
        switch attempt.purpose {
        case .capture: expect(risk == .green && level == 0, "only what reads is run to learn the state", event)
        case .check: expect(risk == .green && level == 0, "only what reads is run to check", event)
        case .undo: expect(level >= (risk == .red ? 2 : 1), "an undo asks by its own colour", event)
        case .forward:
            forwardRuns += 1
            let colour = max(risk, new.isEdited ? .yellow : new.step.risk)
            if colour == .red { redRuns += 1 }
            let needed = colour == .red ? 2 : colour == .yellow ? 1 : 0
            expect(level >= needed, "a step runs only as its colour allows", event)
            expect(level > 0 || !new.hasBreakpoint || event.isRetry, "a breakpoint asks", event)
            expect(new.step.handling != .byHand || event.isRetry, "what is done by hand is not run", event)
            if level == 0 {
                let assessment = attempt.command.assessment
                expect(!assessment.disclosesSecrets && !assessment.heavyLoad, "secrets and load need a person", event)
            }
            expect(new.missingValues.isEmpty, "nothing runs without its values", event)
            expect(new.step.language.isExecutable, "only shell runs", event)
        }
    }

    private mutating func checkStop(_ before: Run, _ effects: [RunEffect], _ after: Run, _ event: RunEvent) {
        for step in before.steps {
            for attempt in step.attempts where attempt.result == nil {
                let kill = RunEffect.kill(step: step.step.number, attempt: attempt.number)
                expect(effects.contains(kill), "stop kills what runs", event)
            }
        }
        expect(after.isFinished, "stop ends the run", event)
    }

    private mutating func expect(_ holds: Bool, _ rule: String, _ event: RunEvent) {
        if !holds { violations.append("\(rule): \(event)") }
    }
}

extension RunEffect {
    fileprivate var isRefusal: Bool { if case .refuse = self { true } else { false } }
}

extension RunEvent {
    fileprivate var isStart: Bool {
        switch self {
        case .started, .startedByAlert: true
        default: false
        }
    }
    fileprivate var isRetry: Bool { if case .retryAsked = self { true } else { false } }
}

extension RunStep {
    fileprivate func gate(_ isUndo: Bool) -> Gate? {
        if isUndo, case .waiting(let gate) = undo { return gate }
        if !isUndo, case .waiting(let gate) = status { return gate }
        return nil
    }
}
