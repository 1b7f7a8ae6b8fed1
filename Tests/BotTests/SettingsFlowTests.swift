import Bot
import JSONTree
import RunbookModel
import SlackWire
import Store
import Testing
import Views

/// What is laid down for a runbook, changed in Slack.
@Suite struct SettingsFlowTests {
    private static func users(_ ids: String...) -> JSONValue {
        ["selected_users": .array(ids.map(JSONValue.string))]
    }

    private static let places = Places(
        named: ["db-primary": RunPlace(target: "db-primary", change: "ops on db-primary", read: "look on db-primary")])

    private static let everything: [String: JSONValue] = [
        "settings.mode": ["selected_option": ["value": "copilot"]], "settings.target": ["value": "db-primary"],
        "settings.starters": users("U0ROBIN"), "settings.starters.groups": ["value": "<!subteam^S0ONCALL|@oncall>"],
        "settings.approvers": users(), "settings.approvers.groups": ["value": nil],
        "settings.confirmers": users("U0LEE", "U0ROBIN"), "settings.confirmers.groups": ["value": nil],
        "settings.two": ["selected_options": [["value": "two"]]], "settings.reading": ["value": "5"],
        "settings.lifetime": ["value": "10"], "settings.contacts": users("U0SAM"),
        "settings.contacts.groups": ["value": "S0DBA"], "settings.unanswered": ["value": "5"],
        "settings.unresolved": ["value": "30"], "settings.second": ["value": "cold cache"],
    ]

    private func withRunbooks(
        _ harness: BotHarness = BotHarness(places: SettingsFlowTests.places),
        _ body: @escaping @Sendable (LiveBot) async throws -> Void
    ) async throws {
        try await harness.whileRunning { bot in
            var second = Samples.runbook(steps: Samples.steps)
            second.id = "rb2"
            second.content.title = "Cold cache"
            let other = second
            try await bot.store.write { store in
                try store.insert(Samples.runbook(steps: Samples.steps))
                try store.insert(other)
            }
            try await body(bot)
        }
    }

    private static func settings(_ bot: LiveBot) async throws -> RunbookSettings {
        try await bot.store.read { try WorkspaceState.settings(of: "rb1", in: $0) }
    }

    @Test func everythingIsLaidDown() async throws {
        try await withRunbooks { bot in
            await bot.command("settings Disk")
            let modal = try await bot.modal("runbook_settings")
            #expect(modal.allText.contains("Read along") && modal.allText.contains(Samples.title))
            #expect(await bot.submit(modal, inputs: Self.everything) == .ack)
            try await bot.text("Saved", in: "DU0ROBIN")
            var settings = try await Self.settings(bot)
            let lifetime = try #require(settings.gateLifetime)
            #expect(lifetime > .milliseconds(599_999) && lifetime < .milliseconds(600_001))
            settings.gateLifetime = .seconds(600)
            #expect(
                settings
                    == RunbookSettings(
                        mode: .copilot, target: "db-primary",
                        people: RunPeople(starters: ["U0ROBIN", "S0ONCALL"], confirmers: ["U0LEE", "U0ROBIN"]),
                        redNeedsTwoPeople: true, readingTime: .seconds(5), gateLifetime: .seconds(600),
                        escalation: EscalationPolicy(
                            unansweredMinutes: 5, unresolvedMinutes: 30, contacts: ["U0SAM", "S0DBA"],
                            secondLevel: "rb2")))
            // It comes up again as it was laid down, and a change of one thing keeps the others.
            await bot.command("settings Disk")
            let again = try await bot.modal(saying: "db-primary")
            #expect(again.allText.contains("Cold cache") && again.allText.contains("U0SAM"))
            var form = Self.everything
            form["settings.reading"] = ["value": "0"]
            #expect(await bot.submit(again, inputs: form) == .ack)
            _ = try await bot.eventually("the change") {
                try await Self.settings(bot).readingTime == .zero ? true : nil
            }
        }
    }

    @Test func whatIsWrongIsSaidAtTheField() async throws {
        try await withRunbooks { bot in
            await bot.command("settings Disk")
            let modal = try await bot.modal("runbook_settings")
            let wrong: [(String, JSONValue)] = [
                ("settings.starters.groups", ["value": "oncall"]), ("settings.reading", ["value": "61"]),
                ("settings.lifetime", ["value": "0"]), ("settings.unanswered", ["value": "1.5"]),
                ("settings.unresolved", ["value": "1441"]), ("settings.second", ["value": "no such thing"]),
                ("settings.second", ["value": "Disk of the API host is full"]),
                ("settings.target", ["value": "two words"]), ("settings.target", ["value": "db-replica"]),
                ("settings.contacts", Self.users("U1", "U2", "U3", "U4", "U5")),
                ("settings.confirmers", Self.users("U0LEE")),
            ]
            for (field, value) in wrong {
                var form = Self.everything
                form[field] = value
                let decision = await bot.submit(modal, inputs: form)
                guard case .ackWith(let answer) = decision, answer["errors"]?[field]?.string != nil else {
                    throw TimedOut(description: "\(field) was taken: \(decision)")
                }
            }
            let stored = try await Self.settings(bot)
            guard stored == RunbookSettings() else { throw TimedOut(description: "a wrong form was stored") }
        }
    }

    @Test func onlyThoseWhoMayChangeThem() async throws {
        try await withRunbooks(BotHarness(approvers: ["U0LEE"], places: Self.places)) { bot in
            bot.harness.slack.form("S0ONCALL", of: ["U0ROBIN"])
            let people = RunPeople(starters: ["S0ONCALL"])
            try await bot.store.write { store in
                try WorkspaceState.setSettings(RunbookSettings(mode: .copilot, people: people), of: "rb1", in: store)
            }
            await bot.command("settings Disk", by: BotHarness.colleague)
            _ = try await bot.modal(saying: "You may not change the settings")
            // Who may start it may change it, but not how red is confirmed.
            await bot.command("settings Disk")
            let modal = try await bot.modal("runbook_settings")
            #expect(modal["blocks"]?.elements["settings.confirmers"] == nil)
            #expect(modal["blocks"]?.elements["settings.starters"] != nil)
            #expect(await bot.submit(modal, inputs: Self.everything) == .ack)
            let kept = try await bot.eventually("the change") {
                let settings = try await Self.settings(bot)
                return settings.target == "db-primary" ? settings : nil
            }
            #expect(kept.people?.confirmers == nil && kept.redNeedsTwoPeople == nil && kept.readingTime == nil)
            // A modal is no leave: it is looked at again.
            #expect(await bot.submit(modal, inputs: Self.everything, by: BotHarness.colleague) == .ack)
            try await bot.text("You may not change the settings", in: "DU0SAM")
            // Those who may confirm red steps everywhere may.
            await bot.command("settings Disk", by: "U0LEE")
            _ = try await bot.eventually("the modal with all fields") {
                bot.harness.slack.calls.last {
                    $0.request.arguments["view"]?["blocks"]?.elements["settings.confirmers"] != nil
                }.map { _ in true }
            }
        }
    }

    @Test func theMenuOfTheLibraryLeadsThere() async throws {
        try await withRunbooks { bot in
            await bot.command("show Disk", channel: BotHarness.channel)
            let shown = try await bot.answer(Samples.title)
            try await bot.choose("Settings", in: shown, menu: "runbook.more")
            _ = try await bot.modal("runbook_settings")
        }
    }
}
