import Bot
import Engine
import JSONTree
import RunbookModel
import SlackWire
import Store
import Testing

/// How much of a run goes by itself, at the front door and at Slack's side.
@Suite struct ModeFlowTests {
    static let setting = RunbookSettings(mode: .autopilot)

    private func withBot(
        _ harness: BotHarness = BotHarness(), steps: [Step] = Samples.steps, variables: [Variable] = [],
        settings: RunbookSettings? = nil, alert: Bool = true,
        _ body: @escaping @Sendable (LiveBot) async throws -> Void
    ) async throws {
        try await harness.whileRunning { bot in
            var runbook = Samples.runbook(steps: steps)
            runbook.content.variables = variables
            let saved = runbook
            try await bot.store.write { store in
                try store.insert(saved)
                if let settings { try WorkspaceState.setSettings(settings, of: saved.id, in: store) }
            }
            if alert { try await bot.alertIn(Samples.alert()) }
            try await body(bot)
        }
    }

    // MARK: Read along and copilot

    @Test func aNewRunbookAsksBeforeItRunsAnything() async throws {
        try await withBot { bot in
            let card = try await bot.message(with: "run.readalong")
            #expect(card.allText.contains("Nothing runs yet"))
            try await bot.click("run.readalong", in: card)
            let step = try await bot.message(with: "step.done")
            #expect(step.allText.contains("df -h"))
            #expect(bot.harness.runner.ran == [])
            try await bot.click("step.done", in: step)
            try await bot.text("systemctl restart api")
            #expect(bot.harness.runner.ran == [])
            let run = try await bot.anyRun { $0.policy.mode == .readAlong && $0.steps[0].status == .succeeded }
            #expect(run.startedBy == UserID(BotHarness.engineer))
        }
    }

    @Test func startCopilotIsAChoiceForThisRunAlone() async throws {
        try await withBot { bot in
            try await bot.click("run.start", in: bot.message(with: "run.start"))
            _ = try await bot.message(with: "step.approve")
            let run = try await bot.anyRun { $0.policy.mode == .copilot }
            let (settings, events) = try await bot.store.read { store in
                (try WorkspaceState.settings(of: "rb1", in: store), try store.events(of: run.id).map(\.event))
            }
            #expect(settings.mode == nil)
            // What the run needs may have been looked at before.
            let clicks = events.filter { if case .preflightEnded = $0 { false } else { true } }
            guard case .modeChanged(.copilot, _, _) = clicks.first, case .started = clicks.dropFirst().first else {
                Issue.record("not chosen and then started: \(clicks.prefix(2))")
                return
            }
            let trail = try AuditTrail.entries(of: bot.harness.database)
            #expect(trail.contains { $0.contains("run.modeChanged") })
        }
    }

    @Test func theModeCanChangeOnTheWay() async throws {
        try await withBot { bot in
            try await bot.click("run.readalong", in: bot.message(with: "run.readalong"))
            _ = try await bot.message(with: "step.done")
            try await bot.pick("Go On in Copilot", in: bot.message(with: "run.pause"))
            let gate = try await bot.message(with: "step.approve")
            #expect(bot.harness.runner.ran == ["df -h"])
            try await bot.pick("Take Over by Hand", in: bot.message(with: "run.pause"))
            _ = try await bot.anyRun { $0.policy.mode == .readAlong }
            try await bot.click("step.approve", in: gate)
            _ = try await bot.eventually("a refusal") { bot.harness.slack.responses.first }
            #expect(bot.harness.runner.ran == ["df -h"])
        }
    }

    // MARK: Dry run

    @Test func aDryRunRunsNothingAndCountsForNothing() async throws {
        try await withBot(alert: false) { bot in
            await bot.command("dryrun disk", channel: BotHarness.channel)
            try await bot.text("nothing was run")
            try await bot.text("Would run by itself")
            try await bot.text("Would wait for your OK")
            try await bot.text("Would wait for a typed confirmation")
            #expect(bot.harness.runner.ran == [])
            let run = try await bot.anyRun { $0.isFinished }
            #expect(run.policy.mode == .dryRun && run.timeToResolve == nil)
            let report = HealthArithmetic.report(
                runbooks: [], runs: [run], alerts: [], from: run.offeredAt, to: run.offeredAt + .seconds(1))
            #expect(report.incidents == 0)
        }
    }

    @Test func theCardOffersADryRunAndStaysAsItIs() async throws {
        try await withBot { bot in
            let card = try await bot.message(with: "run.start")
            try await bot.pick("Dry Run", in: card)
            try await bot.text("Dry run: ")
            _ = try await bot.anyRun { $0.policy.mode == .dryRun && $0.isFinished }
            let offered = try await bot.anyRun { $0.alert != nil }
            #expect(offered.phase == .offered)
        }
    }

    // MARK: Autopilot

    @Test func aClearAlertStartsItAndTheFirstQuestionStopsIt() async throws {
        try await withBot(settings: Self.setting) { bot in
            let gate = try await bot.message(with: "step.approve")
            #expect(bot.harness.runner.ran == ["df -h"])
            try await bot.text("Started by itself")
            try await bot.click("step.approve", in: gate, by: BotHarness.colleague)
            let run = try await bot.anyRun { $0.lead != nil }
            #expect(run.lead == UserID(BotHarness.colleague) && run.startedBy == nil)
        }
    }

    @Test func aFreezeHoldsItBack() async throws {
        let harness = BotHarness()
        try await harness.whileRunning { bot in
            try await bot.store.write { store in
                try store.insert(Samples.runbook(steps: Samples.steps))
                try WorkspaceState.setSettings(Self.setting, of: "rb1", in: store)
                try WorkspaceState.setFreeze(
                    Freeze(by: "U1", at: Timestamp(milliseconds: 1), reason: "the release"), in: store)
            }
            try await bot.alertIn(Samples.alert())
            try await bot.text("everything is frozen: the release")
            #expect(harness.runner.ran == [])
        }
    }

    @Test func missingValuesAndASecondCandidateHoldItBack() async throws {
        let step = Step(number: 1, kind: .command, title: "Look", command: "df -h <path>", variables: ["path"])
        let variable = Variable(name: "path", placeholder: "<path>")
        try await withBot(steps: [step], variables: [variable], settings: Self.setting) { bot in
            try await bot.text("these values are missing: path")
            #expect(bot.harness.runner.ran == [])
        }
        let harness = BotHarness()
        try await harness.whileRunning { bot in
            try await bot.store.write { store in
                try store.insert(Samples.runbook(steps: Samples.steps))
                var twin = Samples.runbook(steps: Samples.steps)
                (twin.id, twin.content.title) = ("rb2", "Disk of the other API host")
                try store.insert(twin)
                for id in ["rb1", "rb2"] as [RunbookID] {
                    try WorkspaceState.setSettings(Self.setting, of: id, in: store)
                    try store.insert(AlertLink(runbook: id, pattern: "ApiDiskFull"))
                }
            }
            try await bot.alertIn(Samples.alert())
            try await bot.text("another runbook fits the alert, too")
            #expect(harness.runner.ran == [])
        }
    }

    @Test func aRunThatGoesOnHoldsItBack() async throws {
        try await withBot(settings: RunbookSettings(mode: .copilot)) { bot in
            try await bot.click("run.start", in: bot.message(with: "run.start"))
            _ = try await bot.message(with: "step.approve")
            try await bot.store.write { try WorkspaceState.setSettings(Self.setting, of: "rb1", in: $0) }
            var second = Samples.alert()
            second.key = "test:second"
            second.alert.fingerprint = "f2"
            try await bot.alertIn(second)
            try await bot.text("a run for this is open already")
            #expect(bot.harness.runner.ran == ["df -h"])
        }
    }

    // MARK: Trust

    @Test func afterTenRunsAutopilotIsSuggestedAndOneClickMakesIt() async throws {
        let harness = BotHarness()
        try await harness.whileRunning { bot in
            try await bot.store.write { store in
                try store.insert(Samples.runbook(steps: [Samples.green]))
                for number in 1...9 { try store.insert(Self.goodRun(number)) }
            }
            try await bot.alertIn(Samples.alert())
            try await bot.click("run.start", in: bot.message(with: "run.start"))
            _ = try await bot.anyRun { $0.alert != nil && $0.steps[0].status == .succeeded }
            try await bot.click("run.resolve", in: bot.message(with: "run.resolve"))
            let summary = try await bot.message(with: "run.trust.promote")
            #expect(summary.allText.contains("The last 10 runs went as written"))
            #expect(try await bot.store.read { try WorkspaceState.settings(of: "rb1", in: $0).mode } == nil)
            try await bot.click("run.trust.promote", in: summary)
            try await bot.text("It starts by itself from now on")
            #expect(try await bot.store.read { try WorkspaceState.settings(of: "rb1", in: $0).mode } == .autopilot)
            try await bot.click("run.trust.promote", in: summary)
            _ = try await bot.eventually("an answer to the second click") {
                harness.slack.responses.contains { $0.message.allText.contains("answered this already") } ? true : nil
            }
            let trail = try AuditTrail.entries(of: harness.database)
            #expect(trail.count { $0.contains("runbook.mode.changed") } == 1)
        }
    }

    @Test func aDivergenceInAutopilotOffersTheWayBack() async throws {
        try await withBot(settings: Self.setting) { bot in
            try await bot.click("step.skip", in: bot.message(with: "step.approve"))
            try await bot.click("step.skip", in: bot.message(with: "step.confirm"))
            try await bot.click("run.resolve", in: bot.message(with: "run.resolve"))
            let summary = try await bot.message(with: "run.trust.demote")
            #expect(summary.allText.contains("people skipped what is written"))
            try await bot.click("run.trust.demote", in: summary)
            try await bot.text("People start it from now on")
            #expect(try await bot.store.read { try WorkspaceState.settings(of: "rb1", in: $0).mode } == .copilot)
        }
    }

    private static func goodRun(_ number: Int) -> Run {
        let moment = Timestamp(milliseconds: 1_700_000_000_000 + Int64(number) * 100_000)
        var step = RunStep(step: Samples.green, status: .succeeded)
        let command = RenderedCommand(
            text: "df -h", assessment: RiskAssessment(risk: .green, reasons: [], effect: "", rulesVersion: "1"))
        step.attempts = [
            Attempt(
                number: 1, purpose: .forward, command: command, approvedBy: .system, startedAt: moment,
                finishedAt: moment, result: .exited(0))
        ]
        return Run(
            id: RunID("old-\(number)"), runbook: "rb1", runbookVersion: 1, title: Samples.title,
            channel: ChannelID(BotHarness.channel), phase: .finished(.resolved), steps: [step], incidentBegan: moment,
            offeredAt: moment, startedAt: moment, startedBy: "U1", finishedAt: moment + .seconds(60))
    }

    // MARK: Breakpoints

    @Test func aBreakpointStopsTheRunThere() async throws {
        let second = Step(number: 2, kind: .command, title: "Look at memory", command: "free -m")
        try await withBot(steps: [Samples.yellowFirst, second]) { bot in
            try await bot.click("run.start", in: bot.message(with: "run.start"))
            let gate = try await bot.message(with: "step.approve")
            try await bot.click("run.steps", in: bot.message(with: "run.steps"))
            let list = try await bot.modal("steps")
            try await bot.pick("Set Breakpoint", step: 2, in: list, view: "V-steps")
            _ = try await bot.anyRun { $0.steps[1].hasBreakpoint }
            _ = try await bot.eventually("the list anew") {
                bot.harness.slack.calls.contains { call in
                    call.request.method == .viewsUpdate && call.request.arguments["view_id"] == "V-steps"
                        && JSONValue.object(call.request.arguments).allText.contains("Remove Breakpoint")
                } ? true : nil
            }
            try await bot.click("step.approve", in: gate)
            let question = try await bot.message(with: "step.execute")
            #expect(question.allText.contains("Somebody set a stop on this step"))
            #expect(!bot.harness.runner.ran.contains("free -m"))
            try await bot.click("step.execute", in: question)
            _ = try await bot.eventually("the step to run") {
                bot.harness.runner.ran.contains("free -m") ? true : nil
            }
        }
    }

    // MARK: Values and checks

    @Test func aValueFromOneStepFillsALaterOneAndItsColourCounts() async throws {
        var first = Step(number: 1, kind: .command, title: "Find the pod", command: "kubectl get pods -o name")
        first.captures = [ValueCapture(variable: "pod", source: .pattern("pod/(\\S+)"))]
        let second = Step(
            number: 2, kind: .command, title: "Restart it", command: "kubectl delete pod <pod>", risk: .yellow,
            variables: ["pod"])
        let harness = BotHarness()
        harness.runner.answer("kubectl get pods -o name", .exited(0), "pod/api-7f9\n")
        let variable = Variable(name: "pod", placeholder: "<pod>")
        try await withBot(harness, steps: [first, second], variables: [variable]) { bot in
            let card = try await bot.message(with: "run.start")
            #expect(!card.allText.contains("Still to fill in"))
            try await bot.click("run.start", in: card)
            try await bot.text("pod = api-7f9 (from step 1)")
            let run = try await bot.anyRun { $0.captured == ["pod": 1] }
            #expect(run.steps[1].command?.text == "kubectl delete pod api-7f9")
            try await bot.text("📎 pod = api-7f9")
        }
    }

    @Test func aHostileValueStaysOneArgumentAndAMissingOneIsAskedFor() async throws {
        var first = Step(number: 1, kind: .command, title: "Find the pod", command: "kubectl get pods -o name")
        first.captures = [ValueCapture(variable: "pod", source: .firstLine)]
        let second = Step(
            number: 2, kind: .command, title: "Look at it", command: "kubectl describe pod <pod>", variables: ["pod"])
        let variable = Variable(name: "pod", placeholder: "<pod>")
        for (output, expected) in [
            ("x; rm -rf /", "kubectl describe pod 'x; rm -rf /'"), ("-o yaml", nil), ("", nil), ("token=***", nil),
        ] as [(String, String?)] {
            let harness = BotHarness()
            harness.runner.answer("kubectl get pods -o name", .exited(0), output)
            try await withBot(harness, steps: [first, second], variables: [variable]) { bot in
                try await bot.click("run.start", in: bot.message(with: "run.start"))
                if let expected {
                    _ = try await bot.eventually("the later step to run") {
                        harness.runner.ran.contains(expected) ? true : nil
                    }
                } else {
                    let question = try await bot.message(with: "run.values")
                    _ = question
                    try await bot.text("should have come from step 1")
                    #expect(harness.runner.ran == ["kubectl get pods -o name"])
                }
            }
        }
    }

    @Test func aCheckThatDoesNotHoldIsMadeAgain() async throws {
        var step = Samples.yellowFirst
        step.command = "systemctl restart api"
        step.check = StepCheck(command: "cat /srv/replicas", condition: .number(.greaterOrEqual, 3))
        let harness = BotHarness()
        harness.runner.answer("cat /srv/replicas", .exited(0), "2")
        try await withBot(harness, steps: [step]) { bot in
            try await bot.click("run.start", in: bot.message(with: "run.start"))
            let gate = try await bot.message(with: "step.approve")
            #expect(gate.allText.contains("Checked afterwards: cat /srv/replicas → >= 3"))
            try await bot.click("step.approve", in: gate)
            let question = try await bot.message(with: "step.check")
            #expect(question.allText.contains("the check did not hold: 2 is not >= 3"))
            harness.runner.answer("cat /srv/replicas", .exited(0), "5")
            try await bot.click("step.check", in: question)
            try await bot.text("The check holds: 5 >= 3")
            #expect(harness.runner.ran == ["systemctl restart api", "cat /srv/replicas", "cat /srv/replicas"])
        }
    }

    // MARK: The alert on the card

    @Test func theCardSaysWhetherTheAlertGoesOn() async throws {
        try await withBot { bot in
            try await bot.click("run.start", in: bot.message(with: "run.start"))
            try await bot.text("The alert is still firing")
            try await bot.click("step.skip", in: bot.message(with: "step.approve"))
            try await bot.click("step.skip", in: bot.message(with: "step.confirm"))
            try await bot.click("run.resolve", in: bot.message(with: "run.resolve"))
            _ = try await bot.anyRun { $0.isFinished }
            try await bot.alertIn(Samples.alert(.resolved))
            try await bot.text("The alert was over")
        }
    }
}
