import JSONTree
import RunbookModel

/// What is said of a step beside its command: where its values come from, what is checked, what was found.
extension Screen {
    /// Where the step stands in the runbook, or that it does not.
    static func place(of step: RunStep, in run: Run) -> [String: JSONValue] {
        guard step.added == nil else {
            return [
                "place": "➕ Extra command", "place_words": "Extra command", "place_low": "the extra command",
                "place_words_low": "the extra command",
            ]
        }
        let total = run.plannedCount
        let number = step.step.number
        return [
            "place": .string("Step \(number)/\(total)"), "place_words": .string("Step \(number) of \(total)"),
            "place_low": .string("step \(number)/\(total)"),
            "place_words_low": .string("step \(number) of \(total)"),
        ]
    }

    /// What a person who is asked should know beside the command.
    static func questionFacts(_ run: Run, _ step: RunStep) -> String {
        var lines: [String] = []
        if step.step.handling == .byHand, step.step.kind == .command {
            lines.append("✋ The runbook says that a person does this.")
        }
        if step.step.handling == .ask { lines.append("✋ The runbook says to ask first, whatever the colour.") }
        lines += step.step.variables.prefix(10).compactMap { name in
            guard let value = run.values[name], let source = run.captured?[name] else { return nil }
            return "📎 \(Words.clip(name, 40)) = \(Words.clip(value, 100)) (from step \(source))"
        }
        for name in step.missingValues.prefix(5) {
            guard let source = run.source(of: name, before: step.step.number) else { continue }
            let place = "step \(source.step.number), \(Words.clip(source.step.title, 80))"
            lines.append("📎 \(Words.clip(name, 40)) should have come from \(place)")
        }
        if let check = step.step.check { lines.append("🔎 Checked afterwards: \(check.sentence)") }
        return lines.joined(separator: "\n")
    }

    /// What came of a step that is behind the run.
    static func outcomeFacts(_ run: Run, _ step: RunStep) -> String {
        if step.status == .simulated { return wouldFacts(run, step) }
        guard step.status == .succeeded else { return "" }
        var lines: [String] = []
        if let result = step.checkResult {
            lines.append(
                result.holds
                    ? "🔎 The check holds: \(Words.clip(result.working, 200))"
                    : "⚠️ The check did not hold: \(Words.clip(result.working, 200))")
        } else if step.step.check != nil, step.doneByHand == nil {
            lines.append("⚠️ The check was not made: it would have changed something, or lacks a value")
        }
        let ran = step.doneByHand == nil && step.step.kind == .command
        for capture in ran ? step.step.captures ?? [] : [] {
            let name = Words.clip(capture.variable, 40)
            let isRead = run.captured?[capture.variable] == step.step.number
            let value = isRead ? run.values[capture.variable] : nil
            lines.append(
                value.map { "📎 \(name) = \(Words.clip($0, 200))" } ?? "📎 \(name) was not found in the output")
        }
        return lines.joined(separator: "\n")
    }

    /// What else a dry run says of a step.
    private static func wouldFacts(_ run: Run, _ step: RunStep) -> String {
        var lines: [String] = []
        if !step.missingValues.isEmpty {
            let names = step.missingValues.prefix(10).map { Words.clip($0, 40) }.joined(separator: ", ")
            lines.append("✏️ These values would be asked for first: \(names)")
        }
        if let command = step.command {
            if !command.assessment.effect.trimmed.isEmpty {
                lines.append("ℹ️ \(Words.clip(command.assessment.effect, 300))")
            }
            let place = command.assessment.target ?? run.policy.target
            if let place { lines.append("🎯 On: \(Words.clip(place, 200))") }
            if step.risk != .green {
                lines.append(
                    step.undoCommand.map { "↩️ Undo: \(Words.undo($0.text).shown)" } ?? "↩️ No undo known")
            }
        }
        if let check = step.step.check { lines.append("🔎 Checked afterwards: \(check.sentence)") }
        if let captures = step.step.captures, !captures.isEmpty {
            let names = captures.map { Words.clip($0.variable, 40) }.joined(separator: ", ")
            lines.append("📎 Values for later steps: \(names)")
        }
        return lines.joined(separator: "\n")
    }

    /// That a check did not hold, where that is why a person is asked.
    static func failedCheck(_ step: RunStep) -> String? {
        guard let result = step.checkResult, !result.holds else { return nil }
        return "The command ran, but the check did not hold: \(Words.clip(result.working, 300))."
    }

    /// How the runbook within the runbook ended, when it did not do its part.
    static func childEnd(_ step: RunStep) -> String? {
        switch step.child?.outcome {
        case .stopped: "It was started, and stopped before it was done."
        case .dismissed: "It was offered, and nobody used it."
        case .resolved, nil: nil
        }
    }
}

extension RunStep {
    /// What the step would have come to, for a dry run.
    var wouldHappen: String {
        if let runbook = step.runbook { return "Would ask to start “\(Words.clip(runbook, 100))”" }
        if step.kind == .manual || step.handling == .byHand { return "Would ask you to do this by hand" }
        if !step.language.isExecutable { return "Would ask you to do this by hand: only shell commands are run" }
        switch risk {
        case .green where hasBreakpoint: return "Would stop and ask: it has a breakpoint"
        case .green where command?.assessment.disclosesSecrets == true: return "Would ask first: it shows secrets"
        case .green where command?.assessment.heavyLoad == true:
            return "Would ask first: it may run long, or be a heavy load"
        case .green: return "Would run by itself"
        case .yellow: return "Would wait for your OK"
        case .red: return "Would wait for a typed confirmation"
        }
    }

    /// How the step is handled beside its colour, for lists of steps; empty for most.
    var extras: String {
        var lines: [String] = []
        switch step.handling {
        case .ask: lines.append("✋ Always asks first")
        case .byHand: lines.append("✋ Done by hand")
        case nil: if hasBreakpoint { lines.append("⏸️ Breakpoint: the run stops here and asks") }
        }
        if let runbook = step.runbook { lines.append("📘 Is the runbook “\(Words.clip(runbook, 100))”") }
        if let check = step.check { lines.append("🔎 Checked afterwards: \(check.sentence)") }
        lines += (step.captures ?? []).map { "📎 Gives \(Words.clip($0.line, 200))" }
        return lines.joined(separator: "\n")
    }
}

extension StepCheck {
    /// What is checked, in words.
    var sentence: String {
        let what = condition.map(\.line) ?? "exit code = 0"
        return command.map { "\(Words.clip($0, 200)) → \(Words.clip(what, 120))" } ?? Words.clip(what, 120)
    }
}
