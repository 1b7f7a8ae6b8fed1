import HTTPServing
import Locking
import WebSocket

/// A WebSocket in the server's role on a connection of the terminator.
final class WebSocketSession {
    /// Bytes that an app may leave unread.
    private static let outputLimit = 16 << 20
    private static let answerMilliseconds: Int64 = 10_000
    /// How long the app has to answer our close frame.
    private static let closeMilliseconds: Int64 = 2000
    private static let keptOpenMilliseconds: Int64 = 120_000

    private let connection: TerminatorConnection
    private let stream: TLSStream
    private var codec = WebSocketConnection(
        role: .server,
        limits: WebSocketLimits(framePayload: SocketHub.frameLimit, message: SocketHub.frameLimit, fragments: 1))
    private var output: [UInt8] = []
    private var buffer = [UInt8](repeating: 0, count: 32_768)
    /// When the connection ends whatever the app does; `nil` while it is open.
    private var endsAt: Int64?
    private var hasEnded = false
    private var isReset = false
    private var isFrozen = false
    private var recordSize: UInt64 = 1

    init(connection: TerminatorConnection, stream: TLSStream) {
        self.connection = connection
        self.stream = stream
    }

    func run(_ received: [UInt8]) {
        defer { if isReset { stream.reset() } else { stream.close() } }
        let request: WebSocketUpgradeRequest
        let rest: [UInt8]
        do {
            var parser = WebSocketRequestParser()
            guard let result = try parser.receive(received) else { return }
            (request, rest) = (result.request, result.rest)
        } catch {
            output += error.rejection
            finishWriting()
            return
        }
        guard accept(request) else {
            finishWriting()
            return
        }
        take(codec.receive(rest))
        while !hasEnded, !connection.isStopped { step() }
        if connection.isStopped, codec.isOpen, !isFrozen { farewell() }
    }

    /// Asks the workspace, and writes its answer.
    private func accept(_ request: WebSocketUpgradeRequest) -> Bool {
        let parts = request.target.split(separator: "?", maxSplits: 1)
        guard parts.first == "/link/" || parts.first == "/link" else {
            output += WebSocketHandshake.rejection(status: "404 Not Found")
            return false
        }
        let query = FormEncoding.fields(parts.count > 1 ? parts[1] : "")
        connection.terminator.said(
            connection.id, .upgrade(ticket: query["ticket"], isShort: query["debug_reconnects"] == "true"))
        let deadline = MonotonicClock.milliseconds() + Self.answerMilliseconds
        while MonotonicClock.milliseconds() < deadline, !connection.isStopped {
            var commands = connection.takeCommands()[...]
            switch commands.popFirst() {
            case .accept:
                output += WebSocketHandshake.acceptResponse(key: request.key)
                for command in commands { obey(command) }
                return true
            case .reject(let status, let headers):
                output += WebSocketHandshake.rejection(status: status, headers: headers)
                return false
            case .text, .binary, .ping, .close, .abort, .freeze, nil:
                connection.wait(stream, reading: false, writing: false, milliseconds: 500)
            }
        }
        return false
    }

    private func step() {
        if isFrozen {
            let isOver = endsAt.map { MonotonicClock.milliseconds() >= $0 } ?? false
            hasEnded = connection.waitForHangup(stream, milliseconds: 1000) || isOver
            return
        }
        let faults = connection.terminator.faults.withLock { $0 }
        if faults.socketStall {
            connection.wait(stream, reading: false, writing: false, milliseconds: 100)
            return
        }
        for command in connection.takeCommands() { obey(command) }
        guard !isFrozen else { return }
        flush(oddRecords: faults.oddRecords)
        guard !hasEnded else { return }
        if let endsAt, MonotonicClock.milliseconds() >= endsAt {
            hasEnded = true
            return
        }
        if !stream.hasPending {
            connection.wait(
                stream, reading: true, writing: !output.isEmpty || stream.wantsToWrite,
                milliseconds: endsAt == nil ? 1000 : 100)
        }
        read()
    }

    private func read() {
        while !hasEnded {
            switch stream.read(into: &buffer) {
            case .bytes(let count):
                let events = buffer.withUnsafeBytes { codec.receive(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
                take(events)
            case .later: return
            case .ended: hasEnded = true
            }
        }
    }

    private func take(_ events: [WebSocketEvent]) {
        for event in events {
            switch event {
            case .text(let text):
                connection.terminator.said(connection.id, .text(text))
            case .binary, .pong:
                connection.terminator.said(connection.id, .heard)
            case .ping(_, let reply):
                connection.terminator.said(connection.id, .heard)
                if !connection.terminator.faults.withLock({ $0.pongsDropped }) { output += reply }
            case .closed(_, _, let reply):
                // An empty reply means that the close was ours, so both sides are done.
                output += reply
                end(after: reply.isEmpty ? 0 : connection.terminator.timing.lingerAfterClose.wholeMicroseconds / 1000)
            case .failed(_, let closeFrame):
                output += closeFrame
                end(after: 500)
            }
        }
    }

    private func end(after milliseconds: Int64) {
        connection.terminator.said(connection.id, .closing)
        let isKept = connection.terminator.faults.withLock { $0.tcpKeptOpen }
        endsAt = MonotonicClock.milliseconds() + (isKept ? Self.keptOpenMilliseconds : milliseconds)
    }

    private func obey(_ command: SocketCommand) {
        do {
            switch command {
            case .accept, .reject: break
            case .text(let text): output += try codec.send(text: text)
            case .binary(let bytes): output += try codec.send(binary: bytes)
            case .ping(let text): output += try codec.send(ping: Array(text.utf8))
            case .close(let code, let reason):
                output += try codec.close(WebSocketCloseCode(rawValue: code), reason: reason)
                end(after: Self.closeMilliseconds)
            case .abort:
                isReset = true
                hasEnded = true
            case .freeze:
                isFrozen = true
                output = []
                endsAt = MonotonicClock.milliseconds() + Self.keptOpenMilliseconds
            }
        } catch {
            // The close handshake has begun. What was to be sent goes the way of everything behind a close frame: it
            // was not acked, and so comes again elsewhere.
            return
        }
        if output.count > Self.outputLimit {
            isReset = true
            hasEnded = true
        }
    }

    private func flush(oddRecords: Bool) {
        var sent = 0
        while sent < output.count {
            var slice = output[sent...]
            if oddRecords {
                recordSize = recordSize &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                slice = slice.prefix(Int(recordSize >> 33) % 700 + 1)
            }
            let count = stream.write(slice)
            guard count > 0 else { break }
            sent += count
        }
        output.removeFirst(sent)
        if stream.isBroken { hasEnded = true }
    }

    /// The sandbox stops: say so, and do not wait for an answer.
    private func farewell() {
        obey(.close(WebSocketCloseCode.goingAway.rawValue, "the sandbox stops"))
        flush(oddRecords: false)
    }

    /// Writes what is left of a refusal.
    private func finishWriting() {
        let deadline = MonotonicClock.milliseconds() + Self.closeMilliseconds
        while !output.isEmpty, !stream.isBroken, MonotonicClock.milliseconds() < deadline {
            flush(oddRecords: false)
            if !output.isEmpty { connection.wait(stream, reading: false, writing: true, milliseconds: 200) }
        }
    }
}
