import CLinux
import Glibc
import Locking
import WebSocket

/// One connection of the terminator: first TLS, then a request's head, then either a WebSocket or a pipe to the HTTP
/// server.
final class TerminatorConnection: Sendable {
    /// Commands that wait; an app that stops reading is cut off long before.
    private static let commandLimit = 50_000
    private static let headLimit = 65_536
    private static let setUpMilliseconds: Int64 = 30_000

    let id: Int
    let terminator: TLSTerminator
    let wakeup = Wakeup()
    private let inbox = Lock(Inbox())

    private struct Inbox {
        var commands: [SocketCommand] = []
        var isStopped = false
    }

    init(id: Int, terminator: TLSTerminator) {
        self.id = id
        self.terminator = terminator
    }

    /// Leaves a command for the thread.
    func command(_ command: SocketCommand) {
        inbox.withLock { inbox in
            if inbox.commands.count < Self.commandLimit {
                inbox.commands.append(command)
            } else {
                inbox.isStopped = true
            }
        }
        wakeup.signal()
    }

    /// Ends the connection soon.
    func stop() {
        inbox.withLock { $0.isStopped = true }
        wakeup.signal()
    }

    var isStopped: Bool { inbox.withLock { $0.isStopped } }

    func takeCommands() -> [SocketCommand] {
        wakeup.clear()
        return inbox.withLock { inbox in
            defer { inbox.commands = [] }
            return inbox.commands
        }
    }

    /// Serves the connection to its end, on its thread.
    func serve(_ stream: TLSStream) {
        let deadline = MonotonicClock.milliseconds() + Self.setUpMilliseconds
        while !stream.handshake() {
            guard !stream.isBroken, MonotonicClock.milliseconds() < deadline, !isStopped else { return }
            wait(stream, reading: true, writing: stream.wantsToWrite, milliseconds: 500)
        }
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while received.firstRange(of: [0x0D, 0x0A, 0x0D, 0x0A]) == nil {
            guard received.count < Self.headLimit, MonotonicClock.milliseconds() < deadline, !isStopped else { return }
            switch stream.read(into: &buffer) {
            case .bytes(let count): received += buffer[..<count]
            case .later: wait(stream, reading: true, writing: stream.wantsToWrite, milliseconds: 500)
            case .ended: return
            }
        }
        if Self.asksForWebSocket(received) {
            WebSocketSession(connection: self, stream: stream).run(received)
        } else {
            ProxySession(connection: self, stream: stream).run(received)
        }
    }

    private static func asksForWebSocket(_ received: [UInt8]) -> Bool {
        let head = String(decoding: received.prefix(headLimit), as: UTF8.self).lowercased()
        return head.contains("\r\nupgrade: websocket") || head.contains("\r\nupgrade:websocket")
    }

    /// Waits for the socket, a command or the time.
    func wait(_ stream: TLSStream, reading: Bool, writing: Bool, milliseconds: Int32) {
        let events = (reading ? Int16(POLLIN) : 0) | (writing ? Int16(POLLOUT) : 0)
        var waits = [
            pollfd(fd: stream.descriptor, events: events, revents: 0),
            pollfd(fd: wakeup.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        // A socket that is neither read nor written must not wake us by its errors, or a stall would spin.
        if events == 0 { waits[0].fd = -1 }
        poll(&waits, 2, milliseconds)
    }

    /// Waits for the other side to close or reset TCP, a command or the time; what it sends meanwhile is left unread.
    /// - Returns: whether it has closed.
    func waitForHangup(_ stream: TLSStream, milliseconds: Int32) -> Bool {
        // POLLRDHUP of <bits/poll.h>, which Swift does not import.
        var waits = [
            pollfd(fd: stream.descriptor, events: 0x2000, revents: 0),
            pollfd(fd: wakeup.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        poll(&waits, 2, milliseconds)
        if waits[1].revents != 0 { wakeup.clear() }
        return waits[0].revents != 0
    }
}
