import Bot
import JSONTree
import RunbookModel
import Store
import Testing

/// Where commands run, as whom, and whether what they need is there: from the card to the runner.
@Suite struct PlaceFlowTests {
    private static let box = RunPlace(
        target: "box", change: "box (ssh deploy@10.0.0.4)", read: "box (ssh viewer@10.0.0.4), read-only profile")

    private func withRun(
        _ harness: BotHarness, _ body: @escaping @Sendable (LiveBot) async throws -> Void
    ) async throws {
        try await harness.whileRunning { bot in
            try await bot.store.write { try $0.insert(Samples.runbook(steps: Samples.steps)) }
            try await bot.alertIn(Samples.alert())
            try await body(bot)
        }
    }

    @Test func thePlaceIsShownAndGoesToTheRunner() async throws {
        let harness = BotHarness(places: Places(named: ["box": Self.box], standard: "box"))
        try await withRun(harness) { bot in
            let card = try await bot.message(with: "run.start")
            #expect(card.allText.contains("box (ssh deploy@10.0.0.4)"))
            try await bot.click("run.start", in: card)
            let gate = try await bot.message(with: "step.approve")
            #expect(gate.allText.contains("Runs on: box (ssh deploy@10.0.0.4)"))
            let read = bot.harness.runner.requests.first
            #expect(read?.target == "box" && read?.account == Self.box.read)
            try await bot.click("step.approve", in: gate)
            let change = try await bot.eventually("the change") {
                bot.harness.runner.requests.first { $0.command == "systemctl restart api" }
            }
            #expect(change.target == "box" && change.account == Self.box.change)
            try await bot.click("step.confirm", in: bot.message(with: "step.confirm"))
            #expect(try await bot.modal("confirm_red").allText.contains("Runs on: box (ssh deploy@10.0.0.4)"))
        }
    }

    @Test func aTargetThatIsGoneIsSaid() async throws {
        let harness = BotHarness(places: Places(standard: "gone"))
        try await withRun(harness) { bot in
            let card = try await bot.message(with: "run.start")
            #expect(card.allText.contains("gone, which is not in the targets file"))
        }
    }

    @Test func anotherAccountIsAskedAboutAnew() async throws {
        let database = BotHarness().database
        let first = BotHarness(database: database, places: Places(named: ["box": Self.box], standard: "box"))
        try await withRun(first) { bot in
            try await bot.click("run.start", in: bot.message(with: "run.start"))
            _ = try await bot.message(with: "step.approve")
        }
        let root = RunPlace(target: "box", change: "box (ssh root@10.0.0.4)", read: Self.box.read)
        let second = BotHarness(
            database: database, places: Places(named: ["box": root], standard: "box"), slack: first.slack)
        second.runner.answer("systemctl restart api", .notStarted("It would not run as it was shown."))
        try await second.whileRunning { bot in
            let gate = try #require(
                first.slack.messages(in: BotHarness.channel).last {
                    $0.body["blocks"]?.elements["step.approve"] != nil
                })
            try await bot.click("step.approve", in: gate.body)
            let recovery = try await bot.message(with: "step.retry")
            #expect(second.runner.requests.last?.account == Self.box.change)
            second.runner.answer("systemctl restart api", .exited(0))
            try await bot.click("step.retry", in: recovery)
            let again = try await bot.message(with: "step.approve")
            #expect(again.allText.contains("Runs on: box (ssh root@10.0.0.4)"))
            try await bot.click("step.approve", in: again)
            _ = try await bot.eventually("the change") {
                second.runner.requests.last?.account == root.change ? true : nil
            }
        }
    }

    // MARK: Looking before the start

    @Test func theCardSaysWhatIsThere() async throws {
        let harness = BotHarness()
        harness.preflight.lack(["systemctl"])
        try await withRun(harness) { bot in
            let card = try await bot.message(with: "run.check")
            #expect(card.allText.contains("✅ df, rm found · ❌ systemctl isn't installed there"))
            #expect(card.allText.contains("You can start all the same"))
            harness.preflight.lack([])
            try await bot.click("run.check", in: card)
            try await bot.text("✅ df, systemctl, rm found")
            #expect(harness.preflight.requests.map(\.number) == [1, 2])
            let entries = try await bot.store.read { store in
                try store.auditEntries(of: store.openRuns()[0].id).map(\.action)
            }
            #expect(entries.count { $0 == "run.checked" } == 2 && entries.contains("run.checkAsked"))
        }
    }

    @Test func nothingIsHeldBack() async throws {
        let harness = BotHarness()
        harness.preflight.lack(["df", "systemctl", "rm"])
        try await withRun(harness) { bot in
            let card = try await bot.message(with: "run.check")
            try await bot.click("run.start", in: card)
            _ = try await bot.message(with: "step.approve")
            // A click on the older card is answered, and looks at nothing.
            try await bot.click("run.check", in: card)
            _ = try await bot.eventually("an answer") { harness.slack.responses.first }
            #expect(harness.preflight.requests.count == 1)
        }
    }

    @Test func aRestartLooksAgain() async throws {
        let harness = BotHarness()
        let store = try SQLiteStore.open(path: harness.database)
        try await store.write { store in
            try store.insert(Samples.runbook(steps: Samples.steps))
            let run = Run(
                id: "run-1", runbook: Samples.runbook(steps: Samples.steps).id, runbookVersion: 1, title: "x",
                channel: ChannelID(BotHarness.channel), steps: [], incidentBegan: Timestamp(milliseconds: 0),
                offeredAt: Timestamp(milliseconds: 0))
            try store.insert(run)
            try store.requestPreflight(
                PreflightRequest(
                    run: "run-1", target: nil, programs: ["psql"], variables: [], endpoints: [], needsCluster: false),
                at: Timestamp(milliseconds: 0))
        }
        try store.close()
        try await harness.whileRunning { bot in
            let report = try await bot.eventually("a report") {
                try await bot.store.read { try $0.run("run-1")?.preflight }
            }
            #expect(report.findings.map(\.name) == ["psql"] && report.number == 1)
        }
    }

    @Test func whatAnAuthorNamesIsLookedAt() async throws {
        let harness = BotHarness()
        try await harness.whileRunning { bot in
            try await bot.store.write { store in
                var runbook = Samples.runbook(steps: Samples.steps)
                runbook.content.prerequisites = [
                    Prerequisite(text: "Port db.internal:5432 and https://grafana.example.com/d/1 answer; not 10:30"),
                    Prerequisite(text: "Environment: PGHOST, REGION set and exported"),
                    Prerequisite(text: "`$TOKEN` and KUBECONFIG; a VPN"),
                ]
                try store.insert(runbook)
            }
            try await bot.alertIn(Samples.alert())
            let request = try await bot.eventually("a look") { harness.preflight.requests.first }
            #expect(
                request.endpoints.map { "\($0.host):\($0.port)" } == ["db.internal:5432", "grafana.example.com:443"])
            #expect(request.variables == ["PGHOST", "REGION", "TOKEN", "KUBECONFIG"])
            #expect(request.programs == ["df", "systemctl", "rm"] && !request.needsCluster)
        }
    }
}
