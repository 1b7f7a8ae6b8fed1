import BlockKit
import JSONTree
import RunbookModel

extension Screen {
    /// The card of a run, one message that is edited in place through all phases.
    /// - Parameter around: what holds it up, and what else goes on.
    package static func card(
        _ run: Run, alert: Alert?, around: Surroundings = Surroundings(), now: Timestamp
    ) -> Screen {
        var screen =
            switch run.phase {
            case .offered: offeredCard(run, alert: alert)
            case .running, .paused: openCard(run, alert: alert, now: now)
            case .finished(let outcome): finishedCard(run, outcome, alert: alert, now: now)
            }
        var binding = screen.binding.object ?? [:]
        binding["notes_lines"] = notes(run, around)
        screen.binding = .object(binding)
        return screen
    }

    private static func offeredCard(_ run: Run, alert: Alert?) -> Screen {
        let values = run.values.sorted { $0.key < $1.key }.prefix(10).map { name, value in
            "\(Words.clip(name, 40))=\(Words.clip(value, 80))"
        }
        let missing = run.valuesToAsk
        return Screen(
            "card_offered",
            [
                "title": .string(Words.clip(run.title, 120)),
                "matched": .bool(run.match != nil),
                "alert": JSONValue(alert.map { Words.clip($0.title, 300) }),
                "why": .string(
                    (run.match?.reasons ?? []).prefix(3).map { Words.clip($0, 200) }.joined(separator: "; ")),
                "sure": JSONValue(run.match.map { Words.sure($0.confidence) }),
                "values": .string(values.joined(separator: ", ")),
                "more_values": .int(max(0, run.values.count - 10)),
                "missing": .string(missing.prefix(10).map { Words.clip($0, 40) }.joined(separator: ", ")),
                "counts": .string(Words.counts(run.coloured)),
                "read_along": .bool(run.policy.mode == .readAlong),
                "runs_on": JSONValue(run.policy.mode == .dryRun ? nil : run.place.map { Words.clip($0.change, 200) }),
                "checks": .string(PreflightWords.line(run.preflight)),
                "check_again": .bool(run.preflight.map { !$0.isAllFound } ?? false),
                "autopilot": .bool(run.policy.mode == .autopilot),
                "held_back": JSONValue(run.heldBack.map { Words.clip($0, 200) }),
                "value": .string(ButtonValue(run: run.id).wire),
                "menu": [
                    [
                        "text": "Dry Run",
                        "value": .string(ButtonValue(run: run.id).choosing(.dryRun).wire),
                    ]
                ],
            ])
    }

    private static func openCard(_ run: Run, alert: Alert?, now: Timestamp) -> Screen {
        let current = run.cursor.flatMap { run.steps.indices.contains($0) ? run.steps[$0] : nil }
        let done = run.steps.prefix(run.plannedCount).count(where: \.isBehind)
        var state = "running"
        if run.phase == .paused { state = "paused" } else if current == nil { state = "done" }
        var needsValues = false
        if case .waiting(let gate)? = current?.status { needsValues = gate.kind == .values }
        return Screen(
            "card_open",
            [
                "title": .string(cardTitle(run)),
                "state": .string(state),
                "bar": .string(bar(done, of: run.plannedCount)),
                "done": .int(done),
                "total": .int(run.plannedCount),
                "current": current.map { .object($0.heading) } ?? nil,
                "activity": JSONValue(current.map(\.activity)),
                "read_along": .bool(run.policy.mode == .readAlong),
                "dry_run": .bool(run.policy.mode == .dryRun), "is_part": .bool(run.parent != nil),
                "signal": JSONValue(signal(run, alert, now: now)),
                "by_itself": .bool(run.startedAt != nil && run.startedBy == nil),
                "asks": .bool(current?.isAsking ?? false),
                "needs_values": .bool(needsValues && state == "running"),
                "started_by": JSONValue(run.startedBy.map { Actor.user($0) }),
                "led_by": JSONValue(run.leader == run.startedBy ? nil : run.leader?.rawValue),
                "elapsed": .string(Words.duration(now - run.incidentBegan)),
                "value": .string(ButtonValue(run: run.id, step: current?.step.number).wire),
                "menu": cardMenu(run, current: current),
            ])
    }

    private static func finishedCard(_ run: Run, _ outcome: RunOutcome, alert: Alert?, now: Timestamp) -> Screen {
        Screen(
            "card_finished",
            [
                "title": .string(cardTitle(run)),
                "outcome": .string(outcome.rawValue),
                "dry_run": .bool(run.policy.mode == .dryRun), "is_part": .bool(run.parent != nil),
                "signal": JSONValue(outcome == .dismissed ? nil : signal(run, alert, now: now)),
                "time": JSONValue(run.timeToResolve.map(Words.duration)),
                "by": JSONValue(run.finishedBy),
                "ran": .int(run.steps.prefix(run.plannedCount).count { $0.status == .succeeded }),
                "total": .int(run.plannedCount),
                "value": .string(ButtonValue(run: run.id).wire),
            ])
    }

    private static func cardTitle(_ run: Run) -> String {
        run.policy.mode == .dryRun ? "Dry run: " + Words.clip(run.title, 110) : Words.clip(run.title, 120)
    }

    /// Whether what the incident began with goes on.
    private static func signal(_ run: Run, _ alert: Alert?, now: Timestamp) -> String? {
        guard run.counts, let alert else { return nil }
        guard let over = alert.resolvedAt, alert.status == .resolved else {
            return "🔔 The alert is still firing, for \(Words.duration(now - alert.startedAt))"
        }
        return "✅ The alert was over \(Words.ago(over, now: now))"
    }

    /// A bar of ten fields.
    private static func bar(_ done: Int, of total: Int) -> String {
        let filled = total > 0 ? min(10, done * 10 / total) : 10
        return String(repeating: "🟩", count: filled) + String(repeating: "⬜", count: 10 - filled)
    }
}

extension RunStep {
    /// Whether the run has left the step behind.
    var isBehind: Bool {
        switch status {
        case .succeeded, .skipped, .decided, .passedOver, .simulated: true
        case .pending, .waiting, .running, .following: false
        }
    }

    /// Whether a person is being waited for.
    var isAsking: Bool {
        if case .waiting = status { return true }
        if case .waiting = undo { return true }
        return false
    }

    /// What is going on with the step, for the card.
    var activity: String {
        switch status {
        case .pending: return "Up next"
        case .running: return "Running now"
        case .waiting(let gate):
            switch gate.kind {
            case .approval: return "Waiting for your OK"
            case .confirmation: return "Waiting for your OK, typed out"
            case .manual: return "Waiting for you to do it"
            case .decision: return "Waiting for your answer"
            case .recovery: return "It did not work: choose what to do"
            case .values: return "Some values are missing"
            case .runbook: return "Waiting for you to start the next runbook"
            }
        case .following: return "Another runbook carries this out"
        case .succeeded, .skipped, .decided, .passedOver: return "Done"
        case .simulated: return "Shown only"
        }
    }
}
