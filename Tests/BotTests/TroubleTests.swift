import Bot
import Foundation
import GRDB
import JSONTree
import RunbookModel
import SlackWire
import Store
import Testing
import Views

/// What goes wrong around the bot must neither be lost nor hold up the rest.
@Suite struct TroubleTests {
    @Test func rowsThatCannotBeReadHoldUpNothing() async throws {
        let harness = BotHarness()
        try await harness.whileRunning { bot in
            try await bot.store.write { try $0.insert(Samples.runbook(steps: Samples.steps)) }
        }
        try damage(
            harness,
            """
            INSERT INTO inbox (key, kind, body, received_at, due_at) VALUES ('a', 'alert', '{"half', 1, 1);
            INSERT INTO inbox (key, kind, body, received_at, due_at) VALUES ('b', 'of the future', '{}', 1, 1);
            INSERT INTO outbox (position, lane, message, created_at, not_before)
                VALUES (0, 'C0INCIDENT', '{"of the future":{}}', 1, 1);
            """)
        try await harness.whileRunning { bot in
            try await bot.alertIn(Samples.alert())
            _ = try await bot.message(with: "run.start")
            // They are put aside beside the rest, not before it.
            _ = try await bot.eventually("the two deliveries and the message put aside") {
                let counts = try await bot.store.read { try $0.outboxCounts() }
                return counts.unreadable == 1 && counts.dead == 0 && counts.parkedDeliveries == 2 ? true : nil
            }
        }
    }

    @Test func aRequestThatCannotBeReadCountsAsNotStarted() async throws {
        let harness = BotHarness()
        try await harness.whileRunning { bot in
            try await bot.store.write { try $0.insert(Samples.runbook(steps: Samples.steps)) }
            try await bot.alertIn(Samples.alert())
            _ = try await bot.message(with: "run.start")
        }
        try damage(
            harness,
            """
            CREATE TRIGGER bad AFTER INSERT ON execution WHEN new.attempt = 1
                BEGIN UPDATE execution SET request = '{}' WHERE rowid = new.rowid; END;
            """)
        try await harness.whileRunning { bot in
            try await bot.click("run.start", in: bot.message(with: "run.start"))
            try await bot.click("step.retry", in: bot.message(with: "step.retry"))
            _ = try await bot.message(with: "step.approve")
            #expect(harness.runner.ran == ["df -h"])
        }
    }

    @Test func aDeliveryThatAlwaysFailsIsParkedAndSaid() async throws {
        let harness = BotHarness()
        try await harness.whileRunning { bot in
            try await bot.store.write { try $0.insert(Samples.runbook(steps: Samples.steps)) }
        }
        try damage(
            harness,
            "CREATE TRIGGER bad BEFORE INSERT ON run BEGIN SELECT RAISE(ABORT, 'never'); END;")
        try await harness.whileRunning { bot in
            try await bot.alertIn(Samples.alert())
            // Those after it don't wait for it.
            await bot.command("help")
            _ = try await bot.eventually("the answer") { harness.slack.responses.first.map { _ in true } }
            try await bot.text("Something went wrong")
            let waiting = try await bot.store.read { try $0.nextInboxTime() }
            #expect(waiting == nil)
        }
    }

    @Test func oneOfManyThatFailsUndoesNothingElse() async throws {
        let harness = BotHarness()
        try await harness.whileRunning { _ in }
        func command(_ user: String) -> String {
            """
            INSERT INTO inbox (key, kind, body, received_at, due_at) VALUES ('\(user)', 'slack.command',
                '{"user_id":"\(user)","text":"help","response_url":"https://slack.example/\(user)"}', 1, 1);
            """
        }
        try damage(
            harness,
            """
            CREATE TRIGGER bad BEFORE INSERT ON outbox WHEN new.lane = 'reply:U2'
                BEGIN SELECT RAISE(ABORT, 'never'); END;
            """ + command("U1") + command("U2") + command("U3"))
        try await harness.whileRunning { bot in
            _ = try await bot.eventually("both answers") { harness.slack.responses.count == 2 ? true : nil }
            let waiting = try await bot.store.read { try $0.nextInboxTime() }
            #expect(waiting != nil, "the one that failed is tried again")
        }
        #expect(Set(harness.slack.responses.map(\.url)) == ["https://slack.example/U1", "https://slack.example/U3"])
    }

    @Test func whatEndedTheProgramTwiceIsNotBegunAgain() async throws {
        let harness = BotHarness()
        try await harness.whileRunning { _ in }
        func paste(_ key: String, begun: Int) -> String {
            """
            INSERT INTO inbox (key, kind, body, received_at, due_at, begun) VALUES ('\(key)', 'slack.command',
                '{"user_id":"\(BotHarness.engineer)","channel_id":"D0ROBIN","text":"paste 1. Run `df -h`",
                "response_url":"https://slack.example/\(key)"}', 1, 1, \(begun));
            """
        }
        try damage(harness, paste("k1", begun: 2) + paste("k2", begun: 1))
        try await harness.whileRunning { bot in
            _ = try await bot.message(with: "draft.save", in: "D0ROBIN")
            let parked = try await bot.eventually("the parked paste") {
                try await bot.store.read { try $0.parkedDeliveries(limit: 9) }.first
            }
            #expect(parked.key == "k1" && parked.reason.contains("ended 2 times"))
            _ = try await bot.eventually("the notice") { harness.slack.responses.first { $0.url.hasSuffix("k1") } }
            #expect(try await bot.store.read { try $0.nextInboxTime() } == nil)
        }
    }

    @Test func theEndOfACommandIsRecordedOnceTheStoreTakesIt() async throws {
        let harness = BotHarness()
        try await harness.whileRunning { bot in
            try await bot.store.write { try $0.insert(Samples.runbook(steps: Samples.steps)) }
            try await bot.alertIn(Samples.alert())
            _ = try await bot.message(with: "run.start")
        }
        try damage(
            harness,
            "CREATE TRIGGER full BEFORE UPDATE OF ended_at ON execution BEGIN SELECT RAISE(ABORT, 'full'); END;")
        try await harness.whileRunning { bot in
            try await bot.click("run.start", in: bot.message(with: "run.start"))
            _ = try await bot.eventually("the command to run") { harness.runner.ran.first }
            try damage(harness, "DROP TRIGGER full")
            _ = try await bot.message(with: "step.approve")
            #expect(harness.runner.ran == ["df -h"])
        }
    }

    @Test func stopReachesACommandThatOutlivedACrash() async throws {
        let harness = BotHarness()
        harness.runner.makeEndless("df -h")
        harness.runner.outliveCrashes()
        try await harness.whileRunning { bot in
            try await bot.store.write { try $0.insert(Samples.runbook(steps: [Samples.yellowFirst])) }
            try await bot.alertIn(Samples.alert())
            // As after `kill -9`: no end is recorded any more.
            try damage(
                harness,
                "CREATE TRIGGER dead BEFORE UPDATE OF ended_at ON execution BEGIN SELECT RAISE(ABORT, 'dead'); END;")
            try await bot.click("run.start", in: bot.message(with: "run.start"))
            try await bot.click("step.approve", in: bot.message(with: "step.approve"))
            _ = try await bot.eventually("the process to be noted") {
                try await bot.store.read { try $0.openExecutions().first?.process }
            }
        }
        try damage(harness, "DROP TRIGGER dead")
        try await harness.whileRunning { bot in
            _ = try await bot.message(with: "step.retry")
            #expect(harness.runner.killed.isEmpty)
            try await bot.click("run.stop", in: bot.message(with: "run.stop"))
            _ = try await bot.eventually("the process to be killed") { harness.runner.killed.first }
        }
    }

    @Test func aFileThatIsSharedAgainIsReadAgain() async throws {
        let harness = BotHarness()
        harness.slack.serve(Array(PasteFlowTests.text.utf8), at: "https://files/1")
        try await harness.whileRunning { bot in
            for count in 1...2 {
                await share("https://files/1", with: bot)
                _ = try await bot.eventually("review \(count)") {
                    harness.slack.messages(in: "D0ROBIN").count { $0.body["blocks"]?.elements["draft.save"] != nil }
                        == count ? true : nil
                }
            }
        }
    }

    @Test func aFileThatCannotBeFetchedIsSaid() async throws {
        try await BotHarness().whileRunning { bot in
            await share("https://files/gone", with: bot)
            try await bot.text("Something went wrong", in: "D0ROBIN")
        }
    }

    private func share(_ url: String, with bot: LiveBot) async {
        _ = await bot.frontDoor.receive(
            SocketModeEnvelope(
                id: "E\(bot.harness.next())", kind: .eventsAPI,
                payload: [
                    "event_id": "Ev\(bot.harness.next())",
                    "event": [
                        "type": "message", "channel_type": "im", "user": .string(BotHarness.engineer),
                        "channel": "D0ROBIN", "ts": "1.1", "text": "",
                        "files": [
                            ["id": "F1", "name": "cache.md", "size": 100, "url_private_download": .string(url)]
                        ],
                    ],
                ]))
    }

    @Test func theEndOfAnEarlierIncidentDoesNotEndALaterOne() async throws {
        try await BotHarness().whileRunning { bot in
            try await bot.store.write { try $0.insert(Samples.runbook(steps: Samples.steps)) }
            try await bot.alertIn(Samples.alert())
            try await bot.click("run.start", in: bot.message(with: "run.start"))
            _ = try await bot.message(with: "step.approve")
            var early = Samples.alert(.resolved)
            early.key = "test:early"
            early.alert.resolvedAt = early.alert.startedAt - .seconds(60)
            try await bot.alertIn(early)
            await bot.command("help")
            _ = try await bot.eventually("the answer") { bot.harness.slack.responses.first.map { _ in true } }
            let open = try await bot.store.read { try $0.openRuns().count }
            #expect(open == 1)
        }
    }

    @Test func aDialogIsNotWaitedForOnceNoneIsOpened() async throws {
        let ledger = ModalLedger()
        await ledger.begin("one")
        async let viewID = ledger.viewID(for: "one")
        await ledger.close()
        #expect(await viewID == nil)
        await ledger.begin("two")
        #expect(await ledger.viewID(for: "two") == nil)
    }

    @Test func whereADialogWasLostTheHomeTabGetsAMessage() async throws {
        let harness = BotHarness()
        try await harness.whileRunning { bot in
            let screenless = OutboxMessage.fillView(
                deliveryKey: "of an earlier life", user: UserID(BotHarness.engineer), channel: nil,
                .notice(.tryAgain))
            try await bot.store.write {
                try $0.enqueue(Outgoing(lane: "modal:x", message: screenless), at: Timestamp(milliseconds: 1))
            }
            await bot.command("help")
            try await bot.text("did not open in time", in: "D\(BotHarness.engineer)")
        }
    }
}

/// Changes the database behind the bot's back.
func damage(_ harness: BotHarness, _ sql: String) throws {
    var configuration = Configuration()
    configuration.busyMode = .timeout(5)
    let queue = try DatabaseQueue(path: harness.database, configuration: configuration)
    try queue.write { try $0.execute(sql: sql) }
    try queue.close()
}
