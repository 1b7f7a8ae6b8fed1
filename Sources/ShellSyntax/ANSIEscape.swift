/// The escapes of `$'…'`, most of which `printf` and `echo -e` share.
package enum ANSIEscape {
    /// Who decodes: they differ in octal numbers and quotes.
    package enum Style: Sendable {
        /// `$'…'`: `\nnn`.
        case quote
        /// The format of `printf`: `\nnn`.
        case format
        /// `echo -e`: only `\0nnn`.
        case echo
    }

    /// Decodes the escape whose character behind the `\` is at `position`, and moves behind it.
    package static func decode(
        _ bytes: [UInt8], at position: inout Int, end: Int, style: Style, into output: inout [UInt8]
    ) {
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "n"): output.append(10)
        case UInt8(ascii: "t"): output.append(9)
        case UInt8(ascii: "r"): output.append(13)
        case UInt8(ascii: "a"): output.append(7)
        case UInt8(ascii: "b"): output.append(8)
        case UInt8(ascii: "e"), UInt8(ascii: "E"): output.append(27)
        case UInt8(ascii: "f"): output.append(12)
        case UInt8(ascii: "v"): output.append(11)
        case UInt8(ascii: "x"):
            let start = position
            let isBraced = style == .quote && position < end && bytes[position] == UInt8(ascii: "{")
            if isBraced { position += 1 }
            if isBraced, let value = number(bytes, at: &position, end: end, radix: 16, digits: 64) {
                if position < end, bytes[position] == UInt8(ascii: "}") { position += 1 }
                output.append(UInt8(truncatingIfNeeded: value))
                break
            }
            position = start
            if let value = number(bytes, at: &position, end: end, radix: 16, digits: 2) {
                output.append(UInt8(truncatingIfNeeded: value))
            } else {
                output += [UInt8(ascii: "\\"), byte]
            }
        case UInt8(ascii: "u"), UInt8(ascii: "U"):
            let digits = byte == UInt8(ascii: "u") ? 4 : 8
            if let value = number(bytes, at: &position, end: end, radix: 16, digits: digits),
                let scalar = UnicodeScalar(value)
            {
                output += Array(String(Character(scalar)).utf8)
            } else {
                output += [UInt8(ascii: "\\"), byte]
            }
        case UInt8(ascii: "c") where style == .quote && position < end:
            let letter = bytes[position]
            position += 1
            if letter == UInt8(ascii: "\\"), position < end, bytes[position] == UInt8(ascii: "\\") { position += 1 }
            output.append(letter == UInt8(ascii: "?") ? 0x7F : letter & 0x1F)
        case UInt8(ascii: "0") where style == .echo:
            output.append(
                UInt8(truncatingIfNeeded: number(bytes, at: &position, end: end, radix: 8, digits: 3) ?? 0))
        case UInt8(ascii: "0")...UInt8(ascii: "7") where style != .echo:
            position -= 1
            output.append(
                UInt8(truncatingIfNeeded: number(bytes, at: &position, end: end, radix: 8, digits: 3) ?? 0))
        case UInt8(ascii: "\\"): output.append(byte)
        case UInt8(ascii: "'") where style != .echo, UInt8(ascii: "?") where style != .echo,
            UInt8(ascii: "\"") where style != .echo:
            output.append(byte)
        default: output += [UInt8(ascii: "\\"), byte]
        }
    }

    /// All escapes of a text.
    package static func decode(_ text: String, style: Style) -> String {
        let bytes = Array(text.utf8)
        var output: [UInt8] = []
        var position = 0
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "\\"), position + 1 < bytes.count {
                position += 1
                decode(bytes, at: &position, end: bytes.count, style: style, into: &output)
            } else {
                output.append(bytes[position])
                position += 1
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static func number(
        _ bytes: [UInt8], at position: inout Int, end: Int, radix: UInt32, digits: Int
    ) -> UInt32? {
        var value: UInt32 = 0
        var count = 0
        while count < digits, position < end, let digit = Character(UnicodeScalar(bytes[position])).hexDigitValue,
            digit < Int(radix)
        {
            value = value &* radix &+ UInt32(digit)
            position += 1
            count += 1
        }
        return count == 0 ? nil : value
    }
}
