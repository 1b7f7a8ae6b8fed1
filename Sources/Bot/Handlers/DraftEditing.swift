import RiskRules
import RunbookModel
import Views

/// Changes to a draft by hand. What the person wrote is classified anew; the rules' colour is a floor.
struct DraftEditing {
    var classifier: RiskClassifier

    /// The content with one step changed, added (`number` is `nil`), moved or deleted.
    func apply(_ form: EditDraftStepForm, to number: Int?, of content: RunbookContent) -> RunbookContent {
        var steps = content.steps
        var moved: Step?
        if let number, let index = steps.firstIndex(where: { $0.number == number }) {
            moved = steps.remove(at: index)
        }
        var content = content
        if form.isDeleted {
            content.steps = steps
            return content.renumbered()
        }
        let step = edited(moved, form)
        let place = min(max(1, form.position ?? number ?? steps.count + 1), steps.count + 1)
        steps.insert(step, at: place - 1)
        content.steps = steps
        content.ambiguities.removeAll { $0.step == number && $0.step != nil && step.command != moved?.command }
        return content.renumbered()
    }

    private func edited(_ old: Step?, _ form: EditDraftStepForm) -> Step {
        var step = old ?? Step(number: 0, kind: form.kind, title: form.title)
        step.kind = form.kind
        step.title = form.title
        step.expected = form.expected
        let isNewCommand = form.command != step.command
        step.command = form.kind == .command ? form.command : nil
        step.branch = form.kind == .decision ? branch(step.branch, form.branch) : nil
        if let command = step.command {
            let assessment = classifier.assess(command, language: step.language)
            step.risk = max(assessment.risk, form.risk ?? .green)
            step.reasons = assessment.reasons
            if let chosen = form.risk, chosen > assessment.risk {
                step.reasons.insert(
                    RiskReason(rule: "person", text: "Somebody set this colour by hand.", risk: chosen), at: 0)
            }
            if isNewCommand { step.lines = nil }
        } else {
            step.risk = form.risk ?? (form.kind == .manual ? step.risk : .green)
        }
        if form.undo != step.rollback?.command {
            step.rollback = form.undo.map { Rollback(command: $0, source: .person) }
        }
        return step
    }
}

extension DraftEditing {
    /// The branch as it was edited. What can be evaluated stays so only while the question is the same.
    private func branch(_ old: Branch?, _ edited: Branch?) -> Branch? {
        guard var edited else { return old }
        if edited.condition == old?.condition { edited.test = old?.test }
        return edited
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
