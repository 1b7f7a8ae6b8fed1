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
            case .running, .paused: openCard(run, now: now)
            case .finished(let outcome): finishedCard(run, outcome)
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
        let missing = Set(run.steps.flatMap(\.missingValues)).sorted()
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
                "place": JSONValue(run.policy.mode == .readAlong ? nil : run.place.map { Words.clip($0.change, 200) }),
                "checks": .string(PreflightWords.line(run.preflight)),
                "check_again": .bool(run.preflight.map { !$0.isAllFound } ?? false),
                "value": .string(ButtonValue(run: run.id).wire),
            ])
    }

    private static func openCard(_ run: Run, now: Timestamp) -> Screen {
        let current = run.cursor.flatMap { run.steps.indices.contains($0) ? run.steps[$0] : nil }
        let done = run.steps.count(where: \.isBehind)
        var state = "running"
        if run.phase == .paused { state = "paused" } else if current == nil { state = "done" }
        var needsValues = false
        if case .waiting(let gate)? = current?.status { needsValues = gate.kind == .values }
        return Screen(
            "card_open",
            [
                "title": .string(Words.clip(run.title, 120)),
                "state": .string(state),
                "bar": .string(bar(done, of: run.steps.count)),
                "done": .int(done),
                "total": .int(run.steps.count),
                "current": current.map { .object($0.heading) } ?? nil,
                "activity": JSONValue(current.map(\.activity)),
                "read_along": .bool(run.policy.mode == .readAlong),
                "asks": .bool(current?.isAsking ?? false),
                "needs_values": .bool(needsValues && state == "running"),
                "started_by": JSONValue(run.startedBy.map { Actor.user($0) }),
                "led_by": JSONValue(run.leader == run.startedBy ? nil : run.leader?.rawValue),
                "elapsed": .string(Words.duration(now - run.incidentBegan)),
                "value": .string(ButtonValue(run: run.id, step: current?.step.number).wire),
                "menu": cardMenu(run, current: current),
            ])
    }

    private static func finishedCard(_ run: Run, _ outcome: RunOutcome) -> Screen {
        Screen(
            "card_finished",
            [
                "title": .string(Words.clip(run.title, 120)),
                "outcome": .string(outcome.rawValue),
                "time": JSONValue(run.timeToResolve.map(Words.duration)),
                "by": JSONValue(run.finishedBy),
                "ran": .int(run.steps.count { $0.status == .succeeded }),
                "total": .int(run.steps.count),
                "value": .string(ButtonValue(run: run.id).wire),
            ])
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
