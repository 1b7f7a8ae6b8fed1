/// Characters that make a text look like something that it is not.
enum TextSafety {
    struct Deceptive {
        var description: String
        var range: Range<Int>
        var problem: RenderingError.Problem
    }

    /// The first control, bidirectional, zero-width or strange blank character; tabs and line ends are fine.
    static func firstDeceptive(in text: String) -> Deceptive? {
        let plain = text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F || $0 == 0x0A || $0 == 0x09 }
        if plain { return nil }
        var offset = 0
        for scalar in text.unicodeScalars {
            let length = UTF8.width(scalar)
            if let (description, problem) = kind(of: scalar) {
                return Deceptive(description: description, range: offset..<(offset + length), problem: problem)
            }
            offset += length
        }
        return nil
    }

    static func kind(of scalar: Unicode.Scalar) -> (String, RenderingError.Problem)? {
        switch scalar.value {
        case 0x0A, 0x09: nil
        case 0: ("a NUL character", .nul)
        case 0x01...0x1F, 0x7F...0x9F: ("a control character", .controlCharacter)
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069:
            ("a character that turns the direction of text", .bidirectionalCharacter)
        case 0x00AD, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180E, 0x200B...0x200D, 0x2060...0x2064,
            0x206A...0x206F, 0x3164,
            0xFE00...0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9...0xFFFB, 0x1D173...0x1D17A, 0xE0000...0xE0FFF:
            ("a character that can't be seen", .zeroWidthCharacter)
        case 0x00A0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000:
            ("a blank that is none to the shell", .controlCharacter)
        case 0xFFFC: ("a placeholder character", .controlCharacter)
        default: nil
        }
    }
}
