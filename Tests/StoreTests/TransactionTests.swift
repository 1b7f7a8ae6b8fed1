import Bot
import Glibc
import JSONTree
import RunbookModel
import Store
import Testing

@Suite struct TransactionTests {
    @Test func whatThrowsLeavesNothing() async throws {
        try await withStore { store in
            await #expect(throws: Failure.self) {
                try await store.write { transaction in
                    _ = try transaction.accept(delivery("k"), at: at(0))
                    try transaction.setSetting("a", 1)
                    throw Failure(what: "on purpose")
                }
            }
            let left = try await store.read { (try $0.nextInboxRows(at: at(9), limit: 1).first, try $0.setting("a")) }
            #expect(left.0 == nil && left.1 == nil)
        }
    }

    @Test func aReadCannotChangeAnything() async throws {
        try await withStore { store in
            let error = try await storeError { try await store.read { try $0.setSetting("a", 1) } }
            #expect(error?.code == .unavailable)
            #expect(try await store.read { try $0.setting("a") } == nil)
        }
    }

    @Test func aReadSeesOneMoment() async throws {
        try await withStore { store in
            try await store.write { try $0.setSetting("a", 0) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for number in 1...200 {
                        try await store.write { transaction in
                            try transaction.setSetting("a", .int(number))
                            try transaction.setSetting("b", .int(number))
                        }
                    }
                }
                for _ in 0..<4 {
                    group.addTask {
                        for _ in 0..<100 {
                            let (a, b) = try await store.read { (try $0.setting("a"), try $0.setting("b")) }
                            #expect(a == b || (a == 0 && b == nil))
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func aCancelledTaskStillWrites() async throws {
        try await withStore { store in
            await withTaskGroup(of: Void.self) { group in
                group.cancelAll()
                group.addTask {
                    #expect(Task.isCancelled)
                    let error = try? await storeError { try await store.write { try $0.setSetting("a", 1) } }
                    #expect(error?.message == nil)
                }
            }
            let stored = try await store.read { try $0.setting("a") }
            #expect(stored == 1)
        }
    }

    @Test func aClosedStoreRefuses() async throws {
        try await withStore { store in
            try store.close()
            let write = try await storeError { try await store.write { try $0.setSetting("a", 1) } }
            let read = try await storeError { _ = try await store.read { try $0.setting("a") } }
            #expect(write?.code == .unavailable && read?.code == .unavailable)
        }
    }

    /// The files as a process that was killed leaves them: copied while the store is open, without its closing.
    @Test func whatWasReportedSurvivesAKill() async throws {
        try await withDirectory { directory in
            let path = directory + "/dd0c.db"
            let store = try SQLiteStore.open(path: path)
            for number in 1...50 { #expect(try await store.write { try $0.accept(delivery("k\(number)"), at: at(0)) }) }
            try await store.insertRun()
            let crashed = directory + "/crashed.db"
            for suffix in ["", "-wal"] { try copy(path + suffix, crashed + suffix) }
            let reopened = try SQLiteStore.open(path: crashed)
            #expect(try await reopened.read { try $0.openRuns().count } == 1)
            for number in 1...50 {
                #expect(try await reopened.write { try $0.accept(delivery("k\(number)"), at: at(0)) } == false)
            }
        }
    }

    /// A log whose end never reached the disk loses whole transactions, never half of one.
    @Test func aTornLogLosesWholeTransactionsOnly() async throws {
        try await withDirectory { directory in
            let path = directory + "/dd0c.db"
            let store = try SQLiteStore.open(path: path)
            for number in 1...40 {
                try await store.write { transaction in
                    try transaction.setSetting("a", .int(number))
                    try transaction.audit(AuditEntry(at: at(Int64(number)), actor: .system, action: "a"))
                    try transaction.setSetting("b", .int(number))
                }
            }
            var status = stat()
            #expect(stat(path + "-wal", &status) == 0)
            var seen: Set<Int> = []
            for size in stride(from: 0, to: Int(status.st_size), by: 37_717) {
                let torn = directory + "/torn-\(size).db"
                for suffix in ["", "-wal"] { try copy(path + suffix, torn + suffix) }
                #expect(truncate(torn + "-wal", size) == 0)
                let reopened = try SQLiteStore.open(path: torn)
                let (a, b) = try await reopened.read { (try $0.setting("a"), try $0.setting("b")) }
                #expect(a == b)
                let check = try await reopened.verifyAudit()
                #expect(check.broken == nil && check.entries == a?.int ?? 0)
                seen.insert(check.entries)
            }
            #expect(seen.count > 3)
        }
    }

    @Test func aBackupIsWholeWhileTheStoreIsWritten() async throws {
        try await withDirectory { directory in
            let store = try SQLiteStore.open(path: directory + "/dd0c.db")
            let copy = directory + "/copy.db"
            try await store.insertRun()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for number in 1...100 {
                        try await store.write { transaction in
                            try transaction.setSetting("a", .int(number))
                            try transaction.setSetting("b", .int(number))
                        }
                    }
                }
                group.addTask { try await store.backup(to: copy) }
                try await group.waitForAll()
            }
            var status = stat()
            #expect(stat(copy, &status) == 0 && status.st_mode & 0o777 == 0o600)
            #expect(access(copy + ".partial", F_OK) != 0 && access(copy + "-wal", F_OK) != 0)
            let restored = try SQLiteStore.open(path: copy)
            let (a, b, run) = try await restored.read {
                (try $0.setting("a"), try $0.setting("b"), try $0.run("run-1"))
            }
            #expect(a == b && run != nil)
            let again = try await storeError { try await store.backup(to: copy) }
            #expect(again?.code == .unavailable)
            let nowhere = try await storeError { try await store.backup(to: directory + "/no/such/copy.db") }
            #expect(nowhere?.code == .unavailable)
        }
    }

    private func copy(_ source: String, _ target: String) throws {
        let input = open(source, O_RDONLY)
        let output = open(target, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        defer {
            close(input)
            close(output)
        }
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(input, &chunk, chunk.count)
            if count == 0 { return }
            guard count > 0, write(output, chunk, count) == count else {
                throw Failure(what: "copy \(source): \(errno)")
            }
        }
    }
}
