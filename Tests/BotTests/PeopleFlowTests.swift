import Bot
import Engine
import JSONTree
import Locking
import RunbookModel
import SlackWire
import Store
import Testing
import Views

/// A run of the sample runbook in copilot mode, offered for an alert and laid down as a test wants it.
func withOfferedRun(
    _ harness: BotHarness = BotHarness(), steps: [Step] = Samples.steps,
    _ change: @escaping @Sendable (inout RunPolicy) -> Void = { _ in },
    _ body: @escaping @Sendable (LiveBot) async throws -> Void
) async throws {
    try await harness.whileRunning { bot in
        try await bot.store.write { try $0.insert(Samples.runbook(steps: steps)) }
        try await bot.alertIn(Samples.alert())
        _ = try await bot.message(with: "run.start")
        try await bot.lay {
            $0.mode = .copilot
            change(&$0)
        }
        try await body(bot)
    }
}

extension LiveBot {
    func start(by user: String = BotHarness.engineer) async throws {
        try await click("run.start", in: message(with: "run.start"), by: user)
    }

    /// The card of the first run, once it shows something.
    func card(with part: String) async throws -> JSONValue {
        try await eventually("a card with '\(part)'") {
            harness.slack.messages(in: BotHarness.channel).first {
                $0.thread == nil && $0.body.allText.contains(part) && $0.body["blocks"]?.elements["run.stop"] != nil
            }?.body
        }
    }

    func audit() async throws -> [AuditEntry] {
        let id = try await run().id
        return try await store.read { try $0.auditEntries(of: id) }
    }

    func modal(saying part: String) async throws -> JSONValue {
        try await eventually("a modal with '\(part)'") {
            harness.slack.calls.last { $0.request.arguments["view"]?.allText.contains(part) ?? false }?
                .request.arguments["view"]
        }
    }
}

@Suite struct PeopleFlowTests {
    private static let lead = "U0LEE"

    @Test func onlyThoseWhoMayStartAndApprove() async throws {
        try await withOfferedRun {
            $0.people = RunPeople(starters: [BotHarness.colleague], approvers: ["S0ONCALL"])
        } _: { bot in
            bot.harness.slack.form("S0ONCALL", of: [BotHarness.engineer])
            try await bot.start()
            let refused = try await bot.answer("You may not start this runbook")
            #expect(refused.allText.contains("Ask ") && refused.allText.contains(BotHarness.colleague))
            #expect(bot.harness.runner.ran.isEmpty)
            try await bot.start(by: BotHarness.colleague)
            let gate = try await bot.message(with: "step.approve")
            // Whoever may start need not be among those who may approve.
            try await bot.click("step.approve", in: gate, by: BotHarness.colleague)
            let asked = try await bot.answer("You may not do this here")
            #expect(asked.allText.contains("S0ONCALL"))
            #expect(bot.harness.runner.ran == ["df -h"])
            try await bot.click("step.approve", in: gate)
            _ = try await bot.message(with: "step.confirm")
            #expect(bot.harness.runner.ran.count == 2)
        }
    }

    @Test func aGroupThatCannotBeLookedUpLetsNobodyThrough() async throws {
        try await withOfferedRun {
            $0.people = RunPeople(approvers: ["S0GONE"])
        } _: { bot in
            try await bot.start()
            try await bot.click("step.approve", in: bot.message(with: "step.approve"))
            _ = try await bot.answer("You may not do this here")
            #expect(bot.harness.runner.ran == ["df -h"])
            // To halt is for everybody.
            try await bot.click("run.pause", in: bot.card(with: "Pause"))
            _ = try await bot.card(with: "Paused")
        }
    }

    @Test func redIsForConfirmersAndTwoOfThem() async throws {
        try await withOfferedRun(steps: [Samples.red]) {
            $0.people = RunPeople(confirmers: [BotHarness.engineer, Self.lead])
            $0.redNeedsTwoPeople = true
            $0.readingTime = .seconds(10)
        } _: { bot in
            try await bot.start()
            let gate = try await bot.message(with: "step.confirm")
            try await bot.click("step.confirm", in: gate, by: BotHarness.colleague)
            let no = try await bot.modal(saying: "You may not confirm red steps")
            #expect(no.allText.contains(Self.lead))
            try await bot.click("step.confirm", in: gate)
            let modal = try await bot.modal("confirm_red")
            let target = try await bot.run().steps[0].confirmationTarget
            bot.harness.skip(.seconds(4))
            guard case .ackWith(let early) = await bot.submit(modal, ["confirm.target": target]) else {
                throw TimedOut(description: "a confirmation faster than it can be read was taken")
            }
            #expect(early.allText.contains("10s"))
            bot.harness.skip(.seconds(6))
            #expect(await bot.submit(modal, ["confirm.target": target]) == .ack)
            // The first is shown, and is not the second.
            let second = try await bot.eventually("the question to somebody else") {
                bot.harness.slack.messages(in: BotHarness.channel).last {
                    $0.body.allText.contains("A second person must confirm")
                }?.body
            }
            try await bot.click("step.confirm", in: second)
            _ = try await bot.modal(saying: "the second has to be somebody else")
            try await bot.click("step.confirm", in: second, by: Self.lead)
            let again = try await bot.modal(saying: "Yours is the second")
            bot.harness.skip(.seconds(10))
            // The first cannot slip in through the modal of the second, either.
            #expect(await bot.submit(again, ["confirm.target": target]) == .ack)
            _ = try await bot.eventually("the refusal") {
                bot.harness.slack.calls.last { $0.request.method == .chatPostEphemeral }.map { _ in true }
            }
            #expect(bot.harness.runner.ran.isEmpty)
            #expect(await bot.submit(again, ["confirm.target": target], by: Self.lead) == .ack)
            _ = try await bot.eventually("the red step to run") { bot.harness.runner.ran.first }
            #expect(bot.harness.runner.ran.count == 1)
        }
    }

    @Test func brokenGlassIsLoudAndLetsOnePersonConfirm() async throws {
        try await withOfferedRun(steps: [Samples.red]) {
            $0.people = RunPeople(approvers: [Self.lead], confirmers: [Self.lead])
            $0.redNeedsTwoPeople = true
            $0.readingTime = .zero
        } _: { bot in
            try await bot.start()
            _ = try await bot.message(with: "step.confirm")
            try await bot.choose("Break Glass…", in: bot.card(with: "Stop"))
            let modal = try await bot.modal("break_glass")
            for poor in ["", "short", "aaaaaaaaaaaaaa"] {
                guard case .ackWith = await bot.submit(modal, ["glass.reason": poor]) else {
                    throw TimedOut(description: "'\(poor)' was taken for a reason")
                }
            }
            #expect(await bot.submit(modal, ["glass.reason": "Lee is on a plane until noon"]) == .ack)
            try await bot.text("Glass broken: ")
            _ = try await bot.card(with: "Lee is on a plane")
            try await bot.click("step.confirm", in: bot.message(with: "step.confirm"))
            let confirm = try await bot.modal("confirm_red")
            let target = try await bot.run().steps[0].confirmationTarget
            #expect(await bot.submit(confirm, ["confirm.target": target]) == .ack)
            _ = try await bot.eventually("the red step to run") { bot.harness.runner.ran.first }
            #expect(try await bot.audit().contains { $0.action == "glass.broken" && $0.detail["reason"] != "" })
            // Not twice; and it stands in the summary and in the digest.
            #expect(await bot.submit(modal, ["glass.reason": "Once more, with feeling"]) == .ack)
            try await bot.click("run.resolve", in: bot.message(with: "run.resolve"))
            _ = try await bot.eventually("the summary") {
                bot.harness.slack.messages(in: BotHarness.channel).first {
                    $0.thread != nil && $0.body.allText.contains("ncident resolved")
                        && $0.body.allText.contains("Lee is on a plane")
                }.map { _ in true }
            }
            await bot.command("digest")
            try await bot.text("Lee is on a plane", in: "C0DIGEST")
            #expect(try await bot.audit().count { $0.action == "glass.broken" } == 1)
        }
    }

    @Test func theLeadIsHandedOverAndTold() async throws {
        try await withOfferedRun {
            $0.people = RunPeople(starters: [BotHarness.engineer, Self.lead])
        } _: { bot in
            try await bot.start()
            try await bot.choose("Hand Over…", in: bot.card(with: "Started by"))
            let modal = try await bot.modal("hand_over")
            guard case .ackWith = await bot.submit(modal, inputs: ["hand_over.person": ["selected_user": nil]]) else {
                throw TimedOut(description: "nobody was taken for somebody")
            }
            let outsider = ["hand_over.person": JSONValue.object(["selected_user": .string(BotHarness.colleague)])]
            #expect(await bot.submit(modal, inputs: outsider) == .ack)
            _ = try await bot.eventually("the refusal") {
                bot.harness.slack.calls.last {
                    $0.request.method == .chatPostEphemeral
                        && JSONValue.object($0.request.arguments).allText.contains("cannot lead it")
                }.map { _ in true }
            }
            let lee = ["hand_over.person": JSONValue.object(["selected_user": .string(Self.lead)])]
            #expect(await bot.submit(modal, inputs: lee) == .ack)
            try await bot.text("leads this run now, handed over by")
            let card = try await bot.card(with: "led by <@\(Self.lead)>")
            // By hand from here on: nothing more runs, and whoever took it leads.
            try await bot.choose("Take Over by Hand", in: card)
            try await bot.text("takes over by hand")
            let question = try await bot.message(with: "step.done")
            #expect(question["blocks"]?.elements["step.approve"] == nil)
            let run = try await bot.run()
            #expect(run.policy.mode == .readAlong && run.leader == UserID(BotHarness.engineer))
            #expect(bot.harness.runner.ran == ["df -h"])
        }
    }

    @Test func aSecondPersonIsAskedOnce() async throws {
        try await withOfferedRun {
            $0.people = RunPeople(confirmers: [Self.lead, "S0DBA"])
        } _: { bot in
            try await bot.start()
            let gate = try await bot.message(with: "step.approve")
            try await bot.choose("Ask for a Second Person", in: gate)
            let modal = try await bot.modal("ask_second")
            #expect(modal.allText.contains("S0DBA"))
            let me = ["second.person": JSONValue.object(["selected_user": .string(BotHarness.engineer)])]
            guard case .ackWith = await bot.submit(modal, inputs: me) else {
                throw TimedOut(description: "somebody was their own second")
            }
            // Left empty, it is for all who may confirm.
            for _ in 0..<2 {
                #expect(await bot.submit(modal, inputs: ["second.person": ["selected_user": nil]]) == .ack)
            }
            _ = try await bot.eventually("the answer to the second ask") {
                bot.harness.slack.calls.last { $0.request.method == .chatPostEphemeral }.map { _ in true }
            }
            try await bot.text("please look at step 2")
            let asks = bot.harness.slack.messages(in: BotHarness.channel).filter {
                $0.body.allText.contains("please look at step 2")
            }
            #expect(asks.count == 1)
            #expect(asks[0].thread != nil && asks[0].body.allText.contains("S0DBA"))
            #expect(asks[0].body.allText.contains("systemctl restart api"))
        }
    }

    @Test func aSkipIsExplainedByOneClick() async throws {
        try await withOfferedRun { bot in
            try await bot.start()
            let gate = try await bot.message(with: "step.approve")
            try await bot.click("step.skip", in: gate)
            let skipped = try await bot.message(with: "step.skip.reason")
            #expect(skipped.allText.contains("Too risky") && skipped.allText.contains("Not needed"))
            // It went on at once.
            _ = try await bot.message(with: "step.confirm")
            try await bot.click("step.skip.note", in: skipped)
            let note = try await bot.modal("skip_reason")
            try await bot.click("step.skip.reason", in: skipped)
            let reason = try await bot.eventually("the reason in the place of the buttons") {
                bot.harness.slack.messages(in: BotHarness.channel).last { $0.body.allText.contains("Skipped: ") }?.body
            }
            #expect(reason["blocks"]?.elements["step.skip.reason"] == nil)
            #expect(reason["blocks"]?.elements["step.skip.note"] == nil)
            // Late: by another button, and by the modal that is still open.
            try await bot.click("step.skip.reason", in: skipped, by: BotHarness.colleague)
            _ = try await bot.answer("The reason is there already")
            #expect(await bot.submit(note, ["skip.reason": "Something else"]) == .ack)
            _ = try await bot.eventually("the answer to the modal") {
                bot.harness.slack.calls.last { $0.request.method == .chatPostEphemeral }.map { _ in true }
            }
            #expect(try await bot.audit().count { $0.action == "step.skipExplained" } == 1)
        }
    }
}
