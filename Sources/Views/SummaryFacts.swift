import JSONTree
import RunbookModel

/// What a summary says beside the run itself.
package struct SummaryFacts: Hashable, Sendable {
    /// Times to resolve of the earlier runs of the same runbook, newest first.
    package var earlierTimes: [Duration]
    package var divergences: [Divergence]
    package var trust: TrustSuggestion?
    package var trustDecision: TrustDecision

    /// Runs that a time is compared with.
    package static let comparedRuns = 5

    package init(
        earlierTimes: [Duration] = [], divergences: [Divergence] = [], trust: TrustSuggestion? = nil,
        trustDecision: TrustDecision = .open
    ) {
        self.earlierTimes = earlierTimes
        self.divergences = divergences
        self.trust = trust
        self.trustDecision = trustDecision
    }

    func binding(_ run: Run) -> [String: JSONValue] {
        let different = divergences.compactMap(line)
        let isOpen = trustDecision == .open
        var trustName = ""
        switch trust {
        case .promote where isOpen: trustName = "promote"
        case .demote where isOpen: trustName = "demote"
        case .promote, .demote, nil: break
        }
        return [
            "headline": JSONValue(headline(run)), "compared": JSONValue(compared(run)),
            "would": JSONValue(run.policy.mode == .dryRun ? would(run) : nil),
            "different": .array(different.prefix(4).map(JSONValue.string)),
            "more_different": .int(max(0, different.count - 4)), "trust": .string(trustName),
            "trust_text": .string(trustText),
        ]
    }

    private func headline(_ run: Run) -> String? {
        if run.policy.mode == .dryRun { return "👀 Dry run: nothing was run" }
        return run.parent != nil && run.phase == .finished(.resolved) ? "✅ This part is done" : nil
    }

    /// "The last 5 runs took 21m 0s on average."
    private func compared(_ run: Run) -> String? {
        let times = earlierTimes.prefix(Self.comparedRuns)
        guard run.timeToResolve != nil, !times.isEmpty else { return nil }
        let mean = Words.duration(times.reduce(.zero, +) / times.count)
        return times.count == 1
            ? "The last run took \(mean)." : "The last \(times.count) runs took \(mean) on average."
    }

    private func would(_ run: Run) -> String {
        let steps = run.steps.filter { $0.status == .simulated }
        let commands = steps.filter {
            $0.step.kind == .command && $0.step.handling != .byHand && $0.step.language.isExecutable
                && $0.step.runbook == nil
        }
        func part(_ count: Int, _ words: String) -> String? { count > 0 ? "\(count) \(words)" : nil }
        let alone = commands.count { $0.risk == .green && $0.command?.assessment.runsAlone != false }
        let typed = commands.count { $0.risk == .red }
        let byHand = steps.count - commands.count
        let parts = [
            part(alone, "would run by themselves"), part(commands.count - alone - typed, "would wait for your OK"),
            part(typed, "would wait for a typed confirmation"), part(byHand, "would be up to you"),
        ].compactMap(\.self)
        return "\(Words.count(steps.count, "step")) shown"
            + (parts.isEmpty ? "." : ": \(parts.joined(separator: ", ")).")
    }

    /// What stands nowhere else in the summary.
    private func line(_ divergence: Divergence) -> String? {
        let place = divergence.step.map { "Step \($0)" } ?? "Before the first step"
        switch divergence.kind {
        case .edited(let from, let to):
            return "\(place): ran \(Words.clip(to, 60)) instead of \(Words.clip(from, 60))"
        case .doneByHand: return "\(place) was done by hand"
        case .undone: return "\(place) was taken back"
        case .leftFailed: return "\(place) did not work, and was left so"
        case .skipped, .neverReached, .added: return nil
        }
    }

    private var trustText: String {
        switch (trustDecision, trust) {
        case (.open, .promote(let runs)):
            "🤖 The last \(runs) runs went as written. It could start by itself when its alert fires: it runs the safe "
                + "steps and stops at the first question."
        case (.open, .demote(let reason)):
            "🤖 This run in autopilot did not go as written: \(Words.clip(reason, 200)). Should people start it again?"
        case (.promoted, _): "🤖 It starts by itself from now on."
        case (.demoted, _): "🧑‍✈️ People start it from now on."
        case (.kept, _), (.open, nil): ""
        }
    }
}
