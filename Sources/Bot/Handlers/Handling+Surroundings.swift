import RunbookModel
import Views

extension Handling {
    /// What a change of a run means beside it: timers, and the cards of other runs on the same incident.
    /// - Parameter before: the run until now; `nil` for a new one.
    func lookAround(_ run: Run, before: Run?) throws {
        try setEscalationTimers(of: run)
        guard run.phase != before?.phase else { return }
        if run.isFinished { try closePage(of: run) }
        for other in try Surroundings.others(of: run, in: store) { try redrawCard(of: other) }
    }
}

extension StoreTransaction {
    /// Where the card of a run can be opened; `nil` while it is not posted.
    func cardURL(of run: Run) throws -> String? {
        try postedMessage(MessageSubject.card(run.id)).map { MessageLink.url($0.channel, $0.timestamp) }
    }
}

extension Surroundings {
    static func of(_ run: Run, in store: any StoreTransaction) throws -> Surroundings {
        guard !run.isFinished else { return Surroundings() }
        let others = try others(of: run, in: store).map { other in
            Other(title: other.title, phase: other.phase, url: try store.cardURL(of: other))
        }
        return Surroundings(freeze: try WorkspaceState.freeze(in: store), others: others)
    }

    /// Open runs on the same incident: of the same alert, or in the same channel when one of the two has begun. A run and
    /// those that are a part of it are one.
    static func others(of run: Run, in store: any StoreTransaction) throws -> [Run] {
        try store.openRuns().filter { other in
            guard other.id != run.id, other.parent?.run != run.id, run.parent?.run != other.id else { return false }
            if let alert = run.alert, alert == other.alert { return true }
            return other.channel == run.channel && (run.startedAt != nil || other.startedAt != nil)
        }
    }
}
