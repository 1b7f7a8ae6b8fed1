/// A part of a step that can be changed.
package enum StepField: String, Codable, Hashable, Sendable, CaseIterable {
    case kind
    case title
    case command
    case language
    case risk
    case expected
    case condition
    case then
    case otherwise
    case rollback
    case notes
    case section

    /// What people call it.
    package var name: String {
        switch self {
        case .kind: "kind"
        case .title: "title"
        case .command: "command"
        case .language: "language"
        case .risk: "colour"
        case .expected: "what to look for"
        case .condition: "question"
        case .then: "if yes"
        case .otherwise: "if no"
        case .rollback: "undo"
        case .notes: "notes"
        case .section: "section"
        }
    }
}

/// A part of a step that is not what it was.
package struct FieldChange: Codable, Hashable, Sendable {
    package var field: StepField
    /// `nil` where there was nothing.
    package var before: String?
    /// `nil` where there is nothing any more.
    package var after: String?

    package init(field: StepField, before: String?, after: String?) {
        self.field = field
        self.before = before
        self.after = after
    }
}

/// What became of one step from one version to another.
package struct StepChange: Codable, Hashable, Sendable {
    /// Number in the older version; `nil` for a new step.
    package var before: Int?
    /// Number in the newer version; `nil` for a step that is gone.
    package var after: Int?
    /// Title in the newer version, or the last that it had.
    package var title: String
    /// Empty unless the step is in both versions and something about it changed.
    package var fields: [FieldChange]
    /// Whether it stands in another order. A number that rose because of a new step before it is no move.
    package var isMoved: Bool

    package init(before: Int?, after: Int?, title: String, fields: [FieldChange] = [], isMoved: Bool = false) {
        self.before = before
        self.after = after
        self.title = title
        self.fields = fields
        self.isMoved = isMoved
    }

    package var isAdded: Bool { before == nil }
    package var isRemoved: Bool { after == nil }
    package var isChanged: Bool { !fields.isEmpty }
    package var isUnchanged: Bool { before != nil && after != nil && fields.isEmpty && !isMoved }
}

/// The difference of two versions of a runbook, in steps.
package struct RunbookDiff: Codable, Hashable, Sendable {
    /// In the order of the newer version; a step that is gone stands behind the one that it stood behind.
    package var steps: [StepChange]
    /// The title before and after; `nil` when it stayed.
    package var title: FieldChange?

    /// Compares two versions. Deterministic; at most `StepMatching.pairLimit` pairs of steps are compared.
    package init(from old: RunbookContent, to new: RunbookContent) {
        let matching = StepMatching(old: old.steps, new: new.steps)
        let moved = matching.moved
        // Steps that are gone, by the new index of the nearest step before them that is still there.
        var gone: [Int: [StepChange]] = [:]
        var place = -1
        for (index, step) in old.steps.enumerated() {
            if let there = matching.newIndices[index] {
                place = there
            } else {
                gone[place, default: []].append(StepChange(before: step.number, after: nil, title: step.title))
            }
        }
        steps = gone[-1] ?? []
        let comparison = StepComparison(old: old.steps, new: new.steps, matching: matching)
        for (index, step) in new.steps.enumerated() {
            if let counterpart = matching.oldIndices[index] {
                steps.append(
                    StepChange(
                        before: old.steps[counterpart].number, after: step.number, title: step.title,
                        fields: comparison.changes(from: old.steps[counterpart], to: step),
                        isMoved: moved.contains(index)))
            } else {
                steps.append(StepChange(before: nil, after: step.number, title: step.title))
            }
            steps += gone[index] ?? []
        }
        if old.title != new.title { title = FieldChange(field: .title, before: old.title, after: new.title) }
    }

    package var added: [StepChange] { steps.filter(\.isAdded) }
    package var removed: [StepChange] { steps.filter(\.isRemoved) }
    /// In both versions, with something different.
    package var changed: [StepChange] { steps.filter(\.isChanged) }
    /// In both versions, in another order; what else changed about them stands in `changed` too.
    package var moved: [StepChange] { steps.filter(\.isMoved) }
    package var unchanged: [StepChange] { steps.filter(\.isUnchanged) }
    /// Whether the versions say the same.
    package var isEmpty: Bool { title == nil && steps.allSatisfy(\.isUnchanged) }
}

/// Compares steps that are each other's counterparts.
package struct StepComparison {
    private let old: [Step]
    private let new: [Step]
    private let matching: StepMatching

    /// - Parameter matching: the one of these lists.
    package init(old: [Step], new: [Step], matching: StepMatching) {
        self.old = old
        self.new = new
        self.matching = matching
    }

    /// What is different. Numbers and lines don't count, and a branch to the same step under a new number stayed.
    package func changes(from before: Step, to after: Step) -> [FieldChange] {
        var changes: [FieldChange] = []
        func compare(_ field: StepField, _ first: String?, _ second: String?) {
            if first != second { changes.append(FieldChange(field: field, before: first, after: second)) }
        }
        compare(.kind, before.kind.rawValue, after.kind.rawValue)
        let isSameTitle =
            before.branch != nil && Self.withoutNumbers(before.title) == Self.withoutNumbers(after.title)
        if !isSameTitle { compare(.title, before.title, after.title) }
        compare(.command, before.command, after.command)
        if before.command != nil, after.command != nil {
            compare(.language, before.language.rawValue, after.language.rawValue)
        }
        compare(.risk, before.risk.rawValue, after.risk.rawValue)
        compare(.expected, before.expected, after.expected)
        compare(.condition, before.branch?.condition, after.branch?.condition)
        let (first, second) = (before.branch, after.branch)
        way(.then, (first?.then, first?.thenStep), (second?.then, second?.thenStep), &changes)
        way(.otherwise, (first?.otherwise, first?.elseStep), (second?.otherwise, second?.elseStep), &changes)
        compare(.rollback, before.rollback?.command, after.rollback?.command)
        compare(.notes, Self.text(before.notes), Self.text(after.notes))
        compare(.section, before.section, after.section)
        return changes
    }

    private func way(
        _ field: StepField, _ before: (words: String?, step: Int?), _ after: (words: String?, step: Int?),
        _ changes: inout [FieldChange]
    ) {
        let target = before.step.flatMap { number in
            old.firstIndex { $0.number == number }.flatMap { matching.newIndices[$0] }.map { new[$0].number }
        }
        let isSameTarget = before.step == nil ? after.step == nil : target != nil && target == after.step
        let isSameText =
            before.step == nil
            ? before.words == after.words
            : Self.withoutNumbers(before.words ?? "") == Self.withoutNumbers(after.words ?? "")
        guard !isSameTarget || !isSameText else { return }
        changes.append(
            FieldChange(
                field: field, before: Self.words(before.words, before.step), after: Self.words(after.words, after.step)
            ))
    }

    private static func words(_ words: String?, _ step: Int?) -> String? {
        guard let step else { return words }
        let words = words ?? ""
        return words.isEmpty ? "step \(step)" : "\(words) (step \(step))"
    }

    private static func text(_ notes: [String]) -> String? {
        notes.isEmpty ? nil : notes.joined(separator: "\n")
    }

    private static func withoutNumbers(_ text: String) -> String { text.filter { !$0.isNumber } }
}
