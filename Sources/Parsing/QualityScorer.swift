import ByteText
import RunbookModel

/// Scores a runbook by what makes it safe to follow at three in the morning.
package enum QualityScorer {
    /// The score of a runbook, from 0 to 100, and a reason for each criterion. The same content always has the same
    /// score; what is left empty counts neither for nor against, so that documents of any length compare.
    package static func score(_ content: RunbookContent) -> RunbookQuality {
        guard !content.steps.isEmpty else {
            return RunbookQuality(
                score: 0,
                reasons: [QualityReason(rule: "steps", text: "Nothing in it is a step.", points: 0, outOf: 100)])
        }
        let reasons = [
            clarity(content), undo(content), verification(content), decisions(content), values(content),
            commands(content), prerequisites(content), trigger(content), owner(content),
        ]
        return RunbookQuality(score: reasons.reduce(0) { $0 + $1.points }, reasons: reasons)
    }

    // MARK: Criteria

    /// Whether somebody who does not know the system knows what to do.
    private static func clarity(_ content: RunbookContent) -> QualityReason {
        let open = Set(content.ambiguities.filter { $0.resolution == nil }.compactMap(\.step))
        let loose = content.ambiguities.count { $0.resolution == nil && $0.step == nil }
        let doubtful = content.steps.map(\.number).filter(open.contains)
        let share = 1 - Double(doubtful.count + loose) / Double(content.steps.count)
        return reason(
            "clarity", 25, max(0, share), doubtful,
            good: "Every step says exactly what to do.",
            bad: "\(list(doubtful, "leave", "leaves")) a question open.",
            badWithoutSteps: "The text leaves questions open.")
    }

    /// Whether what goes wrong can be taken back. A red step counts three times.
    private static func undo(_ content: RunbookContent) -> QualityReason {
        let changes = content.steps.filter { $0.kind == .command && $0.risk != .green }
        let missing = changes.filter { $0.rollback == nil }
        func weight(_ steps: [Step]) -> Int { steps.reduce(0) { $0 + ($1.risk == .red ? 3 : 1) } }
        let share = changes.isEmpty ? 1 : 1 - Double(weight(missing)) / Double(weight(changes))
        return reason(
            "undo", 20, share, missing.map(\.number),
            good: changes.isEmpty ? "No command changes anything." : "Every change has a way back.",
            bad: "Nothing says how to take back what \(list(missing.map(\.number), "change", "changes", small: true)).")
    }

    private static let checks: Set<String> = [
        "check", "verify", "confirm", "ensure", "watch", "see", "look", "test", "make",
    ]

    /// Whether one sees that a change worked: what to look for, or a step soon after that looks.
    private static func verification(_ content: RunbookContent) -> QualityReason {
        let changes = content.steps.filter { $0.kind != .decision && $0.risk != .green }
        let missing = changes.filter { step in
            if step.expected != nil { return false }
            // The next steps, counted from the last of a run of changes.
            let rest = content.steps.drop { $0.number <= step.number }.drop {
                $0.kind != .decision && $0.risk != .green
            }
            return !rest.prefix(2).contains { later in
                later.kind == .command && later.risk == .green
                    || later.kind == .decision
                    || Self.checks.contains(later.title.prefix { $0 != " " }.lowercased())
            }
        }
        let share = changes.isEmpty ? 1 : 1 - Double(missing.count) / Double(changes.count)
        return reason(
            "verification", 15, share, missing.map(\.number),
            good: changes.isEmpty ? "No step changes anything." : "Every change is followed by a look at its effect.",
            bad: "Nothing says how to see whether \(list(missing.map(\.number), "have", "has", small: true)) worked.")
    }

    /// Whether decisions say both ways, or can be decided by a program.
    private static func decisions(_ content: RunbookContent) -> QualityReason {
        let decisions = content.steps.filter { $0.kind == .decision }
        let open = decisions.filter { step in
            guard let branch = step.branch else { return true }
            return branch.then.isEmpty && branch.thenStep == nil
                || branch.test == nil && branch.otherwise == nil && branch.elseStep == nil && branch.thenStep == nil
        }
        let share = decisions.isEmpty ? 1 : 1 - Double(open.count) / Double(decisions.count)
        return reason(
            "decisions", 10, share, open.map(\.number),
            good: decisions.isEmpty ? "It has no decisions." : "Every decision says where it leads.",
            bad: "\(list(open.map(\.number), "do", "does")) not say where to go on.")
    }

    /// Whether the values that the commands need are known or can be found.
    private static func values(_ content: RunbookContent) -> QualityReason {
        // What is said beside the steps; the bounds keep long documents fast.
        let told = content.steps.filter { $0.command != nil }.prefix(200).map { step in
            let text = ([step.title] + step.notes.prefix(4) + [step.expected ?? ""]).map { $0.prefix(300) }
            return (names: step.variables, text: text.joined(separator: " ").lowercased())
        }
        var set: Set<String> = []
        for step in content.steps.prefix(200) where step.language == .shell {
            if let command = step.command { set.formUnion(ShellNames.assigned(in: command)) }
        }
        let unknown = content.variables.prefix(100).filter { variable in
            guard variable.defaultValue == nil, variable.alertLabel == nil else { return false }
            // The steps find it out themselves.
            let name = variable.placeholder.filter { $0 != "$" && $0 != "{" && $0 != "}" }
            if variable.placeholder.hasPrefix("$"), set.contains(name) { return false }
            let words = variable.name.parts(between: "_").joined(separator: " ")
            // A step before that names it without needing it tells where to find it.
            return !told.contains { !$0.names.contains(variable.name) && $0.text.holds(words) }
        }
        let share = content.variables.isEmpty ? 1 : 1 - Double(unknown.count) / Double(content.variables.count)
        let names = Set(unknown.map(\.name))
        let steps = content.steps.filter { !names.isDisjoint(with: $0.variables) }.map(\.number)
        let shown = unknown.prefix(4).map(\.placeholder).joined(separator: ", ") + (unknown.count > 4 ? ", …" : "")
        return reason(
            "values", 10, share, steps,
            good: content.variables.isEmpty
                ? "The commands can be run as they stand." : "Every value has a default or comes with the alert.",
            bad: "Nothing says where to find \(shown).")
    }

    /// Whether there is something to run, rather than only something to understand.
    private static func commands(_ content: RunbookContent) -> QualityReason {
        let doing = content.steps.filter { $0.kind != .decision }
        let exact = doing.filter { $0.kind == .command || $0.notes.contains { $0.holds("http") } }
        // Half of the steps may well be things that only a person can do.
        let share = doing.isEmpty ? 0 : min(1, 2 * Double(exact.count) / Double(doing.count))
        return reason(
            "commands", 5, share, [],
            good: "The commands are given word for word.", bad: "Most steps are words, without a command or a link.")
    }

    private static func prerequisites(_ content: RunbookContent) -> QualityReason {
        let written = content.prerequisites.contains { $0.isDerived != true }
        let needed = content.prerequisites.contains { $0.isDerived == true }
        return reason(
            "prerequisites", 5, written || !needed ? 1 : 0, [],
            good: written ? "It says what to have ready." : "It needs no preparation.",
            bad: "It does not say what access and tools it needs.")
    }

    private static func trigger(_ content: RunbookContent) -> QualityReason {
        let share = content.alerts.isEmpty && content.services.isEmpty ? (content.summary.isEmpty ? 0 : 0.5) : 1.0
        return reason(
            "trigger", 5, share, [],
            good: "It names the alert or the service that it is for.",
            bad: "It names no alert and no service that it is for.")
    }

    private static let verbs: Set<String> = [
        "escalate", "page", "contact", "call", "notify", "ask", "tell", "inform", "ping",
    ]

    private static func owner(_ content: RunbookContent) -> QualityReason {
        let escalates = content.steps.contains { step in
            step.kind == .manual && Self.verbs.contains(step.title.prefix { $0 != " " }.lowercased())
                && content.ambiguities.allSatisfy { $0.step != step.number || $0.resolution != nil }
        }
        return reason(
            "owner", 5, content.owner != nil || escalates ? 1 : 0, [],
            good: "It says whom to turn to.", bad: "It names no owner and nobody to turn to.")
    }

    // MARK: Words

    private static func reason(
        _ rule: String, _ outOf: Int, _ share: Double, _ steps: [Int], good: String, bad: String,
        badWithoutSteps: String? = nil
    ) -> QualityReason {
        var points = Int((Double(outOf) * min(1, max(0, share))).rounded())
        // What is not whole does not count as whole.
        if share < 1, points == outOf { points -= 1 }
        let text = share >= 1 ? good : steps.isEmpty ? badWithoutSteps ?? bad : bad
        return QualityReason(rule: rule, text: text, points: points, outOf: outOf, steps: share >= 1 ? [] : steps)
    }

    /// "Steps 3, 5 and 8 leave" or "Step 3 leaves".
    private static func list(_ steps: [Int], _ many: String, _ one: String, small: Bool = false) -> String {
        let word = small ? "step" : "Step"
        guard steps.count != 1 else { return "\(word) \(steps[0]) \(one)" }
        guard steps.count > 6, let last = steps.last else {
            let head = steps.dropLast().map(String.init).joined(separator: ", ")
            return "\(word)s \(head) and \(steps.last.map(String.init) ?? "") \(many)"
        }
        let head = steps.prefix(5).map(String.init).joined(separator: ", ")
        return "\(word)s \(head), … \(last) (\(steps.count) in all) \(many)"
    }
}
