import Engine
import RunbookModel

/// What a call for more people is made for.
package enum EscalationKind: String, CaseIterable, Hashable, Sendable {
    case unanswered
    case unresolved
}

/// When somebody else is called for a run: of its state and nothing else, so that it can be worked out anew at any time.
package enum EscalationClock {
    /// The next call of a kind; `nil` when there is none to make.
    package static func next(_ kind: EscalationKind, of run: Run) -> (cause: Escalation.Cause, due: Timestamp)? {
        guard let policy = run.policy.escalation, !run.isFinished, !run.hasCalledEverybody else { return nil }
        switch kind {
        case .unanswered:
            guard let minutes = policy.unansweredMinutes, let (gate, since) = openQuestion(of: run) else { return nil }
            let cause = Escalation.Cause.unanswered(gate: gate)
            return (cause, due(minutes, since: since, cause, run))
        case .unresolved:
            guard let minutes = policy.unresolvedMinutes, let startedAt = run.startedAt else { return nil }
            return (.unresolved, due(minutes, since: startedAt, .unresolved, run))
        }
    }

    /// The question that has waited the longest. An offer is question 0; a paused run asks nothing.
    private static func openQuestion(of run: Run) -> (gate: Int, since: Timestamp)? {
        switch run.phase {
        case .offered: (0, run.offeredAt)
        case .running: run.openGates.min { $0.openedAt < $1.openedAt }.map { ($0.number, $0.openedAt) }
        case .paused, .finished: nil
        }
    }

    /// Each call for the same thing gives whoever was called the same time.
    private static func due(_ minutes: Int, since: Timestamp, _ cause: Escalation.Cause, _ run: Run) -> Timestamp {
        let last = (run.escalations ?? []).last { $0.cause == cause }?.at
        return max(since, last ?? since) + .seconds(minutes * 60)
    }
}
