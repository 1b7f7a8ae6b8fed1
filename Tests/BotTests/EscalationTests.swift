import Bot
import Engine
import JSONTree
import Locking
import RunbookModel
import Store
import Testing
import Views

/// Calling more people: by the clock, by the card, once each.
@Suite struct EscalationTests {
    private static func calls(_ bot: LiveBot) -> [JSONValue] {
        bot.harness.slack.messages(in: BotHarness.channel).map(\.body).filter {
            $0.allText.contains("📣 Help is needed")
        }
    }

    /// Calls that were decided on, whether they have reached the channel or not.
    private static func made(_ bot: LiveBot) async throws -> Int { try await bot.run().escalations?.count ?? 0 }

    private static func calls(_ bot: LiveBot, _ count: Int) async throws -> [JSONValue] {
        try await bot.eventually("\(count) calls for help") {
            let calls = calls(bot)
            return calls.count >= count ? calls : nil
        }
    }

    /// Sets the clock forward, and gives the bot the chance to do too much.
    private static func skip(_ minutes: Int, _ bot: LiveBot) async throws {
        bot.harness.skip(.seconds(minutes * 60 + 1))
        bot.lookAtClock()
        // What fell due is in the inbox before this command is, and is handled before it.
        let before = bot.harness.slack.responses.count
        _ = try await bot.eventually("the timers to be looked at") {
            let now = bot.harness.now()
            return try await bot.store.read { try $0.dueTimers(at: now) }.isEmpty ? true : nil
        }
        await bot.command("help")
        _ = try await bot.eventually("the answer") { bot.harness.slack.responses.count > before ? true : nil }
    }

    @Test func eachIsCalledInTurnWhenNobodyAnswers() async throws {
        let harness = BotHarness(pages: true)
        harness.pages.withLock { $0.refusals = 2 }
        try await withOfferedRun(harness) {
            $0.escalation = EscalationPolicy(unansweredMinutes: 10, contacts: ["U0LEE", "S0DBA"])
        } _: { bot in
            try await bot.start()
            _ = try await bot.message(with: "step.approve")
            try await Self.skip(9, bot)
            #expect(try await Self.made(bot) == 0)
            try await Self.skip(1, bot)
            let first = try await Self.calls(bot, 1)[0].allText
            #expect(first.contains("U0LEE") && first.contains("Nobody has answered step 2 for 10m"))
            #expect(first.contains("Step 1 🟢 See which volume: done"))
            #expect(first.contains("https://slack.com/archives/\(BotHarness.channel)/p"))
            _ = try await bot.card(with: "📣 Called: ")
            // Told to the on-call system as well, though it did not listen at first.
            let page = try await bot.eventually("the page") { harness.pages.withLock { $0.events.first } }
            #expect(page.action == .trigger && page.summary.contains("Nobody has answered step 2"))
            try await Self.skip(5, bot)
            #expect(try await Self.made(bot) == 1)
            try await Self.skip(5, bot)
            #expect(try await Self.calls(bot, 2)[1].allText.contains("S0DBA"))
            try await Self.skip(10, bot)
            #expect(try await Self.calls(bot, 3)[2].allText.contains("Everybody on the list has been called"))
            try await Self.skip(100, bot)
            #expect(try await Self.made(bot) == 3)
            try await bot.choose("Call for Help", in: bot.card(with: "Stop"))
            _ = try await bot.answer("Everybody on the list")
            try await bot.click("run.resolve", in: bot.card(with: "Resolve"))
            let over = try await bot.eventually("the page to be closed") {
                harness.pages.withLock { $0.events.last { $0.action == .resolve } }
            }
            #expect(over.key == page.key)
            #expect(harness.pages.withLock { $0.events.count } == 4)
        }
    }

    @Test func anAnswerClearsTheTimer() async throws {
        try await withOfferedRun {
            $0.escalation = EscalationPolicy(unansweredMinutes: 10, contacts: ["U0LEE"])
        } _: { bot in
            try await bot.start()
            let gate = try await bot.message(with: "step.approve")
            bot.harness.skip(.seconds(8 * 60))
            try await bot.click("step.approve", in: gate)
            _ = try await bot.message(with: "step.confirm")
            try await Self.skip(8, bot)
            // The new question has its own time, and a paused run asks nothing.
            #expect(try await Self.made(bot) == 0)
            try await bot.click("run.pause", in: bot.message(with: "run.pause"))
            _ = try await bot.card(with: "Paused")
            #expect(
                try await bot.store.read { try $0.dueTimers(at: bot.harness.now() + .seconds(86_400)) }
                    .allSatisfy { !$0.key.hasPrefix("escalation") })
            try await Self.skip(60, bot)
            #expect(try await Self.made(bot) == 0)
        }
    }

    @Test func nothingIsCalledTwiceAfterARestartNorAfterTheEnd() async throws {
        let harness = BotHarness()
        try await withOfferedRun(harness) {
            $0.escalation = EscalationPolicy(
                unansweredMinutes: 10, unresolvedMinutes: 60, contacts: ["U0LEE", "U0SAM"])
        } _: { bot in
            try await bot.start()
            _ = try await bot.message(with: "step.approve")
            try await Self.skip(10, bot)
            _ = try await Self.calls(bot, 1)
        }
        try await harness.whileRunning { bot in
            try await Self.skip(2, bot)
            #expect(try await Self.made(bot) == 1)
            try await bot.click("run.stop", in: bot.card(with: "Stop"))
            _ = try await bot.eventually("the end") { try await bot.run().isFinished ? true : nil }
            // As if the timer had come into the inbox before the run ended.
            let run = try await bot.run().id
            let now = bot.harness.now()
            try await bot.store.write { store in
                for kind in EscalationKind.allCases {
                    try store.setTimer(TimerKey.escalation(kind, run), due: now, body: .null)
                }
            }
            try await Self.skip(120, bot)
            #expect(try await Self.made(bot) == 1)
        }
    }

    @Test func whatGoesOnTooLongBringsTheSecondLevel() async throws {
        try await withOfferedRun {
            $0.escalation = EscalationPolicy(unresolvedMinutes: 45, contacts: ["U0LEE"], secondLevel: "rb2")
        } _: { bot in
            var second = Samples.runbook(steps: Samples.steps)
            second.id = "rb2"
            second.content.title = "Fail over by hand"
            let other = second
            try await bot.store.write { try $0.insert(other) }
            try await bot.start()
            try await bot.click("run.pause", in: bot.message(with: "run.pause"))
            _ = try await bot.card(with: "Paused")
            try await Self.skip(45, bot)
            #expect(try await Self.calls(bot, 1)[0].allText.contains("It is paused"))
            let offered = try await bot.eventually("the card of the second level") {
                bot.harness.slack.messages(in: BotHarness.channel).last {
                    $0.body.allText.contains("Fail over by hand") && $0.body["blocks"]?.elements["run.start"] != nil
                }?.body
            }
            #expect(offered.allText.contains(Samples.title))
        }
    }

    @Test func anOfferThatNobodyTakesIsAQuestionToo() async throws {
        try await withOfferedRun { bot in
            let run = try await bot.run().id
            let now = bot.harness.now()
            try await bot.store.write { store in
                guard var offered = try store.run(run) else { return }
                offered.policy.escalation = EscalationPolicy(unansweredMinutes: 5, contacts: ["U0LEE"])
                try store.update(offered)
                try store.setTimer(TimerKey.escalation(.unanswered, run), due: now + .seconds(300), body: .null)
            }
            try await Self.skip(6, bot)
            let call = try await Self.calls(bot, 1)[0].allText
            #expect(call.contains("nobody has started it") && call.contains("Nothing was tried yet"))
        }
    }

    @Test func helpIsCalledByAClick() async throws {
        try await withOfferedRun { bot in
            try await bot.start()
            _ = try await bot.message(with: "step.approve")
            let card = try await bot.card(with: "Stop")
            try await bot.choose("Call for Help", in: card, by: BotHarness.colleague)
            #expect(try await Self.calls(bot, 1)[0].allText.contains("Whoever can help"))
            try await bot.choose("Call for Help", in: card)
            _ = try await bot.answer("Everybody on the list has been called already")
            #expect(try await Self.made(bot) == 1)
            #expect(bot.harness.pages.withLock { $0.events.isEmpty })
        }
    }
}
