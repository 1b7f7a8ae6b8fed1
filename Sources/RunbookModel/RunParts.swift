/// A command that somebody typed in the thread of a run and then had run in it.
package struct AddedCommand: Codable, Hashable, Sendable {
    package var by: UserID
    /// Index into `Run.extraActions` of the note that was taken when it was typed.
    package var note: Int

    package init(by: UserID, note: Int) {
        self.by = by
        self.note = note
    }
}

/// The run that carries out a step of another.
package struct ChildRun: Codable, Hashable, Sendable {
    package var run: RunID
    /// How it ended; `nil` while it goes on.
    package var outcome: RunOutcome?

    package init(run: RunID, outcome: RunOutcome? = nil) {
        self.run = run
        self.outcome = outcome
    }
}

extension Run {
    /// Steps of the runbook. Behind them stand the commands that were added in the run.
    package var plannedCount: Int { steps.prefix { $0.added == nil }.count }

    /// Whether it says something about the runbook and the incident: a dry run does not.
    package var counts: Bool { policy.mode != .dryRun }

    /// The last step before `number` whose output gives a value to a variable; `nil` when none does.
    package func source(of variable: String, before number: Int) -> RunStep? {
        steps.prefix(max(0, number - 1)).last { step in
            (step.step.captures ?? []).contains { $0.variable == variable }
        }
    }

    /// Variables that nobody and no earlier step will give a value: they must be asked for.
    package var valuesToAsk: [String] {
        let asked = steps.flatMap { step in
            step.missingValues.filter { source(of: $0, before: step.step.number) == nil }
        }
        return Set(asked).sorted()
    }
}

extension CommandOutput {
    /// What stands in the text in the place of a secret.
    package static let secretSign = "***"
}

/// What the runs of a runbook say about how much of it may go by itself.
package enum TrustSuggestion: Codable, Hashable, Sendable {
    /// So many runs in copilot in a row went as written.
    case promote(runs: Int)
    /// A run in autopilot did not go as written; why, as the end of a sentence.
    case demote(reason: String)
}

/// What people made of such a suggestion after one run.
package enum TrustDecision: String, Codable, Hashable, Sendable {
    case open
    case promoted
    case demoted
    case kept
}
