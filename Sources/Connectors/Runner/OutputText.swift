/// Text from a command, made fit to be shown.
package enum OutputText {
    /// The text without what moves the cursor, colours, hides or reorders: escape sequences, control characters, bidi
    /// controls, zero-width characters. Line feeds and tabs stay; a carriage return becomes a line feed; a backspace
    /// takes the character before it away.
    package static func sanitize(_ text: String) -> String {
        // Nearly all output: then there is nothing to take away.
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) || $0 == 0x0A || $0 == 0x09 }) { return text }
        var filter = ControlFilter()
        for scalar in text.unicodeScalars { filter.take(scalar) }
        return String(filter.kept)
    }

    /// The line that stands for what is left out.
    static func gap(_ bytes: Int, after text: String) -> String {
        "\(text.hasSuffix("\n") || text.isEmpty ? "" : "\n")[… \(bytes) bytes left out …]\n"
    }

    /// The part up to the last line feed.
    static func wholeLines(_ text: String) -> String {
        guard let end = text.utf8.lastIndex(of: 0x0A) else { return "" }
        return String(text[...end])
    }

    /// The text without its last line, or, when that is longer than `margin` bytes, without that many bytes.
    static func withoutEnd(_ text: String, margin: Int) -> String {
        let lines = wholeLines(text)
        let kept = text.utf8.count - margin
        return lines.utf8.count >= kept ? lines : prefix(of: text, bytes: max(0, kept))
    }

    /// The text without its first line, or, when that is longer than `margin` bytes, without that many bytes.
    static func withoutBeginning(_ text: String, margin: Int) -> String {
        if let end = text.utf8.firstIndex(of: 0x0A), text.utf8.distance(from: text.startIndex, to: end) < margin {
            return String(text[text.utf8.index(after: end)...])
        }
        return suffix(of: text, bytes: max(0, text.utf8.count - margin))
    }

    /// The longest beginning of at most `bytes` bytes of UTF-8 that cuts no character, at a line's end if one is near.
    static func prefix(of text: String, bytes: Int) -> String {
        guard text.utf8.count > bytes else { return text }
        var end = text.utf8.index(text.startIndex, offsetBy: bytes)
        while end > text.startIndex, String.Index(end, within: text) == nil { end = text.utf8.index(before: end) }
        let cut = text[..<end]
        guard let line = cut.utf8.lastIndex(of: 0x0A), cut.utf8.distance(from: line, to: cut.endIndex) < 1024 else {
            return String(cut)
        }
        return String(cut[...line])
    }

    /// The longest end of at most `bytes` bytes of UTF-8 that cuts no character, from a line's beginning if one is near.
    static func suffix(of text: String, bytes: Int) -> String {
        guard text.utf8.count > bytes else { return text }
        var start = text.utf8.index(text.endIndex, offsetBy: -bytes)
        while start < text.endIndex, String.Index(start, within: text) == nil { start = text.utf8.index(after: start) }
        let cut = text[start...]
        guard let line = cut.utf8.firstIndex(of: 0x0A), cut.utf8.distance(from: cut.startIndex, to: line) < 1024 else {
            return String(cut)
        }
        return String(cut[cut.utf8.index(after: line)...])
    }
}

/// Takes a text scalar by scalar and keeps what may be shown. Escape sequences are those of ECMA-48.
struct ControlFilter {
    private enum State {
        case text
        /// After ESC, with intermediate bytes so far.
        case escape
        /// Within `ESC [ …`.
        case controlSequence
        /// Within `ESC ] …` and its like, up to BEL or `ESC \`.
        case controlString
        case controlStringEscape
    }

    var kept = String.UnicodeScalarView()
    private var state = State.text
    private var lastWasReturn = false

    /// Whether the next scalar means what it means at the beginning of a text.
    var isAtRest: Bool { state == .text && !lastWasReturn }

    mutating func take(_ scalar: Unicode.Scalar) {
        let value = scalar.value
        // An unfinished sequence must not hide the lines after it.
        if value == 0x0A || value == 0x0D { state = .text }
        switch state {
        case .text: takeText(scalar)
        case .escape: takeEscape(value)
        case .controlSequence:
            if value == 0x1B { state = .escape } else if (0x40...0x7E).contains(value) { state = .text }
        case .controlString:
            if value == 0x07 || value == 0x9C { state = .text } else if value == 0x1B { state = .controlStringEscape }
        case .controlStringEscape:
            // Anything but the terminator begins a new sequence.
            if value == 0x5C { state = .text } else { takeEscape(value) }
        }
    }

    private mutating func takeEscape(_ value: UInt32) {
        switch value {
        case 0x5B: state = .controlSequence
        case 0x5D, 0x50, 0x58, 0x5E, 0x5F: state = .controlString
        case 0x20...0x2F, 0x1B: state = .escape
        default: state = .text
        }
    }

    private mutating func takeText(_ scalar: Unicode.Scalar) {
        let followsReturn = lastWasReturn
        lastWasReturn = false
        switch scalar.value {
        case 0x0A:
            if !followsReturn { kept.append("\n") }
        case 0x0D:
            kept.append("\n")
            lastWasReturn = true
        case 0x08:
            if let last = kept.last, last != "\n" { kept.removeLast() }
        case 0x1B: state = .escape
        case 0x9B: state = .controlSequence
        case 0x90, 0x98, 0x9D, 0x9E, 0x9F: state = .controlString
        case 0x2028, 0x2029: kept.append("\n")
        default:
            if !Self.isInvisible(scalar.value) { kept.append(scalar) }
        }
    }

    private static func isInvisible(_ value: UInt32) -> Bool {
        switch value {
        case 0x09: false
        // C0, DEL and C1.
        case 0..<0x20, 0x7F...0x9F: true
        // Soft hyphen, combining grapheme joiner, Arabic letter mark, Hangul fillers, Mongolian vowel separator.
        case 0xAD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x3164, 0xFFA0: true
        // Zero-width, bidi marks, embeddings, overrides and isolates, invisible operators.
        case 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F: true
        // Byte order mark, interlinear annotation, tags.
        case 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F: true
        default: false
        }
    }
}
