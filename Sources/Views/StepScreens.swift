import BlockKit
import JSONTree
import RunbookModel

extension Screen {
    /// The message of a step in the thread of its run, edited in place as the step goes on.
    /// - Parameter step: number of the step, from 1.
    /// - Returns: `nil` while there is nothing to show: the step is pending, or a branch led past it.
    package static func step(_ run: Run, step number: Int, now: Timestamp) -> Screen? {
        guard let step = run.step(numbered: number) else { return nil }
        var binding = common(run, step)
        if let undo = step.undo {
            return undoScreen(run, step, undo, now: now)
        }
        switch step.status {
        case .pending, .passedOver: return nil
        case .running(let attempt):
            return running(step, step.attempt(attempt, .forward), binding, now: now)
        case .waiting(let gate):
            if !run.takesAnswers {
                binding["result"] = .string(run.isFinished ? endedText : pausedText)
                binding["sign"] = run.isFinished ? "⏹️" : "⏸️"
                return Screen("step_done", .object(binding.merging(noOutput) { own, _ in own }))
            }
            return waiting(run, step, gate, binding)
        case .succeeded, .skipped, .decided, .simulated:
            return done(run, step, binding)
        case .following:
            binding["result"] = "Another runbook carries this out: follow its own card."
            binding["sign"] = "⏳"
            return Screen("step_done", .object(binding.merging(noOutput) { own, _ in own }))
        }
    }

    /// A step whose question nobody answered before the run ended: without its buttons.
    /// - Parameter step: number of the step, from 1.
    package static func unansweredStep(_ run: Run, step number: Int) -> Screen? {
        guard let step = run.step(numbered: number) else { return nil }
        var binding = common(run, step)
        binding["result"] = .string(endedText)
        binding["sign"] = "⏹️"
        return Screen("step_done", .object(binding.merging(noOutput) { own, _ in own }))
    }

    private static let endedText = "The run ended before this was answered. Nothing was run here."
    private static let pausedText = "Paused. Press Resume on the card above to go on."
    private static let noOutput: [String: JSONValue] = [
        "output": nil, "omitted_lines": 0, "all_output": false, "undo_offered": false, "by": nil, "reasons": [],
    ]

    // MARK: What all have in common

    static func common(_ run: Run, _ step: RunStep, undo: Bool = false) -> [String: JSONValue] {
        var binding = step.heading
        let command = undo ? step.undoable : step.command
        let text = command?.text ?? (undo ? nil : step.step.command)
        let shown = text.map { Words.command($0) }
        binding.merge(place(of: step, in: run)) { _, new in new }
        binding["facts"] = ""
        binding["is_undo"] = .bool(undo)
        binding["command"] = JSONValue(shown?.shown)
        binding["command_omitted"] = .int(shown?.omitted ?? 0)
        binding["captures"] = false
        binding["reasons"] = []
        binding["edited"] = .bool(step.isEdited && !undo)
        let value = ButtonValue(run: run.id, step: step.step.number)
        binding["value"] = .string(value.wire)
        binding["menu"] = whyMenu(value, step.step)
        return binding
    }

    static func output(_ attempt: Attempt?, value: ButtonValue) -> [String: JSONValue] {
        guard let output = attempt?.output else {
            return ["output": nil, "omitted_lines": 0, "all_output": false]
        }
        let tail = tail(of: output)
        return [
            "output": JSONValue(tail.text.trimmed.isEmpty ? nil : tail.text),
            "omitted_lines": .int(tail.omittedLines),
            "all_output": .bool(!showsAll(of: output)),
        ]
    }

    // MARK: Running and done

    private static func running(
        _ step: RunStep, _ attempt: Attempt?, _ common: [String: JSONValue], now: Timestamp
    ) -> Screen {
        var binding = common
        if let attempt, attempt.purpose == .capture {
            let shown = Words.command(attempt.command.text)
            binding["captures"] = true
            binding["command"] = .string(shown.shown)
            binding["command_omitted"] = .int(shown.omitted)
        }
        binding["elapsed"] = JSONValue(attempt.map { Words.duration(now - $0.startedAt) })
        binding.merge(output(attempt, value: ButtonValue())) { _, new in new }
        return Screen("step_running", .object(binding))
    }

    private static func done(_ run: Run, _ step: RunStep, _ common: [String: JSONValue]) -> Screen {
        let attempt = step.attempts.last { $0.purpose == .forward }
        var binding = common.merging(output(attempt, value: ButtonValue())) { _, new in new }
        var by: Actor?
        switch step.status {
        case .skipped(let actor, let reason):
            binding["sign"] = "⏭️"
            binding["reasons"] = skipReasons(run, step)
            binding["result"] = .string("Skipped" + (reason.map { ": \(Words.clip($0, 300))" } ?? ""))
            by = actor
        case .decided(let choice, let actor, let working):
            binding["sign"] = "🔀"
            binding["result"] = .string(decision(step.step, choice, working))
            if case .user = actor { by = actor }
        case .simulated:
            binding["sign"] = "👀"
            binding["result"] = .string(step.wouldHappen)
        default:
            binding["sign"] = "✅"
            let took = attempt.flatMap { attempt in attempt.finishedAt.map { Words.duration($0 - attempt.startedAt) } }
            let isByHand = step.step.kind == .manual || step.doneByHand != nil
            binding["result"] = .string(isByHand ? "Done by hand" : took.map { "Done in \($0)" } ?? "Done")
            if case .user? = attempt?.approvedBy { by = attempt?.approvedBy }
            if let user = step.doneByHand { by = .user(user) }
        }
        binding["by"] = JSONValue(by: by)
        binding["facts"] = .string(outcomeFacts(run, step))
        binding["undo_offered"] = .bool(step.canBeUndone)
        return Screen("step_done", .object(binding))
    }

    private static func decision(_ step: Step, _ choice: BranchChoice, _ working: String) -> String {
        let target = choice == .then ? step.branch?.thenStep : step.branch?.elseStep
        let words = choice == .then ? step.branch?.then : step.branch?.otherwise
        let way = target.map { "step \($0)" } ?? words.map { Words.clip($0, 200) } ?? "the next step"
        let answer = choice == .then ? "Yes" : "No"
        // A question that was evaluated says in its working where it leads.
        if working.contains("→") { return Words.clip(working, 300) }
        return working.trimmed.isEmpty ? "\(answer) → \(way)" : "\(answer), \(Words.clip(working, 300)) → \(way)"
    }
}

// MARK: - Questions

extension Screen {
    private static func waiting(
        _ run: Run, _ step: RunStep, _ gate: Gate, _ common: [String: JSONValue]
    ) -> Screen {
        let value = ButtonValue(run: run.id, step: step.step.number, gate: gate.number)
        var binding = common
        binding["value"] = .string(value.wire)
        binding["menu"] = menu(value, step, hasStopButton: gate.kind == .recovery)
        binding["expected"] = JSONValue(step.step.expected.map { Words.prose($0, 500) })
        binding["notes"] = .string(step.step.notes.prefix(3).map { Words.prose($0, 400) }.joined(separator: "\n"))
        binding["facts"] = .string(questionFacts(run, step))
        switch gate.kind {
        case .approval, .confirmation:
            binding.merge(gateFacts(step, step.command, gate, undoes: false)) { _, new in new }
            binding["runs_on"] = JSONValue(place(run, step.command))
            return Screen("step_gate", .object(binding))
        case .manual, .runbook:
            binding.merge(gateFacts(step, step.command, gate, undoes: false)) { _, new in new }
            binding["is_command"] = .bool(step.command != nil)
            binding["runbook"] = JSONValue(gate.kind == .runbook ? step.step.runbook.map { Words.clip($0, 60) } : nil)
            binding["ended"] = JSONValue(childEnd(step))
            binding["asks"] = .string(gate.kind == .runbook ? "start its runbook" : "do this by hand")
            return Screen("step_manual", .object(binding))
        case .decision:
            binding.merge(question(step.step)) { _, new in new }
            return Screen("step_decision", .object(binding))
        case .values:
            binding["missing"] = .string(
                step.missingValues.prefix(20).map { Words.clip($0, 40) }.joined(separator: ", "))
            return Screen("step_values", .object(binding))
        case .recovery:
            let attempt = step.attempts.last { $0.purpose == .forward }
            binding.merge(output(attempt, value: value)) { _, new in new }
            let check = failedCheck(step)
            binding["what"] = .string(check ?? failure(attempt?.result))
            binding["check_again"] = .bool(check != nil && step.checkCommand != nil)
            binding["is_unknown"] = .bool(attempt?.result == .unknown || attempt?.result == nil)
            binding["undo_offered"] = .bool(step.undoable != nil)
            return Screen("step_recovery", .object(binding))
        }
    }

    /// What a person must know before they let a command run.
    private static func gateFacts(
        _ step: RunStep, _ command: RenderedCommand?, _ gate: Gate, undoes: Bool
    ) -> [String: JSONValue] {
        let risk = undoes ? max(.yellow, command?.assessment.risk ?? .yellow) : step.risk
        let undo = undoes ? nil : step.undoCommand.map { Words.undo($0.text) }
        var effect = command?.assessment.effect ?? ""
        if command?.assessment.disclosesSecrets ?? false { effect += " It shows secrets." }
        if command?.assessment.heavyLoad ?? false { effect += " It may run long or put load on the system." }
        return [
            "kind": .string(gate.kind.rawValue), "risk": .string(risk.rawValue),
            "effect": JSONValue(effect.trimmed.isEmpty ? nil : Words.clip(effect, 600)),
            "target": JSONValue(command?.assessment.target.map { Words.clip($0, 300) }),
            "confirmed_by": JSONValue(gate.confirmedBy?.rawValue),
            "breakpoint": .bool(step.hasBreakpoint && step.step.handling != .ask && !undoes),
            "undo": JSONValue(undo.map { $0.omitted > 0 ? $0.shown + "…" : $0.shown }),
        ]
    }

    /// Where a command will run and as whom.
    static func place(_ run: Run, _ command: RenderedCommand?) -> String? {
        guard let place = run.place, let command else { return nil }
        return Words.clip(place.words(for: command.assessment.risk), 200)
    }

    private static func question(_ step: Step) -> [String: JSONValue] {
        let branch = step.branch
        func way(_ words: String?, _ target: Int?) -> String {
            let text = words.map { Words.clip($0, 300) } ?? "go on with the next step"
            // The author may have said it already.
            return target.map { text.contains("step \($0)") ? text : "\(text) (step \($0))" } ?? text
        }
        return [
            "condition": .string(Words.clip(branch?.condition ?? step.title, 500)),
            "then": .string(way(branch?.then, branch?.thenStep)),
            "otherwise": .string(way(branch?.otherwise, branch?.elseStep)),
        ]
    }

    private static func menu(_ value: ButtonValue, _ step: RunStep, hasStopButton: Bool = false) -> JSONValue {
        func option(_ text: String, _ choice: MenuChoice) -> JSONValue {
            ["text": .string(text), "value": .string(value.choosing(choice).wire)]
        }
        var options: [JSONValue] = []
        if step.step.kind == .command { options.append(option("Why?", .why)) }
        if step.hasBreakpoint, step.added == nil { options.append(option("Remove Breakpoint", .removeBreakpoint)) }
        if step.attempts.contains(where: { $0.output != nil && $0.purpose != .capture }) {
            options.append(option("Show All Output", .output))
        }
        options.append(option("Add a Note", .note))
        if step.asksForLeave { options.append(option("Ask for a Second Person", .secondPerson)) }
        // A message whose own button stops the run does not offer the same again in its menu.
        if !hasStopButton { options.append(option("Stop the Run", .stop)) }
        return .array(options)
    }

    /// What became of an attempt, for somebody who must decide what to do now.
    static func failure(_ result: AttemptResult?) -> String {
        switch result {
        case .exited(let code): "It failed with exit code \(code)."
        case .signaled(let signal): "It was ended by signal \(signal)."
        case .timedOut: "It took too long and was ended."
        case .killed: "It was stopped by hand."
        case .notStarted(let reason): "It could not be started: \(Words.clip(reason, 300))"
        case .unknown, nil:
            "Nobody knows how it ended: the connection to it was lost. Check by hand whether it took effect."
        }
    }
}

// MARK: - Undo

extension Screen {
    private static func undoScreen(
        _ run: Run, _ step: RunStep, _ undo: UndoStatus, now: Timestamp
    ) -> Screen {
        var binding = common(run, step, undo: true)
        let attempt = step.attempts.last { $0.purpose == .undo }
        let value = ButtonValue(run: run.id, step: step.step.number)
        switch undo {
        case .waiting(let gate):
            let asking = ButtonValue(run: run.id, step: step.step.number, gate: gate.number)
            binding["value"] = .string(asking.wire)
            binding["menu"] = menu(asking, step)
            binding["expected"] = .null
            binding["notes"] = ""
            binding.merge(gateFacts(step, step.undoable, gate, undoes: true)) { _, new in new }
            binding["runs_on"] = JSONValue(place(run, step.undoable))
            return Screen("step_gate", .object(binding))
        case .running(let number): return running(step, step.attempt(number, .undo), binding, now: now)
        case .succeeded:
            binding.merge(output(attempt, value: value)) { _, new in new }
            binding["sign"] = "↩️"
            binding["result"] = "Taken back"
            binding["by"] = JSONValue(by: attempt?.approvedBy)
            binding["undo_offered"] = false
            return Screen("step_done", .object(binding))
        case .failed, .unknown:
            binding.merge(output(attempt, value: value)) { _, new in new }
            binding["sign"] = "❌"
            binding["result"] = .string(
                "The undo did not work. " + failure(undo == .unknown ? .unknown : attempt?.result))
            binding["by"] = .null
            binding["undo_offered"] = .bool(step.undoable != nil)
            return Screen("step_done", .object(binding))
        }
    }
}

extension Run {
    /// Whether buttons on steps have an effect now.
    var takesAnswers: Bool { phase == .running }
}

extension RunStep {
    /// Whether the open question is one about running something.
    fileprivate var asksForLeave: Bool {
        openGates.contains { $0.kind == .approval || $0.kind == .confirmation }
    }

    func attempt(_ number: Int, _ purpose: Attempt.Purpose) -> Attempt? {
        attempts.last { $0.number == number && $0.purpose == purpose } ?? attempts.last { $0.number == number }
    }

    /// Whether the step changed something that a known command takes back.
    var canBeUndone: Bool {
        guard status == .succeeded, undo == nil, undoable != nil else { return false }
        return attempts.contains { $0.purpose == .forward && $0.command.assessment.risk > .green }
    }
}
