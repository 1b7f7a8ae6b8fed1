import Bot
import GRDB
import RunbookModel

/// The durable state in one SQLite file: write-ahead log, every commit on disk before it is reported.
///
/// SQLite blocks, so every access runs on a thread of the connection's own queue, never on the cooperative pool. An
/// access that was begun runs to its end even when the task that asked for it is cancelled: what a command did must
/// reach the disk also while the program shuts down.
package final class SQLiteStore: Storing {
    /// What the program that opens the file wants of it.
    package enum Access: Sendable {
        /// Runs the bot: one process at a time, held by a lock file; brings the schema up to date.
        case owner
        /// Reads and writes shortly, also beside a running bot; the schema must be up to date.
        case guest
        /// Reads only, also beside a running bot.
        case reader
    }

    /// Path of the database file.
    package let path: String
    let pool: DatabasePool
    private let lock: DatabaseLock?
    let cache = ReadBefore()
    private let checkpointer: Checkpointer?
    private let writes: WriteQueue

    private init(path: String, pool: DatabasePool, lock: DatabaseLock?, checkpointer: Checkpointer?) {
        self.path = path
        self.pool = pool
        self.lock = lock
        self.checkpointer = checkpointer
        writes = WriteQueue(pool, cache, checkpointer)
    }

    /// Opens the database, and as `.owner` makes it when there is none: missing directories with mode 0700, the file
    /// with 0600. Blocks; call it at the start of the program.
    /// - Throws: `StoreError` with `.unavailable` when the file cannot be opened, is in use by another owner, is not
    ///   of this program, or was written by a newer version of it.
    package static func open(path: String, access: Access = .owner) throws -> SQLiteStore {
        let lock: DatabaseLock?
        switch access {
        case .owner:
            try DatabaseFile.create(path)
            lock = try DatabaseLock(database: path)
        case .guest, .reader: lock = nil
        }
        try DatabaseFile.checkIdentity(path)
        return try mapping("open the database \(path)") {
            var configuration = Configuration()
            configuration.busyMode = .timeout(5)
            configuration.readonly = access == .reader
            let pool = try DatabasePool(path: path, configuration: configuration)
            try checkVersion(of: pool, path: path, mayBeOlder: access == .owner)
            if access != .reader {
                // GRDB sets NORMAL with the write-ahead log, which loses the last commits in a power cut.
                try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            }
            guard access == .owner else {
                return SQLiteStore(path: path, pool: pool, lock: lock, checkpointer: nil)
            }
            try Schema.migrator.migrate(pool)
            try pool.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA wal_autocheckpoint = \(Checkpointer.longestLog)")
            }
            return SQLiteStore(path: path, pool: pool, lock: lock, checkpointer: try Checkpointer(path: path))
        }
    }

    private static func checkVersion(of pool: DatabasePool, path: String, mayBeOlder: Bool) throws {
        let (isNewer, isCurrent) = try pool.read { db in
            (try Schema.migrator.hasBeenSuperseded(db), try Schema.migrator.hasCompletedMigrations(db))
        }
        if isNewer {
            throw StoreError(
                code: .unavailable,
                message: "The database \(path) was written by a newer version of dd0c-run. "
                    + "Install that version, or name another file with DD0C_DATABASE.")
        }
        if !isCurrent && !mayBeOlder {
            throw StoreError(
                code: .unavailable,
                message: "The database \(path) is of an older version of dd0c-run. "
                    + "Start `dd0c-run serve` once: it brings the file up to date.")
        }
    }

    /// Closes the connections and lets others have the database; accesses from then on throw. Without it they are closed with the last reference.
    /// - Throws: `StoreError` when an access is still going on.
    package func close() throws {
        try mapping("close the database \(path)") {
            try checkpointer?.close()
            try pool.close()
        }
        lock?.release()
    }

    /// Runs `body` in an immediate transaction on the one connection that writes. Writes that wait at the same time
    /// share a transaction, each in a savepoint of its own.
    package func write<Value: Sendable>(
        _ durability: Durability, _ body: @escaping @Sendable (any StoreTransaction) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { writes.add(AwaitedWrite(durability, body, $0)) }
    }

    /// Writes that wait for their transaction.
    var waitingWrites: Int { writes.count }

    /// Runs `body` on the moment of its first query, on one of five connections that only read.
    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any StoreTransaction) throws -> Value
    ) async throws -> Value {
        try await inspect { [cache] db in try body(SQLiteTransaction(db: db, cache: cache)) }
    }

    /// Runs `body` on a consistent moment with the connection itself.
    func inspect<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            pool.asyncRead { access in
                continuation.resume(
                    with: Result {
                        try mapping("read the database") { try body(try access.get()) }
                    })
            }
        }
    }

    /// What SQLite says of `PRAGMA synchronous` for the connection that writes: 2 is FULL.
    package func synchronousMode() async throws -> Int {
        try await pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") ?? -1 }
    }
}
