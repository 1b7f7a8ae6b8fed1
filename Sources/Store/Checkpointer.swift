import GRDB
import Locking

/// Moves what is in the write-ahead log into the database file beside the writes, on a connection and a thread of its
/// own. SQLite itself would do it within the commit that fills the log, and all who wait for that commit would wait for
/// two more flushes of the disk.
final class Checkpointer: Sendable {
    /// Commits between two looks: some five hundred pages.
    static let interval = 64
    /// Pages in the log at which the connection that writes empties it after all (16 MiB): while it is busy without a
    /// pause, a log can be moved but not begun anew from beside it.
    static let longestLog = 4096

    private struct State {
        var commits = 0
        var isRunning = false
    }

    private let queue: DatabaseQueue
    private let interval: Int
    private let state = Lock(State())

    /// - Parameter interval: commits between two looks.
    init(path: String, interval: Int = Checkpointer.interval) throws {
        var configuration = Configuration()
        configuration.busyMode = .immediateError
        queue = try DatabaseQueue(path: path, configuration: configuration)
        self.interval = interval
    }

    /// Looks after the log now and then.
    func didCommit() {
        let isDue = state.withLock { state in
            state.commits += 1
            guard state.commits >= interval, !state.isRunning else { return false }
            state = State(commits: 0, isRunning: true)
            return true
        }
        guard isDue else { return }
        queue.asyncWriteWithoutTransaction { [state] db in
            do {
                // Passive: neither waits for others nor holds them up.
                _ = try db.checkpoint(.passive)
            } catch {
                // Somebody else is at it; if nobody is, the connection that writes does it once the log is long.
            }
            state.withLock { $0.isRunning = false }
        }
    }

    func close() throws { try queue.close() }
}
