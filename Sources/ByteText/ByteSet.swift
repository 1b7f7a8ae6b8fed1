/// A set of ASCII bytes, written as the text of them.
package struct ByteSet: ExpressibleByStringLiteral, Sendable {
    @usableFromInline var low: UInt64 = 0
    @usableFromInline var high: UInt64 = 0

    /// - Precondition: the text is ASCII.
    @inlinable package init(stringLiteral text: StaticString) {
        text.withUTF8Buffer { bytes in
            for byte in bytes {
                precondition(byte < 0x80, "only ASCII stands in one byte")
                if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte - 64) }
            }
        }
    }

    @inlinable package func contains(_ byte: UInt8) -> Bool {
        byte < 64 ? low >> UInt64(byte) & 1 == 1 : byte < 128 && high >> UInt64(byte - 64) & 1 == 1
    }
}
