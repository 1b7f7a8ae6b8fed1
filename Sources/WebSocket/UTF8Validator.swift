/// Checks a stream of bytes for well-formed UTF-8 (Unicode 16, table 3-7), whatever pieces it comes in.
///
/// It answers at the first byte that cannot belong to valid text, not at the end of the message.
struct UTF8Validator {
    /// Continuation bytes that the sequence in progress still lacks, 0 to 3.
    private var missing = 0
    private var lower: UInt8 = 0x80
    private var upper: UInt8 = 0xBF

    /// Whether the bytes so far end at a scalar's boundary.
    var isComplete: Bool { missing == 0 }

    /// Takes the next bytes.
    /// - Returns: `false` when the text can no longer become valid; the validator is useless from then on.
    mutating func accept(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var index = 0
        while index < bytes.count {
            if missing == 0 {
                while index + 8 <= bytes.count,
                    bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
                {
                    index += 8
                }
                guard index < bytes.count else { return true }
            }
            guard accept(bytes[index]) else { return false }
            index += 1
        }
        return true
    }

    private mutating func accept(_ byte: UInt8) -> Bool {
        if missing > 0 {
            guard byte >= lower, byte <= upper else { return false }
            (missing, lower, upper) = (missing - 1, 0x80, 0xBF)
            return true
        }
        switch byte {
        case 0x00...0x7F: return true
        case 0xC2...0xDF: missing = 1
        case 0xE0: (missing, lower) = (2, 0xA0)
        case 0xED: (missing, upper) = (2, 0x9F)  // No surrogates.
        case 0xE1...0xEF: missing = 2
        case 0xF0: (missing, lower) = (3, 0x90)
        case 0xF1...0xF3: missing = 3
        case 0xF4: (missing, upper) = (3, 0x8F)  // Nothing above U+10FFFF.
        default: return false
        }
        return true
    }
}
