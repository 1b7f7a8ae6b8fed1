/// What a frame is (RFC 6455, section 5.2).
enum WebSocketOpcode: UInt8, Sendable {
    case continuation = 0x0
    case text = 0x1
    case binary = 0x2
    case close = 0x8
    case ping = 0x9
    case pong = 0xA

    var isControl: Bool { rawValue & 0x8 != 0 }
}

/// The bytes of a frame before its payload.
struct WebSocketFrameHeader: Equatable {
    var isFinal: Bool
    var opcode: WebSocketOpcode
    var length: Int
    /// The masking key; its most significant byte stands first on the wire.
    var maskingKey: UInt32?

    /// Largest size on the wire: 2 bytes, 8 of length, 4 of key.
    static let maximumSize = 14

    /// How many bytes the header has in all, as far as its first two bytes tell.
    static func size(_ second: UInt8) -> Int {
        let length = second & 0x7F
        return 2 + (length == 126 ? 2 : length == 127 ? 8 : 0) + (second & 0x80 != 0 ? 4 : 0)
    }

    /// Reads a complete header.
    /// - Throws: what RFC 6455, sections 5.2 and 5.5, forbids in any frame.
    init(_ bytes: [UInt8]) throws(WebSocketError) {
        guard bytes[0] & 0x70 == 0 else { throw .reservedBitsSet }
        guard let opcode = WebSocketOpcode(rawValue: bytes[0] & 0x0F) else { throw .reservedOpcode(bytes[0] & 0x0F) }
        self.opcode = opcode
        isFinal = bytes[0] & 0x80 != 0
        let short = Int(bytes[1] & 0x7F)
        var rest = bytes[2...]
        switch short {
        case 126:
            length = rest.prefix(2).reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(2)
            guard length > 125 else { throw .lengthNotMinimal }
        case 127:
            guard rest.first.map({ $0 & 0x80 == 0 }) == true else { throw .lengthOutOfRange }
            length = rest.prefix(8).reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(8)
            guard length > 0xFFFF else { throw .lengthNotMinimal }
        default:
            length = short
        }
        if opcode.isControl {
            guard isFinal else { throw .fragmentedControlFrame }
            guard length <= 125 else { throw .controlFrameTooLong(length) }
        }
        maskingKey = bytes[1] & 0x80 != 0 ? rest.prefix(4).reduce(0) { $0 << 8 | UInt32($1) } : nil
    }
}

/// Appends one frame to `output`.
func appendFrame(
    isFinal: Bool = true, _ opcode: WebSocketOpcode, _ payload: UnsafeRawBufferPointer, maskingKey: UInt32?,
    to output: inout [UInt8]
) {
    output.reserveCapacity(output.count + payload.count + WebSocketFrameHeader.maximumSize)
    output.append(opcode.rawValue | (isFinal ? 0x80 : 0))
    let masked: UInt8 = maskingKey == nil ? 0 : 0x80
    switch payload.count {
    case 0...125:
        output.append(masked | UInt8(payload.count))
    case 126...0xFFFF:
        output.append(masked | 126)
        withUnsafeBytes(of: UInt16(payload.count).bigEndian) { output.append(contentsOf: $0) }
    default:
        output.append(masked | 127)
        withUnsafeBytes(of: UInt64(payload.count).bigEndian) { output.append(contentsOf: $0) }
    }
    if let maskingKey { withUnsafeBytes(of: maskingKey.bigEndian) { output.append(contentsOf: $0) } }
    let start = output.count
    output.append(contentsOf: payload)
    if let maskingKey {
        output.withUnsafeMutableBytes { bytes in
            applyMask(maskingKey, phase: 0, to: UnsafeMutableRawBufferPointer(rebasing: bytes[start...]))
        }
    }
}

/// Exclusive-ors the bytes with the key (RFC 6455, section 5.3); `phase` is the index of the first byte in its payload.
func applyMask(_ key: UInt32, phase: Int, to bytes: UnsafeMutableRawBufferPointer) {
    var word: UInt64 = 0
    withUnsafeMutableBytes(of: &word) { pattern in
        for index in 0..<8 {
            pattern[index] = UInt8(truncatingIfNeeded: key >> (8 * (3 - UInt32((phase + index) & 3))))
        }
    }
    var index = 0
    while index + 8 <= bytes.count {
        let value = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        bytes.storeBytes(of: value ^ word, toByteOffset: index, as: UInt64.self)
        index += 8
    }
    withUnsafeBytes(of: word) { pattern in
        while index < bytes.count {
            bytes[index] ^= pattern[index & 7]
            index += 1
        }
    }
}
