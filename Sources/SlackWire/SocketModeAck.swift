import JSONTree

/// The answer that takes an envelope off Slack's hands.
package enum SocketModeAck {
    /// Slack closes the socket with code 1009 for a frame of this size (in bytes) and delivers the envelope again on
    /// every new one.
    package static let frameLimit = 20480

    /// The text to send, which must go out as one unfragmented frame on the socket that the envelope came on.
    /// - Parameter payload: an answer, for an envelope that accepts one.
    /// - Throws: `SocketModeAckError` when the text would reach `frameLimit`: acknowledge without an answer and use
    ///   the Web API for it.
    package static func text(
        envelopeID: String, payload: JSONValue? = nil
    ) throws(SocketModeAckError) -> String {
        var message: JSONValue = ["envelope_id": .string(envelopeID)]
        if let payload { message["payload"] = payload }
        let text = message.text()
        guard text.utf8.count < frameLimit else { throw .tooLong(bytes: text.utf8.count) }
        return text
    }
}

/// Why an acknowledgement cannot be sent as it is.
package enum SocketModeAckError: Error, Hashable, Sendable, CustomStringConvertible {
    case tooLong(bytes: Int)

    package var description: String {
        switch self {
        case .tooLong(let bytes):
            "an acknowledgement of \(bytes) bytes; Slack takes less than \(SocketModeAck.frameLimit)"
        }
    }
}

/// What becomes of an envelope after its handler has looked at it.
package enum AckDecision: Hashable, Sendable {
    /// It is durable: acknowledge it.
    case ack
    /// Acknowledge it with an answer. Without effect on the answer when the envelope does not accept one.
    case ackWith(JSONValue)
    /// It could not be made durable: stay silent, so that Slack delivers it again.
    case withhold
}
