import Bot
import Engine
import JSONTree
import RunbookModel
import SlackWire
import Store
import Testing

/// From the alert to the end of the run, at the front door and at Slack's side.
@Suite struct RunFlowTests {
    private func withRun(
        _ harness: BotHarness = BotHarness(), steps: [Step] = Samples.steps,
        _ body: @escaping @Sendable (LiveBot) async throws -> Void
    ) async throws {
        try await harness.whileRunning { bot in
            try await bot.store.write { try $0.insert(Samples.runbook(steps: steps)) }
            try await bot.alertIn(Samples.alert())
            try await body(bot)
        }
    }

    @Test func theCardComesWithTheAlert() async throws {
        try await withRun { bot in
            let card = try await bot.message(with: "run.start")
            #expect(card["metadata"] != nil || card["ts"] != nil)
            let text = card.allText
            #expect(text.contains(Samples.title))
            #expect(Set(card["blocks"]!.elements.keys).isSuperset(of: ["run.start", "run.steps", "run.dismiss"]))
            #expect(card["unfurl_links"] == false)
        }
    }

    @Test func greenRunsByItselfAndYellowWaits() async throws {
        try await withRun { bot in
            try await bot.click("run.start", in: bot.message(with: "run.start"))
            let gate = try await bot.message(with: "step.approve")
            #expect(bot.harness.runner.ran == ["df -h"])
            #expect(gate.allText.contains("systemctl restart api"))
            #expect(gate["thread_ts"] != nil)
            try await bot.click("step.approve", in: gate)
            _ = try await bot.eventually("the yellow step to run") {
                bot.harness.runner.ran.contains("systemctl restart api") ? true : nil
            }
        }
    }

    @Test func twoPeopleAndARedeliveryRunItOnce() async throws {
        try await withRun { bot in
            try await bot.click("run.start", in: bot.message(with: "run.start"))
            let gate = try await bot.message(with: "step.approve")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<3 {
                    group.addTask { try await bot.click("step.approve", in: gate, at: 777) }
                    group.addTask { try await bot.click("step.approve", in: gate, by: BotHarness.colleague) }
                }
                try await group.waitForAll()
            }
            _ = try await bot.message(with: "step.confirm")
            #expect(bot.harness.runner.ran.count { $0 == "systemctl restart api" } == 1)
            // Whoever came too late is told so.
            let refused = try await bot.eventually("an answer to each late click") {
                bot.harness.slack.responses.count >= 3 ? bot.harness.slack.responses : nil
            }
            #expect(refused.allSatisfy { $0.message["response_type"] == "ephemeral" })
        }
    }

    @Test func redWantsTheTargetTyped() async throws {
        try await withRun { bot in
            try await bot.click("run.start", in: bot.message(with: "run.start"))
            try await bot.click("step.approve", in: bot.message(with: "step.approve"))
            try await bot.click("step.confirm", in: bot.message(with: "step.confirm"))
            let modal = try await bot.modal("confirm_red")
            #expect(modal.allText.contains("rm -rf /srv/cache"))
            let expected = try await bot.store.read { store in
                try store.openRuns().first?.steps[2].confirmationTarget
            }
            let target = try #require(expected)
            #expect(modal.allText.contains(target))
            let wrong = await bot.submit(modal, ["confirm.target": "something else"])
            guard case .ackWith(let errors) = wrong else { throw TimedOut(description: "the form was taken") }
            #expect(errors["response_action"] == "errors")
            // The right answer, faster than it can be read: nothing that was typed is lost.
            let early = await bot.submit(modal, ["confirm.target": target])
            guard case .ackWith(let tooFast) = early else { throw TimedOut(description: "the form was taken") }
            #expect(tooFast.allText.contains("Look at it for 3s"))
            #expect(!bot.harness.runner.ran.contains("rm -rf /srv/cache"))
            bot.harness.skip(.seconds(3))
            #expect(await bot.submit(modal, ["confirm.target": target]) == .ack)
            _ = try await bot.eventually("the red step to run") {
                bot.harness.runner.ran.contains("rm -rf /srv/cache") ? true : nil
            }
            #expect(await bot.submit(modal, ["confirm.target": target]) != .withhold)
            _ = try await bot.message(with: "run.resolve")
            #expect(bot.harness.runner.ran.count { $0 == "rm -rf /srv/cache" } == 1)
        }
    }

    @Test func resolvedByTheVendor() async throws {
        try await withRun { bot in
            try await bot.click("run.start", in: bot.message(with: "run.start"))
            _ = try await bot.message(with: "step.approve")
            try await bot.alertIn(Samples.alert(.resolved))
            try await bot.text("resolved")
            // The question that was open has lost its buttons.
            _ = try await bot.eventually("the step to be drawn without buttons") {
                bot.harness.slack.messages(in: BotHarness.channel).allSatisfy {
                    $0.body["blocks"]?.elements["step.approve"] == nil
                } ? true : nil
            }
            let run = try await bot.store.read { try $0.runs(since: Timestamp(milliseconds: 0), limit: 1).first }
            #expect(run?.phase == .finished(.resolved))
            #expect(run?.timeToResolve != nil)
        }
    }

    @Test func theKillSwitchEndsARunningCommand() async throws {
        let harness = BotHarness()
        harness.runner.makeEndless("df -h")
        try await withRun(harness) { bot in
            try await bot.click("run.start", in: bot.message(with: "run.start"))
            _ = try await bot.eventually("the command to begin") { harness.runner.ran.first }
            try await bot.click("run.stop", in: bot.message(with: "run.stop"))
            let run = try await bot.eventually("the end of the command") {
                try await bot.store.read { store in
                    try store.runs(since: Timestamp(milliseconds: 0), limit: 1).first {
                        $0.steps[0].attempts.first?.result == .killed
                    }
                }
            }
            #expect(run.phase == .finished(.stopped))
        }
    }

    @Test func afterACrashTheRunStandsWhereItWas() async throws {
        let harness = BotHarness()
        try await withRun(harness) { bot in
            try await bot.click("run.start", in: bot.message(with: "run.start"))
            _ = try await bot.message(with: "step.approve")
        }
        try await harness.whileRunning { bot in
            try await bot.click("step.approve", in: bot.message(with: "step.approve"))
            _ = try await bot.message(with: "step.confirm")
            #expect(harness.runner.ran == ["df -h", "systemctl restart api"])
        }
    }

    @Test func aCommandThatNobodySawEndIsAskedAbout() async throws {
        let harness = BotHarness()
        harness.runner.makeEndless("systemctl restart api")
        try await withRun(harness) { bot in
            try await bot.click("run.start", in: bot.message(with: "run.start"))
            try await bot.click("step.approve", in: bot.message(with: "step.approve"))
            _ = try await bot.eventually("the command to begin") {
                harness.runner.ran.contains("systemctl restart api") ? true : nil
            }
            // As after `kill -9`: begun, and no end was recorded.
            try await bot.store.write { store in
                let open = try store.openExecutions()
                #expect(open.count == 1)
            }
        }
        try await harness.whileRunning { bot in
            let question = try await bot.message(with: "step.retry")
            #expect(Set(question["blocks"]!.elements.keys).contains("step.skip"))
            #expect(harness.runner.ran.count { $0 == "systemctl restart api" } == 1)
        }
    }

    @Test func aPostWhoseAnswerWasLostIsNotRepeated() async throws {
        let harness = BotHarness()
        harness.slack.loseAnswer(of: .chatPostMessage)
        try await withRun(harness) { bot in
            try await bot.click("run.start", in: bot.message(with: "run.start"))
            _ = try await bot.message(with: "step.approve")
            let cards = harness.slack.calls.filter {
                $0.request.method == .chatPostMessage && $0.request.arguments["thread_ts"] == nil
            }
            #expect(cards.count == 1)
        }
    }

    @Test func slackBeingAwayOnlyDelaysTheMessages() async throws {
        let harness = BotHarness()
        harness.slack.fail(
            .chatPostMessage, with: WebAPIError(.retry(after: .milliseconds(5)), code: "http_503"),
            WebAPIError(.retry(after: .milliseconds(5)), code: "http_503"))
        try await withRun(harness) { bot in _ = try await bot.message(with: "run.start") }
    }

    @Test func onlyApproversConfirmRed() async throws {
        let harness = BotHarness(approvers: [UserID(BotHarness.colleague)])
        try await withRun(harness, steps: [Samples.red]) { bot in
            try await bot.click("run.start", in: bot.message(with: "run.start"))
            try await bot.click("step.confirm", in: bot.message(with: "step.confirm"))
            let notice = try await bot.modal("message")
            #expect(notice.allText.contains("approvers"))
            #expect(harness.runner.ran.isEmpty)
        }
    }
}

enum Samples {
    static let title = "Disk of the API host is full"

    static let green = Step(number: 1, kind: .command, title: "See which volume", command: "df -h")
    static let yellow = Step(
        number: 2, kind: .command, title: "Restart the API", command: "systemctl restart api", risk: .yellow)
    static let yellowFirst = Step(
        number: 1, kind: .command, title: "Look", command: "df -h", risk: .yellow)
    static let red = Step(
        number: 1, kind: .command, title: "Empty the cache", command: "rm -rf /srv/cache", risk: .red)

    static var steps: [Step] {
        var last = red
        last.number = 3
        return [green, yellow, last]
    }

    static func runbook(steps: [Step]) -> Runbook {
        Runbook(
            id: "rb1", version: 1,
            content: RunbookContent(title: title, services: ["api"], alerts: ["ApiDiskFull"], steps: steps),
            source: "", savedBy: nil, savedAt: Timestamp(milliseconds: 1_700_000_000_000))
    }

    static func alert(_ status: Alert.Status = .firing) -> AlertDelivery {
        AlertDelivery(
            key: "test:\(status)",
            alert: Alert(
                id: "", vendor: "alertmanager", fingerprint: "f1", status: status, name: "ApiDiskFull",
                title: "ApiDiskFull", severity: "critical", service: "api", labels: ["alertname": "ApiDiskFull"],
                startedAt: Timestamp(milliseconds: 1_700_000_000_000)))
    }
}
