import Bot
import JSONTree
import RunbookModel
import SlackWire
import Store
import Testing

/// A text that comes again, and runbooks that go and come back.
@Suite struct RevisionFlowTests {
    private static let text = ReviewFlowTests.text
    private static let next = text.replacing("free -m", with: "free -g") + "\n\n4. Tell the team.\n"

    private func runbooks(_ bot: LiveBot) async throws -> [Runbook] { try await bot.store.read { try $0.runbooks() } }

    private func saved(_ bot: LiveBot, _ text: String, version: Int = 1) async throws -> Runbook {
        await bot.command("paste \(text)")
        let review = try await bot.review(with: version == 1 ? "Parsed" : "Version \(version)")
        try await bot.click("draft.save", in: review, channel: "D0ROBIN")
        return try await bot.eventually("version \(version)") {
            try await runbooks(bot).first { $0.version == version }
        }
    }

    @Test func aChangedTextShowsItsSteps() async throws {
        try await BotHarness().whileRunning { bot in
            _ = try await saved(bot, Self.text)
            await bot.command("paste \(Self.next)")
            let review = try await bot.review(with: "Since version 1")
            let words = review.allText
            #expect(words.contains("1 new, 1 changed, 2 as before"))
            #expect(words.contains("✏️ 1. ") && words.contains("command") && words.contains("➕ 4. "))
            try await bot.click("draft.details", in: review, channel: "D0ROBIN")
            let details = try await bot.modal("details", with: "free -m → free -g")
            #expect(details.allText.contains("Tell the team"))
            try await bot.click("draft.save.new", in: review, channel: "D0ROBIN")
            let all = try await bot.eventually("two runbooks") {
                let all = try await runbooks(bot)
                return all.count == 2 ? all : nil
            }
            #expect(all.map(\.version) == [1, 1])
        }
    }

    @Test func theSameTextSaysThatNothingChanged() async throws {
        try await BotHarness().whileRunning { bot in
            _ = try await saved(bot, Self.text)
            await bot.command("paste \(Self.text)")
            _ = try await bot.review(with: "No step has changed since version 1.")
            // A new title alone is recognised by the commands.
            await bot.command("paste \(Self.text.replacing("# Cache is slow", with: "# Redis is slow"))")
            _ = try await bot.review(with: "Version 2 of “Cache is slow”, which has a new title here")
        }
    }

    /// Links, history, colours by hand and runs in progress outlive a new version.
    @Test func whatBelongsToARunbookStays() async throws {
        try await BotHarness().whileRunning { bot in
            let first = try await saved(bot, Self.text)
            var byHand = first
            byHand.version = 2
            byHand.content.steps[1].risk = .red
            byHand.content.steps[1].reasons.insert(.chosen(.red, words: "the shop is down meanwhile"), at: 0)
            byHand.content.steps[2].notes = ["It says PONG."]
            try await bot.store.write { [byHand] store in
                try store.insert(byHand)
                try store.insert(AlertLink(runbook: first.id, pattern: "RedisSlow*"))
            }
            await bot.command("start Cache is slow", channel: BotHarness.channel)
            _ = try await bot.message(with: "run.start")
            await bot.command("paste \(Self.next)")
            let review = try await bot.review(with: "2 steps changed by hand in the library stay so.")
            try await bot.click("draft.save", in: review, channel: "D0ROBIN")
            let third = try await bot.eventually("version 3") { try await runbooks(bot).first { $0.version == 3 } }
            #expect(third.id == first.id && third.content.steps.map(\.command).prefix(1) == ["free -g"])
            #expect(third.content.steps[1].risk == .red)
            #expect(third.content.steps[1].chosenColour?.text.contains("the shop is down") == true)
            #expect(third.content.steps[2].notes == ["It says PONG."])
            let (links, runs) = try await bot.store.read {
                (try $0.alertLinks(), try $0.runs(ofRunbook: first.id, limit: 9))
            }
            #expect(links.map(\.pattern) == ["RedisSlow*"])
            #expect(runs.map(\.runbookVersion) == [2] && runs[0].steps[0].step.command == "free -m")
        }
    }

    /// Two people at once: the second sees the first one's version before anything is saved over it.
    @Test func aVersionThatWasSavedMeanwhile() async throws {
        try await BotHarness().whileRunning { bot in
            let first = try await saved(bot, Self.text)
            await bot.command("paste \(Self.next)")
            let review = try await bot.review(with: "Since version 1")
            var other = first
            other.version = 2
            other.content.steps[2].title = "Does it answer?"
            try await bot.store.write { [other] in try $0.insert(other) }
            try await bot.click("draft.save", in: review, channel: "D0ROBIN")
            let newest = try await bot.review(with: "Since version 2")
            #expect(try await runbooks(bot).map(\.version) == [2])
            try await bot.click("draft.save", in: newest, channel: "D0ROBIN")
            let third = try await bot.eventually("version 3") { try await runbooks(bot).first { $0.version == 3 } }
            #expect(third.content.steps.map(\.title)[2] == "Does it answer?" && third.content.steps.count == 4)
            #expect(third.content.steps[0].command == "free -g")
        }
    }

    @Test func aSavedRunbookIsEdited() async throws {
        try await BotHarness().whileRunning { bot in
            let first = try await saved(bot, Self.text)
            await bot.command("edit cache")
            let review = try await bot.review(with: "No step has changed since version 1.")
            try await bot.click("draft.edit", in: review, channel: "D0ROBIN")
            let list = try await bot.modal("edit_draft")
            try await bot.choose("Delete", ofStep: 3, in: list)
            let changed = try await bot.review(with: "1 gone, 2 as before")
            try await bot.click("draft.save", in: changed, channel: "D0ROBIN")
            let second = try await bot.eventually("version 2") { try await runbooks(bot).first { $0.version == 2 } }
            #expect(second.id == first.id && second.source == first.source && second.content.steps.count == 2)
            // What was deleted by hand does not come back with the same text.
            await bot.command("paste \(Self.text)")
            _ = try await bot.review(with: "No step has changed since version 2.")
        }
    }

    @Test func deletedAndBroughtBack() async throws {
        try await BotHarness().whileRunning { bot in
            let first = try await saved(bot, Self.text)
            try await bot.store.write { try $0.insert(AlertLink(runbook: first.id, pattern: "RedisSlow*")) }
            await bot.command("delete cache is slow")
            let answer = try await bot.eventually("the answer") {
                bot.harness.slack.responses.last { $0.message.allText.contains("Deleted") }?.message
            }
            #expect(try await runbooks(bot).isEmpty)
            try await bot.click("runbook.restore", in: answer, channel: "D0ROBIN")
            _ = try await bot.eventually("the runbook") { try await runbooks(bot).first }
            #expect(try await bot.store.read { try $0.alertLinks() }.map(\.pattern) == ["RedisSlow*"])
            try await bot.click("runbook.restore", in: answer, channel: "D0ROBIN")
            _ = try await bot.eventually("an explanation") {
                bot.harness.slack.responses.last { $0.message.allText.contains("Nothing has to be undone") }
            }
            // After a reload of Slack the answer is gone; the command is not.
            await bot.command("delete \(first.id)")
            _ = try await bot.eventually("nothing left") { try await runbooks(bot).isEmpty ? true : nil }
            await bot.command("restore cache")
            _ = try await bot.eventually("the runbook") { try await runbooks(bot).first }
        }
    }

    @Test func aNameThatMeansTwoDeletesNone() async throws {
        try await BotHarness().whileRunning { bot in
            let first = try await saved(bot, Self.text)
            var other = first
            (other.id, other.content.title) = ("rb-other", "Cache is slow at night")
            try await bot.store.write { [other] in try $0.insert(other) }
            await bot.command("delete slow")
            _ = try await bot.eventually("a question") {
                bot.harness.slack.responses.last { $0.message.allText.contains("Type the whole title") }
            }
            #expect(try await runbooks(bot).count == 2)
            await bot.command("restore nothing of the kind")
            _ = try await bot.eventually("an answer") {
                bot.harness.slack.responses.last { $0.message.allText.contains("No runbook was deleted") }
            }
        }
    }

    /// A draft that nobody answers is closed, explained for a day, and then gone.
    @Test func draftsThatNobodyAnswers() async throws {
        let harness = BotHarness()
        try await harness.whileRunning { bot in
            await bot.command("paste \(Self.text)")
            _ = try await bot.message(with: "draft.save", in: "D0ROBIN")
            let id = try await bot.store.write { store in
                let id = try store.drafts(of: UserID(BotHarness.engineer))[0].id
                try store.setTimer(TimerKey.draft(id), due: Timestamp(milliseconds: 1), body: .null)
                return id
            }
            _ = id
        }
        try await harness.whileRunning { bot in
            let review = try await bot.eventually("the end of the draft") {
                bot.harness.slack.messages(in: "D0ROBIN").last {
                    $0.body.allText.contains("Nobody answered for 7 days")
                }?
                .body
            }
            #expect(review["blocks"]?.elements["draft.save"] == nil)
            let draft = try await bot.store.read { try $0.drafts(of: UserID(BotHarness.engineer))[0] }
            #expect(draft.hasExpired == true && draft.content.steps.isEmpty && draft.source.isEmpty)
            try await bot.store.write {
                try $0.setTimer(TimerKey.draft(draft.id), due: Timestamp(milliseconds: 2), body: .null)
            }
        }
        try await harness.whileRunning { bot in
            _ = try await bot.eventually("nothing left") {
                try await bot.store.read { try $0.drafts(of: UserID(BotHarness.engineer)) }.isEmpty ? true : nil
            }
        }
    }

    @Test func onlySoManyDraftsWait() async throws {
        try await BotHarness().whileRunning { bot in
            for number in 1...Limits.openDraftsPerAuthor + 1 {
                await bot.command("paste # Runbook \(number)\n\n1. Run `df /disk\(number)`\n")
            }
            let drafts = try await bot.eventually("all of them") {
                let drafts = try await bot.store.read { try $0.drafts(of: UserID(BotHarness.engineer)) }
                return drafts.count == Limits.openDraftsPerAuthor + 1 && drafts.contains { !$0.isOpen } ? drafts : nil
            }
            #expect(drafts.count { $0.isOpen } == Limits.openDraftsPerAuthor)
        }
    }
}
