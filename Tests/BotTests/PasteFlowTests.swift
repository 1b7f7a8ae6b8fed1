import Bot
import JSONTree
import RunbookModel
import SlackWire
import Store
import Testing

/// From a pasted text to a saved version.
@Suite struct PasteFlowTests {
    static let text = """
        # Cache is slow

        1. Look at the memory:

           ```sh
           free -m
           ```

        2. Restart the cache:

           ```sh
           systemctl restart redis
           ```
        """

    private func runbooks(_ bot: LiveBot) async throws -> [Runbook] {
        try await bot.store.read { try $0.runbooks() }
    }

    @Test func behindTheCommand() async throws {
        try await BotHarness().whileRunning { bot in
            await bot.command("paste \(Self.text)")
            let review = try await bot.message(with: "draft.save", in: "D0ROBIN")
            #expect(review.allText.contains("Cache is slow"))
            #expect(Set(review["blocks"]!.elements.keys).isSuperset(of: ["draft.save", "draft.edit", "draft.link"]))
            try await bot.click("draft.save", in: review, channel: "D0ROBIN")
            let saved = try await bot.eventually("the runbook") { try await runbooks(bot).first }
            #expect(saved.version == 1)
            #expect(saved.content.steps.compactMap(\.command) == ["free -m", "systemctl restart redis"])
            #expect(saved.source.contains("# Cache is slow"))
        }
    }

    @Test func throughTheModal() async throws {
        try await BotHarness().whileRunning { bot in
            await bot.command("paste")
            let modal = try await bot.modal("paste")
            let empty = await bot.submit(modal, ["paste.text": "  "])
            guard case .ackWith(let errors) = empty else { throw TimedOut(description: "an empty form was taken") }
            #expect(errors["errors"]?["paste.text"] != nil)
            #expect(await bot.submit(modal, ["paste.text": Self.text]) == .ack)
            _ = try await bot.message(with: "draft.save", in: "D0ROBIN")
        }
    }

    @Test func asAMessageAndAsAFile() async throws {
        let harness = BotHarness()
        harness.slack.serve(Array(Self.text.utf8), at: "https://files/1")
        harness.slack.serve([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13], at: "https://files/2")
        try await harness.whileRunning { bot in
            func message(_ event: [String: JSONValue]) async {
                let base: [String: JSONValue] = [
                    "type": "message", "channel_type": "im", "user": .string(BotHarness.engineer),
                    "channel": "D0ROBIN", "ts": "1.1",
                ]
                _ = await bot.frontDoor.receive(
                    SocketModeEnvelope(
                        id: "E\(harness.next())", kind: .eventsAPI,
                        payload: [
                            "event_id": "Ev\(harness.next())", "event": .object(base.merging(event) { $1 }),
                        ]))
            }
            func file(_ id: String, _ name: String) -> JSONValue {
                [
                    "id": .string(id), "name": .string(name), "size": 100,
                    "url_private_download": .string("https://files/\(id)"),
                ]
            }
            await message(["text": .string(Self.text)])
            _ = try await bot.message(with: "draft.save", in: "D0ROBIN")
            await message(["text": "", "subtype": "file_share", "files": [file("1", "cache.md")]])
            _ = try await bot.eventually("a second review") {
                let count = harness.slack.messages(in: "D0ROBIN").count {
                    $0.body["blocks"]?.elements["draft.save"] != nil
                }
                return count == 2 ? true : nil
            }
            await message(["text": "", "subtype": "file_share", "files": [file("2", "cat.png")]])
            try await bot.text("cat.png", in: "D0ROBIN")
            await message(["text": "hello"])
            try await bot.text("/runbook paste", in: "D0ROBIN")
        }
    }

    @Test func savingTwiceMakesOneRunbookAndPastingAgainTheNextVersion() async throws {
        try await BotHarness().whileRunning { bot in
            await bot.command("paste \(Self.text)")
            let review = try await bot.message(with: "draft.save", in: "D0ROBIN")
            try await bot.click("draft.save", in: review, channel: "D0ROBIN")
            try await bot.click("draft.save", in: review, channel: "D0ROBIN")
            _ = try await bot.eventually("an answer to the second click") { bot.harness.slack.responses.first }
            #expect(try await runbooks(bot).map(\.version) == [1])
            await bot.command("paste \(Self.text)\n\n3. Look again:\n\n   ```sh\n   free -m\n   ```")
            let next = try await bot.message(with: "draft.save", in: "D0ROBIN")
            try await bot.click("draft.save", in: next, channel: "D0ROBIN")
            let saved = try await bot.eventually("version 2") {
                try await runbooks(bot).first { $0.version == 2 }
            }
            #expect(saved.content.steps.count == 3)
            #expect(try await runbooks(bot).count == 1)
        }
    }

    @Test func linkedToAnAlertBeforeSaving() async throws {
        try await BotHarness().whileRunning { bot in
            await bot.command("paste \(Self.text)")
            let review = try await bot.message(with: "draft.save", in: "D0ROBIN")
            try await bot.click("draft.link", in: review, channel: "D0ROBIN")
            let modal = try await bot.modal("link_alert")
            #expect(await bot.submit(modal, ["link.pattern": "RedisSlow*", "link.service": "cache"]) == .ack)
            try await bot.text("RedisSlow", in: "D0ROBIN")
            try await bot.click("draft.save", in: review, channel: "D0ROBIN")
            let links = try await bot.eventually("the link") {
                let links = try await bot.store.read { try $0.alertLinks() }
                return links.isEmpty ? nil : links
            }
            #expect(links[0].pattern == "RedisSlow*")
        }
    }

    @Test func aTextWithoutStepsIsAnswered() async throws {
        try await BotHarness().whileRunning { bot in
            await bot.command("paste The weather is nice today.")
            _ = try await bot.eventually("an answer") { bot.harness.slack.responses.first }
            #expect(try await runbooks(bot).isEmpty)
        }
    }

    @Test(arguments: ["list", "help", "health", "history", "show Cache", "nonsense"])
    func everyCommandIsAnswered(_ command: String) async throws {
        try await BotHarness().whileRunning { bot in
            await bot.command(command)
            let answer = try await bot.eventually("an answer") { bot.harness.slack.responses.first }
            #expect(answer.message["blocks"]?.array?.isEmpty == false)
        }
    }

    @Test func theDigestIsPosted() async throws {
        try await BotHarness().whileRunning { bot in
            await bot.command("digest")
            _ = try await bot.eventually("the digest") {
                bot.harness.slack.messages(in: "C0DIGEST").first.map { _ in true }
            }
        }
    }

    @Test func theHomeTabIsDrawn() async throws {
        try await BotHarness().whileRunning { bot in
            _ = await bot.frontDoor.receive(
                SocketModeEnvelope(
                    id: "E1", kind: .eventsAPI,
                    payload: [
                        "event_id": "Ev1",
                        "event": ["type": "app_home_opened", "user": .string(BotHarness.engineer), "tab": "home"],
                    ]))
            let view = try await bot.eventually("the home tab") {
                bot.harness.slack.calls.first { $0.request.method == .viewsPublish }?.request.arguments["view"]
            }
            #expect(view["type"] == "home")
        }
    }
}
