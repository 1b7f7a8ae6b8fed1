import Bot
import GRDB
import RunbookModel
import Store
import Testing

@Suite struct OperatorTests {
    private static func step(_ number: Int) -> Outgoing {
        Outgoing(lane: "C1", message: .runStep("run-1", step: number), deadline: number == 1 ? at(60) : nil)
    }

    /// A store with a message in each state, and a parked delivery.
    private func withTrouble(_ body: (SQLiteStore) async throws -> Void) async throws {
        try await withDirectory { directory in
            let path = directory + "/dd0c.db"
            let store = try SQLiteStore.open(path: path)
            try await store.write { transaction in
                for number in 1...4 { try transaction.enqueue(Self.step(number), at: at(0)) }
                #expect(try transaction.beginOutboxRow(1) != nil)
                try transaction.failOutboxRow(1, reason: "channel_not_found", retryAt: nil)
                #expect(try transaction.beginOutboxRow(2) != nil)
                try transaction.failOutboxRow(2, reason: "http_500", retryAt: at(30))
                try transaction.passOutboxRow(2, at: at(20))
                _ = try transaction.accept(delivery("a"), at: at(0))
                _ = try transaction.accept(delivery("b"), at: at(0))
                try transaction.failInboxRow(1, reason: "always", retryAt: nil)
            }
            let queue = try DatabaseQueue(path: path)
            try await queue.write { try $0.execute(sql: "UPDATE outbox SET message = '{\"half' WHERE id = 3") }
            try queue.close()
            let unreadable = try await store.write { try $0.parkUnreadableRows(at: at(5)) }
            #expect(unreadable == ["message 3"])
            try await body(store)
        }
    }

    @Test func everythingThatWasPutAsideIsListed() async throws {
        try await withTrouble { store in
            try await store.read { transaction in
                let entries = try transaction.outboxEntries(limit: 10)
                #expect(entries.map(\.id) == [1, 3, 2, 4])
                #expect(entries.map(\.state) == [.dead, .unreadable, .passedOver, .waiting])
                #expect(entries[0].failure == "channel_not_found" && entries[2].failure == "http_500")
                #expect(entries[2].notBefore == at(30) && entries[2].attempts == 1)
                #expect(try transaction.outboxEntries(limit: 2).count == 2)
                let parked = try transaction.parkedDeliveries(limit: 10)
                #expect(parked.map(\.key) == ["a"] && parked[0].reason == "always" && parked[0].attempts == 1)
                #expect(
                    try transaction.outboxCounts()
                        == OutboxCounts(waiting: 2, passedOver: 1, dead: 1, unreadable: 1, parkedDeliveries: 1))
            }
        }
    }

    @Test func theOperatorHasThemTriedAgainOrDropsThem() async throws {
        try await withTrouble { store in
            try await store.write { transaction in
                #expect(try transaction.reviveOutboxRow(1, at: at(100)))
                let revived = try #require(try transaction.pendingOutboxRows(limit: 9).first)
                // It is looked for first, is of use again, and the patience with it begins anew.
                #expect(revived.id == 1 && revived.isFateUnknown && revived.attempts == 0 && revived.deadline == nil)
                #expect(revived.createdAt == at(0) && revived.waitingSince == at(100) && revived.notBefore == at(100))
                #expect(try transaction.reviveOutboxRow(2, at: at(100)))
                #expect(try transaction.outboxCounts().passedOver == 0)
                // What still cannot be read is put aside again.
                #expect(try transaction.reviveOutboxRow(3, at: at(100)))
                #expect(try transaction.parkUnreadableRows(at: at(101)) == ["message 3"])
                #expect(try transaction.dropOutboxRow(3))
                #expect(try !transaction.dropOutboxRow(3))
                #expect(try !transaction.reviveOutboxRow(3, at: at(100)))

                #expect(try transaction.reviveDelivery(1, at: at(100)))
                #expect(try !transaction.reviveDelivery(1, at: at(100)))
                #expect(try transaction.nextInboxRows(at: at(100), limit: 1).first?.delivery.key == "a")
                #expect(try !transaction.dropDelivery(1, at: at(100)), "only what is parked")
                try transaction.failInboxRow(1, reason: "always", retryAt: nil)
                #expect(try transaction.dropDelivery(1, at: at(100)))
                #expect(try transaction.parkedDeliveries(limit: 9).isEmpty)
                // It does not come in again.
                #expect(try !transaction.accept(delivery("a"), at: at(200)))
            }
        }
    }
}
