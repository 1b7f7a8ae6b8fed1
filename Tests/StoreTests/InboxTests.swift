import Bot
import JSONTree
import RunbookModel
import Store
import Testing

@Suite struct InboxTests {
    @Test func aKeyIsAcceptedOnce() async throws {
        try await withStore { store in
            let (first, second, row) = try await store.write { transaction in
                let first = try transaction.accept(delivery("k1", ["a": [1, 2.5, "x", nil]]), at: at(1))
                let second = try transaction.accept(delivery("k1", "other"), at: at(2))
                return (first, second, try transaction.nextInboxRows(at: at(2), limit: 1).first)
            }
            #expect(first && !second)
            #expect(row?.delivery == delivery("k1", ["a": [1, 2.5, "x", nil]]))
            #expect(row?.receivedAt == at(1) && row?.attempts == 0)
        }
    }

    @Test func aHandledKeyIsStillKnown() async throws {
        try await withStore { store in
            let again = try await store.write { transaction in
                _ = try transaction.accept(delivery("k"), at: at(1))
                let row = try #require(try transaction.nextInboxRows(at: at(1), limit: 1).first)
                try transaction.finishInboxRow(row.id, at: at(2))
                #expect(try transaction.nextInboxRows(at: at(9), limit: 1).first == nil)
                return try transaction.accept(delivery("k"), at: at(3))
            }
            #expect(!again)
        }
    }

    @Test func rowsComeInOrderAndAreHandledOnce() async throws {
        try await withStore { store in
            try await store.write { transaction in
                for number in 1...3 { _ = try transaction.accept(delivery("k\(number)"), at: at(Int64(10 - number))) }
            }
            for number in 1...3 {
                let key = try await store.write { transaction in
                    let row = try #require(try transaction.nextInboxRows(at: at(10), limit: 1).first)
                    try transaction.finishInboxRow(row.id, at: at(10))
                    return row.delivery.key
                }
                #expect(key == "k\(number)")
            }
            let error = try await storeError {
                try await store.write { try $0.finishInboxRow(1, at: at(11)) }
            }
            #expect(error?.code == .conflict)
        }
    }

    @Test func aBegunRowTellsUntilItIsPutOffOrLeft() async throws {
        try await withStore { store in
            try await store.write { transaction in
                _ = try transaction.accept(delivery("paste"), at: at(0))
                func row() throws -> InboxRow {
                    try #require(try transaction.nextInboxRows(at: at(100), limit: 1).first)
                }
                #expect(try row().begun == 0)
                for _ in 0..<2 { try transaction.beginInboxRow(1) }
                #expect(try row().begun == 2 && row().attempts == 0)
                try transaction.failInboxRow(1, reason: "the disk", retryAt: at(1))
                #expect(try row().begun == 0 && row().attempts == 1)
                try transaction.beginInboxRow(1)
                try transaction.leaveInboxRow(1)
                #expect(try row().begun == 0 && row().attempts == 1)
            }
        }
    }

    @Test func aFailedRowWaitsAndAParkedOneStays() async throws {
        try await withStore { store in
            try await store.write { transaction in
                _ = try transaction.accept(delivery("late"), at: at(0))
                _ = try transaction.accept(delivery("next"), at: at(0))
                let row = try #require(try transaction.nextInboxRows(at: at(0), limit: 1).first)
                try transaction.failInboxRow(row.id, reason: "the disk", retryAt: at(60))
                #expect(try transaction.nextInboxRows(at: at(59), limit: 1).first?.delivery.key == "next")
                #expect(try transaction.nextInboxTime() == at(0))
                let later = try #require(try transaction.nextInboxRows(at: at(60), limit: 1).first)
                #expect(later.delivery.key == "late" && later.attempts == 1)
                try transaction.failInboxRow(later.id, reason: "again", retryAt: nil)
                #expect(try transaction.nextInboxRows(at: at(1000), limit: 1).first?.delivery.key == "next")
                try transaction.finishInboxRow(2, at: at(61))
                #expect(try transaction.nextInboxTime() == nil)
                #expect(try transaction.pruneInbox(.handled, before: at(1000), limit: 9) == 1)
                #expect(try transaction.parkedDeliveries(limit: 9).map(\.reason) == ["again"])
                #expect(try transaction.parkedBody(1) != nil && transaction.parkedBody(2) == nil)
                #expect(try transaction.pruneInbox(.parked, before: at(1000), limit: 9) == 1)
                #expect(try transaction.parkedDeliveries(limit: 9).isEmpty)
            }
        }
    }

    @Test func onlyHandledRowsArePruned() async throws {
        try await withStore { store in
            try await store.write { transaction in
                for number in 1...4 { _ = try transaction.accept(delivery("k\(number)"), at: at(Int64(number))) }
                for id in 1...3 { try transaction.finishInboxRow(Int64(id), at: at(5)) }
                #expect(try transaction.pruneInbox(.handled, before: at(3), limit: 9) == 2)
                // The number of a pruned row is not given again.
                _ = try transaction.accept(delivery("k1"), at: at(6))
                #expect(try transaction.nextInboxRows(at: at(6), limit: 1).first?.id == 4)
                try transaction.finishInboxRow(4, at: at(6))
                #expect(try transaction.nextInboxRows(at: at(6), limit: 1).first?.id == 5)
            }
        }
    }

    @Test func pruningGoesInGroups() async throws {
        try await withStore { store in
            try await store.write { transaction in
                for number in 1...5 {
                    _ = try transaction.accept(delivery("k\(number)"), at: at(1))
                    try transaction.finishInboxRow(Int64(number), at: at(1))
                }
                let groups = try (0..<4).map { _ in try transaction.pruneInbox(.handled, before: at(9), limit: 2) }
                #expect(groups == [2, 2, 1, 0])
            }
        }
    }

    @Test func onlyTheNewestUnreadableEnvelopesAreKept() async throws {
        try await withStore { store in
            let left = try await store.write { transaction in
                for number in 1...5 {
                    let unreadable = Delivery(key: "envelope:\(number)", kind: .slackUnreadable, body: "{")
                    _ = try transaction.accept(unreadable, at: at(1))
                    try transaction.failInboxRow(Int64(number), reason: "not JSON", retryAt: nil)
                }
                _ = try transaction.accept(delivery("waits"), at: at(1))
                #expect(try transaction.pruneUnreadableEnvelopes(keeping: 2) == 3)
                #expect(try transaction.nextInboxRows(at: at(2), limit: 1).first?.delivery.key == "waits")
                return try transaction.parkedDeliveries(limit: 9)
            }
            #expect(left.map(\.key) == ["envelope:5", "envelope:4"])
            #expect(left.first?.body == "\"{\"" && left.first?.kind == "slack.unreadable")
        }
    }
}
