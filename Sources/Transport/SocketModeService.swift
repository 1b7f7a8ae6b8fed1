import JSONTree
import Locking
import Logging
import ServiceLifecycle
import SlackWire
import WebSocket

/// Whether envelopes can come in.
package struct SocketModeStatus: Hashable, Sendable {
    /// Since when at least one socket is greeted, by the service's clock; `nil` when none is.
    package var readySince: Duration?
    /// Sockets that exist, in whatever state.
    package var socketsOpen = 0
}

/// Slack will never give this app a socket again: the process should end with this line.
package struct SocketModeFatalError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Slack's code, such as `invalid_auth`.
    package let code: String

    package var description: String {
        "Slack refuses to open a socket: \(code). Check SLACK_APP_TOKEN and the app's settings."
    }
}

/// What a `SocketModeService` needs to know.
package struct SocketModeConfiguration: Sendable {
    /// The spans of the machine.
    package var timing = SocketModeTiming()
    /// How sockets are opened. The limit of a message is 4 MiB.
    package var options = WebSocketClientOptions()
    /// Envelopes that are handled at a time; further ones wait, and at last in Slack.
    package var concurrency = 64
    /// How long envelopes in progress may take when the service is stopped.
    package var shutdownGrace: Duration = .seconds(5)
    /// A source of jitter: at least 0 and below 1.
    package var jitter: @Sendable () -> Double = SecureRandom.fraction
    /// A clock that goes on while the computer sleeps.
    package var now: @Sendable () -> Duration = MonotonicClock.now

    /// For Slack.
    package init() {
        options.limits = WebSocketLimits(framePayload: 4 << 20, message: 4 << 20, fragments: 4096)
        options.headers = [(name: "User-Agent", value: "dd0c-run")]
    }
}

/// Keeps the app connected to Slack in Socket Mode and hands its envelopes to a handler.
///
/// An envelope is acknowledged when its handler has returned, as one frame on the socket that it came on.
package final class SocketModeService: Service {
    /// Takes one envelope; returns once it is durable. Calls begin in the order in which the envelopes came.
    package typealias Handler = @Sendable (SocketModeEnvelope) async -> AckDecision

    let configuration: SocketModeConfiguration
    let api: any WebAPIPerforming
    let context: TLSContext
    let handler: Handler
    let logger: Logger
    private let sharedStatus = Lock(SocketModeStatus())
    let isStopping = Lock(false)

    /// A service that connects once it runs.
    package init(
        _ configuration: SocketModeConfiguration, api: any WebAPIPerforming, context: TLSContext, logger: Logger,
        handler: @escaping Handler
    ) {
        self.configuration = configuration
        self.api = api
        self.context = context
        self.logger = logger
        self.handler = handler
    }

    /// Whether envelopes can come in now.
    package var status: SocketModeStatus { sharedStatus.withLock { $0 } }

    /// Runs until graceful shutdown, which lets envelopes in progress finish, or cancellation, which does not.
    /// - Throws: `SocketModeFatalError`.
    package func run() async throws {
        let (jobs, continuation) = AsyncStream.makeStream(
            of: SocketModeDriver.Job.self, bufferingPolicy: .bufferingOldest(1024))
        let driver = SocketModeDriver(
            machine: SocketModeMachine(timing: configuration.timing), jobs: continuation, status: sharedStatus,
            jitter: configuration.jitter, now: configuration.now, logger: logger)
        let inProgress = EnvelopeSlots(limit: configuration.concurrency)
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                group.addTask { await self.stopWhenAsked(driver, inProgress) }
                await driver.handle(.start)
                for await job in jobs {
                    switch job {
                    case .openURL: group.addTask { await self.openURL(driver) }
                    case .serve(let id, let url): group.addTask { await self.serve(id, url, driver, inProgress) }
                    case .close(let socket): group.addTask { await self.close(socket) }
                    case .wake(let moment): group.addTask { await self.wake(driver, at: moment) }
                    case .finish: continuation.finish()
                    }
                }
                group.cancelAll()
            }
        } onGracefulShutdown: {
            self.isStopping.withLock { $0 = true }
        }
        if let error = await driver.fatalError { throw error }
    }
}
