import Bot
import Dispatch
import GRDB
import Glibc

extension SQLiteStore {
    /// Makes a consistent copy in one file, also while the bot writes; readable for this account alone. The file
    /// appears under its name only when it is complete and on disk.
    /// - Throws: `StoreError` when there is a file of this name already, or it cannot be written.
    package func backup(to destination: String) async throws {
        let queue = DispatchQueue(label: "dd0c.backup")
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            queue.async { [pool] in
                continuation.resume(with: Result { try Self.copy(pool, to: destination) })
            }
        }
    }

    private static func copy(_ pool: DatabasePool, to destination: String) throws {
        guard access(destination, F_OK) != 0 else {
            throw StoreError(
                code: .unavailable, message: "\(destination) exists already. Name a file that does not, or remove it.")
        }
        let partial = destination + ".partial"
        unlink(partial)
        let descriptor = Glibc.open(partial, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(partial, "cannot be made") }
        defer { Glibc.close(descriptor) }
        do {
            try mapping("copy the database to \(destination)") {
                let target = try DatabaseQueue(path: partial)
                try pool.backup(to: target)
                // One file without a log beside it, so that it can be moved and copied like any other.
                try target.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
                try target.close()
            }
            guard fsync(descriptor) == 0 else { throw failure(partial, "cannot be brought to disk") }
            guard rename(partial, destination) == 0 else { throw failure(destination, "cannot be named so") }
        } catch {
            unlink(partial)
            throw error
        }
    }

    private static func failure(_ path: String, _ what: String) -> StoreError {
        StoreError(code: .unavailable, message: "\(path) \(what): \(String(cString: strerror(errno))).")
    }
}
