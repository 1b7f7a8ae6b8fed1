/// A word of a line, roughly as a shell would see it; placeholders in brackets are one word.
struct ShellWord: Hashable, Sendable {
    var text: String
    var isQuoted = false
    var isPlaceholder = false
    /// Everything from a `#` on.
    var isComment = false
    /// Number of spaces before it.
    var spaceBefore = 0

    /// Whether a `;` ends a command behind it; `\;` is an argument.
    var endsStatement: Bool { text.utf8.count > 1 && text.hasSuffix(";") && !text.hasSuffix("\\;") && !isComment }

    /// `NAME=…` with a name that a variable may have.
    var isAssignment: Bool {
        guard let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")), equals != text.utf8.startIndex else {
            return false
        }
        let name = text.utf8[..<equals]
        guard let first = name.first, !first.isDigit else { return false }
        return name.allSatisfy {
            $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "_")
        }
    }
}

/// Cuts a line into words.
enum ShellWords {
    /// Words beyond this many don't change what a line looks like.
    static let limit = 48

    static func split(_ line: Substring) -> [ShellWord] {
        let bytes = Array(line.utf8)
        var words: [ShellWord] = []
        var position = 0
        while position < bytes.count, words.count < limit {
            let gap = position
            while position < bytes.count, bytes[position] <= 0x20 { position += 1 }
            guard position < bytes.count else { break }
            let start = position
            if bytes[position] == UInt8(ascii: "#") {
                words.append(
                    ShellWord(
                        text: String(decoding: bytes[start...], as: UTF8.self), isComment: true,
                        spaceBefore: position - gap))
                break
            }
            var isQuoted = false
            var isPlaceholder = false
            while position < bytes.count, bytes[position] > 0x20 {
                let byte = bytes[position]
                if let close = closer(byte), let end = end(bytes, position, close) {
                    if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "`") {
                        isQuoted = true
                    } else if position == start {
                        isPlaceholder = true
                    }
                    position = end + 1
                } else if byte == UInt8(ascii: "\\"), position + 1 < bytes.count {
                    position += 2
                } else {
                    position += 1
                }
            }
            position = min(position, bytes.count)
            words.append(
                ShellWord(
                    text: String(decoding: bytes[start..<position], as: UTF8.self), isQuoted: isQuoted,
                    isPlaceholder: isPlaceholder, spaceBefore: start - gap))
        }
        return words
    }

    private static func closer(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"): byte
        case UInt8(ascii: "<"): UInt8(ascii: ">")
        case UInt8(ascii: "{"): UInt8(ascii: "}")
        case UInt8(ascii: "["): UInt8(ascii: "]")
        default: nil
        }
    }

    /// Where the bracket or quote closes; brackets only within 80 bytes and only around something.
    private static func end(_ bytes: [UInt8], _ start: Int, _ close: UInt8) -> Int? {
        let isQuote = bytes[start] == close
        let limit = isQuote ? bytes.count : min(bytes.count, start + 80)
        guard start + 1 < limit, isQuote || bytes[start + 1] > 0x20 else { return nil }
        var position = start + 1
        while position < limit {
            if bytes[position] == UInt8(ascii: "\\"), isQuote, close != UInt8(ascii: "'") {
                position += 2
                continue
            }
            if bytes[position] == close { return position }
            position += 1
        }
        return nil
    }
}
