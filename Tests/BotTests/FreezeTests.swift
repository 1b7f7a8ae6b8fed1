import Bot
import Engine
import JSONTree
import RunbookModel
import Store
import Testing
import Views

/// The freeze of the workspace, and the lock on what is being changed.
@Suite struct FreezeTests {
    @Test func nothingStartsUntilItIsLifted() async throws {
        let harness = BotHarness(approvers: ["U0LEE"])
        try await withOfferedRun(harness) { bot in
            try await bot.start()
            let gate = try await bot.message(with: "step.approve")
            await bot.command("freeze")
            _ = try await bot.answer("Say why")
            await bot.command("freeze The release is going wrong", by: BotHarness.colleague)
            try await bot.text("froze everything")
            let card = try await bot.card(with: "The release is going wrong")
            #expect(card["blocks"]?.elements["run.resume"] != nil)
            let all = try await bot.answer("The release is going wrong")
            #expect(all.allText.contains("Paused: "))
            await bot.command("freeze Twice")
            _ = try await bot.answer("frozen already")

            try await bot.click("run.resume", in: card)
            let refused = try await bot.answer("Everything is frozen: The release is going wrong")
            #expect(refused.allText.contains("/runbook unfreeze"))
            try await bot.click("step.approve", in: gate)
            #expect(harness.runner.ran == ["df -h"])

            // Not everybody may lift it.
            await bot.command("unfreeze")
            let who = try await bot.answer("You may not lift this freeze")
            #expect(who.allText.contains(BotHarness.colleague) && who.allText.contains("U0LEE"))
            await bot.command("unfreeze", by: BotHarness.colleague)
            try await bot.text("lifted the freeze")
            _ = try await bot.answer("Waits for Resume")
            #expect(try await bot.run().phase == .paused)
            try await bot.click("run.resume", in: bot.message(with: "run.resume"))
            try await bot.click("step.approve", in: bot.message(with: "step.approve"))
            _ = try await bot.message(with: "step.confirm")
            await bot.command("unfreeze", by: BotHarness.colleague)
            _ = try await bot.answer("Nothing is frozen")
        }
    }

    @Test func whatRunsGoesOnAndWhatWasOfferedWaits() async throws {
        let harness = BotHarness()
        harness.runner.makeEndless("df -h")
        try await withOfferedRun(harness) { bot in
            try await bot.start()
            _ = try await bot.eventually("the command to begin") { harness.runner.ran.first }
            await bot.command("freeze Looking into it")
            try await bot.text("Goes on to its end: step 1")
            #expect(try await bot.run().steps[0].attempts.first?.result == nil)
            // A halt is never refused.
            try await bot.click("run.stop", in: bot.card(with: "Looking into it"))
            _ = try await bot.eventually("the command to be killed") {
                try await bot.run().steps[0].attempts.first?.result
            }
            await bot.command("start Disk", channel: BotHarness.channel)
            let offered = try await bot.eventually("the new card") {
                harness.slack.messages(in: BotHarness.channel).last {
                    $0.body["blocks"]?.elements["run.start"] != nil
                }?.body
            }
            #expect(offered.allText.contains("Looking into it"))
            try await bot.click("run.start", in: offered)
            _ = try await bot.answer("Everything is frozen")
            #expect(harness.runner.ran == ["df -h"])
        }
    }

    @Test func anApprovedCommandThatHasNotBegunDoesNotStart() async throws {
        let harness = BotHarness()
        try await harness.whileRunning { bot in
            try await bot.store.write { store in
                try WorkspaceState.setFreeze(
                    Freeze(by: "U1", at: Timestamp(milliseconds: 1), reason: "Careful"), in: store)
            }
            let request = ExecutionRequest(
                place: ExecutionPlace(run: "r", step: 1, attempt: 1), command: "systemctl restart api", risk: .yellow,
                timeLimit: .seconds(1))
            let reason = await harness.services.objection(to: request, in: bot.store)
            #expect(reason?.contains("Careful") == true)
            try await bot.store.write { try WorkspaceState.setFreeze(nil, in: $0) }
            #expect(await harness.services.objection(to: request, in: bot.store) == nil)
        }
    }

    @Test func theHomeTabSaysIt() async throws {
        try await withOfferedRun { bot in
            await bot.command("freeze Careful now")
            _ = try await bot.answer("Careful now")
            let now = Timestamp(milliseconds: 1_700_000_000_000)
            let home = try await bot.store.read { store in
                try ScreenRenderer().render(
                    .home([], openRuns: [], report: nil, freeze: try WorkspaceState.freeze(in: store), now: now))
            }
            #expect(home.allText.contains("Careful now"))
        }
    }

    @Test func twoRunsDoNotChangeTheSameThing() async throws {
        let harness = BotHarness()
        harness.runner.makeEndless("systemctl restart api")
        try await withOfferedRun(harness, steps: [Samples.yellowRestart]) { bot in
            try await bot.start()
            let first = try await bot.message(with: "step.approve")
            // Another run of the same, in another channel.
            await bot.command("start Disk", channel: "C0OTHER")
            let offered = try await bot.message(with: "run.start", in: "C0OTHER")
            try await bot.store.write { store in
                for var run in try store.openRuns() where run.phase == .offered {
                    run.policy.mode = .copilot
                    try store.update(run)
                }
            }
            try await bot.click("run.start", in: offered, channel: "C0OTHER")
            let second = try await bot.message(with: "step.approve", in: "C0OTHER")
            // At once: one of them runs, the other is told.
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await bot.click("step.approve", in: first) }
                group.addTask { try await bot.click("step.approve", in: second, channel: "C0OTHER") }
                try await group.waitForAll()
            }
            _ = try await bot.answer("Another run is changing")
            _ = try await bot.eventually("one of them to run") { harness.runner.ran.first }
            #expect(harness.runner.ran == ["systemctl restart api"])
        }
    }

    @Test func theRunsOfAnIncidentKnowOfEachOther() async throws {
        try await withOfferedRun { bot in
            try await bot.start()
            _ = try await bot.message(with: "step.approve")
            var other = Samples.runbook(steps: [Samples.red])
            other.id = "rb2"
            other.content.title = "Cache is cold"
            let second = other
            try await bot.store.write { try $0.insert(second) }
            await bot.command("start Cache", channel: BotHarness.channel)
            let offered = try await bot.eventually("the second card") {
                bot.harness.slack.messages(in: BotHarness.channel).last {
                    $0.body.allText.contains("📘 Runbook: Cache is cold")
                }?.body
            }
            #expect(offered.allText.contains("Also open for this incident"))
            #expect(offered.allText.contains(Samples.title))
            #expect(offered.allText.contains("https://slack.com/archives/\(BotHarness.channel)/p1700000000"))
            let first = try await bot.card(with: "Cache is cold")
            #expect(first.allText.contains("not started"))
            try await bot.click("run.dismiss", in: offered)
            _ = try await bot.eventually("the note to go") {
                bot.harness.slack.messages(in: BotHarness.channel).first {
                    $0.body["blocks"]?.elements["run.stop"] != nil && !$0.body.allText.contains("Cache is cold")
                }.map { _ in true }
            }
        }
    }
}

extension Samples {
    static var yellowRestart: Step {
        var step = yellow
        step.number = 1
        return step
    }
}
