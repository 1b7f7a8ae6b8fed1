import Bot
import Foundation
import JSONTree
import Logging
import RiskRules
import RunbookModel
import Store
import Testing
import Views

/// New rules and the runbooks that were stored under older ones, on a real database.
@Suite struct RulesUpgradeTests {
    private let folder = NSTemporaryDirectory() + "dd0c-rules-\(UUID().uuidString)"

    private func store() throws -> SQLiteStore { try SQLiteStore.open(path: folder + "/dd0c.db") }

    private func withStore(_ body: (SQLiteStore) async throws -> Void) async throws {
        let store = try store()
        try await body(store)
        try store.close()
    }

    private func upgrade(_ store: SQLiteStore, to version: String) -> RulesUpgrade {
        RulesUpgrade(
            store: store,
            services: HandlerServices(
                settings: BotSettings(incidentChannel: "C0INCIDENT"), rulesVersion: version),
            ambient: Ambient(
                now: { Timestamp(milliseconds: 5_000) }, newID: { "id" }, nextWeekly: { $1 }, sleep: { _ in }),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    private func step(_ number: Int, _ command: String, _ risk: Risk, rule: String = "old") -> Step {
        Step(
            number: number, kind: .command, title: "Step \(number)", command: command, risk: risk,
            reasons: [RiskReason(rule: rule, text: "Old words of \(number).", risk: risk)])
    }

    private func runbook(_ id: RunbookID, by user: UserID?, _ steps: [Step]) -> Runbook {
        Runbook(
            id: id, version: 1, content: RunbookContent(title: "Runbook \(id)", steps: steps), source: "",
            savedBy: user, savedAt: Timestamp(milliseconds: 1))
    }

    private func messages(_ store: SQLiteStore) async throws -> [(channel: ChannelID, text: String)] {
        try await store.read { store in
            try store.waitingMessages(limit: 100).compactMap { try store.outboxRow($0.id) }
        }.compactMap { row in
            guard case .post(let channel, let screen, _) = row.message else { return nil }
            return (channel, screen.binding.text())
        }
    }

    @Test func higherColoursHoldAndLowerOnesWait() async throws {
        let store = try store()
        let runbook = runbook(
            "a", by: "U0ROBIN",
            [
                step(1, "ls", .green), step(2, "rm -rf /srv/data", .green), step(3, "uptime", .yellow),
                step(4, "df -h", .red, rule: "person"),
            ])
        try await store.write { try $0.insert(runbook) }
        #expect(try await upgrade(store, to: "2").run() == 1)
        let now = try #require(try await store.read { try $0.runbook("a") })
        #expect(now.version == 2)
        #expect(now.content.steps.map(\.risk) == [.green, .red, .yellow, .red])
        #expect(now.content.steps[1].reasons != runbook.content.steps[1].reasons)
        let told = try await messages(store)
        #expect(told.count == 1)
        #expect(told[0].channel == "U0ROBIN")
        // Old and new reason side by side, for both of the steps that changed and no other.
        #expect(told[0].text.contains("Old words of 2.") && told[0].text.contains("Old words of 3."))
        #expect(!told[0].text.contains("Step 1") && !told[0].text.contains("Step 4"))
        try store.close()
    }

    @Test func exactlyOnceForEachUpgradeAndRunbook() async throws {
        let lowered = runbook("b", by: nil, [step(1, "uptime", .yellow)])
        let raised = runbook("a", by: "U0ROBIN", [step(1, "rm -rf /srv", .green)])
        let same = runbook("c", by: "U0SAM", [step(1, "uptime", .green)])
        // In a scope of its own: the file is free again with the last reference to the store.
        try await withStore { first in
            try await first.write { store in for runbook in [lowered, raised, same] { try store.insert(runbook) } }
            #expect(try await self.upgrade(first, to: "2").run() == 2)
            #expect(try await self.upgrade(first, to: "2").run() == 0)
        }
        // After a restart nothing is told again, not even under newer rules that say the same.
        let again = try store()
        #expect(try await upgrade(again, to: "2").run() == 0)
        #expect(try await upgrade(again, to: "3").run() == 0)
        let told = try await messages(again)
        #expect(Set(told.map(\.channel)) == ["U0ROBIN", "C0INCIDENT"])
        #expect(told.count == 2)
        #expect(try await again.read { try $0.runbook("b")?.version } == 1)
        #expect(try await again.read { try $0.runbook("b")?.content.steps[0].risk } == .yellow)
        #expect(try await again.read { try $0.runbook("a")?.version } == 2)
        try again.close()
    }

    @Test func whatCannotBeWrittenIsDoneByTheNextStart() async throws {
        let store = try store()
        let raised = runbook("a", by: "U0ROBIN", [step(1, "rm -rf /srv", .green)])
        try await store.write { try $0.insert(raised) }
        struct Broken: Error {}
        // All of it is one transaction: when that fails, the next start finds everything as it was.
        await #expect(throws: Broken.self) {
            try await store.write { store in
                var next = raised
                next.version = 2
                try store.insert(next)
                throw Broken()
            }
        }
        #expect(try await upgrade(store, to: "2").run() == 1)
        #expect(try await messages(store).count == 1)
        try store.close()
    }
}
