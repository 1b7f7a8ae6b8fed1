import RunbookModel

@testable import Views

extension Fixtures {
    static func place(_ kind: Content) -> RunPlace {
        switch kind {
        case .real:
            RunPlace(
                target: "bastion-1", change: "bastion-1 (ssh deploy@10.0.0.4)",
                read: "bastion-1 (ssh viewer@10.0.0.4), read-only profile")
        case .empty: RunPlace(change: "", read: "")
        case .hostile: RunPlace(target: overlong, change: overlong, read: overlong)
        }
    }

    /// A run on a target that was looked at.
    static func checked(_ kind: Content) -> Run {
        typealias Finding = PreflightReport.Finding
        let findings: [Finding] =
            switch kind {
            case .real:
                [
                    Finding(kind: .program, name: "kubectl", outcome: .found),
                    Finding(kind: .program, name: "psql", outcome: .found),
                    Finding(kind: .variable, name: "KUBECONFIG", outcome: .missing),
                    Finding(kind: .endpoint, name: "db.internal:5432", outcome: .unknown),
                    Finding(kind: .cluster, name: "kubectl", outcome: .missing),
                ]
            case .empty: []
            case .hostile:
                (0..<60).map { number in
                    Finding(
                        kind: [.program, .variable, .endpoint, .cluster][number % 4], name: overlong,
                        outcome: [.found, .missing, .unknown][number % 3], note: overlong)
                }
            }
        var run = run(kind)
        run.place = place(kind)
        run.preflight = PreflightReport(number: 1, findings: findings, checkedAt: now)
        return run
    }

    /// A run on a target that does not answer.
    static func unreachable(_ kind: Content) -> Run {
        var run = checked(kind)
        run.preflight?.findings = [
            PreflightReport.Finding(
                kind: .target, name: kind == .empty ? "" : "bastion-1", outcome: .missing,
                note: kind == .empty
                    ? nil : kind == .real ? "ssh: connect to host 10.0.0.4 port 22: Connection refused" : overlong)
        ]
        return run
    }

    /// A step that waits for an answer on a target.
    static func placed(_ kind: Content, risk: Risk = .yellow) -> (run: Run, step: Int) {
        var fixture = run(
            kind, at: .command, .waiting(gate(risk == .red ? .confirmation : .approval)), risk: risk)
        fixture.run.place = place(kind)
        return fixture
    }
}
