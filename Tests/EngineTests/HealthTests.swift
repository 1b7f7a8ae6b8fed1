import Engine
import RunbookModel
import Testing

@Suite struct Health {
    private let to = Timestamp(milliseconds: 1_767_603_600_000)
    private var from: Timestamp { to + .seconds(-7 * 86_400) }

    private func book(_ id: RunbookID, days: Int, services: [String] = [], doubts: Int = 0) -> Runbook {
        Runbook(
            id: id, version: 1,
            content: RunbookContent(
                title: "Book \(id)", services: services, steps: [command(1, .yellow).step],
                ambiguities: (0..<doubts).map { _ in Ambiguity(text: "?", suggestion: "") }),
            source: "", savedBy: nil, savedAt: to + .seconds(-days * 86_400))
    }

    private func alert(_ id: AlertID, _ service: String, minutes: Int? = nil) -> Alert {
        Alert(
            id: id, vendor: "v", fingerprint: id.rawValue, status: minutes == nil ? .firing : .resolved, title: "t",
            service: service, startedAt: from, resolvedAt: minutes.map { from + .seconds($0 * 60) })
    }

    private func run(_ book: RunbookID, alert: AlertID? = nil, minutes: Int?, skipping: Bool = false) -> Run {
        var play = Play([command(1, .yellow)])
        play.wait(.seconds((minutes ?? 0) * 60))
        if skipping { play.skip(1) }
        play.send(minutes == nil ? .stopped(by: ann, authority: lead) : .resolved(by: .user(ann)))
        var run = play.run
        run.runbook = book
        run.runbookVersion = 1
        run.alert = alert
        return run
    }

    @Test func figures() {
        let report = HealthArithmetic.report(
            runbooks: [book("a", days: 10, services: ["Shop"]), book("b", days: 30)],
            runs: [run("a", alert: "1", minutes: 10), run("a", minutes: 20), run("b", alert: "4", minutes: 30)],
            alerts: [
                alert("1", "shop", minutes: 10), alert("2", "shop", minutes: 60), alert("3", "mail", minutes: 30),
                alert("4", "cart"), alert("4", "cart"),
            ], from: from, to: to)
        #expect(report.runbooks == 2)
        #expect(report.coveredServices == ["cart", "shop"])
        #expect(report.uncoveredServices == ["mail"])
        #expect(report.averageAge == .seconds(20 * 86_400))
        #expect(report.incidents == 5)
        #expect(report.meanTimeWithRunbook == .seconds(20 * 60))
        #expect(report.meanTimeWithoutRunbook == .seconds(45 * 60))
        #expect(report.performers.map(\.runbook) == ["a", "b"])
        #expect(report.performers[0].meanTimeToResolve == .seconds(15 * 60))
        #expect(report.concerns.map(\.kind) == [.noRunbook(incidents: 1)])
    }

    @Test func concernsMostUrgentFirst() {
        let report = HealthArithmetic.report(
            runbooks: [
                book("old", days: 200), book("stale", days: 100, doubts: 2),
                book("unused", days: 1, services: ["cart"]),
                book("bad", days: 1),
            ],
            runs: (0..<3).map { _ in run("bad", minutes: nil) }
                + (0..<4).map { _ in run("old", minutes: 5, skipping: true) },
            alerts: (1...3).map { alert(AlertID("m\($0)"), "mail") } + (1...2).map { alert(AlertID("c\($0)"), "cart") },
            from: from, to: to)
        #expect(
            report.concerns.map(\.kind) == [
                .noRunbook(incidents: 3), .seldomResolves(resolved: 0, runs: 3), .stale(days: 200),
                .neverUsed(alerts: 2), .stepSkipped(number: 1, title: "Step 1", skipped: 4, runs: 4), .stale(days: 100),
                .openDoubts(2),
            ])
        #expect(report.concerns.prefix(3).allSatisfy { $0.severity == .red })
        #expect(report.performers.map(\.runbook) == ["old"])
    }

    @Test func nothingAtAll() {
        let report = HealthArithmetic.report(runbooks: [], runs: [], alerts: [], from: from, to: to)
        #expect(report == HealthReport(from: from, to: to, runbooks: 0))
    }

    @Test func listsAreBounded() {
        let books = (0..<50).map { book(RunbookID("b\($0)"), days: 365) }
        let runs = books.map { run($0.id, minutes: 1) }
        let report = HealthArithmetic.report(runbooks: books, runs: runs, alerts: [], from: from, to: to)
        #expect(report.concerns.count == HealthArithmetic.listLimit)
        #expect(report.performers.count == HealthArithmetic.listLimit)
    }
}
