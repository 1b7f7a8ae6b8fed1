import Locking
import ServiceLifecycle

/// Breaks the checkout service once, after a while or when asked.
final class IncidentTrigger: Service {
    private let delay: Int
    private let breakIt: @Sendable () async -> Void
    private let secondsLeft: Lock<Int?>

    /// - Parameter after: seconds; 0 waits to be asked.
    init(after delay: Int, _ breakIt: @escaping @Sendable () async -> Void) {
        self.delay = delay
        self.breakIt = breakIt
        secondsLeft = Lock(delay > 0 ? delay : nil)
    }

    /// Seconds until it happens by itself; `nil` when it does not.
    var countdown: Int? { secondsLeft.withLock { $0 } }

    /// Breaks the service now.
    func pull() async {
        secondsLeft.withLock { $0 = nil }
        await breakIt()
    }

    /// Lets it be until asked.
    func hold() { secondsLeft.withLock { $0 = nil } }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while let left = self.countdown {
                guard left > 0 else { return await self.pull() }
                do {
                    try await Task.sleep(for: .seconds(1))
                } catch {
                    return  // Shutting down.
                }
                self.secondsLeft.withLock { $0 = $0.map { $0 - 1 } }
            }
        }
        try await gracefulShutdown()
    }
}
