import Parsing
import RiskRules
import RunbookModel
import Views

/// Changes to the steps of a draft by hand. What the person wrote is classified anew; the rules' colour is a floor.
struct DraftEditing {
    var classifier: RiskClassifier

    /// The content with one step changed, added (`number` is `nil`), moved or deleted.
    func apply(_ form: EditDraftStepForm, to number: Int?, of content: RunbookContent) -> RunbookContent {
        var content = content
        var old: Step?
        if let number, let index = content.steps.firstIndex(where: { $0.number == number }) {
            old = content.steps.remove(at: index)
        }
        if form.isDeleted { return settled(content) }
        let step = edited(old, form)
        let place = min(max(1, form.position ?? number ?? content.steps.count + 1), content.steps.count + 1)
        content.steps.insert(step, at: place - 1)
        // Another command answers the doubts about the old one.
        content.ambiguities.removeAll { $0.step == number && $0.step != nil && step.command != old?.command }
        return settled(content)
    }

    /// The content without a step.
    func deleting(_ number: Int, of content: RunbookContent) -> RunbookContent {
        var content = content
        content.steps.removeAll { $0.number == number }
        return settled(content)
    }

    /// The content with a step one place further up or down.
    func moving(_ number: Int, by distance: Int, of content: RunbookContent) -> RunbookContent {
        guard let index = content.steps.firstIndex(where: { $0.number == number }),
            content.steps.indices.contains(index + distance)
        else { return content }
        var content = content
        content.steps.swapAt(index, index + distance)
        return content.renumbered()
    }

    // MARK: One step

    private func edited(_ old: Step?, _ form: EditDraftStepForm) -> Step {
        var step = old ?? Step(number: 0, kind: form.kind, title: form.title)
        let shown = DraftStepInputs(step)
        step.kind = form.kind
        step.title = EditedText.text(form.title).applied(to: step.title, shown: old == nil ? "" : shown.title) ?? ""
        step.expected = form.expected.applied(to: step.expected, shown: shown.expected)
        let notes = step.notes.joined(separator: "\n\n")
        step.notes = paragraphs(form.notes.applied(to: notes, shown: shown.notes), old: step.notes, joined: notes)
        if let language = form.language { step.language = language }
        let command =
            form.kind == .command ? form.command.applied(to: step.command, shown: shown.command) : nil
        let isNewCommand = command != step.command || step.language != old?.language
        step.command = command
        step.branch = form.kind == .decision ? branch(step.branch, form, shown) : nil
        applyExtras(form, shown, to: &step)
        let undo = form.undo.applied(to: step.rollback?.command, shown: shown.undo)
        if undo != step.rollback?.command { step.rollback = undo.map { Rollback(command: $0, source: .person) } }
        if let command {
            let assessment = classifier.assess(command, language: step.language)
            colour(&step, form, floor: assessment)
            if isNewCommand {
                step.lines = nil
                // A derived undo was for the old command.
                if step.rollback == nil || step.rollback?.source == .derived { step.rollback = assessment.rollback }
            }
        } else if form.kind == .decision {
            (step.risk, step.reasons) = (.green, [])
        } else {
            colour(&step, form, floor: nil)
        }
        return step
    }

    /// Never below the rules. A colour that a person chose before stays unless the form says another.
    private func colour(_ step: inout Step, _ form: EditDraftStepForm, floor: RiskAssessment?) {
        let before = step.risk
        if let floor { step.classify(floor) }
        guard let wanted = form.risk, wanted != before else { return }
        step.reasons.removeAll { $0.rule == RiskReason.personRule }
        step.risk = max(wanted, floor?.risk ?? .green)
        if step.risk != floor?.risk {
            step.reasons.insert(.chosen(step.risk, words: form.riskReason), at: 0)
        }
    }

    private func paragraphs(_ text: String?, old: [String], joined: String) -> [String] {
        guard let text else { return [] }
        guard text != joined else { return old }
        var notes: [[Substring]] = [[]]
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.allSatisfy(\.isWhitespace) { notes.append([]) } else { notes[notes.count - 1].append(line) }
        }
        return notes.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
    }

    /// The branch as it was edited. What can be evaluated stays so only while the question is the same.
    private func branch(_ old: Branch?, _ form: EditDraftStepForm, _ shown: DraftStepInputs) -> Branch? {
        var branch = old ?? Branch(condition: "", then: "")
        branch.condition = form.condition.applied(to: branch.condition, shown: shown.condition) ?? ""
        if branch.condition != old?.condition { branch.test = nil }
        if case .text(let words) = form.then, words != shown.then {
            branch.thenStep = EditDraftStepForm.target(words)
            branch.then = words.isEmpty ? "Go on" : words
        }
        if case .text(let words) = form.otherwise, words != shown.otherwise {
            branch.elseStep = EditDraftStepForm.target(words)
            branch.otherwise = words.isEmpty ? nil : words
        }
        return branch
    }

    /// Numbers the steps and brings the variables up to date.
    func settled(_ content: RunbookContent) -> RunbookContent {
        var content = content.renumbered()
        let before = Set(content.steps.flatMap(\.variables))
        for index in content.steps.indices {
            guard let command = content.steps[index].command else {
                content.steps[index].variables = []
                continue
            }
            let found = CommandVariables.find(
                in: command, language: content.steps[index].language, known: content.variables)
            for variable in found where !content.variables.contains(where: { $0.placeholder == variable.placeholder }) {
                content.variables.append(variable)
            }
            content.steps[index].variables = found.map(\.name)
        }
        // One that a step used and none does any more; what the text lists by itself stays.
        let after = Set(content.steps.flatMap(\.variables))
        content.variables.removeAll { before.contains($0.name) && !after.contains($0.name) }
        return content
    }
}

extension RiskAssessment {
    /// The undo that the rules know.
    var rollback: Rollback? {
        inverse.map { Rollback(command: $0.command, source: .derived, capture: $0.capture) }
    }
}

extension RunbookContent {
    /// The same with steps numbered by their place. Branches and doubts follow the steps that they name; those that
    /// named a deleted one name none.
    func renumbered() -> RunbookContent {
        var content = self
        var places: [Int: Int] = [:]
        for (index, step) in steps.enumerated() where step.number > 0 { places[step.number] = index + 1 }
        for index in content.steps.indices {
            content.steps[index].number = index + 1
            if let branch = content.steps[index].branch {
                content.steps[index].branch?.thenStep = branch.thenStep.flatMap { places[$0] }
                content.steps[index].branch?.elseStep = branch.elseStep.flatMap { places[$0] }
            }
        }
        content.ambiguities = ambiguities.compactMap { doubt in
            guard let step = doubt.step else { return doubt }
            guard let place = places[step] else { return nil }
            var doubt = doubt
            doubt.step = place
            return doubt
        }
        return content
    }
}
