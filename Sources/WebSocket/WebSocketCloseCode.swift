/// The status code of a close frame (RFC 6455, section 7.4).
package struct WebSocketCloseCode: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    package let rawValue: UInt16

    /// Any code, also one that may not stand on the wire.
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The purpose of the connection is fulfilled.
    package static let normal = WebSocketCloseCode(rawValue: 1000)
    /// The endpoint goes away: it shuts down or is replaced.
    package static let goingAway = WebSocketCloseCode(rawValue: 1001)
    /// The peer broke the protocol.
    package static let protocolError = WebSocketCloseCode(rawValue: 1002)
    /// A kind of data that this endpoint does not take.
    package static let unsupportedData = WebSocketCloseCode(rawValue: 1003)
    /// A text message that is not UTF-8.
    package static let invalidPayload = WebSocketCloseCode(rawValue: 1007)
    /// A message that breaks this endpoint's policy.
    package static let policyViolation = WebSocketCloseCode(rawValue: 1008)
    /// A message too big to process.
    package static let messageTooBig = WebSocketCloseCode(rawValue: 1009)
    /// The server met a condition that it did not expect.
    package static let internalError = WebSocketCloseCode(rawValue: 1011)

    /// Whether a close frame may carry the code: 1004 to 1006 and 1015 are for local use, below 1000 and 1016 to 2999
    /// are reserved, 3000 to 4999 are free for libraries and applications.
    package var mayBeSent: Bool {
        switch rawValue {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }

    package var description: String { String(rawValue) }
}
