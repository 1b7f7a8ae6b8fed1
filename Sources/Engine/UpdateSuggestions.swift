import RunbookModel

/// What the runs of a runbook say about its text.
package enum UpdateSuggestions {
    /// Runs in a row, the one that just ended included, in which a step must have been skipped before its removal is
    /// suggested.
    package static let skipsInARow = 3

    /// The changes that `run` speaks for, in the order of the steps. `history` are the earlier finished runs of the same
    /// runbook, newest first; steps are told by their text, so other versions count as far as they agree. `isCommand`
    /// says whether an action that somebody noted is a command, and not prose.
    package static func after(
        _ run: Run, history: [Run], isCommand: (String) -> Bool
    ) -> [SuggestedUpdate] {
        guard run.isFinished, run.startedAt != nil else { return [] }
        var found = added(run, duringStep: nil, isCommand)
        // What was added in the run is suggested as the action that it was noted as.
        for step in run.steps.prefix(run.plannedCount) {
            found += removal(step, history) ?? edit(step, run, history) ?? []
            found += added(run, duringStep: step.step.number, isCommand)
        }
        return found
    }

    private static func removal(_ step: RunStep, _ history: [Run]) -> [SuggestedUpdate]? {
        guard step.step.kind != .decision, step.isSkipped else { return nil }
        let earlier = history.lazy.compactMap { $0.counterpart(of: step.step) }.filter(\.wasReached)
        let row = 1 + earlier.prefix { $0.isSkipped }.count
        guard row >= skipsInARow else { return nil }
        return [
            SuggestedUpdate(
                change: .removeStep(step.step.number), title: step.step.title, reason: "skipped in the last \(row) runs"
            )
        ]
    }

    private static func edit(_ step: RunStep, _ run: Run, _ history: [Run]) -> [SuggestedUpdate]? {
        guard let ran = step.provenEdit else { return nil }
        let template = run.withPlaceholders(ran, of: step.step)
        guard template != step.step.command else { return nil }
        let times = history.count { earlier in
            guard let other = earlier.counterpart(of: step.step), let edit = other.provenEdit else { return false }
            return earlier.withPlaceholders(edit, of: other.step) == template
        }
        let reason = times == 0 ? "changed in this run, and it worked" : "changed the same way in \(times + 1) runs"
        return [
            SuggestedUpdate(
                change: .changeCommand(step: step.step.number, to: template), title: step.step.title, reason: reason)
        ]
    }

    private static func added(
        _ run: Run, duringStep number: Int?, _ isCommand: (String) -> Bool
    ) -> [SuggestedUpdate] {
        var seen: Set<String> = []
        return run.extraActions.filter { $0.duringStep == number }.compactMap { action in
            let (text, isMarked) = action.asStep
            guard !text.isEmpty, seen.insert(text).inserted else { return nil }
            return SuggestedUpdate(
                change: .addStep(after: number ?? 0, text: text, isCommand: isMarked || isCommand(text)), title: text,
                reason: "done in this run, and not in the runbook")
        }
    }
}

extension Run {
    /// The step of this run with the same text, in whichever version.
    fileprivate func counterpart(of step: Step) -> RunStep? {
        steps.first { $0.step.kind == step.kind && $0.step.command == step.command && $0.step.title == step.title }
    }

    /// A command of this run with the placeholders of the step's own variables back in the place of their values. Only
    /// whole words are replaced: a namespace `a` must not change every letter.
    fileprivate func withPlaceholders(_ text: String, of step: Step) -> String {
        guard let template = step.command else { return text }
        let words = Set(step.variables)
        let known = values.filter { words.contains($0.key) && $0.value.count > 1 }
        let longestFirst = known.sorted { ($0.value.count, $1.key) > ($1.value.count, $0.key) }
        return longestFirst.reduce(text) { text, entry in
            guard let placeholder = template.placeholder(for: entry.key) else { return text }
            return text.replacingWord(entry.value, with: placeholder)
        }
    }
}

extension RunStep {
    fileprivate var isSkipped: Bool { if case .skipped = status { true } else { false } }

    fileprivate var wasReached: Bool {
        switch status {
        case .pending, .passedOver: !attempts.isEmpty
        case .waiting, .running, .succeeded, .skipped, .decided, .simulated, .following: true
        }
    }
}

extension ExtraAction {
    /// The action as a step: a line with a prompt or in backticks is a command, all else words.
    fileprivate var asStep: (text: String, isCommand: Bool) {
        let text = text.trimmingSpace
        if text.hasPrefix("$ ") { return (text.dropFirst(2).description.trimmingSpace, true) }
        let bare = text.trimmingBackticks
        return (bare, bare != text)
    }
}

extension String {
    /// How a variable stands in a command: `<name>`, `${NAME}`, `{{name}}`, `$NAME`, …; names are compared without case
    /// and with any of `-`, `_` and space for each other.
    fileprivate func placeholder(for name: String) -> String? {
        let plain = { (text: Substring) in text.lowercased().filter { $0.isLetter || $0.isNumber } }
        let wanted = plain(name[...])
        for (open, close) in [("<", ">"), ("{{", "}}"), ("${", "}"), ("{", "}"), ("[", "]")] {
            var rest = self[...]
            while let start = rest.firstRange(of: open), let end = rest[start.upperBound...].firstRange(of: close) {
                if plain(rest[start.upperBound..<end.lowerBound]) == wanted {
                    return String(rest[start.lowerBound..<end.upperBound])
                }
                rest = rest[start.upperBound...]
            }
        }
        for word in split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "$" })
        where word.hasPrefix("$") && plain(word.dropFirst()) == wanted {
            return String(word)
        }
        for word in split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "-" })
        where plain(word) == wanted && word.contains(where: \.isUppercase) {
            return String(word)
        }
        return nil
    }

    /// Replaces `word` where it does not stand within a longer word.
    fileprivate func replacingWord(_ word: String, with replacement: String) -> String {
        let isPart = { (character: Character?) in character.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false }
        var result = ""
        var rest = self[...]
        while let found = rest.firstRange(of: word) {
            result += rest[..<found.lowerBound]
            let isWithin = isPart(result.last) || isPart(rest[found.upperBound...].first)
            result += isWithin ? word : replacement
            rest = rest[found.upperBound...]
        }
        return result + rest
    }

    fileprivate var trimmingBackticks: String {
        guard count > 2, hasPrefix("`"), hasSuffix("`") else { return self }
        return split(separator: "`").joined().trimmingSpace
    }
}
