import CLinux
import Glibc
import WebSocket

/// The life of one connection, on the thread that owns its descriptor.
struct WebSocketThread {
    private let url: NetworkURL
    private let context: TLSContext
    private let options: WebSocketClientOptions
    private let mailbox: WebSocketMailbox
    private var connection: WebSocketConnection
    private var output: [UInt8] = []
    private var sent = 0
    /// Bytes of messages in `output`, by which the mailbox's account is eased once they are written.
    private var messageBytes = 0
    /// When the close frame that we owe is sent even if the program has not caught up with what came before.
    private var owedDeadline: Duration?
    private var closeDeadline: Duration?
    /// Bytes of pongs in `output`; what exceeds the limit waits in `latestPong`, where a newer one replaces it.
    private var pongBytes = 0
    private var latestPong: [UInt8] = []
    /// Most bytes of pongs that wait for a peer that pings and does not read.
    private static let pongLimit = 16384
    private var outcome: TransportError?

    init(url: NetworkURL, context: TLSContext, options: WebSocketClientOptions, mailbox: WebSocketMailbox) {
        self.url = url
        self.context = context
        self.options = options
        self.mailbox = mailbox
        let random = options.random
        connection = WebSocketConnection(
            role: .client(maskingKey: { random(4).reduce(0) { $0 << 8 | UInt32($1) } }), limits: options.limits,
            defersClose: true)
    }

    /// Connects, serves and reports the end.
    consuming func run() {
        let mailbox = mailbox
        do throws(TransportError) {
            let (stream, rest) = try open()
            // The descriptor is closed before the end is reported.
            defer { stream.close() }
            mailbox.report([.opened], bytes: 0)
            try serve(stream, rest)
        } catch {
            mailbox.finish(error)
            return
        }
        mailbox.finish(outcome)
    }

    private func open() throws(TransportError) -> (ByteStream, [UInt8]) {
        let mailbox = mailbox
        let opening = StreamOpening(
            url: url, proxy: options.proxy.proxy(for: url), context: context, resolver: options.resolver,
            waker: mailbox.waker, deadline: MonotonicClock.now() + options.openTimeout, isAborted: { mailbox.isAborted }
        )
        let stream = try opening.open()
        let key = WebSocketHandshake.key(nonce: options.random(16))
        let request = WebSocketHandshake.clientRequest(
            host: url.hostField, path: url.target, key: key, headers: options.headers)
        try opening.write(request, to: stream, stage: .upgrading)
        var parser = WebSocketResponseParser(key: key)
        while true {
            let bytes = try opening.read(from: stream, stage: .upgrading)
            do {
                if let rest = try parser.receive(bytes) { return (stream, rest) }
            } catch { throw .handshake(error) }
        }
    }
}

// MARK: - The open connection

extension WebSocketThread {
    /// Reads and writes until the connection is over.
    private mutating func serve(_ stream: ByteStream, _ rest: [UInt8]) throws(TransportError) {
        let size = 65536
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
        defer { buffer.deallocate() }
        if !rest.isEmpty { rest.withUnsafeBytes { take($0) } }
        while true {
            let orders = mailbox.takeOrders(awaitsIdleness: owedDeadline != nil)
            guard !orders.isAborted else { throw .aborted }
            for command in orders.commands { obey(command) }
            payOwedClose(orders.isIdle)
            var events: Int16
            do {
                events = try flush(stream)
            } catch {
                hearOut(stream, buffer)
                guard connection.isDone else { throw error }
                return
            }
            var isMoreThere = false
            if orders.mayRead {
                switch try read(stream, buffer) {
                case .moved: isMoreThere = true
                case .waits(let event): events |= event
                case .ended:
                    guard connection.isDone || closeDeadline != nil else {
                        throw .peerVanished("the peer closed the connection without a close frame")
                    }
                    return
                }
            }
            if let closeDeadline, MonotonicClock.now() >= closeDeadline { return }
            if isMoreThere || sent < output.count && events == 0 { continue }
            _ = wait(stream.descriptor, for: events, or: mailbox.waker, until: owedDeadline ?? closeDeadline)
        }
    }

    private mutating func obey(_ command: WebSocketMailbox.Command) {
        do throws(WebSocketSendError) {
            switch command {
            case .text(let text):
                messageBytes += text.utf8.count
                output += try connection.send(text: text)
            case .binary(let bytes):
                messageBytes += bytes.count
                output += try connection.send(binary: bytes)
            case .ping:
                output += try connection.send(ping: [])
            case .close(let code, let reason):
                beginClosing()
                guard owedDeadline == nil else { return payOwedClose(true) }
                output += try connection.close(code, reason: reason)
            }
        } catch {
            // The peer's close frame was faster: `.closing` has told the program that nothing can be sent.
            return
        }
    }

    /// Sends our close frame once the program has taken, and may have answered, what came before the peer's last word.
    private mutating func payOwedClose(_ isIdle: Bool) {
        guard let owedDeadline, isIdle || MonotonicClock.now() >= owedDeadline else { return }
        self.owedDeadline = nil
        output += connection.takeOwedClose()
    }

    private mutating func beginClosing() {
        closeDeadline = closeDeadline ?? MonotonicClock.now() + options.closeTimeout
    }

    private mutating func oweClose() {
        beginClosing()
        owedDeadline = MonotonicClock.now() + options.closeTimeout / 2
    }

    /// Writes what can be written.
    /// - Returns: what to wait for when something is left; 0 when not.
    private mutating func flush(_ stream: ByteStream) throws(TransportError) -> Int16 {
        while sent < output.count {
            let start = sent
            let progress = try output.withUnsafeBufferPointer { (bytes) throws(TransportError) in
                try stream.write(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[start...])))
            }
            switch progress {
            case .moved(let count): sent += count
            case .waits(let events): return events
            case .ended: throw .peerVanished("the peer closed the connection")
            }
        }
        output.removeAll(keepingCapacity: output.count < 65536)
        sent = 0
        pongBytes = 0
        if messageBytes > 0 { mailbox.didSend(messageBytes) }
        messageBytes = 0
        guard connection.isOpen, !latestPong.isEmpty else { return 0 }
        output = latestPong
        pongBytes = latestPong.count
        latestPong = []
        return try flush(stream)
    }

    /// A peer that has closed already may have said why, before our write failed.
    private mutating func hearOut(_ stream: ByteStream, _ buffer: UnsafeMutableRawBufferPointer) {
        do throws(TransportError) {
            for _ in 0..<64 where !connection.isDone { guard case .moved = try read(stream, buffer) else { return } }
        } catch {
            // The failure of the write is the one that is reported.
            return
        }
    }

    /// Answers a ping; while pongs pile up, the newest alone (RFC 6455, section 5.5.3).
    private mutating func answer(_ pong: [UInt8]) {
        guard pongBytes + pong.count <= Self.pongLimit else {
            latestPong = pong
            return
        }
        pongBytes += pong.count
        output += pong
    }

    /// Reads once.
    private mutating func read(
        _ stream: ByteStream, _ buffer: UnsafeMutableRawBufferPointer
    ) throws(TransportError) -> StreamProgress {
        let progress = try stream.read(into: buffer)
        if case .moved(let count) = progress, count > 0 {
            take(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
        return progress
    }

    private mutating func take(_ bytes: UnsafeRawBufferPointer) {
        var reports: [WebSocketClientEvent] = []
        var size = 0
        for event in connection.receive(bytes) {
            switch event {
            case .text(let text):
                reports.append(.text(text))
                size += text.utf8.count
            case .binary(let bytes):
                reports.append(.binary(bytes))
                size += bytes.count
            case .ping(_, let reply):
                answer(reply)
            case .pong:
                break
            case .closed(let code, let reason, _):
                oweClose()
                reports.append(.closing(code, reason: reason))
            case .failed(let error, _):
                outcome = .webSocket(error)
                oweClose()
                reports.append(.closing(error.closeCode, reason: error.description))
            }
        }
        mailbox.report(reports, bytes: size)
    }
}
