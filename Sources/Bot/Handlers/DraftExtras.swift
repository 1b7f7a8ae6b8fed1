import Engine
import RiskRules
import RunbookModel
import Views

/// What people ask of a step beside its command: how it is handled, what is read from it, how it is checked.
extension DraftEditing {
    func applyExtras(_ form: EditDraftStepForm, _ shown: DraftStepInputs, to step: inout Step) {
        let extras = form.extras
        if let handling = extras.handling { step.handling = handling.value }
        let lines = extras.captures.applied(to: shown.captures, shown: shown.captures)
        if extras.captures != .untouched, shown.captures != nil {
            let captures = lines.flatMap { StepExtrasForm.captures(in: $0) } ?? []
            step.captures = captures.isEmpty ? nil : captures
        }
        let command = extras.checkCommand.applied(to: step.check?.command, shown: shown.checkCommand)
        let line = extras.checkCondition.applied(to: shown.checkCondition, shown: shown.checkCondition)
        if extras.checkCommand != .untouched || extras.checkCondition != .untouched {
            let condition = line.flatMap { $0.isEmpty ? nil : Condition(line: $0) }
            step.check = command == nil && condition == nil ? nil : StepCheck(command: command, condition: condition)
        }
        step.runbook = extras.runbook.applied(to: step.runbook, shown: shown.runbook)
        guard step.kind != .command else { return }
        (step.handling, step.captures, step.check) = (nil, nil, nil)
        if step.kind == .decision { step.runbook = nil }
    }
}

extension DraftFormCheck {
    /// What is read and checked must be readable, and the check must change nothing.
    /// - Throws: `FormErrors`.
    func checkExtras(_ form: EditDraftStepForm, titles: [String]) throws(FormErrors) {
        var errors: [String: String] = [:]
        if case .text(let lines) = form.extras.captures, let captures = StepExtrasForm.captures(in: lines) {
            for capture in captures {
                guard case .pattern(let pattern) = capture.source else { continue }
                do throws(BoundedPattern.Problem) {
                    _ = try BoundedPattern(pattern)
                } catch {
                    errors[FormField.stepCaptures.rawValue] = String("/\(pattern)/: \(error.sentence)".prefix(300))
                }
            }
        }
        if case .text(let command) = form.extras.checkCommand, !command.isEmpty {
            let assessment = classifier.assess(command, language: .shell)
            if !assessment.runsAlone {
                let reason = assessment.reasons.first.map { ": \($0.text)" } ?? "."
                errors[FormField.stepCheckCommand.rawValue] = String(
                    "A check runs by itself, so it must only read\(reason)".prefix(300))
            }
        }
        if case .text(let title) = form.extras.runbook, !title.isEmpty {
            let wanted = RunbookMention.key(title)
            if !titles.contains(where: { RunbookMention.key($0) == wanted }) {
                errors[FormField.stepRunbook.rawValue] = "There is no runbook of this title in the library."
            }
        }
        guard errors.isEmpty else { throw FormErrors(errors) }
    }
}
