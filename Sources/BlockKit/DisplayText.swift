/// Text from outside, made fit to be looked at.
package enum DisplayText {
    /// Removes terminal escapes, control characters other than line feed and tab, direction overrides and zero-width
    /// characters. Of a line that a carriage return overwrote, what a terminal would show last is kept.
    package static func sanitize(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { isHidden($0) }) else { return text }
        var kept = String.UnicodeScalarView()
        var lineStart = kept.endIndex
        let scalars = Array(text.unicodeScalars)
        var position = 0
        while position < scalars.count {
            let scalar = scalars[position]
            switch scalar {
            case "\u{1B}", "\u{9B}":
                position = endOfEscape(scalars, position)
                continue
            case "\r":
                let next = position + 1 < scalars.count ? scalars[position + 1] : "\n"
                if next != "\n", next != "\r" { kept.removeSubrange(lineStart..<kept.endIndex) }
            case "\n":
                kept.append(scalar)
                lineStart = kept.endIndex
            default:
                if !isHidden(scalar) { kept.append(scalar) }
            }
            position += 1
        }
        return String(kept)
    }

    /// Makes hidden characters visible, as `⟨U+202E⟩`: for a command, where what is shown must be all that runs.
    package static func reveal(_ text: String) -> String {
        let isOdd: (Unicode.Scalar) -> Bool = { scalar in
            isHidden(scalar) || (scalar.properties.isWhitespace && !scalar.isASCII)
        }
        guard text.unicodeScalars.contains(where: isOdd) else { return text }
        var shown = ""
        for scalar in text.unicodeScalars {
            if isOdd(scalar) {
                let digits = String(scalar.value, radix: 16, uppercase: true)
                shown += "⟨U+\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)⟩"
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }

    /// At most `limit` UTF-16 code units: cut behind the last whole word that fits, with an ellipsis.
    package static func cut(_ text: String, to limit: Int) -> String {
        guard text.utf16.count > limit else { return text }
        guard limit > 1 else { return limit == 1 ? "…" : "" }
        var length = 0
        var end = text.startIndex
        var wordEnd: String.Index?
        for index in text.indices {
            let character = text[index]
            length += character.utf16.count
            guard length <= limit - 1 else { break }
            if character.isWhitespace { wordEnd = index }
            end = text.index(after: index)
        }
        // A very long word would take most of the text with it: such a one is cut within.
        if end < text.endIndex, !text[end].isWhitespace, let wordEnd,
            text[wordEnd..<end].utf16.count <= max(20, limit / 4)
        {
            end = wordEnd
        }
        var kept = text[..<end]
        while let last = kept.last, last.isWhitespace { kept.removeLast() }
        return kept + "…"
    }

    /// The end of a long text from a line's beginning on, so that only it need be looked at.
    /// - Returns: the end, of at least `bytes` UTF-8 bytes where there are so many and its first line is not longer, and
    ///   the number of lines before it.
    package static func end(_ text: String, bytes: Int) -> (text: Substring, linesBefore: Int) {
        let utf8 = text.utf8
        guard utf8.count > bytes else { return (text[...], 0) }
        let rough = utf8.index(utf8.endIndex, offsetBy: -bytes)
        let head = utf8[..<rough]
        guard let newline = head.lastIndex(of: 0x0A) else { return (text[...], 0) }
        let start = utf8.index(after: newline)
        return (text[start...], utf8[..<start].count { $0 == 0x0A })
    }

    /// The last lines of `text` that fit into so many lines and UTF-16 code units.
    /// - Returns: the lines, and how many lines before them were left out; a single line that is too long loses its
    ///   beginning.
    package static func tail(_ text: String, lines: Int, characters: Int) -> (text: String, omittedLines: Int) {
        var all = text.split(separator: "\n", omittingEmptySubsequences: false)
        while let last = all.last, last.allSatisfy(\.isWhitespace) { all.removeLast() }
        var kept: [Substring] = []
        var length = 0
        for line in all.reversed() {
            let added = line.utf16.count + 1
            guard kept.count < lines, length + added <= characters else { break }
            kept.append(line)
            length += added
        }
        guard kept.isEmpty, let last = all.last else {
            return (kept.reversed().joined(separator: "\n"), all.count - kept.count)
        }
        var end = ""
        var units = 0
        for character in last.reversed() {
            units += character.utf16.count
            guard units < characters else { break }
            end.append(character)
        }
        return ("…" + String(end.reversed()), all.count - 1)
    }

    /// Splits into pieces of at most `limit` UTF-16 code units, at line ends where there are any.
    package static func pieces(_ text: String, limit: Int) -> [String] {
        guard !text.isEmpty else { return [] }
        var pieces: [String] = []
        var piece = ""
        var length = 0
        func close() {
            if !piece.isEmpty { pieces.append(piece) }
            piece = ""
            length = 0
        }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let whole = line.utf16.count
            if length > 0, length + whole + 1 > limit { close() }
            if length > 0 {
                piece.append("\n")
                length += 1
            }
            guard whole > limit else {
                piece += line
                length += whole
                if whole == 0, length == 0 {
                    piece = "\n"
                    length = 1
                }
                continue
            }
            for character in line {
                let width = character.utf16.count
                if length + width > limit { close() }
                piece.append(character)
                length += width
            }
        }
        close()
        return pieces
    }

    /// Characters that show nothing and can change what a reader sees.
    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0x00..<0x20, 0x7F..<0xA0: true
        case 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F: true
        case 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0x3164, 0xFEFF, 0xFFA0, 0xFFF9...0xFFFB: true
        case 0xE0000...0xE007F: true
        default: false
        }
    }

    /// The position behind the escape sequence that begins at `start` (ECMA-48: CSI, and strings such as OSC).
    private static func endOfEscape(_ scalars: [Unicode.Scalar], _ start: Int) -> Int {
        var position = start + 1
        guard position <= scalars.count else { return scalars.count }
        var introducer: Unicode.Scalar = "["
        if scalars[start] == "\u{1B}" {
            guard position < scalars.count else { return scalars.count }
            introducer = scalars[position]
            position += 1
        }
        switch introducer {
        case "[":
            while position < scalars.count {
                let value = scalars[position].value
                guard (0x20...0x3F).contains(value) else {
                    return (0x40...0x7E).contains(value) ? position + 1 : position
                }
                position += 1
            }
            return position
        case "]", "P", "X", "^", "_":
            // A string ends at BEL or ESC \; one that does not end within its line is taken to be cut off.
            while position < scalars.count, scalars[position] != "\n" {
                if scalars[position] == "\u{07}" { return position + 1 }
                if scalars[position] == "\u{1B}", position + 1 < scalars.count, scalars[position + 1] == "\\" {
                    return position + 2
                }
                position += 1
            }
            return position
        case "(", ")", "*", "+", "#", "%", " ": return min(position + 1, scalars.count)
        default: return position
        }
    }
}
