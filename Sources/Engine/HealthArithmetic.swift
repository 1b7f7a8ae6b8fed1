import RunbookModel

/// The figures of the health report.
package enum HealthArithmetic {
    /// Age from which a runbook counts as stale, and from which it is urgent.
    package static let staleDays = (noticed: 90, urgent: 180)
    /// Runs from which a share of them says something.
    package static let tellingRuns = 3
    /// Concerns and performers that a report holds at the most.
    package static let listLimit = 20

    /// The report on a period. `runbooks` are the latest versions of all; `runs` and `alerts` those that began in the
    /// period.
    package static func report(
        runbooks: [Runbook], runs: [Run], alerts: [Alert], from: Timestamp, to: Timestamp
    ) -> HealthReport {
        let runs = runs.filter(\.counts)
        let incidents = Incidents(alerts: alerts, runs: runs)
        let records = runbooks.map { Record(runbook: $0, runs: runs.filter { $0.startedAt != nil }) }
        let coverage = Coverage(runbooks: runbooks, runs: runs, incidents: incidents)
        let concerns =
            coverage.uncovered.map { service, count in
                HealthReport.Concern(
                    runbook: nil, subject: service, severity: count >= tellingRuns ? .red : .yellow,
                    kind: .noRunbook(incidents: count))
            } + records.flatMap { $0.concerns(incidents, at: to) }
        return HealthReport(
            from: from, to: to, runbooks: runbooks.count, coveredServices: coverage.covered.sorted(),
            uncoveredServices: coverage.uncovered.map(\.0),
            averageAge: runbooks.map { to - $0.savedAt }.mean, incidents: incidents.count,
            meanTimeWithRunbook: incidents.timesWithRunbook.mean,
            meanTimeWithoutRunbook: incidents.timesWithoutRunbook.mean,
            concerns: Array(concerns.sorted { $0.precedes($1) }.prefix(listLimit)),
            performers: Array(records.compactMap(\.performer).sorted { $0.precedes($1) }.prefix(listLimit)))
    }
}

/// The alerts of a period, one incident per fingerprint and beginning, and how they ended.
private struct Incidents {
    var alerts: [Alert]
    var runsWithoutAlert: [Run]
    var timesWithRunbook: [Duration]
    var timesWithoutRunbook: [Duration]

    init(alerts: [Alert], runs: [Run]) {
        var seen: Set<String> = []
        self.alerts = alerts.filter { seen.insert("\($0.vendor) \($0.fingerprint) \($0.startedAt)").inserted }
        let started = runs.filter { $0.startedAt != nil }
        let handled = Set(started.compactMap(\.alert))
        // A part of another run is no incident of its own.
        runsWithoutAlert = started.filter { $0.alert == nil && $0.parent == nil }
        timesWithRunbook = started.filter { $0.parent == nil }.compactMap(\.timeToResolve)
        timesWithoutRunbook = self.alerts.filter { !handled.contains($0.id) }.compactMap { alert in
            alert.resolvedAt.map { $0 - alert.startedAt }
        }
    }

    var count: Int { alerts.count + runsWithoutAlert.count }
    /// Incidents per service, by its name in lower case.
    var services: [String: Int] {
        alerts.reduce(into: [:]) { counts, alert in
            if let service = alert.service?.lowercased(), !service.isEmpty { counts[service, default: 0] += 1 }
        }
    }
}

/// Which services that had incidents have a runbook.
private struct Coverage {
    var covered: Set<String> = []
    /// Most incidents first.
    var uncovered: [(String, Int)] = []

    init(runbooks: [Runbook], runs: [Run], incidents: Incidents) {
        let named = Set(runbooks.flatMap { $0.content.services }.map { $0.lowercased() })
        let helped = Set(runs.filter { $0.startedAt != nil }.compactMap(\.alert))
        let proven = Set(incidents.alerts.filter { helped.contains($0.id) }.compactMap { $0.service?.lowercased() })
        for (service, count) in incidents.services {
            if named.contains(service) || proven.contains(service) {
                covered.insert(service)
            } else {
                uncovered.append((service, count))
            }
        }
        uncovered.sort { ($1.1, $0.0) < ($0.1, $1.0) }
    }
}

/// One runbook and its runs.
private struct Record {
    var runbook: Runbook
    var runs: [Run]

    init(runbook: Runbook, runs: [Run]) {
        self.runbook = runbook
        self.runs = runs.filter { $0.runbook == runbook.id }
    }

    private var ended: [Run] { runs.filter(\.isFinished) }
    private var resolved: [Run] { runs.filter { $0.phase == .finished(.resolved) } }

    func concerns(_ incidents: Incidents, at now: Timestamp) -> [HealthReport.Concern] {
        var found: [(Risk, HealthReport.Concern.Kind)] = []
        let days = Int((now - runbook.savedAt).components.seconds / 86_400)
        if days >= HealthArithmetic.staleDays.noticed {
            found.append((days >= HealthArithmetic.staleDays.urgent ? .red : .yellow, .stale(days: days)))
        }
        if ended.count >= HealthArithmetic.tellingRuns, resolved.count * 2 < ended.count {
            found.append((.red, .seldomResolves(resolved: resolved.count, runs: ended.count)))
        }
        let doubts = runbook.content.ambiguities.count { $0.resolution == nil }
        if doubts > 0 { found.append((.yellow, .openDoubts(doubts))) }
        let services = Set(runbook.content.services.map { $0.lowercased() })
        let alerts = incidents.services.filter { services.contains($0.key) }.values.reduce(0, +)
        if runs.isEmpty, alerts > 1 { found.append((.yellow, .neverUsed(alerts: alerts))) }
        found += skippedSteps.map { (.yellow, $0) }
        return found.map {
            HealthReport.Concern(runbook: runbook.id, subject: runbook.content.title, severity: $0.0, kind: $0.1)
        }
    }

    /// Steps of the latest version that at least four in five runs skipped.
    private var skippedSteps: [HealthReport.Concern.Kind] {
        let same = ended.filter { $0.runbookVersion == runbook.version }
        return runbook.content.steps.compactMap { step in
            let reached = same.filter { $0.steps.indices.contains(step.number - 1) }.map { $0.steps[step.number - 1] }
                .filter { $0.status != .pending && $0.status != .passedOver }
            let skipped = reached.count { if case .skipped = $0.status { true } else { false } }
            guard reached.count >= HealthArithmetic.tellingRuns, skipped * 5 >= reached.count * 4 else { return nil }
            return .stepSkipped(number: step.number, title: step.title, skipped: skipped, runs: reached.count)
        }
    }

    /// Counts as one that does its job when at least half of its runs ended well.
    var performer: HealthReport.Performer? {
        guard let mean = resolved.compactMap(\.timeToResolve).mean, resolved.count * 2 >= ended.count else {
            return nil
        }
        return HealthReport.Performer(
            runbook: runbook.id, title: runbook.content.title, runs: ended.count, resolved: resolved.count,
            meanTimeToResolve: mean)
    }
}

extension HealthReport.Concern {
    fileprivate func precedes(_ other: HealthReport.Concern) -> Bool {
        if severity != other.severity { return severity > other.severity }
        return (kind.rank, subject, runbook?.rawValue ?? "") < (
            other.kind.rank, other.subject, other.runbook?.rawValue ?? ""
        )
    }
}

extension HealthReport.Concern.Kind {
    /// Order among concerns of the same severity; within a kind the greater number comes first.
    fileprivate var rank: Double {
        switch self {
        case .noRunbook(let incidents): 0 - Double(min(incidents, 999)) / 1000 + 1
        case .seldomResolves(let resolved, let runs): 2 + Double(resolved) / Double(max(1, runs)) / 2
        case .neverUsed(let alerts): 4 - Double(min(alerts, 999)) / 1000
        case .stepSkipped(_, _, let skipped, let runs): 5 - Double(skipped) / Double(max(1, runs)) / 2
        case .stale(let days): 6 - Double(min(days, 9999)) / 10_000
        case .openDoubts(let count): 7 - Double(min(count, 999)) / 1000
        }
    }
}

extension HealthReport.Performer {
    fileprivate func precedes(_ other: HealthReport.Performer) -> Bool {
        let (mine, theirs) = (resolved * other.runs, other.resolved * runs)
        if mine != theirs { return mine > theirs }
        if resolved != other.resolved { return resolved > other.resolved }
        if meanTimeToResolve != other.meanTimeToResolve { return meanTimeToResolve < other.meanTimeToResolve }
        return (title, runbook.rawValue) < (other.title, other.runbook.rawValue)
    }
}

extension [Duration] {
    /// `nil` for none.
    fileprivate var mean: Duration? { isEmpty ? nil : reduce(.zero, +) / count }
}
