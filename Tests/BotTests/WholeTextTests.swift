import Bot
import JSONTree
import RunbookModel
import SlackWire
import Store
import Testing

/// What is cut where it is shown can be seen whole elsewhere.
@Suite struct WholeTextTests {
    private static func lines(_ count: Int) -> String {
        (1...count).map { "line \($0) of the listing" }.joined(separator: "\n")
    }

    private func run(
        _ harness: BotHarness, steps: [Step] = Samples.steps,
        _ body: @escaping @Sendable (LiveBot) async throws -> Void
    ) async throws {
        try await harness.whileRunning { bot in
            try await bot.store.write { try $0.insert(Samples.runbook(steps: steps)) }
            try await bot.alertIn(Samples.alert())
            try await bot.click("run.start", in: bot.message(with: "run.start"))
            try await body(bot)
        }
    }

    @Test func anOutputThatIsTooLongToBeStoredIsAFileInTheThread() async throws {
        let harness = BotHarness()
        harness.runner.answer("df -h", .exited(0), Self.lines(300))
        harness.runner.keep(Array("all that was kept".utf8), of: "df -h")
        try await run(harness) { bot in
            try await bot.text("line 300 of the listing")
            let file = try await bot.eventually("the file") {
                harness.slack.calls.first { $0.request.method == .filesCompleteUploadExternal }
            }
            let card = try #require(harness.slack.messages(in: BotHarness.channel).first)
            #expect(file.request.arguments["thread_ts"]?.string == card.timestamp)
            #expect(file.request.arguments["files"]?[0]?["title"] == "step-1-output.txt")
            #expect(harness.slack.uploads.map { String(decoding: $0.bytes, as: UTF8.self) } == ["all that was kept"])
            let place = try await bot.eventually("what was kept to go") { harness.runner.forgotten.first }
            #expect(place.step == 1 && place.attempt == 1)
        }
    }

    /// It is behind Show All Output.
    @Test func anOutputThatIsLongerThanItsMessageIsNoFile() async throws {
        let harness = BotHarness()
        harness.runner.answer("df -h", .exited(0), Self.lines(300))
        try await run(harness) { bot in
            try await bot.text("line 300 of the listing")
            _ = try await bot.message(with: "step.output")
            _ = try await bot.message(with: "step.approve")
            #expect(harness.slack.uploads.isEmpty)
            #expect(harness.runner.forgotten.count == 1)
        }
    }

    @Test func anOutputThatFitsIsNoFile() async throws {
        let harness = BotHarness()
        harness.runner.answer("df -h", .exited(0), Self.lines(20))
        try await run(harness) { bot in
            try await bot.text("line 1 of the listing")
            _ = try await bot.message(with: "step.approve")
            #expect(harness.slack.uploads.isEmpty)
        }
    }
}
