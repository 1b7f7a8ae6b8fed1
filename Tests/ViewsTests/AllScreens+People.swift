import RunbookModel

@testable import Views

extension AllScreens {
    /// What is about who leads, who else is asked, and what holds everything up.
    static func people(_ kind: Content) -> [Named] {
        let words = kind == .real ? "The release is going wrong" : kind == .empty ? "" : Fixtures.overlong
        let asking = Fixtures.run(kind, at: .command, .waiting(Fixtures.gate(.confirmation)), risk: .red)
        let freeze = Freeze(by: "U1", at: Fixtures.start, reason: words)
        let links: [(title: String, url: String?)] = Array(
            repeating: (words, kind == .empty ? nil : "https://slack.com/archives/C1/p1"),
            count: kind == .empty ? 0 : kind == .real ? 1 : 30)
        return cardsOfPeople(kind, asking.run, freeze, words) + [
            ("modal-hand-over", .handOverModal(asking.run)),
            (
                "modal-ask-second",
                .askSecondModal(asking.run, step: asking.step, confirmers: confirmers(kind))
            ),
            ("modal-break-glass", .breakGlassModal(asking.run)),
            ("modal-skip-reason", .skipReasonModal(asking.run, step: asking.step)),
            (
                "modal-settings",
                .settingsModal(
                    settings(kind, words), of: Fixtures.runbook(kind), secondLevel: kind == .empty ? nil : words,
                    mayProtect: true)
            ),
            (
                "modal-settings-not-red",
                .settingsModal(settings(kind, words), of: Fixtures.runbook(kind), secondLevel: nil, mayProtect: false)
            ),
            ("froze", .froze(freeze, paused: links, running: kind == .empty ? [] : [words])),
            ("unfroze", .unfroze(by: "U1", waiting: links)), ("took-over", .tookOver(asking.run, by: "U1")),
            ("handed-over", .handedOver(to: "U2", by: "U1")), ("took-lead", .handedOver(to: "U1", by: "U1")),
            (
                "glass-broken",
                .glassBroken(
                    asking.run, BrokenGlass(by: "U1", at: Fixtures.start, reason: words),
                    card: kind == .empty ? nil : links[0].url)
            ),
            ("home-frozen", .home([], openRuns: [], report: nil, freeze: freeze, now: Fixtures.now)),
            ("refusal-who-may", .refusal(.mayNotStart, ask: confirmers(kind))),
            ("modal-refusal-who-may", .refusalModal(.notPermitted(.red), ask: confirmers(kind))),
        ] + escalations(kind, asking.run)
            + [Screen.secondAsked(asking.run, step: asking.step, of: ["U2", "S1"], by: "U1")].compactMap {
                $0.map { ("second-asked", $0) }
            }
    }

    private static func confirmers(_ kind: Content) -> [String] {
        kind == .empty ? [] : kind == .real ? ["U1", "S1"] : (1...40).map { "U\($0)" }
    }

    private static func cardsOfPeople(
        _ kind: Content, _ asking: Run, _ freeze: Freeze, _ words: String
    ) -> [Named] {
        var run = asking
        run.leader = "U2"
        run.brokenGlass = BrokenGlass(by: "U1", at: Fixtures.start, reason: words)
        run.escalations = [Escalation(at: Fixtures.start, cause: .unresolved, contact: "S1")]
        let other = Surroundings.Other(
            title: words, phase: .running, url: kind == .empty ? nil : "https://slack.com/archives/C1/p1")
        let around = Surroundings(freeze: freeze, others: Array(repeating: other, count: kind == .hostile ? 20 : 1))
        var finished = Fixtures.finished(kind, .resolved)
        finished.brokenGlass = run.brokenGlass
        return [
            ("card-surrounded", .card(run, alert: nil, around: around, now: Fixtures.now)),
            ("card-offered-frozen", .card(Fixtures.run(kind), alert: nil, around: around, now: Fixtures.now)),
            ("summary-glass", .summary(finished, suggestions: [])),
            (
                "digest-glass",
                .digest(Fixtures.report(kind), broken: Array(repeating: finished, count: kind == .hostile ? 20 : 1))
            ),
        ]
    }

    private static func settings(_ kind: Content, _ words: String) -> RunbookSettings {
        guard kind != .empty else { return RunbookSettings() }
        let people = kind == .real ? ["U1", "S1"] : (1...60).flatMap { ["U\($0)", "S\($0)"] }
        return RunbookSettings(
            mode: .copilot, target: words,
            people: RunPeople(starters: people, approvers: people, confirmers: people), redNeedsTwoPeople: true,
            readingTime: .seconds(5), gateLifetime: .seconds(600),
            escalation: EscalationPolicy(
                unansweredMinutes: 5, unresolvedMinutes: 30, contacts: Array(people.prefix(5)), secondLevel: "r2"))
    }

    private static func escalations(_ kind: Content, _ run: Run) -> [Named] {
        let gate = run.steps.compactMap { step -> Int? in
            if case .waiting(let gate) = step.status { gate.number } else { nil }
        }
        let causes: [(String, Escalation)] = [
            (
                "escalation",
                Escalation(at: Fixtures.now, cause: .unanswered(gate: gate.first ?? 1), contact: "U2")
            ),
            ("escalation-unresolved", Escalation(at: Fixtures.now, cause: .unresolved, contact: "S1")),
            ("escalation-asked", Escalation(at: Fixtures.now, cause: .asked, contact: nil)),
        ]
        let card = kind == .empty ? nil : "https://slack.com/archives/C1/p1"
        return causes.map { ($0, .escalation(run, $1, card: card, now: Fixtures.now)) } + [
            (
                "escalation-offered",
                .escalation(
                    Fixtures.run(kind), Escalation(at: Fixtures.now, cause: .unanswered(gate: 0), contact: "U2"),
                    card: card, now: Fixtures.now)
            )
        ]
    }
}
