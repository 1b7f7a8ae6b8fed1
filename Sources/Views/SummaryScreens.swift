import BlockKit
import JSONTree
import RunbookModel

/// A change to a runbook that a run suggests.
package struct UpdateSuggestion: Codable, Hashable, Sendable {
    /// What to change: "Remove step 6".
    package var text: String
    /// Why: "skipped in 4 of the last 4 runs".
    package var reason: String

    package init(text: String, reason: String) {
        self.text = text
        self.reason = reason
    }
}

/// What became of the suggested changes.
package enum UpdatesDecision: Codable, Hashable, Sendable {
    case open
    /// So many were taken over; they made this version.
    case applied(count: Int, version: Int)
    case dismissed
}

extension Screen {
    /// What a finished run leaves behind: how long it took, what ran, what did not, and what follows from it.
    package static func summary(
        _ run: Run, suggestions: [UpdateSuggestion], decision: UpdatesDecision = .open,
        facts: SummaryFacts = SummaryFacts()
    ) -> Screen {
        var outcome = RunOutcome.stopped
        if case .finished(let reached) = run.phase { outcome = reached }
        let ran = run.steps.filter { $0.status == .succeeded || $0.hasRun }
        let skipped = run.steps.filter { if case .skipped = $0.status { true } else { false } }
        let open = run.steps.filter { !$0.isBehind && !$0.hasRun && $0.added == nil }
        let binding: [String: JSONValue] = [
            "title": .string(Words.clip(run.title, 120)), "outcome": .string(outcome.rawValue),
            "time": JSONValue(run.timeToResolve.map(Words.duration)),
            "ran": .array(ran.prefix(15).map(ranLine)), "ran_count": .int(ran.count),
            "more_ran": .int(max(0, ran.count - 15)),
            "skipped": .array(skipped.prefix(10).map(skippedLine)), "skipped_count": .int(skipped.count),
            "more_skipped": .int(max(0, skipped.count - 10)),
            "open_steps": .string(stepRanges(open.map(\.step.number))),
            "extra": .array(
                run.extraActions.prefix(8).map { action in
                    [
                        "text": .string(Words.clip(action.text, 200)),
                        "during": JSONValue(action.duringStep.map { "during step \($0)" } ?? ""),
                    ]
                }),
            "more_extra": .int(max(0, run.extraActions.count - 8)),
            "suggestions": .array(
                suggestions.prefix(8).map {
                    ["text": .string(Words.clip($0.text, 200)), "reason": .string(Words.clip($0.reason, 150))]
                }),
            "more_suggestions": .int(max(0, suggestions.count - 8)),
            "notes_lines": notes(run, Surroundings()), "decision": .string(decisionName(decision)),
            "decision_text": .string(words(decision)),
            "value": .string(ButtonValue(run: run.id, runbook: run.runbook).wire),
        ]
        return Screen("summary", .object(binding.merging(facts.binding(run)) { $1 }))
    }

    /// The suggestions with a box before each.
    package static func reviewUpdatesModal(_ run: Run, suggestions: [UpdateSuggestion]) -> Screen {
        Screen(
            "modal_review_updates",
            [
                "metadata": .string(ButtonValue(run: run.id, runbook: run.runbook).wire),
                "title": .string(Words.clip(run.title, 140)),
                "suggestions": .array(
                    suggestions.prefix(10).enumerated().map { index, suggestion in
                        [
                            "id": .string("\(index)"), "text": .string(Words.clip(suggestion.text, 75)),
                            "reason": .string(Words.clip(suggestion.reason, 75)),
                        ]
                    }),
                "details": .array(
                    suggestions.prefix(10).filter { $0.text.utf16.count > 75 || $0.reason.utf16.count > 75 }.map {
                        .string("\(Words.clip($0.text, 400)): \(Words.clip($0.reason, 300))")
                    }),
                "more": .int(max(0, suggestions.count - 10)),
            ])
    }

    private static func ranLine(_ step: RunStep) -> JSONValue {
        let attempt = step.attempts.last { attempt in
            if case .notStarted = attempt.result { return false }
            return attempt.purpose == .forward
        }
        let took = attempt.flatMap { attempt in attempt.finishedAt.map { Words.duration($0 - attempt.startedAt) } }
        var facts: [String] = []
        if let took { facts.append(took) }
        if step.added != nil { facts.append("typed in the thread") }
        if step.doneByHand != nil { facts.append("done by hand") }
        if step.isEdited { facts.append("changed by hand") }
        if step.undo == .succeeded { facts.append("taken back") }
        if step.status != .succeeded { facts.append(outcome(attempt?.result)) }
        let title = step.added == nil ? step.step.title : step.command?.text ?? step.step.title
        return [
            "place": .string(step.added == nil ? "Step \(step.step.number)" : "➕"),
            "light": .string(Words.light(step.step, step.risk)), "title": .string(Words.clip(title, 100)),
            "facts": .string(facts.joined(separator: ", ")),
        ]
    }

    /// What became of a step that ran and did not succeed.
    private static func outcome(_ result: AttemptResult?) -> String {
        switch result {
        case nil: "still running"
        case .unknown: "nobody knows how it ended"
        case .killed: "stopped by hand"
        case .timedOut: "took too long"
        case .exited, .signaled, .notStarted: "did not work"
        }
    }

    private static func skippedLine(_ step: RunStep) -> JSONValue {
        var reason = ""
        if case .skipped(_, let given?) = step.status { reason = Words.clip(given, 120) }
        return [
            "n": .int(step.step.number), "title": .string(Words.clip(step.step.title, 100)), "reason": .string(reason),
        ]
    }

    /// `6–8, 10`.
    static func ranges(_ numbers: [Int]) -> String {
        var parts: [ClosedRange<Int>] = []
        for number in numbers.sorted() {
            if let last = parts.last, last.upperBound + 1 == number {
                parts[parts.count - 1] = last.lowerBound...number
            } else {
                parts.append(number...number)
            }
        }
        let words = parts.prefix(12).map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)" }
        return words.joined(separator: ", ") + (parts.count > 12 ? " …" : "")
    }

    private static func stepRanges(_ numbers: [Int]) -> String {
        numbers.isEmpty ? "" : (numbers.count == 1 ? "step " : "steps ") + ranges(numbers)
    }

    private static func decisionName(_ decision: UpdatesDecision) -> String {
        switch decision {
        case .open: "open"
        case .applied: "applied"
        case .dismissed: "dismissed"
        }
    }

    private static func words(_ decision: UpdatesDecision) -> String {
        switch decision {
        case .open: ""
        case .applied(let count, let version): "\(Words.count(count, "update")) made. It is version \(version) now."
        case .dismissed: "The runbook stays as it is."
        }
    }
}

extension RunStep {
    /// Whether a command of the step ran, or still runs, whatever came of it.
    var hasRun: Bool {
        guard !isBehind else { return false }
        return attempts.contains { attempt in
            if case .notStarted = attempt.result { return false }
            return attempt.purpose == .forward
        }
    }
}
