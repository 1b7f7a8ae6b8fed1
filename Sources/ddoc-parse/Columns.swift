/// Text as a terminal shows it: how wide it is, and nothing in it that the terminal would obey.
enum Columns {
    /// Columns that a text takes. Colour codes take none, East Asian characters and emoji two.
    static func width(of text: Substring) -> Int {
        var width = 0
        var isCode = false
        for scalar in text.unicodeScalars {
            if isCode {
                isCode = scalar != "m"
            } else if scalar == "\u{1B}" {
                isCode = true
            } else {
                width += columns(of: scalar)
            }
        }
        return width
    }

    private static func columns(of scalar: Unicode.Scalar) -> Int {
        let properties = scalar.properties
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: break
        }
        if properties.isEmojiPresentation { return 2 }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }

    /// The text without control characters and without characters that turn the direction of what follows. Line ends and
    /// tabs stay.
    static func harmless(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { ($0 >= 0x20 && $0 < 0x7F) || $0 == 0x0A || $0 == 0x09 }
        if isPlain { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x0A, 0x09: result.append(scalar)
            case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069, 0x200E, 0x200F: result.append("\u{FFFD}")
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
