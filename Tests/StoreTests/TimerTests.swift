import Bot
import JSONTree
import RunbookModel
import Store
import Testing

@Suite struct TimerTests {
    @Test func timersAreSetMovedAndDeleted() async throws {
        try await withStore { store in
            try await store.write { (transaction) throws in
                #expect(try transaction.nextTimer() == nil)
                try transaction.setTimer("digest", due: at(10), body: ["a": 1])
                try transaction.setTimer("gate", due: at(5), body: nil)
                try transaction.setTimer("digest", due: at(3), body: ["a": 2])
                #expect(try transaction.nextTimer() == at(3))
                #expect(try transaction.dueTimers(at: at(2)).isEmpty)
                let due = try transaction.dueTimers(at: at(5))
                #expect(due.map(\.key) == ["digest", "gate"])
                #expect(due[0].body == ["a": 2] && due[0].due == at(3))
                try transaction.deleteTimer("digest")
                #expect(try transaction.dueTimers(at: at(9)).map(\.key) == ["gate"])
            }
        }
    }

    @Test func settingsAreReplaced() async throws {
        try await withStore { store in
            try await store.write { (transaction) throws in
                #expect(try transaction.setting("x") == nil)
                try transaction.setSetting("x", [1, 2])
                try transaction.setSetting("x", ["y": "z"])
                #expect(try transaction.setting("x") == ["y": "z"])
            }
        }
    }
}
