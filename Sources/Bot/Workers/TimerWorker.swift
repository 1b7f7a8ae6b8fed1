import JSONTree
import Logging
import RunbookModel
import ServiceLifecycle

/// Puts timers into the inbox when they fall due. Deadlines are rows, so a restart loses none: what fell due meanwhile
/// is due at once, once.
package final class TimerWorker: Service {
    private let store: any Storing
    private let bells: Bells
    private let ambient: Ambient
    private let logger: Logger

    package init(store: any Storing, bells: Bells, ambient: Ambient, logger: Logger) {
        self.store = store
        self.bells = bells
        self.ambient = ambient
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.bells.timers.wait(atMost: await self.fire(), sleep: self.ambient.sleep)
            }
        }
    }

    /// Moves due timers to the inbox; how long until the next.
    private func fire() async -> Duration {
        let now = ambient.now()
        do {
            let (count, next) = try await store.write { store in
                let due = try store.dueTimers(at: now)
                for timer in due {
                    _ = try store.accept(
                        Delivery(
                            key: "timer:\(timer.key):\(timer.due.milliseconds)", kind: .timer,
                            body: ["key": .string(timer.key), "body": timer.body]), at: now)
                    try store.deleteTimer(timer.key)
                }
                return (due.count, try store.nextTimer())
            }
            if count > 0 { bells.inbox.ring() }
            // Not longer than a minute: the clock of the machine may be set, or the machine have slept.
            return min(.seconds(60), max(.milliseconds(10), next.map { $0 - now } ?? .seconds(60)))
        } catch {
            logger.error("timers cannot be read", metadata: ["error": "\(error)"])
            return .seconds(1)
        }
    }
}
