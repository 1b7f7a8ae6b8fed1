import JSONTree
import Locking
import Logging
import ServiceLifecycle

/// What the monitor saw last.
package struct MonitorReading: Sendable {
    /// How long the last order took, in milliseconds; `nil` when it failed or none was placed yet.
    package var milliseconds: Double?
    /// Whether the alert is firing.
    package var isFiring: Bool
    /// Seconds since 1970 at which it began to fire.
    package var firingSince: Int64?
}

/// The demo's monitoring: it places an order every second, as a customer would, measures how long that takes, and
/// raises an alert when it takes too long for too long. It knows nothing of the fault.
package final class Monitor: Service {
    /// An order above this is slow, in milliseconds.
    static let slow = 500.0
    /// Of this many orders …
    static let window = 6
    /// … so many must be slow for the alert to fire, and none for it to end.
    static let threshold = 4

    private struct State: Sendable {
        var slow: [Bool] = []
        var reading = MonitorReading(milliseconds: nil, isFiring: false, firingSince: nil)
    }

    private let order: @Sendable () async -> Bool
    private let send: @Sendable (_ status: String, _ startedAt: Int64) async -> Bool
    private let now: @Sendable () -> Int64
    private let pace: Duration
    private let logger: Logger
    private let state = Lock(State())

    /// - Parameters:
    ///   - order: places an order; whether it was taken.
    ///   - send: tells the alert system: `firing` or `resolved`, and when it began in seconds since 1970; whether that
    ///     arrived. What did not is sent again.
    ///   - now: seconds since 1970.
    ///   - pace: time between two orders.
    package init(
        order: @escaping @Sendable () async -> Bool,
        send: @escaping @Sendable (_ status: String, _ startedAt: Int64) async -> Bool,
        now: @escaping @Sendable () -> Int64, pace: Duration = .seconds(1), logger: Logger
    ) {
        self.order = order
        self.send = send
        self.now = now
        self.pace = pace
        self.logger = logger
    }

    /// What was seen last.
    package var reading: MonitorReading { state.withLock { $0.reading } }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            let clock = ContinuousClock()
            while !Task.isCancelled {
                let start = clock.now
                let wasTaken = await self.order()
                await self.note(wasTaken, took: clock.now - start)
                do {
                    try await clock.sleep(until: start + self.pace)
                } catch {
                    return  // Shutting down.
                }
            }
        }
    }

    private func note(_ wasTaken: Bool, took span: Duration) async {
        let (seconds, attoseconds) = span.components
        let milliseconds = Double(seconds) * 1000 + Double(attoseconds) / 1e15
        let change = state.withLock { state -> (String, Int64)? in
            state.reading.milliseconds = wasTaken ? milliseconds : nil
            state.slow.append(!wasTaken || milliseconds > Self.slow)
            state.slow.removeFirst(max(0, state.slow.count - Self.window))
            let count = state.slow.count { $0 }
            if let since = state.reading.firingSince {
                return count == 0 ? ("resolved", since) : nil
            }
            return count >= Self.threshold ? ("firing", now()) : nil
        }
        guard let (status, since) = change else { return }
        // The state changes only once it was told, so that a message which got lost is sent again.
        guard await send(status, since) else {
            logger.warning("the alert could not be sent; trying again", metadata: ["status": "\(status)"])
            return
        }
        state.withLock { state in
            state.reading.isFiring = status == "firing"
            state.reading.firingSince = status == "firing" ? since : nil
        }
    }
}
