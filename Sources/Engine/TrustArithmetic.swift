import RunbookModel

/// When the runs of a runbook speak for another mode. It is only ever suggested: people decide.
package enum TrustArithmetic {
    /// Runs in copilot in a row, without a divergence, from which autopilot is suggested.
    package static let runsForPromotion = 10

    /// - Parameters:
    ///   - run: the one that just ended.
    ///   - history: the earlier runs of the same runbook, newest first.
    ///   - mode: how much of the runbook goes by itself now.
    ///   - declined: when somebody last said no to autopilot: earlier runs count no more.
    package static func suggestion(
        after run: Run, history: [Run], mode: RunMode, declined: Timestamp?
    ) -> TrustSuggestion? {
        guard run.isFinished, run.startedAt != nil, run.counts else { return nil }
        if run.policy.mode == .autopilot {
            guard mode == .autopilot, let reason = run.trouble else { return nil }
            return .demote(reason: reason)
        }
        guard mode != .autopilot, run.parent == nil else { return nil }
        let row = ([run] + history).lazy.filter { $0.startedAt != nil && $0.counts && $0.parent == nil }
            .prefix { $0.wentAsWritten && $0.offeredAt > declined ?? Timestamp(milliseconds: .min) }.count
        return row >= runsForPromotion ? .promote(runs: row) : nil
    }
}

extension Run {
    fileprivate var wentAsWritten: Bool { policy.mode == .copilot && phase == .finished(.resolved) && trouble == nil }

    /// What was not as the runbook says; `nil` when all was.
    fileprivate var trouble: String? {
        if phase == .finished(.stopped) { return "it was stopped before it was done" }
        let failed = steps.prefix(plannedCount).first { step in
            step.attempts.contains { $0.purpose == .forward && $0.result != .exited(0) } && step.status != .succeeded
        }
        if let failed { return "step \(failed.step.number) did not work" }
        // That the incident was over before the last step says nothing against the steps.
        let first = divergences.first { $0.kind != .neverReached }
        guard let first else { return nil }
        let place = first.step.map { "at step \($0) " } ?? ""
        switch first.kind {
        case .added: return "\(place)something was done that the runbook does not contain"
        case .skipped: return "\(place)people skipped what is written"
        case .edited, .doneByHand, .undone, .leftFailed, .neverReached: return "\(place)people did something else"
        }
    }
}
