import RunbookModel

@testable import Views

/// Screens of how much of a run goes by itself, and of what belongs to it beside the runbook.
extension AllScreens {
    static func modes(_ kind: Content) -> [Named] { modeCards(kind) + modeSteps(kind) + modeSummaries(kind) }

    private static func text(_ kind: Content, _ real: String) -> String {
        switch kind {
        case .real: real
        case .empty: ""
        case .hostile: Fixtures.overlong
        }
    }

    private static func modeCards(_ kind: Content) -> [Named] {
        let now = Fixtures.now
        var alert = Fixtures.alert(kind)
        var offered = Fixtures.run(kind)
        (offered.policy.mode, offered.heldBack) = (.autopilot, text(kind, "these values are missing: region"))
        var itself = Fixtures.run(kind, at: .command, .waiting(Fixtures.gate(.approval))).run
        (itself.policy.mode, itself.startedBy, itself.startedAt) = (.autopilot, nil, Fixtures.start)
        var part = itself
        part.parent = ParentRun(run: "R0", step: 2)
        var dry = Fixtures.run(kind, at: .decision, .waiting(Fixtures.gate(.decision))).run
        dry.policy.mode = .dryRun
        var dryEnd = dry
        dryEnd.phase = .finished(.stopped)
        var partEnd = Fixtures.finished(kind, .resolved)
        partEnd.parent = part.parent
        let firing: Screen = .card(itself, alert: alert, now: now)
        alert?.status = .resolved
        alert?.resolvedAt = Fixtures.now
        return [
            ("card-autopilot-offered", .card(offered, alert: alert, now: now)), ("card-by-itself", firing),
            ("card-part", .card(part, alert: nil, now: now)), ("card-dry-run", .card(dry, alert: nil, now: now)),
            ("card-dry-run-over", .card(dryEnd, alert: nil, now: now)),
            ("card-part-done", .card(partEnd, alert: nil, now: now)),
            ("card-alert-over", .card(Fixtures.finished(kind, .resolved), alert: alert, now: now)),
        ]
    }

    private static func modeSteps(_ kind: Content) -> [Named] {
        let name = kind == .hostile ? Fixtures.overlong : "pod"
        let check = StepCheck(command: text(kind, "kubectl get pods | wc -l"), condition: .number(.greaterOrEqual, 3))
        let pattern = ValueCapture(variable: name, source: .pattern(text(kind, "pod/(\\S+)")))
        func changed(
            _ state: (run: Run, step: Int), _ change: (inout Run, inout RunStep) -> Void
        ) -> (run: Run, step: Int) {
            var state = state
            var step = state.run.steps[state.step - 1]
            change(&state.run, &step)
            state.run.steps[state.step - 1] = step
            return state
        }
        let asked = changed(Fixtures.run(kind, at: .command, .waiting(Fixtures.gate(.approval)))) { run, step in
            (step.step.check, step.step.variables) = (check, [name])
            (run.values, run.captured) = ([name: text(kind, "api-7f9")], [name: 2])
        }
        let done = changed(Fixtures.run(kind, at: .command, .succeeded, result: .exited(0))) { run, step in
            (step.step.check, step.step.captures) = (check, [pattern, ValueCapture(variable: "gone", source: .number)])
            step.checkResult = CheckResult(holds: true, working: text(kind, "5 >= 3"))
            (run.values, run.captured) = ([name: text(kind, "api-7f9")], [name: step.step.number])
        }
        let failed = changed(
            Fixtures.run(kind, at: .command, .waiting(Fixtures.gate(.recovery)), result: .exited(0))
        ) { _, step in
            step.step.check = check
            step.checkCommand = step.command
            step.checkResult = CheckResult(holds: false, working: text(kind, "2 is not >= 3"))
        }
        let runbook = changed(Fixtures.run(kind, at: .manual, .waiting(Fixtures.gate(.runbook)))) { _, step in
            step.step.runbook = text(kind, "Fail over the database")
        }
        let stopped = changed(runbook) { _, step in step.child = ChildRun(run: "R9", outcome: .stopped) }
        let following = changed(runbook) { _, step in step.status = .following("R9") }
        let values = changed(Fixtures.run(kind, at: .command, .waiting(Fixtures.gate(.values)))) { run, step in
            step.missingValues = [name]
            if step.step.number > 1 { run.steps[0].step.captures = [pattern] }
        }
        let simulated = changed(Fixtures.run(kind, at: .command, .simulated, risk: .red)) { run, step in
            run.policy.mode = .dryRun
            (step.step.check, step.step.captures, step.missingValues) = (check, [pattern], [name])
        }
        let added = changed(Fixtures.run(kind, at: .command, .waiting(Fixtures.gate(.approval)))) { _, step in
            step.added = AddedCommand(by: "U1", note: 0)
        }
        let states = [
            ("asked-with-facts", asked), ("done-with-facts", done), ("check-failed", failed), ("runbook", runbook),
            ("runbook-stopped", stopped), ("following", following), ("values-from-step", values),
            ("simulated", simulated), ("added", added),
        ]
        var listed = done.run
        for index in listed.steps.indices { listed.steps[index].hasBreakpoint = true }
        return states.compactMap { name, state in
            Screen.step(state.run, step: state.step, now: Fixtures.now).map { ("step-" + name, $0) }
        } + [
            ("modal-steps-breakpoints", .stepsModal(listed)),
            ("thread-command", .threadCommand(asked.run, note: 3, asked.run.steps[asked.step - 1].command ?? command)),
        ]
    }

    private static let command = RenderedCommand(text: "", assessment: Fixtures.assessment(.green, ""))

    private static func modeSummaries(_ kind: Content) -> [Named] {
        let run = Fixtures.finished(kind, .resolved)
        var dry = Fixtures.run(kind)
        (dry.policy.mode, dry.phase) = (.dryRun, .finished(.stopped))
        for index in dry.steps.indices { dry.steps[index].status = .simulated }
        let edited = Divergence(
            step: 4, title: "",
            kind: .edited(from: text(kind, "scale --replicas=3"), to: text(kind, "scale --replicas=5")))
        let facts = SummaryFacts(
            earlierTimes: [.seconds(1200), .seconds(1320)],
            divergences: Array(repeating: edited, count: kind == .hostile ? 30 : 1)
                + [Divergence(step: 2, title: "", kind: .doneByHand("U1"))], trust: .promote(runs: 10))
        let demoted = SummaryFacts(trust: .demote(reason: text(kind, "step 4 did not work")))
        return [
            ("summary-promote", .summary(run, suggestions: Fixtures.suggestions(kind), facts: facts)),
            ("summary-demote", .summary(run, suggestions: [], facts: demoted)),
            (
                "summary-promoted",
                .summary(run, suggestions: [], facts: SummaryFacts(trust: nil, trustDecision: .promoted))
            ),
            ("summary-dry-run", .summary(dry, suggestions: [])),
        ]
    }
}
