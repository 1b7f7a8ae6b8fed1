/// How the peer broke RFC 6455 or a limit of ours. The connection cannot be used any more.
package enum WebSocketError: Error, Hashable, Sendable {
    case reservedBitsSet
    case reservedOpcode(UInt8)
    case maskedFrameFromServer
    case unmaskedFrameFromClient
    case fragmentedControlFrame
    case controlFrameTooLong(Int)
    case lengthNotMinimal
    case lengthOutOfRange
    case continuationOfNothing
    case messageInterrupted
    case invalidUTF8
    case closePayloadOfOneByte
    case invalidCloseCode(UInt16)
    case frameOverLimit(bytes: Int, limit: Int)
    case messageOverLimit(limit: Int)
    case fragmentsOverLimit(limit: Int)
}

extension WebSocketError: CustomStringConvertible {
    /// The code that the failing side sends (RFC 6455, section 7.4.1).
    package var closeCode: WebSocketCloseCode {
        switch self {
        case .invalidUTF8: .invalidPayload
        case .frameOverLimit, .messageOverLimit, .fragmentsOverLimit: .messageTooBig
        case .reservedBitsSet, .reservedOpcode, .maskedFrameFromServer, .unmaskedFrameFromClient,
            .fragmentedControlFrame, .controlFrameTooLong, .lengthNotMinimal, .lengthOutOfRange,
            .continuationOfNothing, .messageInterrupted, .closePayloadOfOneByte, .invalidCloseCode:
            .protocolError
        }
    }

    /// One line that also serves as the reason in the close frame: at most 123 bytes.
    package var description: String {
        switch self {
        case .reservedBitsSet: "a reserved bit is set although no extension was agreed on"
        case .reservedOpcode(let opcode): "opcode \(opcode) is reserved"
        case .maskedFrameFromServer: "a server must not mask its frames"
        case .unmaskedFrameFromClient: "a client must mask its frames"
        case .fragmentedControlFrame: "a control frame must not be fragmented"
        case .controlFrameTooLong(let bytes): "a control frame carries at most 125 bytes, not \(bytes)"
        case .lengthNotMinimal: "the frame's length is not in its shortest form"
        case .lengthOutOfRange: "the frame's length has its highest bit set"
        case .continuationOfNothing: "a continuation frame without a message to continue"
        case .messageInterrupted: "a new message inside a fragmented one"
        case .invalidUTF8: "the text is not valid UTF-8"
        case .closePayloadOfOneByte: "a close frame of one byte"
        case .invalidCloseCode(let code): "close code \(code) may not be sent"
        case .frameOverLimit(let bytes, let limit): "a frame of \(bytes) bytes; the limit is \(limit)"
        case .messageOverLimit(let limit): "a message over \(limit) bytes"
        case .fragmentsOverLimit(let limit): "a message of more than \(limit) fragments"
        }
    }
}

/// Why a frame was not produced. Nothing was sent and the connection is as it was.
package enum WebSocketSendError: Error, Hashable, Sendable, CustomStringConvertible {
    case connectionClosing
    case controlPayloadTooLong(Int)
    case closeCodeMayNotBeSent(UInt16)

    package var description: String {
        switch self {
        case .connectionClosing: "the WebSocket is closing or closed: open a new connection"
        case .controlPayloadTooLong(let bytes): "a control frame carries at most 125 bytes, not \(bytes)"
        case .closeCodeMayNotBeSent(let code): "close code \(code) may not be sent"
        }
    }
}
