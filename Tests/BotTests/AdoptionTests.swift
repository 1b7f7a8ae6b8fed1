import Bot
import RunbookModel
import Store
import Testing

/// What the bot makes of commands that an earlier life of it began. The runner says what it found of them.
@Suite struct AdoptionTests {
    private static let yellow = "systemctl restart api"

    /// Starts a run and lets the bot die while its first step, which was approved, runs.
    private func dieInTheMiddle(_ harness: BotHarness, steps: [Step] = [Samples.yellowFirst]) async throws {
        harness.runner.makeEndless("df -h")
        try await harness.whileRunning { bot in
            try await bot.store.write { try $0.insert(Samples.runbook(steps: steps)) }
            try await bot.alertIn(Samples.alert())
            // As after `kill -9`: no end is recorded any more.
            try damage(
                harness,
                "CREATE TRIGGER dead BEFORE UPDATE OF ended_at ON execution BEGIN SELECT RAISE(ABORT, 'dead'); END;")
            try await bot.click("run.start", in: bot.message(with: "run.start"))
            if steps[0].number == Samples.yellowFirst.number, steps == [Samples.yellowFirst] {
                try await bot.click("step.approve", in: bot.message(with: "step.approve"))
            }
            _ = try await bot.eventually("the command to begin") {
                try await bot.store.read { try $0.openExecutions().first }.map { _ in true }
            }
            _ = try await bot.eventually("the command to run") { harness.runner.ran.first }
        }
        try damage(harness, "DROP TRIGGER dead")
    }

    private func firstAttempt(_ bot: LiveBot) async throws -> Attempt? {
        try await bot.store.read { store in
            try store.runs(since: Timestamp(milliseconds: 0), limit: 1).first?.steps[0].attempts.first
        }
    }

    @Test func whatStillRunsGoesOnInItsMessageAndEnds() async throws {
        let harness = BotHarness()
        try await dieInTheMiddle(harness)
        harness.runner.find { _ in .running }
        try await harness.whileRunning { bot in
            try await bot.text("still at it")
            harness.runner.endAdopted(.exited(0), "all done\n")
            try await bot.text("all done")
            let attempt = try await bot.eventually("the end") {
                try await firstAttempt(bot).flatMap { $0.result == nil ? nil : $0 }
            }
            #expect(attempt.result == .exited(0))
            #expect(harness.runner.ran.count == 1)
            #expect(harness.runner.forgotten.count == 1)
            #expect(try await bot.store.read { try $0.openExecutions().isEmpty })
        }
    }

    @Test func stopReachesWhatWasAdopted() async throws {
        let harness = BotHarness()
        try await dieInTheMiddle(harness)
        harness.runner.find { _ in .running }
        try await harness.whileRunning { bot in
            try await bot.text("still at it")
            try await bot.click("run.stop", in: bot.message(with: "run.stop"))
            _ = try await bot.eventually("the end") {
                try await firstAttempt(bot)?.result == .killed ? true : nil
            }
            try await bot.text("stopped by hand")
            #expect(
                harness.slack.messages(in: BotHarness.channel).allSatisfy { !$0.body.allText.contains("No step ran") })
        }
    }

    /// The stop is durable, the bot dies before it reached anybody.
    @Test func aStopFromBeforeTheCrashReachesWhatIsAdopted() async throws {
        let harness = BotHarness()
        try await dieInTheMiddle(harness)
        let store = try SQLiteStore.open(path: harness.database)
        try await store.write { store in
            var run = try #require(try store.runs(since: Timestamp(milliseconds: 0), limit: 1).first)
            run.phase = .finished(.stopped)
            run.finishedAt = run.startedAt
            try store.update(run)
        }
        try store.close()
        harness.runner.find { _ in .running }
        try await harness.whileRunning { bot in
            _ = try await bot.eventually("the end") {
                try await firstAttempt(bot)?.result == .killed ? true : nil
            }
        }
    }

    @Test func whatEndedMeanwhileIsReportedAsItWas() async throws {
        let harness = BotHarness()
        try await dieInTheMiddle(harness)
        harness.runner.find { place in
            .ended(
                ExecutionReport(
                    place: place, result: .exited(0),
                    output: CommandOutput(text: "it was whole\n", totalBytes: 13, isCut: false)))
        }
        try await harness.whileRunning { bot in
            try await bot.text("it was whole")
            #expect(try await firstAttempt(bot)?.result == .exited(0))
            #expect(harness.runner.ran.count == 1)
        }
    }

    @Test(arguments: [true, false])
    func whatNobodyKnowsIsAskedAbout(_ keeperLeftNoResult: Bool) async throws {
        let harness = BotHarness()
        try await dieInTheMiddle(harness)
        harness.runner.find { place in
            guard keeperLeftNoResult else { return .unknown }
            return .ended(
                ExecutionReport(
                    place: place, result: .unknown, output: .nothing))
        }
        try await harness.whileRunning { bot in
            _ = try await bot.message(with: "step.retry")
            #expect(try await firstAttempt(bot)?.result == .unknown)
            #expect(harness.runner.ran.count == 1)
        }
    }

    @Test func whatNeverStartedIsSaidAndAskedAbout() async throws {
        let harness = BotHarness()
        try await dieInTheMiddle(harness)
        harness.runner.find { _ in .neverStarted }
        try await harness.whileRunning { bot in
            _ = try await bot.message(with: "step.retry")
            try await bot.text("It did not run")
            #expect(harness.runner.ran.count == 1)
        }
    }

    /// What reads and ran by itself needs nobody to begin it anew.
    @Test func whatReadsAndNeverStartedIsBegunAnew() async throws {
        let harness = BotHarness()
        try await dieInTheMiddle(harness, steps: Samples.steps)
        harness.runner.find { _ in .neverStarted }
        harness.runner.stopBeingEndless()
        try await harness.whileRunning { bot in
            _ = try await bot.message(with: "step.approve")
            #expect(harness.runner.ran == ["df -h", "df -h"])
            #expect(try await firstAttempt(bot)?.result == .exited(0))
        }
    }

    /// The journal came from a backup: what it takes for new was run long ago.
    @Test func whatWasBegunBeforeTheJournalKnowsIsNotRunAgain() async throws {
        let harness = BotHarness()
        harness.runner.answerPreparing(.begunBefore)
        harness.runner.find { place in
            .ended(
                ExecutionReport(
                    place: place, result: .exited(7),
                    output: CommandOutput(text: "from then\n", totalBytes: 10, isCut: false)))
        }
        try await harness.whileRunning { bot in
            try await bot.store.write { try $0.insert(Samples.runbook(steps: Samples.steps)) }
            try await bot.alertIn(Samples.alert())
            try await bot.click("run.start", in: bot.message(with: "run.start"))
            _ = try await bot.message(with: "step.retry")
            #expect(try await firstAttempt(bot)?.result == .exited(7))
            #expect(harness.runner.ran.isEmpty)
        }
    }

    @Test func whatCannotBePreparedIsNotRun() async throws {
        let harness = BotHarness()
        harness.runner.answerPreparing(.impossible("The disk is full."))
        try await harness.whileRunning { bot in
            try await bot.store.write { try $0.insert(Samples.runbook(steps: Samples.steps)) }
            try await bot.alertIn(Samples.alert())
            try await bot.click("run.start", in: bot.message(with: "run.start"))
            try await bot.text("The disk is full.")
            #expect(harness.runner.ran.isEmpty)
        }
    }
}
