/// Which end of the connection this is.
package enum WebSocketRole: Sendable {
    /// Masks what it sends. The closure gives the key of each frame and must draw it from a source that nobody can
    /// predict (RFC 6455, section 5.3).
    case client(maskingKey: @Sendable () -> UInt32)
    /// Never masks.
    case server
}

/// What the bytes received so far mean.
package enum WebSocketEvent: Hashable, Sendable {
    /// A complete text message.
    case text(String)
    /// A complete binary message.
    case binary([UInt8])
    /// A ping; `reply` is the pong to send, empty when this side is closing.
    case ping([UInt8], reply: [UInt8])
    /// A pong, asked for or not.
    case pong([UInt8])
    /// The peer's close frame; the last event. `code` is `nil` when the frame carried none. `reply` is the close frame
    /// to send, empty when this side has sent its own or owes it still (`defersClose`).
    case closed(WebSocketCloseCode?, reason: String, reply: [UInt8])
    /// The peer broke the protocol; the last event. `closeFrame` is what to send before the transport is closed, empty
    /// when this side has sent a close frame already or owes it still (`defersClose`).
    case failed(WebSocketError, closeFrame: [UInt8])
}

/// One WebSocket connection after its handshake (RFC 6455), as a value: bytes in, events out, bytes to send out.
///
/// It holds no socket and no clock. Feed it what arrives, in any pieces, and send what it returns, in order.
package struct WebSocketConnection: Sendable {
    private enum Reading: Sendable {
        case header
        case payload(WebSocketFrameHeader, consumed: Int)
    }

    private enum Phase: Sendable {
        case open
        case closeSent
        /// The peer's last word has been read, ours is still to be said: a close frame with this payload.
        case closeOwed([UInt8])
        case done
    }

    private let role: WebSocketRole
    private let limits: WebSocketLimits
    private let defersClose: Bool
    private var phase = Phase.open
    private var reading = Reading.header
    private var header: [UInt8] = []
    private var control: [UInt8] = []
    private var message: [UInt8] = []
    /// `text` or `binary` while a message is incomplete.
    private var messageOpcode: WebSocketOpcode?
    private var fragments = 0
    private var utf8 = UTF8Validator()

    /// A connection whose handshake has just been completed.
    /// - Parameter defersClose: leaves the moment of the close frame that follows `.closed` and `.failed` to the
    ///   caller, who may answer earlier messages first and then sends `takeOwedClose()`.
    package init(role: WebSocketRole, limits: WebSocketLimits = WebSocketLimits(), defersClose: Bool = false) {
        self.role = role
        self.limits = limits
        self.defersClose = defersClose
    }

    /// Whether messages may still be sent.
    package var isOpen: Bool {
        switch phase {
        case .open, .closeOwed: true
        case .closeSent, .done: false
        }
    }

    /// Whether the peer's close frame has come or the connection has failed: nothing more is read.
    package var isDone: Bool {
        switch phase {
        case .closeOwed, .done: true
        case .open, .closeSent: false
        }
    }

    /// Takes bytes that came from the peer, in any pieces.
    /// - Returns: what they complete. After `.closed` or `.failed` every call returns nothing.
    package mutating func receive(_ bytes: some Collection<UInt8>) -> [WebSocketEvent] {
        if let events = bytes.withContiguousStorageIfAvailable({ receive(UnsafeRawBufferPointer($0)) }) {
            return events
        }
        return Array(bytes).withUnsafeBytes { receive($0) }
    }

    /// Takes bytes that came from the peer, in any pieces; they are not kept beyond the call.
    package mutating func receive(_ bytes: UnsafeRawBufferPointer) -> [WebSocketEvent] {
        var events: [WebSocketEvent] = []
        var rest = bytes[...]
        do {
            while !isDone, try step(&rest, &events) {}
        } catch {
            events.append(fail(error))
        }
        return events
    }
}

extension WebSocketConnection {
    /// Consumes a header or a piece of payload.
    /// - Returns: whether anything is left to do.
    private mutating func step(
        _ bytes: inout Slice<UnsafeRawBufferPointer>, _ events: inout [WebSocketEvent]
    ) throws(WebSocketError) -> Bool {
        switch reading {
        case .header:
            while header.count < 2 || header.count < WebSocketFrameHeader.size(header[1]) {
                guard let byte = bytes.popFirst() else { return false }
                header.append(byte)
            }
            let frame = try WebSocketFrameHeader(header)
            header.removeAll(keepingCapacity: true)
            try begin(frame)
            reading = .payload(frame, consumed: 0)
            return true
        case .payload(let frame, let consumed):
            let piece = bytes.prefix(frame.length - consumed)
            bytes = bytes.dropFirst(piece.count)
            try take(UnsafeRawBufferPointer(rebasing: piece), of: frame, at: consumed)
            guard consumed + piece.count == frame.length else {
                reading = .payload(frame, consumed: consumed + piece.count)
                return false
            }
            reading = .header
            if let event = try finish(frame) { events.append(event) }
            return !bytes.isEmpty
        }
    }

    /// Checks a frame against the role, the message in progress and the limits, before its payload is read.
    private mutating func begin(_ frame: WebSocketFrameHeader) throws(WebSocketError) {
        switch role {
        case .client: guard frame.maskingKey == nil else { throw .maskedFrameFromServer }
        case .server: guard frame.maskingKey != nil else { throw .unmaskedFrameFromClient }
        }
        guard !frame.opcode.isControl else { return }
        if frame.opcode == .continuation {
            guard messageOpcode != nil else { throw .continuationOfNothing }
        } else {
            guard messageOpcode == nil else { throw .messageInterrupted }
            messageOpcode = frame.opcode
            fragments = 0
            utf8 = UTF8Validator()
        }
        guard frame.length <= limits.framePayload else {
            throw .frameOverLimit(bytes: frame.length, limit: limits.framePayload)
        }
        guard frame.length <= limits.message - message.count else { throw .messageOverLimit(limit: limits.message) }
        fragments += 1
        guard fragments <= limits.fragments else { throw .fragmentsOverLimit(limit: limits.fragments) }
    }

    private mutating func take(
        _ piece: UnsafeRawBufferPointer, of frame: WebSocketFrameHeader, at consumed: Int
    ) throws(WebSocketError) {
        guard !piece.isEmpty else { return }
        if frame.opcode.isControl {
            appendUnmasked(piece, key: frame.maskingKey, phase: consumed, to: &control)
            return
        }
        let start = message.count
        appendUnmasked(piece, key: frame.maskingKey, phase: consumed, to: &message)
        guard messageOpcode == .text else { return }
        let valid = message.withUnsafeBytes { utf8.accept(UnsafeRawBufferPointer(rebasing: $0[start...])) }
        guard valid else { throw .invalidUTF8 }
    }

    private func appendUnmasked(
        _ piece: UnsafeRawBufferPointer, key: UInt32?, phase: Int, to buffer: inout [UInt8]
    ) {
        let start = buffer.count
        buffer.append(contentsOf: piece)
        guard let key else { return }
        buffer.withUnsafeMutableBytes { bytes in
            applyMask(key, phase: phase, to: UnsafeMutableRawBufferPointer(rebasing: bytes[start...]))
        }
    }

    private mutating func finish(_ frame: WebSocketFrameHeader) throws(WebSocketError) -> WebSocketEvent? {
        guard !frame.opcode.isControl else {
            defer { control.removeAll(keepingCapacity: true) }
            return try finishControl(frame.opcode)
        }
        guard frame.isFinal, let opcode = messageOpcode else { return nil }
        messageOpcode = nil
        defer { message = [] }
        guard opcode == .text else { return .binary(message) }
        guard utf8.isComplete else { throw .invalidUTF8 }
        return .text(String(decoding: message, as: UTF8.self))
    }

    private mutating func finishControl(_ opcode: WebSocketOpcode) throws(WebSocketError) -> WebSocketEvent {
        switch opcode {
        case .ping:
            return .ping(control, reply: isOpen ? frame(.pong, control) : [])
        case .pong:
            return .pong(control)
        case .close, .text, .binary, .continuation:
            return try peerClosed()
        }
    }

    private mutating func peerClosed() throws(WebSocketError) -> WebSocketEvent {
        guard control.count != 1 else { throw .closePayloadOfOneByte }
        var code: WebSocketCloseCode?
        if control.count >= 2 {
            let value = WebSocketCloseCode(rawValue: UInt16(control[0]) << 8 | UInt16(control[1]))
            guard value.mayBeSent else { throw .invalidCloseCode(value.rawValue) }
            code = value
        }
        guard let reason = String(validating: control.dropFirst(2), as: UTF8.self) else { throw .invalidUTF8 }
        return .closed(code, reason: reason, reply: sayLastWord(Array(control.prefix(2))))
    }

    private mutating func fail(_ error: WebSocketError) -> WebSocketEvent {
        message = []
        control = []
        return .failed(error, closeFrame: sayLastWord(closePayload(error.closeCode, error.description)))
    }

    /// Ends reading.
    /// - Returns: our close frame, if it is due now.
    private mutating func sayLastWord(_ payload: [UInt8]) -> [UInt8] {
        guard isOpen else {
            phase = .done
            return []
        }
        phase = defersClose ? .closeOwed(payload) : .done
        return defersClose ? [] : frame(.close, payload)
    }
}

extension WebSocketConnection {
    /// The bytes of a text message.
    /// - Parameter fragmentSize: splits the message into frames of at most so many bytes; `nil` sends it as one frame.
    /// - Throws: `.connectionClosing` once either side has closed.
    package mutating func send(text: String, fragmentSize: Int? = nil) throws(WebSocketSendError) -> [UInt8] {
        try send(.text, Array(text.utf8), fragmentSize)
    }

    /// The bytes of a binary message; see `send(text:fragmentSize:)`.
    /// - Throws: `.connectionClosing` once either side has closed.
    package mutating func send(binary: [UInt8], fragmentSize: Int? = nil) throws(WebSocketSendError) -> [UInt8] {
        try send(.binary, binary, fragmentSize)
    }

    /// The bytes of a ping with at most 125 bytes of payload.
    /// - Throws: `.connectionClosing`, `.controlPayloadTooLong`.
    package mutating func send(ping payload: [UInt8]) throws(WebSocketSendError) -> [UInt8] {
        guard isOpen else { throw .connectionClosing }
        guard payload.count <= 125 else { throw .controlPayloadTooLong(payload.count) }
        return frame(.ping, payload)
    }

    /// The bytes of our close frame; nothing can be sent after it, and what the peer still sends is delivered until its
    /// own close frame comes. A reason over 123 bytes is cut at a character.
    /// - Throws: `.connectionClosing` when a close frame was sent or has come before, `.closeCodeMayNotBeSent`.
    package mutating func close(
        _ code: WebSocketCloseCode = .normal, reason: String = ""
    ) throws(WebSocketSendError) -> [UInt8] {
        guard isOpen, !isDone else { throw .connectionClosing }
        guard code.mayBeSent else { throw .closeCodeMayNotBeSent(code.rawValue) }
        phase = .closeSent
        return frame(.close, closePayload(code, reason))
    }

    /// The close frame that `defersClose` has put off; empty when none is owed. Nothing can be sent after it.
    package mutating func takeOwedClose() -> [UInt8] {
        guard case .closeOwed(let payload) = phase else { return [] }
        phase = .done
        return frame(.close, payload)
    }

    private mutating func send(
        _ opcode: WebSocketOpcode, _ payload: [UInt8], _ fragmentSize: Int?
    ) throws(WebSocketSendError) -> [UInt8] {
        guard isOpen else { throw .connectionClosing }
        guard let fragmentSize, fragmentSize > 0, fragmentSize < payload.count else { return frame(opcode, payload) }
        var output: [UInt8] = []
        payload.withUnsafeBytes { bytes in
            for start in stride(from: 0, to: bytes.count, by: fragmentSize) {
                let end = min(start + fragmentSize, bytes.count)
                appendFrame(
                    isFinal: end == bytes.count, start == 0 ? opcode : .continuation,
                    UnsafeRawBufferPointer(rebasing: bytes[start..<end]), maskingKey: nextMaskingKey(), to: &output)
            }
        }
        return output
    }

    private func frame(_ opcode: WebSocketOpcode, _ payload: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        payload.withUnsafeBytes { appendFrame(opcode, $0, maskingKey: nextMaskingKey(), to: &output) }
        return output
    }

    private func nextMaskingKey() -> UInt32? {
        switch role {
        case .client(let maskingKey): maskingKey()
        case .server: nil
        }
    }

    private func closePayload(_ code: WebSocketCloseCode, _ reason: String) -> [UInt8] {
        var text = reason
        while text.utf8.count > 123 { text.removeLast() }
        return [UInt8(code.rawValue >> 8), UInt8(code.rawValue & 0xFF)] + Array(text.utf8)
    }
}
