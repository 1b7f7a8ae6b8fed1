import Bot
import GRDB
import Glibc
import JSONTree
import Locking
import RunbookModel
import Testing

@testable import Store

/// Holds the one connection that writes until it is let go, so that writes pile up behind it.
private func withBusyWriter<Value: Sendable>(
    _ store: SQLiteStore, _ body: @escaping @Sendable (_ letGo: @escaping @Sendable () -> Void) async throws -> Value
) async throws -> Value {
    let (gate, open) = AsyncStream<Void>.makeStream()
    let (began, hasBegun) = AsyncStream<Void>.makeStream()
    async let holding: Void = {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            store.pool.asyncWriteWithoutTransaction { _ in
                hasBegun.yield()
                let isOpen = Lock(false)
                let opening = Task {
                    for await _ in gate { break }
                    isOpen.withLock { $0 = true }
                }
                while !isOpen.withLock({ $0 }) { sched_yield() }
                opening.cancel()
                continuation.resume()
            }
        }
    }()
    for await _ in began { break }
    defer { open.yield() }
    let value = try await body { open.yield() }
    open.yield()
    try await holding
    return value
}

@Suite struct GroupedWriteTests {
    @Test func writesThatWaitShareATransaction() async throws {
        try await withStore { store in
            let commits = Lock(0)
            store.pool.add(transactionObserver: CommitCounter(commits), extent: .databaseLifetime)
            let order = try await withBusyWriter(store) { letGo in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<100 {
                        group.addTask { try await store.write { try $0.setSetting("s\(number)", .int(number)) } }
                    }
                    while store.waitingWrites < 100 { await Task.yield() }
                    letGo()
                    try await group.waitForAll()
                }
                return try await store.read { transaction in
                    try (0..<100).compactMap { try transaction.setting("s\($0)")?.int }
                }
            }
            #expect(order == Array(0..<100))
            #expect(commits.withLock { $0 } == 2, "64 in the first group, 36 in the second")
        }
    }

    @Test func aFailureUndoesOneWriteAlone() async throws {
        try await withStore { store in
            let outcomes = try await withBusyWriter(store) { letGo in
                await withTaskGroup(of: (Int, Bool).self) { group in
                    for number in 0..<10 {
                        group.addTask {
                            do {
                                try await store.write { transaction in
                                    try transaction.setSetting("s\(number)", 1)
                                    if number % 3 == 0 { throw Failure(what: "on purpose") }
                                }
                                return (number, true)
                            } catch {
                                return (number, error is Failure ? false : true)
                            }
                        }
                    }
                    while store.waitingWrites < 10 { await Task.yield() }
                    letGo()
                    return await group.reduce(into: [Int: Bool]()) { $0[$1.0] = $1.1 }
                }
            }
            let kept = try await store.read { transaction in
                try (0..<10).filter { try transaction.setting("s\($0)") != nil }
            }
            #expect(kept == [1, 2, 4, 5, 7, 8])
            #expect(outcomes.filter(\.value).keys.sorted() == kept)
        }
    }

    @Test func whatCannotBeCommittedTellsAll() async throws {
        try await withStore { store in
            let errors = try await withBusyWriter(store) { letGo in
                await withTaskGroup(of: Bool.self) { group in
                    for number in 0..<3 {
                        group.addTask {
                            do {
                                try await store.write { transaction in
                                    try transaction.setSetting("s\(number)", 1)
                                    // As SQLite does of its own accord when the disk is full.
                                    let db = (transaction as? SQLiteTransaction)?.db
                                    if number == 1 { try db?.execute(sql: "ROLLBACK") }
                                }
                                return false
                            } catch {
                                return true
                            }
                        }
                    }
                    while store.waitingWrites < 3 { await Task.yield() }
                    letGo()
                    return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
                }
            }
            #expect(errors == 3)
            try await store.write { try $0.setSetting("after", 1) }
            let left = try await store.read { transaction in
                try ["s0", "s1", "s2", "after"].filter { try transaction.setting($0) != nil }
            }
            #expect(left == ["after"])
        }
    }

    /// 1 is NORMAL, which leaves the flush to a later transaction; 2 is FULL.
    private static func mode(_ transaction: any StoreTransaction) throws -> Int? {
        try (transaction as? SQLiteTransaction)?.first("", "SELECT synchronous FROM pragma_synchronous") { $0[0] }
    }

    @Test func whatMayWaitIsFlushedWithWhatMayNot() async throws {
        try await withStore { store in
            #expect(try await store.write(.soon) { try Self.mode($0) } == 1)
            #expect(try await store.write(.now) { try Self.mode($0) } == 2)
            let failed = try await storeError {
                try await store.write(.soon) { _ in throw StoreError(code: .conflict, message: "on purpose") }
            }
            #expect(failed?.code == .conflict)
            #expect(try await store.synchronousMode() == 2)
            let modes = try await withBusyWriter(store) { letGo in
                try await withThrowingTaskGroup(of: Int?.self) { group in
                    for durability in [Durability.soon, .now, .soon] {
                        group.addTask { try await store.write(durability) { try Self.mode($0) } }
                    }
                    while store.waitingWrites < 3 { await Task.yield() }
                    letGo()
                    return try await group.reduce(into: []) { $0.append($1) }
                }
            }
            #expect(modes == [2, 2, 2])
        }
    }

    @Test func tooManyWritesAreRefused() async throws {
        try await withStore { store in
            let queue = WriteQueue(store.pool, ReadBefore(), waitingLimit: 5, groupLimit: 2)
            let refused = try await withBusyWriter(store) { letGo in
                await withTaskGroup(of: Bool.self) { group in
                    for number in 0..<9 {
                        group.addTask {
                            do {
                                try await withCheckedThrowingContinuation { continuation in
                                    queue.add(AwaitedWrite(.now, { try $0.setSetting("s\(number)", 1) }, continuation))
                                }
                                return false
                            } catch {
                                return (error as? StoreError)?.code == .unavailable
                            }
                        }
                    }
                    let early = [await group.next(), await group.next(), await group.next(), await group.next()]
                    letGo()
                    return await group.reduce(into: early.count { $0 == true }) { $0 += $1 ? 1 : 0 }
                }
            }
            #expect(refused == 4)
        }
    }

    @Test func anAttemptStandsOrFallsByItself() async throws {
        try await withStore { store in
            let outcomes = try await store.write { transaction in
                try (0..<3).map { number in
                    try transaction.attempt {
                        try transaction.setSetting("s\(number)", 1)
                        if number == 1 { throw Failure(what: "on purpose") }
                        return number
                    }
                }
            }
            #expect(outcomes.map { (try? $0.get()) != nil } == [true, false, true])
            let kept = try await store.read { transaction in
                try (0..<3).filter { try transaction.setting("s\($0)") != nil }
            }
            #expect(kept == [0, 2])
        }
    }
}

private final class CommitCounter: TransactionObserver {
    private let commits: Lock<Int>

    init(_ commits: Lock<Int>) { self.commits = commits }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { false }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseDidCommit(_ db: Database) { commits.withLock { $0 += 1 } }
    func databaseDidRollback(_ db: Database) {}
}
