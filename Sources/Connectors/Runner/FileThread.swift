import Locking

/// Does what may wait for the disk, one thing after the other, on a thread that is there only while there is something
/// to do.
final class FileThread: Sendable {
    private struct State {
        var jobs: [@Sendable () -> Void] = []
        var isRunning = false
    }

    private let name: String
    private let state = Lock(State())

    /// - Parameter name: of the thread; at most 15 bytes.
    init(named name: String) { self.name = name }

    /// The value of `body`, which runs on the thread.
    func perform<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            let mustStart = state.withLock { state in
                state.jobs.append { continuation.resume(returning: body()) }
                defer { state.isRunning = true }
                return !state.isRunning
            }
            if mustStart { OwnThread.start(named: name) { self.run() } }
        }
    }

    private func run() {
        while true {
            let jobs = state.withLock { state in
                if state.jobs.isEmpty { state.isRunning = false }
                defer { state.jobs.removeAll() }
                return state.jobs
            }
            if jobs.isEmpty { return }
            for job in jobs { job() }
        }
    }
}
