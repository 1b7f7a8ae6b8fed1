import RunbookModel

@testable import Views

extension Fixtures {
    static func output(_ kind: Content) -> CommandOutput {
        switch kind {
        case .real: CommandOutput(text: "deployment.apps/payment-svc restarted\n", totalBytes: 38, isCut: false)
        case .empty: .nothing
        case .hostile:
            CommandOutput(
                text: (1...2000).map { "\($0) \(nasty)" }.joined(separator: "\n"), totalBytes: 900_000, isCut: true)
        }
    }

    static func attempt(
        _ kind: Content, _ command: RenderedCommand, _ result: AttemptResult?, purpose: Attempt.Purpose = .forward
    ) -> Attempt {
        Attempt(
            number: 1, purpose: purpose, command: command, approvedBy: .user("U2"), startedAt: start + .seconds(200),
            finishedAt: result == nil ? nil : start + .seconds(203), result: result,
            output: result == nil && kind == .empty ? nil : output(kind))
    }

    /// A run that stands at one step of the given kind and state.
    static func run(
        _ kind: Content, at stepKind: StepKind, _ status: StepStatus, risk: Risk = .yellow,
        undo: UndoStatus? = nil, result: AttemptResult? = nil, phase: RunPhase = .running
    ) -> (run: Run, step: Int) {
        var run = run(kind == .empty ? .real : kind)
        run.phase = phase
        run.startedBy = "U1"
        run.startedAt = start
        let ofKind = run.steps.indices.filter { run.steps[$0].step.kind == stepKind }
        let index = ofKind.first { run.steps[$0].step.risk == risk } ?? ofKind.first ?? 0
        var step = run.steps[index]
        let number = step.step.number
        if kind == .empty {
            step.step = Step(number: number, kind: stepKind, title: "", command: stepKind == .command ? "" : nil)
            step.undoCommand = nil
        }
        step.step.risk = risk
        if stepKind == .command {
            let text = kind == .hostile ? overlong : kind == .empty ? "" : step.step.command ?? ""
            let target = kind == .real ? "deployment/payment-svc -n payments" : kind == .hostile ? overlong : nil
            let effect =
                kind == .hostile
                ? overlong : kind == .empty ? "" : "Restarts every pod of payment-svc, one after the other."
            step.command = RenderedCommand(text: text, assessment: assessment(risk, effect, target: target))
        }
        step.status = status
        step.undo = undo
        step.missingValues =
            kind == .hostile ? [overlong] + (0..<45).map { "name\($0)" + nasty } : kind == .real ? ["pod"] : []
        if let command = step.command, result != nil || status == .running(attempt: 1) {
            step.attempts = [attempt(kind, command, result)]
            step.attempts[0].undo = step.undoCommand
        }
        if let command = step.undoCommand, undo != nil {
            step.attempts.append(
                attempt(kind, command, undo == .running(attempt: 1) ? nil : .exited(0), purpose: .undo))
        }
        run.steps[index] = step
        run.cursor = index
        return (run, number)
    }

    /// A run that is over, with something of everything.
    static func finished(_ kind: Content, _ outcome: RunOutcome) -> Run {
        var run = run(kind)
        run.phase = .finished(outcome)
        run.finishedAt = now
        run.finishedBy = kind == .empty ? .system : .user("U1")
        for index in run.steps.indices {
            switch index % 4 {
            case 0, 1:
                run.steps[index].status = .succeeded
                if let command = run.steps[index].command {
                    run.steps[index].attempts = [attempt(kind, command, .exited(0))]
                }
            case 2: run.steps[index].status = .skipped(by: .user("U1"), reason: kind == .real ? "not needed" : overlong)
            default: run.steps[index].status = .pending
            }
        }
        if kind != .empty {
            let text = kind == .real ? "SELECT count(*) FROM pg_stat_activity" : overlong
            run.extraActions = Array(
                repeating: ExtraAction(by: "U1", at: now, text: text, duringStep: 5), count: kind == .real ? 1 : 30)
        }
        return run
    }

    static func suggestions(_ kind: Content) -> [UpdateSuggestion] {
        switch kind {
        case .real:
            [
                UpdateSuggestion(text: "Remove steps 6–8", reason: "skipped in 4 of the last 4 runs"),
                UpdateSuggestion(
                    text: "Add “Count database connections” before step 5", reason: "done by hand in this run"),
            ]
        case .empty: []
        case .hostile: Array(repeating: UpdateSuggestion(text: overlong, reason: overlong), count: 30)
        }
    }

    static func entries(_ kind: Content) -> [LibraryEntry] {
        switch kind {
        case .real:
            [
                LibraryEntry(
                    runbook: runbook(.real), links: links(.real), runs: 12, lastUsed: start + .seconds(-86_400 * 3),
                    meanTimeToResolve: .seconds(372)),
                LibraryEntry(runbook: runbook(.empty)),
            ]
        case .empty: []
        case .hostile:
            Array(
                repeating: LibraryEntry(runbook: runbook(.hostile), links: links(.hostile), runs: 1, lastUsed: now),
                count: 200)
        }
    }

    static func report(_ kind: Content) -> HealthReport {
        let from = start + .seconds(-7 * 86_400)
        switch kind {
        case .real:
            return HealthReport(
                from: from, to: start, runbooks: 34, coveredServices: (1...34).map { "service-\($0)" },
                uncoveredServices: ["redis", "cert-manager"], averageAge: .seconds(47 * 86_400), incidents: 19,
                meanTimeWithRunbook: .seconds(372), meanTimeWithoutRunbook: .seconds(2325),
                concerns: concerns(subject: "Payment Service Failover"),
                performers: [
                    HealthReport.Performer(
                        runbook: "rb_1", title: "Pods crash looping", runs: 30, resolved: 29,
                        meanTimeToResolve: .seconds(134))
                ])
        case .empty: return HealthReport(from: from, to: start, runbooks: 0)
        case .hostile:
            return HealthReport(
                from: from, to: start, runbooks: 5000, coveredServices: Array(repeating: overlong, count: 100),
                uncoveredServices: Array(repeating: overlong, count: 100), averageAge: .seconds(1), incidents: 90_000,
                concerns: Array(repeating: concerns(subject: overlong), count: 20).flatMap { $0 },
                performers: Array(
                    repeating: HealthReport.Performer(
                        runbook: "rb_1", title: overlong, runs: 0, resolved: 0, meanTimeToResolve: .seconds(-5)),
                    count: 50))
        }
    }

    private static func concerns(subject: String) -> [HealthReport.Concern] {
        let kinds: [(Risk, HealthReport.Concern.Kind)] = [
            (.red, .stale(days: 142)), (.yellow, .noRunbook(incidents: 3)),
            (.red, .seldomResolves(resolved: 1, runs: 3)),
            (.yellow, .stepSkipped(number: 4, title: subject, skipped: 9, runs: 9)), (.yellow, .openDoubts(2)),
            (.yellow, .neverUsed(alerts: 5)),
        ]
        return kinds.map { HealthReport.Concern(runbook: "rb_1", subject: subject, severity: $0, kind: $1) }
    }
}
