import CLinux
import Glibc
import Locking
import Logging
import ServiceLifecycle

/// What a connection tells the workspace.
enum SocketInput: Sendable {
    /// A handshake, to be accepted or refused.
    case upgrade(ticket: String?, isShort: Bool)
    case text(String)
    /// A binary message, a ping or a pong.
    case heard
    case closing
    case closed
    /// A fault has struck a request: `stalled` or `reset`.
    case struck(String)
}

/// Which faults the network's threads obey.
struct WireFaults: Sendable {
    var reset = false
    var stall = false
    var lateReset = false
    var socketStall = false
    var pongsDropped = false
    var oddRecords = false
    var tcpKeptOpen = false
}

/// Slack's side of the network: TLS on 127.0.0.1. WebSockets are handled here, everything else is passed on to an HTTP
/// server behind it. Each connection has a thread.
final class TLSTerminator: Sendable {
    static let connectionLimit = 200

    let timing: SandboxTiming
    let faults = Lock(WireFaults())
    let backendPort = Lock(0)
    private let context: TLSContext
    private let listener: Int32
    let port: Int
    private let report: @Sendable (Int, SocketInput) -> Void
    private let logger: Logger
    private let stop = Wakeup()
    private let state = Lock(State())

    private struct State {
        var connections: [Int: TerminatorConnection] = [:]
        var next = 1
        var isStopping = false
        var isAccepting = false
        var whenDone: CheckedContinuation<Void, Never>?

        var isDone: Bool { isStopping && !isAccepting && connections.isEmpty }
    }

    /// Listens at once.
    /// - Parameter report: takes what connections say; called on their threads.
    init(
        port: Int, context: TLSContext, timing: SandboxTiming, logger: Logger,
        report: @escaping @Sendable (Int, SocketInput) -> Void
    ) throws(SandboxAddressError) {
        self.context = context
        self.timing = timing
        self.logger = logger
        self.report = report
        (listener, self.port) = try LoopbackSocket.listen(port: port)
    }

    deinit { close(listener) }

    /// Takes connections until a graceful shutdown or cancellation, and ends only after their threads.
    func run() async {
        let started = state.withLock { state in
            state.isAccepting = BlockingThread.start { [self] in accept() }
            return state.isAccepting
        }
        if !started { logger.error("The sandbox has no thread for its TLS listener.") }
        await withTaskCancellationOrGracefulShutdownHandler {
            await withCheckedContinuation { continuation in
                let isDone = state.withLock { state in
                    if state.isDone { return true }
                    state.whenDone = continuation
                    return false
                }
                if isDone { continuation.resume() }
            }
        } onCancelOrGracefulShutdown: { [self] in
            let connections = state.withLock { state in
                state.isStopping = true
                return Array(state.connections.values)
            }
            stop.signal()
            for connection in connections { connection.stop() }
            resumeIfDone()
        }
    }

    /// Tells a connection what to do. One that has ended does nothing.
    func command(_ connection: Int, _ command: SocketCommand) {
        state.withLock { $0.connections[connection] }?.command(command)
    }

    private func resumeIfDone() {
        let continuation = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.isDone else { return nil }
            defer { state.whenDone = nil }
            return state.whenDone
        }
        continuation?.resume()
    }

    private func accept() {
        while !state.withLock({ $0.isStopping }) {
            var waits = [
                pollfd(fd: listener, events: Int16(POLLIN), revents: 0),
                pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&waits, 2, -1) > 0 else { continue }
            guard waits[0].revents != 0 else { continue }
            let descriptor = Glibc.accept(listener, nil, nil)
            guard descriptor >= 0 else { continue }
            _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            LoopbackSocket.setNoDelay(descriptor)
            begin(descriptor)
        }
        state.withLock { $0.isAccepting = false }
        resumeIfDone()
    }

    private func begin(_ descriptor: Int32) {
        let connection = state.withLock { state -> TerminatorConnection? in
            guard !state.isStopping, state.connections.count < Self.connectionLimit else { return nil }
            let connection = TerminatorConnection(id: state.next, terminator: self)
            state.connections[state.next] = connection
            state.next += 1
            return connection
        }
        guard let connection else {
            close(descriptor)
            return
        }
        let started = BlockingThread.start { [self, context] in
            if let stream = TLSStream(descriptor: descriptor, context: context) { connection.serve(stream) }
            ended(connection.id)
        }
        if !started {
            close(descriptor)
            ended(connection.id)
        }
    }

    private func ended(_ id: Int) {
        report(id, .closed)
        state.withLock { $0.connections[id] = nil }
        resumeIfDone()
    }

    /// Passes on what a connection says.
    func said(_ id: Int, _ input: SocketInput) { report(id, input) }
}
