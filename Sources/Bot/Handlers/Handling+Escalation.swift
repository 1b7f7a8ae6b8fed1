import Engine
import JSONTree
import RunbookModel
import Views

/// Calling more people: when nobody answers, when the incident goes on, and when somebody asks.
extension Handling {
    /// Sets the timers of a run by its state, and clears those that no longer say anything.
    func setEscalationTimers(of run: Run) throws {
        guard run.policy.escalation != nil else { return }
        for kind in EscalationKind.allCases {
            let key = TimerKey.escalation(kind, run.id)
            if let next = EscalationClock.next(kind, of: run) {
                try store.setTimer(key, due: next.due, body: .null)
            } else {
                try store.deleteTimer(key)
            }
        }
    }

    /// A timer fell due. What it was set for may be over by now; the state says.
    func fireEscalation(_ kind: EscalationKind, of id: RunID) throws {
        guard let run = try store.run(id), let next = EscalationClock.next(kind, of: run) else { return }
        guard next.due <= now else {
            return try store.setTimer(TimerKey.escalation(kind, id), due: next.due, body: .null)
        }
        try call(next.cause, in: run, by: .system)
    }

    /// Somebody asks for help: whoever is next on the list is called.
    func callForHelp(_ run: Run, _ click: Click) throws {
        if !run.isFinished, run.hasCalledEverybody { return try reply(.everybodyCalled, to: click) }
        try call(.asked, in: run, by: .user(click.user), click)
    }

    private func call(
        _ cause: Escalation.Cause, in run: Run, by actor: Actor, _ click: Click? = nil
    ) throws {
        let next = try apply(.escalated(cause, by: actor), to: run, click: click)
        guard next.revision != run.revision, let escalation = next.escalations?.last else { return }
        // The words are about the run as it was when somebody was needed.
        let card = try store.cardURL(of: next)
        let screen = Screen.escalation(next, escalation, card: card, now: now)
        try enqueue(Outgoing(lane: run.channel.rawValue, message: .post(run.channel, screen, thread: nil)))
        if services.settings.pages {
            let why = Screen.reason(next, escalation, now: now)
            try page(
                PagerEvent(
                    action: .trigger, key: Self.pageKey(run.id), summary: "Help is needed: \(run.title). \(why)",
                    tried: Screen.tried(next), link: card), about: run)
        }
        if next.escalations?.count == 1 { try offerSecondLevel(of: next) }
    }

    /// Puts the runbook of the second level beside the first call.
    private func offerSecondLevel(of run: Run) throws {
        guard let id = run.policy.escalation?.secondLevel,
            let runbook = try store.runbooks().first(where: { $0.id == id })
        else { return }
        let isOpen = try store.openRuns().contains { $0.channel == run.channel && $0.runbook == id }
        guard !isOpen else { return }
        let alert = try run.alert.flatMap { try store.alert($0) }
        try offer(runbook, in: run.channel, for: alert, nil, by: .system)
    }

    // MARK: The on-call system

    private static func pageKey(_ run: RunID) -> String { "dd0c-run:\(run)" }

    private func page(_ event: PagerEvent, about run: Run) throws {
        try enqueue(Outgoing(lane: "pager:\(run.id)", message: .page(event)))
        try audit("pager.told", by: .system, run: run.id, detail: ["action": event.action.rawValue, "key": event.key])
    }

    /// The run is over: nobody is needed any more.
    func closePage(of run: Run) throws {
        guard services.settings.pages, !(run.escalations ?? []).isEmpty else { return }
        try page(
            PagerEvent(action: .resolve, key: Self.pageKey(run.id), summary: "\(run.title) is over"), about: run)
    }
}

extension TimerKey {
    private static let escalationPrefix = "escalation:"

    /// When somebody else is called for a run.
    package static func escalation(_ kind: EscalationKind, _ run: RunID) -> String {
        "\(escalationPrefix)\(kind.rawValue):\(run)"
    }

    /// The run that a timer is about; `nil` for another timer.
    static func escalation(in key: String) -> (EscalationKind, RunID)? {
        guard key.hasPrefix(escalationPrefix) else { return nil }
        let parts = key.dropFirst(escalationPrefix.count).split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let kind = EscalationKind(rawValue: String(parts[0])) else { return nil }
        return (kind, RunID(String(parts[1])))
    }
}
