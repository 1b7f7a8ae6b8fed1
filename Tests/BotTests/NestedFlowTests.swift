import Bot
import Engine
import JSONTree
import RunbookModel
import SlackWire
import Store
import Testing

/// Runbooks within runbooks, and commands of the thread.
@Suite struct NestedFlowTests {
    private static let follow = Step(
        number: 1, kind: .manual, title: "Follow the “Fail over the database” runbook", risk: .yellow)

    private static func inner(_ steps: [Step], title: String = "Fail over the database") -> Runbook {
        var runbook = Samples.runbook(steps: steps)
        (runbook.id, runbook.content.title, runbook.content.alerts) = ("rb2", title, [])
        return runbook
    }

    private func withRun(
        _ inner: Runbook, mode: RunMode? = .copilot, _ body: @escaping @Sendable (LiveBot) async throws -> Void
    ) async throws {
        try await BotHarness().whileRunning { bot in
            try await bot.store.write { store in
                var last = Samples.yellow
                last.number = 2
                try store.insert(Samples.runbook(steps: [Self.follow, last]))
                try store.insert(inner)
                try WorkspaceState.setSettings(RunbookSettings(mode: mode), of: inner.id, in: store)
            }
            try await bot.alertIn(Samples.alert())
            try await bot.click("run.start", in: bot.message(with: "run.start"))
            try await body(bot)
        }
    }

    @Test func theOuterOneWaitsForTheInnerOneAndGoesOn() async throws {
        try await withRun(Self.inner([Samples.green])) { bot in
            let question = try await bot.message(with: "step.follow")
            #expect(question.allText.contains("Start Fail over the database"))
            try await bot.click("step.follow", in: question)
            let gate = try await bot.message(with: "step.approve")
            #expect(gate.allText.contains("systemctl restart api"))
            #expect(bot.harness.runner.ran == ["df -h"])
            let child = try await bot.anyRun { $0.parent != nil }
            #expect(child.phase == .finished(.resolved))
            let parent = try await bot.anyRun { $0.parent == nil }
            #expect(parent.steps[0].status == .succeeded)
            #expect(parent.steps[0].child == ChildRun(run: child.id, outcome: .resolved))
        }
    }

    @Test func aDoubleClickStartsItOnce() async throws {
        try await withRun(Self.inner([Samples.yellowFirst])) { bot in
            let question = try await bot.message(with: "step.follow")
            try await bot.click("step.follow", in: question)
            try await bot.click("step.follow", in: question, by: BotHarness.colleague)
            _ = try await bot.eventually("an answer to the late click") { bot.harness.slack.responses.first }
            let children = try await bot.store.read { store in
                try store.runs(since: Timestamp(milliseconds: 0), limit: 10).filter { $0.parent != nil }
            }
            #expect(children.count == 1)
        }
    }

    @Test func stoppingTheOuterOneStopsTheInnerOneAndTheOtherWayItAsks() async throws {
        try await withRun(Self.inner([Samples.yellowFirst])) { bot in
            try await bot.click("step.follow", in: bot.message(with: "step.follow"))
            let gate = try await bot.message(with: "step.approve")
            let child = try await bot.anyRun { $0.parent != nil && $0.phase == .running }
            _ = gate
            let card = try await bot.card(of: child.id)
            try await bot.click("run.stop", in: card)
            let question = try await bot.message(with: "step.follow")
            #expect(question.allText.contains("stopped before it was done"))
            try await bot.click("step.follow", in: question)
            let again = try await bot.anyRun { $0.parent != nil && $0.phase == .running }
            let parent = try await bot.anyRun { $0.parent == nil }
            try await bot.click("run.stop", in: bot.card(of: parent.id))
            let ended = try await bot.anyRun { $0.id == again.id && $0.isFinished }
            #expect(ended.phase == .finished(.stopped))
        }
    }

    @Test func anUntrustedInnerOneWaitsForItsOwnStart() async throws {
        try await withRun(Self.inner([Samples.green]), mode: nil) { bot in
            try await bot.click("step.follow", in: bot.message(with: "step.follow"))
            let child = try await bot.anyRun { $0.parent != nil }
            #expect(child.phase == .offered && child.policy.mode == .readAlong)
            #expect(bot.harness.runner.ran == [])
            try await bot.click("run.start", in: bot.card(of: child.id))
            _ = try await bot.anyRun { $0.parent == nil && $0.steps[0].status == .succeeded }
        }
    }

    @Test func nothingIsAPartOfItself() async throws {
        let back = Step(
            number: 1, kind: .manual, title: "Run the \(Samples.title) runbook", risk: .yellow)
        try await withRun(Self.inner([back])) { bot in
            try await bot.click("step.follow", in: bot.message(with: "step.follow"))
            _ = try await bot.anyRun { $0.parent != nil && $0.phase == .running }
            let question = try await bot.eventually("the inner question") {
                bot.harness.slack.messages(in: BotHarness.channel).last {
                    $0.body.allText.contains("Start \(Samples.title)")
                }?.body
            }
            try await bot.click("step.follow", in: question)
            _ = try await bot.eventually("a refusal") {
                bot.harness.slack.responses.contains { $0.message.allText.contains("being followed already") }
                    ? true : nil
            }
        }
    }

    @Test func nestingHasALimit() async throws {
        let titles = (1...Limits.nestedRuns + 1).map { "Look at the part number \($0)" }
        try await BotHarness().whileRunning { bot in
            try await bot.store.write { store in
                for (index, title) in titles.enumerated() {
                    let isLast = index + 1 == titles.count
                    let next = isLast ? "nobody" : titles[index + 1]
                    let step = Step(number: 1, kind: .manual, title: "Follow the \(next) runbook", risk: .yellow)
                    var runbook = Self.inner([step], title: title)
                    runbook.id = RunbookID("part-\(index)")
                    try store.insert(runbook)
                    try WorkspaceState.setSettings(RunbookSettings(mode: .copilot), of: runbook.id, in: store)
                }
                let first = Step(number: 1, kind: .manual, title: "Follow the \(titles[0]) runbook", risk: .yellow)
                try store.insert(Samples.runbook(steps: [first]))
            }
            try await bot.alertIn(Samples.alert())
            try await bot.click("run.start", in: bot.message(with: "run.start"))
            for (depth, title) in titles.enumerated() {
                let question = try await bot.eventually("the question about \(title)") {
                    bot.harness.slack.messages(in: BotHarness.channel).last {
                        $0.body.allText.contains("Start \(title)")
                    }?.body
                }
                try await bot.click("step.follow", in: question)
                guard depth < Limits.nestedRuns else { continue }
                _ = try await bot.anyRun { $0.title == title && $0.phase == .running }
            }
            _ = try await bot.eventually("a refusal") {
                bot.harness.slack.responses.contains { $0.message.allText.contains("no more are started") } ? true : nil
            }
            let runs = try await bot.store.read { try $0.runs(since: Timestamp(milliseconds: 0), limit: 20) }
            #expect(runs.count == Limits.nestedRuns + 1)
        }
    }

    @Test(arguments: [
        ("Follow the Fail over the database runbook", true), ("Run the runbook “Fail over the database”.", true),
        ("See the fail-over-the-database procedure, then run it", false),
        ("Do not follow the Fail over the database runbook", false), ("Fail over the database", false),
        ("Follow the steps. Fail over the database runbook", false),
        ("If it goes on, go through the Fail over the database playbook", true),
    ])
    func mentions(_ text: String, _ isOne: Bool) {
        let step = Step(number: 1, kind: .manual, title: text)
        #expect((RunbookMention.title(in: step, of: ["Other", "Fail over the database"]) != nil) == isOne)
    }

    // MARK: Typed commands

    private func withOpenRun(_ body: @escaping @Sendable (LiveBot, String) async throws -> Void) async throws {
        try await BotHarness().whileRunning { bot in
            try await bot.store.write { try $0.insert(Samples.runbook(steps: [Samples.yellowFirst])) }
            try await bot.alertIn(Samples.alert())
            try await bot.click("run.start", in: bot.message(with: "run.start"))
            _ = try await bot.message(with: "step.approve")
            let card = try await bot.eventually("the card") {
                bot.harness.slack.messages(in: BotHarness.channel).first { $0.thread == nil }?.timestamp
            }
            try await body(bot, card)
        }
    }

    private func question(_ bot: LiveBot) async throws -> JSONValue {
        try await bot.eventually("the question about the command") {
            bot.harness.slack.calls.last { call in
                call.request.method == .chatPostEphemeral
                    && JSONValue.object(call.request.arguments).elements["thread.run"] != nil
            }.map { JSONValue.object($0.request.arguments) }
        }
    }

    @Test func aTypedCommandRunsOnlyAfterClicksAtTheGateOfItsColour() async throws {
        try await withOpenRun { bot, card in
            await bot.write("$ systemctl restart nginx", inThreadOf: card)
            let question = try await self.question(bot)
            #expect(question["user"]?.string == BotHarness.engineer)
            #expect(question.allText.contains("after one more OK"))
            #expect(bot.harness.runner.ran == [])
            try await bot.click("thread.run", in: question)
            let gate = try await bot.eventually("its gate") {
                bot.harness.slack.messages(in: BotHarness.channel).last {
                    $0.body.allText.contains("Extra command") && $0.body["blocks"]?.elements["step.approve"] != nil
                }?.body
            }
            #expect(bot.harness.runner.ran == [])
            try await bot.click("step.approve", in: gate)
            let run = try await bot.anyRun { $0.steps.count == 2 && $0.steps[1].status == .succeeded }
            #expect(bot.harness.runner.ran == ["systemctl restart nginx"])
            #expect(run.extraActions.count == 1 && run.plannedCount == 1)
            #expect(run.steps[0].attempts.isEmpty)
            // The same click again runs nothing.
            try await bot.click("thread.run", in: question)
            _ = try await bot.eventually("an answer") { bot.harness.slack.responses.last }
            #expect(bot.harness.runner.ran.count == 1)
        }
    }

    @Test func whatOnlyReadsRunsAtTheClickAndSomebodyElsesClickDoesNot() async throws {
        try await withOpenRun { bot, card in
            await bot.write("$ uptime", inThreadOf: card)
            let question = try await self.question(bot)
            try await bot.click("thread.run", in: question, by: BotHarness.colleague)
            _ = try await bot.eventually("a refusal") { bot.harness.slack.responses.first }
            #expect(bot.harness.runner.ran == [])
            try await bot.click("thread.run", in: question)
            _ = try await bot.eventually("the command to run") { bot.harness.runner.ran.first }
            #expect(bot.harness.runner.ran == ["uptime"])
        }
    }

    @Test func justNotingItRunsNothing() async throws {
        try await withOpenRun { bot, card in
            await bot.write("$ uptime", inThreadOf: card)
            try await bot.click("thread.note", in: self.question(bot))
            _ = try await bot.eventually("an answer") { bot.harness.slack.responses.first }
            let run = try await bot.anyRun { $0.extraActions.count == 1 }
            #expect(run.steps.count == 1 && bot.harness.runner.ran == [])
        }
    }
}

extension LiveBot {
    /// The card of a run as it stands.
    func card(of run: RunID) async throws -> JSONValue {
        try await eventually("the card of \(run)") {
            let posted = try await store.read { try $0.postedMessage("run:\(run):card")?.timestamp.rawValue }
            return harness.slack.messages(in: BotHarness.channel).last { $0.timestamp == posted }?.body
        }
    }
}
