import JSONTree
import SlackWire

/// Everything is the text.
func checkEnvelopes(_ input: inout FuzzInput) throws(BrokenPromise) {
    let text = String(decoding: input.rest, as: UTF8.self)
    let message = SocketModeMessage(text)
    try promise(message == SocketModeMessage(text), "the same text was read in two ways")
    switch message {
    case .envelope(let envelope): try checkEnvelope(envelope, text)
    case .hello(let hello):
        try promise(hello.approximateLife.map { $0 > .zero } ?? true, "a life that is over before it begins")
    case .disconnect: break
    case .ignored(let reason): try promise(reason.utf8.count < 4096, "an endless reason")
    }
}

private func checkEnvelope(_ envelope: SocketModeEnvelope, _ text: String) throws(BrokenPromise) {
    try promise(!envelope.id.isEmpty, "an envelope without an id")
    do {
        let ack = try SocketModeAck.text(envelopeID: envelope.id)
        try promise(ack.utf8.count < SocketModeAck.frameLimit, "an acknowledgement that Slack refuses")
        try promise(
            try JSONValue(parsing: ack)["envelope_id"]?.string == envelope.id, "the acknowledgement names another id")
    } catch is SocketModeAckError {
        // An id as long as a frame.
        try promise(envelope.id.utf8.count > SocketModeAck.frameLimit / 8, "a short id cannot be acknowledged")
    } catch let error as BrokenPromise {
        throw error
    } catch {
        throw BrokenPromise("the acknowledgement is not JSON: \(error)")
    }
    if envelope.kind == .undecodable {
        try promise(text.contains(envelope.id), "an id that does not stand in the text")
        let kept = envelope.payload.string?.utf8.count ?? 0
        try promise(kept <= SocketModeEnvelope.keptText + 8, "more of the text is kept than the limit says")
    }
    let written = envelope.payload.text()
    do {
        try promise(try JSONValue(parsing: written) == envelope.payload, "a payload does not survive being stored")
    } catch let error as BrokenPromise {
        throw error
    } catch {
        throw BrokenPromise("a stored payload is not JSON: \(error)")
    }
}
