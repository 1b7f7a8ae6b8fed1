import RunbookModel

@testable import Views

/// Content of three kinds, in which every screen is shown.
enum Content: String, CaseIterable, Sendable {
    case real
    case empty
    case hostile
}

enum Fixtures {
    static let start = Timestamp(milliseconds: 1_800_000_000_000)
    static let now = start + .seconds(263)

    static func assessment(
        _ risk: Risk, _ effect: String, target: String? = nil, reasons: [String] = ["restarts pods"]
    ) -> RiskAssessment {
        RiskAssessment(
            risk: risk, reasons: reasons.map { RiskReason(rule: "kubectl.rollout", text: $0, risk: risk) },
            effect: effect, target: target, rulesVersion: "1")
    }

    // MARK: A real runbook

    static let steps: [Step] = [
        Step(
            number: 1, kind: .command, title: "Check service logs",
            command: "kubectl logs -n payments <pod> --since=10m | grep -i \"timeout\\|error\"", risk: .green,
            variables: ["pod"], expected: "Connection timeouts point to an exhausted pool.", section: "Look first",
            lines: 3...5),
        Step(
            number: 2, kind: .command, title: "Count database connections",
            command: "psql -c \"SELECT count(*) FROM pg_stat_activity\"", risk: .green, lines: 6...7),
        Step(
            number: 3, kind: .decision, title: "More than 50 timeouts?",
            branch: Branch(
                condition: "timeouts > 50", then: "Bounce the connection pool", otherwise: "Check recent deploys",
                thenStep: 4, elseStep: 6, test: .number(.greater, 50))),
        Step(
            number: 4, kind: .command, title: "Bounce connection pool",
            command: "kubectl rollout restart deployment/payment-svc -n payments", risk: .yellow,
            rollback: Rollback(command: "kubectl rollout undo deployment/payment-svc -n payments", source: .derived)),
        Step(number: 5, kind: .manual, title: "Tell the support team", risk: .green, notes: ["They sit in #support."]),
        Step(
            number: 6, kind: .command, title: "Check recent deploys", command: "helm history payment-svc", risk: .green),
        Step(
            number: 7, kind: .command, title: "Roll back the last deploy", command: "helm rollback payment-svc",
            risk: .yellow),
        Step(
            number: 8, kind: .command, title: "Fail over the database",
            command: "pg_ctl promote -D /var/lib/postgresql/data", risk: .red),
    ]

    static let content = RunbookContent(
        title: "Payment Service Latency", summary: "When the payment service answers slowly.",
        services: ["payment-svc"], alerts: ["PaymentLatencyHigh"],
        prerequisites: [Prerequisite(text: "kubectl access to the cluster"), Prerequisite(text: "VPN")],
        variables: [
            Variable(name: "pod", placeholder: "<pod>"),
            Variable(name: "region", placeholder: "$REGION", defaultValue: "us-east-1"),
        ], steps: steps,
        ambiguities: [
            Ambiguity(
                step: 1, text: "“bastion host”: which one?", suggestion: "Name the host.",
                resolution: "bastion-prod-east, from line 2"),
            Ambiguity(step: 8, text: "The failover script has no path.", suggestion: "Add the path."),
        ])

    // MARK: Hostile and overlong

    static let nasty =
        "<!channel> <@U1> *b* _i_ `c` ```fence``` \u{202E}evil\u{2066} \u{1B}[31mred\u{1B}[0m & <http://a.b|x> "
    static let overlong = nasty + String(repeating: "word & <more> ", count: 750)
    static let hiddenOnly = String(repeating: "\u{202E}\u{200B}", count: 2000)

    static let hostileContent: RunbookContent = {
        var steps: [Step] = []
        for number in 1...200 {
            let kind = [StepKind.command, .manual, .decision][number % 3]
            steps.append(
                Step(
                    number: number, kind: kind, title: overlong, command: kind == .command ? overlong : nil,
                    risk: [.green, .yellow, .red][number % 3],
                    reasons: Array(repeating: RiskReason(rule: "x", text: overlong, risk: .red), count: 30),
                    variables: [overlong],
                    branch: kind == .decision
                        ? Branch(condition: overlong, then: overlong, otherwise: overlong, thenStep: nil) : nil,
                    rollback: Rollback(command: overlong, source: .document), expected: overlong,
                    notes: Array(repeating: overlong, count: 20), section: overlong, lines: 1...2))
        }
        return RunbookContent(
            title: overlong, summary: overlong, services: Array(repeating: overlong, count: 50),
            alerts: Array(repeating: overlong, count: 50),
            prerequisites: Array(repeating: Prerequisite(text: overlong), count: 50),
            variables: (0..<60).map {
                Variable(name: "name\($0)" + overlong, placeholder: overlong, defaultValue: overlong)
            },
            steps: steps,
            ambiguities: Array(
                repeating: Ambiguity(step: 5, text: overlong, suggestion: overlong, resolution: overlong), count: 60))
    }()

    // MARK: The nouns in each kind

    static func content(_ kind: Content) -> RunbookContent {
        switch kind {
        case .real: content
        case .empty: RunbookContent(title: "")
        case .hostile: hostileContent
        }
    }

    static func runbook(_ kind: Content) -> Runbook {
        Runbook(
            id: "rb_01j9zq3v7k2m4n6p8r0s2t4v6x", version: kind == .real ? 2 : 1, content: content(kind), source: "",
            savedBy: kind == .empty ? nil : "U1", savedAt: start + .seconds(-86_400 * 12))
    }

    static func draft(_ kind: Content) -> Draft {
        Draft(
            id: "dr_01j9zq3v7k2m4n6p8r0s2t4v6x", content: content(kind), source: "", author: "U1", channel: "D1",
            createdAt: start, revises: kind == .hostile ? "rb_1" : nil,
            links: links(kind))
    }

    /// The version before the one of `content`: one step less, one more, one changed, one elsewhere.
    static func revision(_ kind: Content) -> DraftRevision {
        var old = content(kind)
        if old.steps.count > 7 {
            old.steps[3].command = "kubectl rollout restart deployment/payment"
            old.steps[3].risk = .green
            old.steps.swapAt(4, 6)
            old.steps.remove(at: 7)
            old.steps.insert(Step(number: 0, kind: .manual, title: "Drink some water"), at: 1)
            for index in old.steps.indices { old.steps[index].number = index + 1 }
            if kind == .hostile { old.title = nasty + "old" }
            if kind == .real {
                old.steps[3].branch?.thenStep = 5
                old.steps[3].branch?.elseStep = 7
            }
        }
        var runbook = runbook(kind)
        runbook.content = old
        return DraftRevision(of: runbook, content: content(kind))
    }

    static func quality(_ kind: Content) -> RunbookQuality? {
        switch kind {
        case .real:
            RunbookQuality(
                score: 71,
                reasons: [
                    QualityReason(rule: "checks", text: "Every change is followed by a check.", points: 20, outOf: 20),
                    QualityReason(
                        rule: "undo", text: "Nothing says how to take back what step 8 changes.", points: 6, outOf: 25,
                        steps: [8]),
                    QualityReason(rule: "owner", text: "Nobody is named as the owner.", points: 0, outOf: 5),
                ])
        case .empty: nil
        case .hostile:
            RunbookQuality(
                score: 0,
                reasons: Array(repeating: QualityReason(rule: "x", text: overlong, points: 0, outOf: 9), count: 60))
        }
    }

    static func links(_ kind: Content) -> [AlertLink] {
        switch kind {
        case .real: [AlertLink(runbook: "rb_1", pattern: "PaymentLatency*", service: "payment-svc")]
        case .empty: []
        case .hostile: Array(repeating: AlertLink(runbook: "rb_1", pattern: overlong, service: overlong), count: 30)
        }
    }

    static func alert(_ kind: Content) -> Alert? {
        switch kind {
        case .real:
            Alert(
                id: "al_1", vendor: "pagerduty", fingerprint: "f", status: .firing, name: "PaymentLatencyHigh",
                title: "CRITICAL: payment-service latency > 5000ms — us-east-1", startedAt: start)
        case .empty: nil
        case .hostile:
            Alert(id: "al_1", vendor: nasty, fingerprint: "f", status: .firing, title: overlong, startedAt: start)
        }
    }

    static func run(_ kind: Content) -> Run {
        let steps = content(kind).steps.map { step -> RunStep in
            var running = RunStep(step: step)
            if let command = step.command {
                running.command = RenderedCommand(
                    text: command, assessment: assessment(step.risk, "Restarts every pod."))
            }
            if let undo = step.rollback {
                running.undoCommand = RenderedCommand(
                    text: undo.command, assessment: assessment(.yellow, "Goes back to the version before."))
            }
            return running
        }
        return Run(
            id: "run_01j9zq3v7k2m4n6p8r0s2t4v6", runbook: "rb_01j9zq3v7k2m4n6p8r0s2t4v6x", runbookVersion: 2,
            title: content(kind).title, alert: kind == .empty ? nil : "al_1",
            match: kind == .empty
                ? nil
                : MatchResult(
                    runbook: "rb_1", confidence: kind == .real ? 0.92 : .nan,
                    reasons: kind == .real
                        ? ["the alert is linked to it", "the service is the same"]
                        : Array(repeating: overlong, count: 20)),
            channel: "C1", steps: steps,
            values: kind == .empty
                ? [:]
                : kind == .real
                    ? ["region": "us-east-1", "service": "payment-svc"]
                    : Dictionary(uniqueKeysWithValues: (0..<30).map { ("\($0)" + overlong, overlong) }),
            incidentBegan: start, offeredAt: start)
    }

    static func gate(_ kind: Gate.Kind) -> Gate {
        Gate(kind: kind, number: 7, openedAt: start, expiresAt: start + .seconds(900))
    }
}
