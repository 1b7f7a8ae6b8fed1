import RiskRules
import RunbookModel
import Views

/// Steps of a draft that become several, or one.
extension DraftEditing {
    /// The content with a step in parts. What belongs to the whole goes with the first part, what is looked for at the
    /// end with the last one.
    /// - Returns: `nil` for a decision, and where there would be more steps than a runbook may have.
    func splitting(_ number: Int, into parts: [String], of content: RunbookContent) -> RunbookContent? {
        guard let index = content.steps.firstIndex(where: { $0.number == number }), let first = parts.first,
            content.steps[index].kind != .decision, content.steps.count + parts.count - 1 <= Limits.steps
        else { return nil }
        let whole = content.steps[index]
        var steps = [part(first, of: whole, isFirst: true)]
        for text in parts.dropFirst() { steps.append(part(text, of: whole, isFirst: false)) }
        steps[steps.count - 1].expected = whole.expected
        if let rollback = whole.rollback, rollback.source != .derived { steps[steps.count - 1].rollback = rollback }
        var content = content
        content.steps.replaceSubrange(index...index, with: steps)
        return settled(content)
    }

    private func part(_ text: String, of whole: Step, isFirst: Bool) -> Step {
        var step = whole
        if !isFirst { step.number = 0 }
        step.expected = nil
        step.rollback = nil
        if !isFirst { step.notes = [] }
        guard whole.command != nil else {
            let lines = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: true)
            step.title = lines.first.map(String.init) ?? whole.title
            step.notes = lines.dropFirst().map(String.init)
            return step
        }
        step.command = text
        if !isFirst { step.title = Self.title(of: text) }
        let assessment = classifier.assess(text, language: step.language)
        step.classify(assessment)
        step.rollback = assessment.rollback
        return step
    }

    private static func title(of command: String) -> String {
        let line = command.split(separator: "\n").first.map(String.init) ?? command
        return "Run `\(line.count > 70 ? String(line.prefix(69)) + "…" : line)`"
    }

    /// The content with a step and the next one as one step.
    /// - Returns: `nil` where that can't be: a decision, commands of two languages, or no next step.
    func joining(_ number: Int, of content: RunbookContent) -> RunbookContent? {
        guard let index = content.steps.firstIndex(where: { $0.number == number }),
            content.steps.indices.contains(index + 1)
        else { return nil }
        let (first, second) = (content.steps[index], content.steps[index + 1])
        guard let joined = join(first, second) else { return nil }
        var content = content
        content.steps.replaceSubrange(index...(index + 1), with: [joined])
        // What led to the second step, or was asked about it, is about the one that holds it now.
        for place in content.steps.indices {
            if content.steps[place].branch?.thenStep == second.number {
                content.steps[place].branch?.thenStep = first.number
            }
            if content.steps[place].branch?.elseStep == second.number {
                content.steps[place].branch?.elseStep = first.number
            }
        }
        for place in content.ambiguities.indices where content.ambiguities[place].step == second.number {
            content.ambiguities[place].step = first.number
        }
        return settled(content)
    }

    private func join(_ first: Step, _ second: Step) -> Step? {
        guard first.kind != .decision, second.kind != .decision else { return nil }
        var step = first
        step.expected = Self.joined(first.expected, second.expected)
        step.lines = nil
        let chosen = [first, second].compactMap(\.chosenColour).max { $0.risk < $1.risk }
        switch (first.command, second.command) {
        case (let own?, let next?):
            guard first.language == second.language else { return nil }
            step.title = "\(first.title), then \(second.title)"
            step.command = own + "\n" + next
            step.notes = first.notes + second.notes
        case (_?, nil): step.notes = first.notes + [second.title] + second.notes
        case (nil, let next?):
            step.kind = .command
            step.title = second.title
            step.command = next
            step.language = second.language
            step.notes = [first.title] + first.notes + second.notes
        case (nil, nil):
            step.title = "\(first.title), then \(second.title)"
            step.notes = first.notes + second.notes
            step.risk = max(first.risk, second.risk)
            step.reasons = first.reasons + second.reasons.filter { $0.rule != RiskReason.personRule }
        }
        if let command = step.command {
            let assessment = classifier.assess(command, language: step.language)
            step.reasons = chosen.map { [$0] } ?? []
            step.classify(assessment)
            // A step done by hand may be stricter than the command that it is joined with.
            step.risk = max(step.risk, first.risk, second.risk)
            step.rollback = rollback(first, second) ?? assessment.rollback
        }
        return step
    }

    /// Both undos, the last change first; `nil` unless every change has one that needs nothing captured.
    private func rollback(_ first: Step, _ second: Step) -> Rollback? {
        let changing = [second, first].filter { $0.risk != .green || $0.rollback != nil }
        let undos = changing.compactMap(\.rollback)
        guard !undos.isEmpty, undos.count == changing.count, undos.allSatisfy({ $0.capture == nil }) else { return nil }
        let sources = Set(undos.map(\.source))
        return Rollback(
            command: undos.map(\.command).joined(separator: "\n"),
            source: sources.count == 1 ? undos[0].source : .person)
    }

    private static func joined(_ first: String?, _ second: String?) -> String? {
        let parts = [first, second].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: "\n")
    }
}
