import Locking
import WebSocket

/// What a WebSocket reports, in order.
package enum WebSocketClientEvent: Hashable, Sendable {
    /// The handshake is complete.
    case opened
    case text(String)
    case binary([UInt8])
    /// Bytes came that complete no message, or a ping (which has been answered) or pong.
    case heard
    /// The peer has closed or failed the connection; the descriptor is open for a second at the most. What is sent
    /// before the next call of `next()` still precedes our own close frame.
    case closing(WebSocketCloseCode?, reason: String)
    /// The descriptor is closed; the last event. `nil` after a close handshake.
    case ended(TransportError?)
}

/// What stands between the thread that owns a connection and the rest of the program: bounded both ways.
final class WebSocketMailbox: Sendable {
    enum Command {
        case text(String)
        case binary([UInt8])
        case ping
        case close(WebSocketCloseCode, reason: String)
    }

    private typealias Waiter = CheckedContinuation<[WebSocketClientEvent], Never>

    private struct State {
        var commands: [Command] = []
        var outgoingBytes = 0
        var events: [WebSocketClientEvent] = []
        var incomingBytes = 0
        var isReaderPaused = false
        var awaitsIdleness = false
        var hasHeard = false
        var waiter: Waiter?
        var isAborted = false
        var hasEnded = false
    }

    /// Messages that may wait to be sent.
    static let outgoingLimit = 4096
    /// Messages that may wait to be taken; beyond it the thread stops reading.
    static let incomingLimit = 1024

    private let byteLimit: Int
    let waker: Waker
    private let state = Lock(State())

    /// - Parameter byteLimit: bytes that may wait in either direction.
    init(byteLimit: Int) throws(TransportError) {
        self.byteLimit = byteLimit
        waker = try Waker()
    }

    // MARK: For the program

    /// Whether something waits to be taken.
    var hasUnread: Bool { state.withLock { !$0.events.isEmpty || $0.hasHeard } }

    /// Hands a command to the thread.
    /// - Returns: whether it was taken: not when the queue is full or the connection has ended.
    func post(_ command: Command, bytes: Int) -> Bool {
        let (isTaken, isFirst) = state.withLock { state in
            guard !state.hasEnded, !state.isAborted, state.outgoingBytes + bytes <= byteLimit,
                state.commands.count < Self.outgoingLimit
            else { return (false, false) }
            state.commands.append(command)
            state.outgoingBytes += bytes
            return (true, state.commands.count == 1)
        }
        if isFirst { waker.wake() }
        return isTaken
    }

    /// Ends the connection without a handshake.
    func abort() {
        state.withLock { $0.isAborted = true }
        waker.wake()
    }

    /// Waits for events. For one caller at a time.
    /// - Returns: all that are there; nothing once `.ended` was taken.
    func next() async -> [WebSocketClientEvent] {
        await withCheckedContinuation { continuation in
            let (events, mustWake) = state.withLock { state -> ([WebSocketClientEvent]?, Bool) in
                if let events = take(&state) {
                    let mustWake = state.isReaderPaused
                    state.isReaderPaused = false
                    return (events, mustWake)
                }
                state.waiter = continuation
                let mustWake = state.awaitsIdleness
                state.awaitsIdleness = false
                return (nil, mustWake)
            }
            if mustWake { waker.wake() }
            if let events { continuation.resume(returning: events) }
        }
    }

    private func take(_ state: inout State) -> [WebSocketClientEvent]? {
        if !state.events.isEmpty {
            let events = state.events
            state.events = []
            state.incomingBytes = 0
            state.hasHeard = false
            return events
        }
        if state.hasHeard {
            state.hasHeard = false
            return [.heard]
        }
        return state.hasEnded ? [] : nil
    }

    // MARK: For the thread

    var isAborted: Bool { state.withLock { $0.isAborted } }

    /// What the program wants of the thread.
    struct Orders {
        /// Those since the last call.
        var commands: [Command]
        /// Whether there is room for what is read.
        var mayRead: Bool
        var isAborted: Bool
        /// Whether the program has taken everything and waits for more.
        var isIdle: Bool
    }

    /// - Parameter awaitsIdleness: uses the waker when the program becomes idle.
    func takeOrders(awaitsIdleness: Bool) -> Orders {
        state.withLock { state in
            defer { state.commands = [] }
            state.isReaderPaused = state.incomingBytes >= byteLimit || state.events.count >= Self.incomingLimit
            state.awaitsIdleness = awaitsIdleness
            return Orders(
                commands: state.commands, mayRead: !state.isReaderPaused, isAborted: state.isAborted,
                isIdle: state.waiter != nil)
        }
    }

    /// So many bytes of commands have been written or dropped.
    func didSend(_ bytes: Int) { state.withLock { $0.outgoingBytes = max(0, $0.outgoingBytes - bytes) } }

    /// Reports events; without any, that the peer lives.
    func report(_ events: [WebSocketClientEvent], bytes: Int) {
        let resumption = state.withLock { state -> (Waiter, [WebSocketClientEvent])? in
            guard !state.hasEnded else { return nil }
            state.events += events
            state.incomingBytes += bytes
            state.hasHeard = true
            return takeForWaiter(&state)
        }
        resumption.map { $0.resume(returning: $1) }
    }

    /// Reports the end.
    func finish(_ error: TransportError?) {
        let resumption = state.withLock { end(&$0, error) }
        resumption.map { $0.resume(returning: $1) }
    }

    private func end(_ state: inout State, _ error: TransportError?) -> (Waiter, [WebSocketClientEvent])? {
        guard !state.hasEnded else { return nil }
        state.hasEnded = true
        state.commands = []
        state.events.append(.ended(error))
        return takeForWaiter(&state)
    }

    private func takeForWaiter(_ state: inout State) -> (Waiter, [WebSocketClientEvent])? {
        guard let waiter = state.waiter, let events = take(&state) else { return nil }
        state.waiter = nil
        return (waiter, events)
    }
}
