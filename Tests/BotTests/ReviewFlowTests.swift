import Bot
import JSONTree
import RiskRules
import RunbookModel
import SlackWire
import Store
import Testing

/// The review of a draft, and what Edit Steps can do to it.
@Suite struct ReviewFlowTests {
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

        3. See whether it answers:

           ```sh
           redis-cli ping
           ```
        """

    private func draft(_ bot: LiveBot) async throws -> Draft {
        try await bot.store.read { store in
            let drafts = try store.drafts(of: UserID(BotHarness.engineer))
            return try #require(drafts.last { $0.isOpen } ?? drafts.last)
        }
    }

    private func draft(_ bot: LiveBot, until isRight: @escaping @Sendable (Draft) -> Bool) async throws -> Draft {
        try await bot.eventually("the draft as it should be") {
            let draft = try await draft(bot)
            return isRight(draft) ? draft : nil
        }
    }

    /// A review of the text, and the list of its steps in Edit Steps.
    private func opened(_ bot: LiveBot) async throws -> (review: JSONValue, list: JSONValue) {
        await bot.command("paste \(Self.text)")
        let review = try await bot.message(with: "draft.save", in: "D0ROBIN")
        try await bot.click("draft.edit", in: review, channel: "D0ROBIN")
        return (review, try await bot.modal("edit_draft"))
    }

    private func commands(_ draft: Draft) -> [String?] { draft.content.steps.map(\.command) }

    @Test func moveJoinSplitDeleteAndUndo() async throws {
        try await BotHarness().whileRunning { bot in
            var list = try await opened(bot).list
            try await bot.choose("Move Up", ofStep: 3, in: list)
            list = try await bot.modal("edit_draft", with: "Move step 3 up")
            #expect(commands(try await draft(bot)) == ["free -m", "redis-cli ping", "systemctl restart redis"])

            try await bot.choose("Join With Next", ofStep: 1, in: list)
            list = try await bot.modal("edit_draft", with: "Join steps 1 and 2")
            #expect(commands(try await draft(bot)) == ["free -m\nredis-cli ping", "systemctl restart redis"])

            try await bot.choose("Split", ofStep: 1, in: list)
            let split = try await bot.modal("split_draft_step")
            let refused = await bot.submit(split, changing: [:])
            #expect(try bot.errors(refused)["split.text"]?.contains("---") == true)
            #expect(await bot.submit(split, changing: ["split.text": "free -m\n---\nredis-cli ping"]) == .ack)
            list = try await bot.modal("edit_draft", with: "Split step 1")
            #expect(commands(try await draft(bot)) == ["free -m", "redis-cli ping", "systemctl restart redis"])

            try await bot.choose("Delete", ofStep: 3, in: list)
            list = try await bot.modal("edit_draft", with: "Delete step 3")
            #expect(commands(try await draft(bot)).count == 2)
            try await bot.press("draft.undo", in: list)
            let back = try await draft(bot) { $0.content.steps.count == 3 }
            #expect(back.undo?.last?.what.contains("Split step 1") == true)
            // The review shows the same.
            _ = try await bot.review(with: "3. 🟡")
        }
    }

    @Test func everyFieldOfAStep() async throws {
        try await BotHarness().whileRunning { bot in
            let list = try await opened(bot).list
            try await bot.choose("Edit", ofStep: 1, in: list)
            let modal = try await bot.modal("edit_draft_step")
            let answer = await bot.submit(
                modal,
                changing: [
                    "draft_step.title": "Look at the memory of <host>", "draft_step.command": "ssh <host> free -g",
                    "draft_step.expected": "More than 1 GB is free.", "draft_step.undo": "true",
                    "draft_step.notes": "First.\n\nSecond.", "draft_step.position": "3",
                ])
            #expect(answer == .ack)
            let changed = try await draft(bot) { $0.changes == 1 }
            let step = changed.content.steps[2]
            #expect(step.title == "Look at the memory of <host>" && step.command == "ssh <host> free -g")
            #expect(step.expected == "More than 1 GB is free." && step.notes == ["First.", "Second."])
            #expect(step.rollback == Rollback(command: "true", source: .person) && step.variables == ["host"])
            #expect(changed.content.variables.contains { $0.placeholder == "<host>" })

            let again = try await bot.modal("edit_draft", with: "Edit step 1")
            try await bot.choose("Edit", ofStep: 1, in: again)
            let decision = try await bot.modal("edit_draft_step", with: "Restart the cache")
            let way = await bot.submit(
                decision,
                changing: [
                    "draft_step.kind": chosen("decision"), "draft_step.condition": "Is it still slow?",
                    "draft_step.then": "step 3", "draft_step.else": "tell the team",
                ])
            #expect(way == .ack)
            let branch = try await draft(bot) { $0.changes == 2 }.content.steps[0].branch
            #expect(branch?.condition == "Is it still slow?" && branch?.thenStep == 3)
            #expect(branch?.otherwise == "tell the team" && branch?.elseStep == nil)
        }
    }

    /// From a doubt in the details to its step, and back to the doubts that are left.
    @Test func aDoubtIsClearedUp() async throws {
        try await BotHarness().whileRunning { bot in
            await bot.command("paste # Slow\n\n1. Check the logs.\n2. Run `uptime`\n")
            let review = try await bot.message(with: "draft.save", in: "D0ROBIN")
            #expect(review.allText.contains("to clear up"))
            try await bot.click("draft.details", in: review, channel: "D0ROBIN")
            let details = try await bot.modal("details", with: "Things to clear up")
            try await bot.press("draft.step.edit", in: details, viewID: "V-details")
            let step = try await bot.modal("edit_draft_step", with: "Check the logs")
            let answer = await bot.submit(
                step,
                changing: [
                    "draft_step.kind": chosen("command"), "draft_step.title": "Check the logs of the API",
                    "draft_step.command": "journalctl -u api --since '10 min ago' --no-pager",
                ], previous: "V-details")
            #expect(answer == .ack)
            _ = try await bot.review(with: "Check the logs of the API")
            _ = try await bot.eventually("the details anew") {
                bot.harness.slack.calls.last { $0.request.arguments["view_id"] == "V-details" }?
                    .request.arguments["view"].flatMap { $0.allText.contains("Things to clear up") ? nil : true }
            }
        }
    }

    @Test func whatIsWrongIsSaidAtItsInput() async throws {
        try await BotHarness().whileRunning { bot in
            let list = try await opened(bot).list
            try await bot.choose("Edit", ofStep: 2, in: list)
            let modal = try await bot.modal("edit_draft_step")
            let cases: [(changes: [String: JSONValue], field: String)] = [
                (["draft_step.title": " "], "draft_step.title"),
                (["draft_step.command": ""], "draft_step.command"),
                (["draft_step.position": "4"], "draft_step.position"),
                (["draft_step.kind": chosen("decision")], "draft_step.condition"),
                (
                    ["draft_step.kind": chosen("decision"), "draft_step.condition": "x", "draft_step.then": "step 9"],
                    "draft_step.then"
                ),
                (["draft_step.risk": chosen("green")], "draft_step.risk"),
                (["draft_step.command": "rm -rf /", "draft_step.risk": chosen("green")], "draft_step.risk"),
            ]
            for (changes, field) in cases {
                let errors = try bot.errors(await bot.submit(modal, changing: changes))
                #expect(Array(errors.keys) == [field], "\(changes)")
            }
            #expect(try await draft(bot).changes == 0)
        }
    }

    /// The form is checked by the rules that the draft is changed by, a team's tables included.
    @Test func theFormKnowsTheTablesOfTheTeam() async throws {
        let (rules, mistakes) = RuleSet.builtIn(with: [
            TeamTable(file: "memory.rules", text: "tool free\nyellow * | | Looks at memory.\n")
        ])
        #expect(mistakes.isEmpty)
        let services = HandlerServices(
            settings: BotSettings(incidentChannel: ChannelID(BotHarness.channel)), rules: rules)
        try await BotHarness(services: services).whileRunning { bot in
            let list = try await opened(bot).list
            try await bot.choose("Edit", ofStep: 1, in: list)
            let modal = try await bot.modal("edit_draft_step", with: "Edit step 1")
            let errors = try bot.errors(await bot.submit(modal, changing: ["draft_step.risk": chosen("green")]))
            #expect(errors["draft_step.risk"]?.contains("The rules say yellow") == true, "\(errors)")
        }
    }

    /// Raised freely, lowered with a reason, never below the rules, on record.
    @Test func coloursByHand() async throws {
        try await BotHarness().whileRunning { bot in
            var list = try await opened(bot).list
            try await bot.choose("Edit", ofStep: 1, in: list)
            var modal = try await bot.modal("edit_draft_step", with: "Edit step 1")
            #expect(await bot.submit(modal, changing: ["draft_step.risk": chosen("red")]) == .ack)
            #expect(try await draft(bot) { $0.changes == 1 }.content.steps[0].risk == .red)

            list = try await bot.modal("edit_draft", with: "Edit step 1")
            try await bot.choose("Edit", ofStep: 1, in: list)
            modal = try await bot.modal("edit_draft_step", with: "Somebody chose this colour")
            let refused = try bot.errors(await bot.submit(modal, changing: ["draft_step.risk": chosen("yellow")]))
            #expect(Array(refused.keys) == ["draft_step.risk_reason"])
            // A change of the words alone leaves the colour.
            #expect(await bot.submit(modal, changing: ["draft_step.title": "Look"]) == .ack)
            #expect(try await draft(bot) { $0.changes == 2 }.content.steps[0].risk == .red)

            list = try await bot.modal("edit_draft", with: "Edit step 1: Look at")
            list = try await bot.eventually("the newest list") {
                let views = bot.harness.slack.calls.compactMap { $0.request.arguments["view"] }
                return views.last { $0["callback_id"] == "edit_draft" && $0.allText.contains("1. 🔴 Look\n") }
            }
            try await bot.choose("Edit", ofStep: 1, in: list)
            modal = try await bot.eventually("the newest step") {
                let views = bot.harness.slack.calls.compactMap { $0.request.arguments["view"] }
                return views.last {
                    $0["callback_id"] == "edit_draft_step"
                        && $0["private_metadata"]?.string?.contains("\"v\":2") == true
                }
            }
            let lowered = await bot.submit(
                modal, changing: ["draft_step.risk": chosen("green"), "draft_step.risk_reason": "it only reads"])
            #expect(lowered == .ack)
            let step = try await draft(bot) { $0.changes == 3 }.content.steps[0]
            #expect(step.risk == .green && step.chosenColour == nil)
            let entries = try await auditTrail(bot)
            #expect(entries.contains { $0.contains("draft.colour.raised") && $0.contains("\"to\":\"red\"") })
            #expect(entries.contains { $0.contains("draft.colour.lowered") && $0.contains("it only reads") })
        }
    }

    private func auditTrail(_ bot: LiveBot) async throws -> [String] {
        try AuditTrail.entries(of: bot.harness.database)
    }

    @Test func anOldListChangesNothing() async throws {
        try await BotHarness().whileRunning { bot in
            let (review, list) = try await opened(bot)
            try await bot.choose("Edit", ofStep: 1, in: list)
            let step = try await bot.modal("edit_draft_step", with: "Edit step 1")
            try await bot.choose("Delete", ofStep: 1, in: list)
            _ = try await draft(bot) { $0.changes == 1 }
            // The same list again, though its step 1 is another one now.
            try await bot.choose("Delete", ofStep: 1, in: list)
            try await bot.text("The steps were changed a moment ago", in: "D0ROBIN")
            let late = try bot.errors(await bot.submit(step, changing: [:]))
            #expect(late["draft_step.title"]?.contains("changed meanwhile") == true)
            try await bot.click("draft.save", in: review, channel: "D0ROBIN")
            _ = try await bot.eventually("an answer") { bot.harness.slack.responses.last }
            #expect(try await draft(bot).content.steps.count == 2)
            #expect(try await bot.store.read { try $0.runbooks() }.isEmpty)
        }
    }

    /// A draft with its changes and its undo is there after a crash.
    @Test func draftsSurviveARestart() async throws {
        let harness = BotHarness()
        try await harness.whileRunning { bot in
            let list = try await opened(bot).list
            try await bot.choose("Delete", ofStep: 2, in: list)
            _ = try await draft(bot) { $0.changes == 1 }
            _ = try await bot.review(with: "2. 🟢")
        }
        try await harness.whileRunning { bot in
            let review = try await bot.review(with: "2. 🟢")
            try await bot.click("draft.edit", in: review, channel: "D0ROBIN")
            let list = try await bot.modal("edit_draft", with: "Delete step 2")
            try await bot.press("draft.undo", in: list)
            _ = try await draft(bot) { $0.content.steps.count == 3 }
            let whole = try await bot.review(with: "3. 🟢")
            try await bot.click("draft.save", in: whole, channel: "D0ROBIN")
            let saved = try await bot.eventually("the runbook") { try await bot.store.read { try $0.runbooks() }.first }
            #expect(saved.content.steps.count == 3)
        }
    }

    @Test func aThousandStepsAreInReach() async throws {
        try await BotHarness().whileRunning { bot in
            let text = "# Long\n\n" + (1...1000).map { "\($0). Run `df /disk\($0)`" }.joined(separator: "\n")
            await bot.command("paste \(text)")
            let review = try await bot.message(with: "draft.save", in: "D0ROBIN")
            #expect(review.allText.contains("1000 steps"))
            try await bot.click("draft.edit", in: review, channel: "D0ROBIN")
            let list = try await bot.modal("edit_draft", with: "df /disk1")
            let jump = try #require(
                (list["blocks"]?.array ?? []).compactMap { $0["elements"] }.flatMap { $0.array ?? [] }
                    .first { $0["action_id"] == "page.turn#jump" })
            #expect(jump["options"]?.array?.count == 50)
            #expect(jump["options"]?[49]?["text"]?["text"] == "981–1000")
        }
    }
}
