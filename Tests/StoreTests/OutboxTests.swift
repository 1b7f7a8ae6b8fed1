import Bot
import JSONTree
import RunbookModel
import Store
import Testing
import Views

@Suite struct OutboxTests {
    private static func card(_ run: RunID, lane: String = "C1") -> Outgoing {
        Outgoing(lane: lane, message: .runCard(run), coalescingKey: "card:\(run)", deadline: at(100))
    }

    private static func step(_ number: Int, lane: String = "C1") -> Outgoing {
        Outgoing(lane: lane, message: .runStep("run-1", step: number))
    }

    @Test func everyMessageComesBack() async throws {
        let screen = Screen.messageModal(title: "t", text: "x")
        let messages: [OutboxMessage] = [
            .runCard("r"), .runStep("r", step: 3), .runSummary("r"), .draftReview("d"),
            .ephemeral("C1", "U1", screen, thread: "1.2"), .post("C1", screen, thread: nil),
            .response(url: "https://example.test/x", screen),
            .fillView(deliveryKey: "k", user: "U1", channel: nil, screen), .updateView(viewID: "V1", screen),
            .home("U1"), .file("C1", name: "a.txt", text: "x\0y", thread: nil),
        ]
        try await withDirectory { directory in
            let writer = try SQLiteStore.open(path: directory + "/dd0c.db")
            try await writer.write { transaction in
                for message in messages { try transaction.enqueue(Outgoing(lane: "C1", message: message), at: at(0)) }
            }
            try writer.close()
            let store = try SQLiteStore.open(path: directory + "/dd0c.db", access: .reader)
            let rows = try await store.read { try $0.pendingOutboxRows(limit: 100) }
            #expect(rows.map(\.message) == messages)
            #expect(rows.allSatisfy { $0.createdAt == at(0) && $0.notBefore == at(0) && $0.attempts == 0 })
        }
    }

    @Test func aWaitingRowIsReplacedInItsPlace() async throws {
        try await withStore { store in
            try await store.write { transaction in
                try transaction.enqueue(Self.card("run-1"), at: at(0))
                try transaction.enqueue(Self.step(1), at: at(1))
                let old = try transaction.pendingOutboxRows(limit: 9)
                try transaction.enqueue(Self.card("run-1"), at: at(2))
                try transaction.enqueue(Self.card("run-1", lane: "C2"), at: at(3))
                let rows = try transaction.pendingOutboxRows(limit: 9)
                #expect(rows.map(\.message) == [.runCard("run-1"), .runStep("run-1", step: 1), .runCard("run-1")])
                #expect(rows.map(\.lane) == ["C1", "C1", "C2"])
                #expect(rows[0].createdAt == at(2) && rows[0].deadline == at(100))
                #expect(rows[0].id != old[0].id)
                // Whoever holds the old number cannot touch the new row.
                try transaction.finishOutboxRow(old[0].id)
                #expect(try transaction.beginOutboxRow(old[0].id) == nil)
                #expect(try transaction.pendingOutboxRows(limit: 9).count == 3)
            }
        }
    }

    @Test func aRowWhoseAttemptBeganIsNotReplaced() async throws {
        try await withStore { store in
            try await store.write { transaction in
                try transaction.enqueue(Self.card("run-1"), at: at(0))
                let first = try transaction.pendingOutboxRows(limit: 9)[0]
                #expect(try transaction.beginOutboxRow(first.id) != nil)
                try transaction.enqueue(Self.card("run-1"), at: at(1))
                try transaction.enqueue(Self.card("run-1"), at: at(2))
                let rows = try transaction.pendingOutboxRows(limit: 9)
                #expect(rows.map(\.attempts) == [1, 0])
                #expect(rows.map(\.createdAt) == [at(0), at(2)])
                try transaction.finishOutboxRow(first.id)
                #expect(try transaction.pendingOutboxRows(limit: 9).map(\.createdAt) == [at(2)])
            }
        }
    }

    @Test func failedRowsWaitAndDeadOnesAreKeptAside() async throws {
        try await withStore { store in
            try await store.write { transaction in
                for number in 1...2 { try transaction.enqueue(Self.step(number), at: at(0)) }
                let rows = try transaction.pendingOutboxRows(limit: 9)
                #expect(try transaction.beginOutboxRow(rows[0].id) != nil)
                try transaction.failOutboxRow(rows[0].id, reason: "ratelimited", retryAt: at(30))
                #expect(try transaction.pendingOutboxRows(limit: 9).map(\.notBefore) == [at(30), at(0)])
                try transaction.failOutboxRow(rows[0].id, reason: "channel_not_found", retryAt: nil)
                #expect(try transaction.pendingOutboxRows(limit: 9).map(\.id) == [rows[1].id])
                let dead = try transaction.outboxEntries(limit: 9).filter { $0.state == .dead }
                #expect(dead.map(\.id) == [rows[0].id] && dead[0].failure == "channel_not_found")
                #expect(dead[0].attempts == 1)
            }
        }
    }

    @Test func deadLettersAreBounded() async throws {
        try await withStore { store in
            let dead = try await store.write { transaction in
                for number in 1...1010 {
                    try transaction.enqueue(Self.step(number), at: at(0))
                    try transaction.failOutboxRow(Int64(number), reason: "no", retryAt: nil)
                }
                return try transaction.outboxEntries(limit: 5000).map(\.id)
            }
            #expect(dead.count == 1000 && dead.first == 11 && dead.last == 1010)
        }
    }

    @Test func whatWasNotSentIsReplacedByANewerState() async throws {
        try await withStore { store in
            try await store.write { transaction in
                try transaction.enqueue(Self.card("run-1"), at: at(0))
                try transaction.enqueue(Self.step(1), at: at(0))
                let first = try transaction.pendingOutboxRows(limit: 9)[0]
                #expect(try transaction.beginOutboxRow(first.id) != nil)
                // The refusal is known before anything newer waits: the row itself goes back.
                try transaction.putBackOutboxRow(first.id, reason: "refused", retryAt: at(30), counts: true)
                var rows = try transaction.pendingOutboxRows(limit: 9)
                #expect(rows.map(\.attempts) == [1, 0] && rows.map(\.isFateUnknown) == [false, false])
                // Ten edits become one; it keeps the place, the attempts and the pause of the first.
                for second in 1...10 { try transaction.enqueue(Self.card("run-1"), at: at(Int64(second))) }
                rows = try transaction.pendingOutboxRows(limit: 9)
                #expect(rows.map(\.message) == [.runCard("run-1"), .runStep("run-1", step: 1)])
                #expect(rows[0].attempts == 1 && rows[0].notBefore == at(30) && rows[0].createdAt == at(10))
                #expect(rows[0].waitingSince == at(0))
                // The refusal is known only when something newer waits: that goes in its place.
                #expect(try transaction.beginOutboxRow(rows[0].id) != nil)
                try transaction.enqueue(Self.card("run-1"), at: at(40))
                #expect(try transaction.pendingOutboxRows(limit: 9).map(\.attempts) == [2, 0, 0])
                try transaction.putBackOutboxRow(rows[0].id, reason: "refused", retryAt: at(60), counts: true)
                let left = try transaction.pendingOutboxRows(limit: 9)
                #expect(left.map(\.message) == [.runCard("run-1"), .runStep("run-1", step: 1)])
                #expect(left[0].createdAt == at(40) && left[0].notBefore == at(60) && left[0].attempts == 2)
            }
        }
    }

    @Test func toBeHeldBackIsNoAttempt() async throws {
        try await withStore { store in
            try await store.write { transaction in
                try transaction.enqueue(Self.step(1), at: at(0))
                for _ in 1...3 {
                    #expect(try transaction.beginOutboxRow(1) != nil)
                    #expect(try transaction.pendingOutboxRows(limit: 9)[0].isFateUnknown)
                    try transaction.putBackOutboxRow(1, reason: "ratelimited", retryAt: at(5), counts: false)
                }
                let row = try transaction.pendingOutboxRows(limit: 9)[0]
                #expect(row.attempts == 0 && !row.isFateUnknown && row.notBefore == at(5))
                // One whose fate is unknown stays so.
                #expect(try transaction.beginOutboxRow(1) != nil)
                try transaction.failOutboxRow(1, reason: "timed_out", retryAt: at(9))
                #expect(try transaction.pendingOutboxRows(limit: 9)[0].isFateUnknown)
            }
        }
    }

    @Test func aBacklogOfManyLanesIsReadFromItsFront() async throws {
        try await withStore { store in
            try await store.write { transaction in
                for number in 0..<300 {
                    try transaction.enqueue(Self.step(number, lane: "C\(number % 100)"), at: at(0))
                }
                let rows = try transaction.pendingOutboxRows(limit: 200)
                #expect(rows.map(\.id) == (1...128).map(Int64.init))
                // What has a deadline is never behind the horizon.
                try transaction.enqueue(Self.card("run-1", lane: "late"), at: at(0))
                #expect(try transaction.pendingOutboxRows(limit: 200).contains { $0.lane == "late" })
            }
        }
    }

    @Test func lanesThatCannotBeginDoNotHideOthers() async throws {
        try await withStore { store in
            try await store.write { transaction in
                for number in 0..<300 {
                    try transaction.enqueue(Self.step(number, lane: "C\(number % 100)"), at: at(0))
                }
                for id in 1...100 {
                    try transaction.failOutboxRow(Int64(id), reason: "ratelimited", retryAt: at(60))
                }
                try transaction.enqueue(Self.step(1, lane: "free"), at: at(0))
                #expect(try transaction.pendingOutboxRows(limit: 200).contains { $0.lane == "free" })
            }
        }
    }

    @Test func aLongLaneDoesNotHideAnother() async throws {
        try await withStore { store in
            let rows = try await store.write { transaction in
                for number in 1...50 { try transaction.enqueue(Self.step(number), at: at(0)) }
                try transaction.enqueue(Self.step(1, lane: "C2"), at: at(0))
                return try transaction.pendingOutboxRows(limit: 10)
            }
            #expect(rows.count == 10)
            #expect(rows.map(\.lane) == Array(repeating: "C1", count: 9) + ["C2"])
            #expect(rows.prefix(9).map(\.id) == Array(1...9))
        }
    }

    @Test func amongManyLanesThoseWithADeadlineAreSeenFirst() async throws {
        try await withStore { store in
            let rows = try await store.write { transaction in
                for number in 1...20 { try transaction.enqueue(Self.step(number, lane: "C\(number)"), at: at(0)) }
                try transaction.enqueue(Self.card("run-1", lane: "modal"), at: at(0))
                return try transaction.pendingOutboxRows(limit: 5)
            }
            #expect(rows.map(\.lane) == ["C1", "C2", "C3", "C4", "modal"])
        }
    }

    @Test func whereAMessageStandsIsKept() async throws {
        try await withStore { store in
            try await store.write { (transaction) throws in
                #expect(try transaction.postedMessage("run:1") == nil)
                try transaction.setPostedMessage("run:1", PostedMessage(channel: "C1", timestamp: "1.1"))
                try transaction.setPostedMessage("run:1", PostedMessage(channel: "C1", timestamp: "1.2"))
                #expect(try transaction.postedMessage("run:1") == PostedMessage(channel: "C1", timestamp: "1.2"))
            }
        }
    }
}
