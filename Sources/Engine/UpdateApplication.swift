import RunbookModel

extension RunbookContent {
    /// The content with suggested changes made, steps numbered anew, and branches leading where they led. A branch to a
    /// step that is gone leads to the next one that is left. `classify` says what the risk rules think of a new command.
    package func applying(
        _ updates: [SuggestedUpdate], classify: (String, CommandLanguage) -> RiskAssessment
    ) -> RunbookContent {
        var additions: [Int: [Step]] = [:]
        var removed: Set<Int> = []
        var changed = steps
        for update in updates {
            switch update.change {
            case .removeStep(let number): removed.insert(number)
            case .changeCommand(let number, let command):
                guard changed.indices.contains(number - 1), changed[number - 1].kind == .command else { continue }
                changed[number - 1].replaceCommand(command, classify)
            case .addStep(let after, let text, let isCommand):
                guard (0...steps.count).contains(after), steps.count + additions.count < Limits.steps else { continue }
                let section = after == 0 ? steps.first?.section : steps[after - 1].section
                additions[after, default: []].append(
                    Step(added: text, isCommand: isCommand, section: section, classify))
            }
        }
        return renumbered(changed, additions, removed)
    }

    private func renumbered(_ changed: [Step], _ additions: [Int: [Step]], _ removed: Set<Int>) -> RunbookContent {
        var kept: [Step] = additions[0] ?? []
        var newNumbers: [Int: Int] = [:]
        for step in changed {
            if !removed.contains(step.number) {
                kept.append(step)
                newNumbers[step.number] = kept.count
            }
            kept += additions[step.number] ?? []
        }
        let last = changed.count
        let destination = { (old: Int?) -> Int? in
            guard let old, (1...max(1, last)).contains(old) else { return nil }
            return (old...last).lazy.compactMap { newNumbers[$0] }.first
        }
        var content = self
        content.steps = kept.enumerated().map { index, step in
            var step = step
            step.number = index + 1
            if var branch = step.branch {
                branch.thenStep = destination(branch.thenStep)
                branch.elseStep = destination(branch.elseStep)
                step.branch = branch
            }
            return step
        }
        content.ambiguities = ambiguities.compactMap { ambiguity in
            guard let number = ambiguity.step else { return ambiguity }
            guard let new = newNumbers[number] else { return nil }
            var ambiguity = ambiguity
            ambiguity.step = new
            return ambiguity
        }
        return content
    }
}

extension Step {
    fileprivate init(
        added text: String, isCommand: Bool, section: String?, _ classify: (String, CommandLanguage) -> RiskAssessment
    ) {
        self.init(number: 0, kind: isCommand ? .command : .manual, title: text, risk: .yellow, section: section)
        if isCommand { replaceCommand(text, classify) }
    }

    fileprivate mutating func replaceCommand(
        _ text: String, _ classify: (String, CommandLanguage) -> RiskAssessment
    ) {
        let assessment = classify(text, language)
        command = text
        risk = assessment.risk
        reasons = assessment.reasons
        // The author's own rollback stays; one that was derived belonged to the old command.
        if rollback?.source != .document {
            rollback = assessment.inverse.map { Rollback(command: $0.command, source: .derived, capture: $0.capture) }
        }
    }
}
