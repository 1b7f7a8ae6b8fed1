import Bot
import GRDB
import Locking

/// Makes the writes of all parts of the program durable in groups: what is asked for while a transaction is on its way
/// to disk goes with the next one, each in a savepoint of its own, so that many writes cost one flush of the disk.
///
/// Order: a write sees what was asked for before it.
final class WriteQueue: Sendable {
    /// Writes that may wait at a time.
    static let waitingLimit = 8192
    /// Writes that go with one transaction: the first of them waits for the last.
    static let groupLimit = 64

    private struct State {
        var waiting: [any PendingWrite] = []
        var isRunning = false
    }

    private let pool: DatabasePool
    private let cache: ReadBefore
    private let checkpointer: Checkpointer?
    private let waitingLimit: Int
    private let groupLimit: Int
    private let state = Lock(State())

    /// - Parameters:
    ///   - waitingLimit: writes that may wait at a time.
    ///   - groupLimit: writes that go with one transaction.
    init(
        _ pool: DatabasePool, _ cache: ReadBefore, _ checkpointer: Checkpointer? = nil,
        waitingLimit: Int = WriteQueue.waitingLimit,
        groupLimit: Int = WriteQueue.groupLimit
    ) {
        self.pool = pool
        self.cache = cache
        self.checkpointer = checkpointer
        self.waitingLimit = waitingLimit
        self.groupLimit = groupLimit
    }

    /// Writes that wait.
    var count: Int { state.withLock { $0.waiting.count } }

    /// Has a write done with the next transaction.
    func add(_ write: some PendingWrite) {
        let (isTaken, isFirst) = state.withLock { state in
            guard state.waiting.count < waitingLimit else { return (false, false) }
            state.waiting.append(write)
            defer { state.isRunning = true }
            return (true, !state.isRunning)
        }
        guard isTaken else {
            let message = "\(waitingLimit) writes wait for the disk already. Try again later."
            return write.settle(StoreError(code: .unavailable, message: message))
        }
        if isFirst { runNext() }
    }

    private func runNext() {
        pool.asyncWriteWithoutTransaction { db in
            let group = self.state.withLock { state in
                let group = Array(state.waiting.prefix(self.groupLimit))
                state.waiting.removeFirst(group.count)
                return group
            }
            let failure = self.write(group, db)
            // Whoever waits for the connection itself, such as a backup, has a turn between two groups.
            let isMoreThere = self.state.withLock { state in
                state.isRunning = !state.waiting.isEmpty
                return state.isRunning
            }
            if isMoreThere { self.runNext() }
            for write in group { write.settle(failure) }
            self.checkpointer?.didCommit()
        }
    }

    /// Writes a group in one transaction.
    /// - Returns: why none of it is on disk; `nil` when it is.
    private func write(_ group: [any PendingWrite], _ db: Database) -> (any Error)? {
        do {
            try mapping("write to the database") {
                guard group.allSatisfy({ $0.durability == .soon }) else { return try commit(group, db) }
                // Not to be had within a transaction, and not by a cached statement: SQLite sets it as it compiles it.
                try db.execute(sql: "PRAGMA synchronous = NORMAL")
                let outcome = Result { try commit(group, db) }
                try db.execute(sql: "PRAGMA synchronous = FULL")
                return try outcome.get()
            }
            return nil
        } catch {
            return error
        }
    }

    private func commit(_ group: [any PendingWrite], _ db: Database) throws {
        // Immediate: the lock is taken before the first read, so what was read stays true until the commit.
        try db.inTransaction(.immediate) {
            for write in group {
                try write.run(SQLiteTransaction(db: db, cache: cache), isAlone: group.count == 1)
            }
            return .commit
        }
    }
}

/// A write that waits for its transaction.
protocol PendingWrite: Sendable {
    /// What it asks for at the least.
    var durability: Durability { get }
    /// Does it. Its own failure undoes it alone: in a savepoint, or, where it has the transaction to itself, with that.
    /// - Throws: when the transaction as a whole is to be undone.
    func run(_ transaction: SQLiteTransaction, isAlone: Bool) throws
    /// Tells the caller how it went; `failure` is that of the transaction.
    func settle(_ failure: (any Error)?)
}

/// A write and whoever waits for it.
final class AwaitedWrite<Value: Sendable>: PendingWrite {
    let durability: Durability
    private let body: @Sendable (any StoreTransaction) throws -> Value
    private let continuation: CheckedContinuation<Value, any Error>
    private let outcome = Lock<Result<Value, any Error>?>(nil)

    init(
        _ durability: Durability, _ body: @escaping @Sendable (any StoreTransaction) throws -> Value,
        _ continuation: CheckedContinuation<Value, any Error>
    ) {
        self.durability = durability
        self.body = body
        self.continuation = continuation
    }

    func run(_ transaction: SQLiteTransaction, isAlone: Bool) throws {
        guard isAlone else {
            let result = try transaction.attempt { try body(transaction) }
            return outcome.withLock { $0 = result }
        }
        do {
            let value = try mapping("write to the database") { try body(transaction) }
            outcome.withLock { $0 = .success(value) }
        } catch {
            outcome.withLock { $0 = .failure(error) }
            throw error
        }
    }

    func settle(_ failure: (any Error)?) {
        let result = outcome.withLock { $0 }
        switch (result, failure) {
        // What failed by itself is told its own reason.
        case (.failure(let error)?, _): continuation.resume(throwing: error)
        case (_, let failure?): continuation.resume(throwing: failure)
        case (.success(let value)?, nil): continuation.resume(returning: value)
        case (nil, nil):
            continuation.resume(
                throwing: StoreError(code: .unavailable, message: "The transaction left a write out. Try again."))
        }
    }
}
