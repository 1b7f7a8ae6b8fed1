import WebSocket

private func connection(asServer: Bool, _ limits: WebSocketLimits = WebSocketLimits()) -> WebSocketConnection {
    WebSocketConnection(role: asServer ? .server : .client(maskingKey: { 0x37FA_213D }), limits: limits)
}

/// The first byte chooses the role, the limits and whether we have closed already; the second the size of the pieces.
func checkFrames(_ input: inout FuzzInput) throws(BrokenPromise) {
    let (choice, size) = (input.choice(), input.choice() + 1)
    let isServer = choice & 1 != 0
    let limits =
        choice & 2 != 0 ? WebSocketLimits(framePayload: 200, message: 300, fragments: 4) : WebSocketLimits()
    var whole = connection(asServer: isServer, limits)
    if choice & 4 != 0 {
        do { _ = try whole.close() } catch { throw BrokenPromise("a fresh connection cannot be closed") }
    }
    var pieced = whole
    let events = whole.receive(input.rest)
    try promise(
        pieces(input.rest, of: size).flatMap { pieced.receive($0) } == events,
        "pieces of \(size) bytes give other events than the whole")
    try promise(whole.isDone == pieced.isDone, "pieces end otherwise than the whole")
    try checkEvents(events, limits, received: input.rest.count, isServer: isServer)
    let isEnd = events.last.map(\.isLast) ?? false
    try promise(whole.isDone == isEnd, "the connection's end and its last event disagree")
    if isEnd { try promise(whole.receive([0x81, 0x00]).isEmpty, "an event behind the last") }
    for event in events { try checkRoundTrip(event, limits, fragmentSize: size, asServer: isServer) }
}

private func checkEvents(
    _ events: [WebSocketEvent], _ limits: WebSocketLimits, received: Int, isServer: Bool
) throws(BrokenPromise) {
    var delivered = 0
    for (index, event) in events.enumerated() {
        try promise(!event.isLast || index == events.count - 1, "an event behind the last")
        switch event {
        case .text(let text):
            delivered += text.utf8.count
            try promise(text.utf8.count <= limits.message, "a text over the limit")
        case .binary(let bytes):
            delivered += bytes.count
            try promise(bytes.count <= limits.message, "a message over the limit")
        case .ping(let payload, let reply):
            delivered += payload.count
            if !reply.isEmpty {
                var peer = connection(asServer: !isServer)
                try promise(peer.receive(reply) == [.pong(payload)], "the answer to a ping is no pong with its payload")
            }
        case .pong(let payload): delivered += payload.count
        case .closed(_, let reason, let reply):
            try promise(reason.utf8.count <= 123, "a reason that no frame can hold")
            try checkClose(reply, isServer: isServer)
        case .failed(let error, let frame):
            try promise(error.description.utf8.count <= 123, "an error that no close frame can hold")
            try checkClose(frame, isServer: isServer)
        }
    }
    try promise(delivered <= received, "more was delivered than came")
}

private func checkClose(_ frame: [UInt8], isServer: Bool) throws(BrokenPromise) {
    guard !frame.isEmpty else { return }
    var peer = connection(asServer: !isServer)
    let events = peer.receive(frame)
    guard events.count == 1, case .closed = events[0] else { throw BrokenPromise("our last frame is no close frame") }
}

/// What one end delivers, the other can send, in fragments too.
private func checkRoundTrip(
    _ event: WebSocketEvent, _ limits: WebSocketLimits, fragmentSize: Int, asServer isServer: Bool
) throws(BrokenPromise) {
    var sender = connection(asServer: !isServer)
    var receiver = connection(asServer: isServer)
    do throws(WebSocketSendError) {
        switch event {
        case .text(let text):
            let frames = try sender.send(text: text, fragmentSize: fragmentSize)
            guard receiver.receive(frames) == [event] else { break }
            return
        case .binary(let bytes):
            let frames = try sender.send(binary: bytes, fragmentSize: fragmentSize)
            guard receiver.receive(frames) == [event] else { break }
            return
        case .ping, .pong, .closed, .failed: return
        }
    } catch {
        throw BrokenPromise("a delivered message cannot be sent: \(error)")
    }
    throw BrokenPromise("a message does not survive being sent in fragments of \(fragmentSize) bytes")
}

extension WebSocketEvent {
    fileprivate var isLast: Bool {
        switch self {
        case .closed, .failed: true
        case .text, .binary, .ping, .pong: false
        }
    }
}
