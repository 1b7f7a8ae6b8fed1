import Bot
import GRDB
import JSONTree
import RunbookModel
import SlackWire
import Store
import Testing

/// What Slack sent and nobody could read is acknowledged, and kept for the operator.
@Suite struct UnreadableEnvelopeTests {
    @Test func theyAreKeptWithTheirText() async throws {
        let harness = BotHarness()
        try await harness.whileRunning { bot in
            let long = JSONValue.string(String(repeating: "é", count: 100_000))
            for envelope in [
                SocketModeEnvelope(id: "e1", kind: .undecodable, payload: "{\"broken\": }"),
                SocketModeEnvelope(id: "e2", kind: .unknown("brand_new"), payload: ["a": 1]),
                SocketModeEnvelope(id: "e3", kind: .unknown("brand_new"), payload: ["a": long]),
                SocketModeEnvelope(id: "e1", kind: .undecodable, payload: "{\"broken\": }"),
            ] { #expect(await bot.frontDoor.receive(envelope) == .ack) }
            let parked = try await bot.eventually("three parked envelopes") {
                let parked = try await bot.store.read { try $0.parkedDeliveries(limit: 9) }
                return parked.count == 3 ? parked : nil
            }
            #expect(parked.map(\.key) == ["envelope:e3", "envelope:e2", "envelope:e1"])
            #expect(parked[2].reason == "its text is not JSON" && parked[2].body.contains("broken"))
            #expect(parked[1].reason == "its type is not known")
            #expect(parked[1].body == #"{"payload":{"a":1},"type":"brand_new"}"#)
            let whole = try await bot.store.read { try $0.parkedBody(parked[0].id) } ?? ""
            #expect(whole.utf8.count <= SocketModeEnvelope.keptText + 20_000)
            // They hold up nothing.
            await bot.command("help")
            _ = try await bot.eventually("the answer") { harness.slack.responses.first.map { _ in true } }
        }
    }

    @Test func oldDeliveriesGoInGroupsWhileNewOnesAreHandled() async throws {
        let harness = BotHarness()
        let store = try SQLiteStore.open(path: harness.database)
        try await store.write { store in
            let long = Timestamp(milliseconds: 1_600_000_000_000)
            for number in 1...1200 {
                _ = try store.accept(Delivery(key: "old:\(number)", kind: .slackEvent, body: [:]), at: long)
                guard let row = try store.nextInboxRows(at: long, limit: 1).first else { continue }
                try store.finishInboxRow(row.id, at: long)
            }
        }
        try store.close()
        let queue = try DatabaseQueue(path: harness.database)
        let left: @Sendable () throws -> Int = {
            try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM inbox WHERE key LIKE 'old:%'") ?? 0 }
        }
        #expect(try left() == 1200)
        // Pruned at the start.
        try await harness.whileRunning { bot in
            await bot.command("help")
            _ = try await bot.eventually("the answer") { harness.slack.responses.first.map { _ in true } }
            _ = try await bot.eventually("the end of the old ones") {
                try left() == 0 ? true : nil
            }
        }
        try queue.close()
    }
}
