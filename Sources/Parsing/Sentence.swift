/// One sentence of running text, cut into tokens.
struct Sentence: Hashable, Sendable {
    var text: MarkedText
    var tokens: [Token]

    init(_ text: MarkedText) {
        self.text = text
        tokens = Token.scan(text.bytes)
    }

    var line: Int { text.line }
    var display: String { text.display }
    var isQuestion: Bool { tokens.last?.text == "?" }
    var endsWithColon: Bool { tokens.last?.text == ":" }

    /// The words in lower case, code and punctuation left out.
    var words: [String] { tokens.filter { $0.kind == .word }.map(\.text) }

    /// The part of the sentence that some tokens cover, for people.
    func display(_ range: Range<Int>) -> String {
        guard !range.isEmpty else { return "" }
        return text.display(tokens[range.lowerBound].range.lowerBound..<tokens[range.upperBound - 1].range.upperBound)
    }

    /// Where these words stand one after the other, searched from token `from` on.
    func index(of phrase: [String], from: Int = 0) -> Int? {
        guard let first = phrase.first, tokens.count >= phrase.count else { return nil }
        var position = from
        while position + phrase.count <= tokens.count {
            if tokens[position].text == first,
                phrase.indices.allSatisfy({ tokens[position + $0].text == phrase[$0] })
            {
                return position
            }
            position += 1
        }
        return nil
    }

    /// Whether one of these phrases stands in the sentence; words are parted by a space.
    func contains(anyOf phrases: [[String]]) -> Bool { phrases.contains { index(of: $0) != nil } }
}

/// A word, a code span or a mark of punctuation.
struct Token: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case word
        case number
        case code
        case punctuation
    }

    var kind: Kind
    /// In lower case; of a code span what is in it, as it stands.
    var text: String
    /// Offsets in the sentence.
    var range: Range<Int>

    /// Cuts text into tokens; link targets are left out.
    static func scan(_ bytes: [UInt8]) -> [Token] {
        var tokens: [Token] = []
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            if byte == MarkedText.codeStart {
                let end = bytes[position...].firstIndex(of: MarkedText.codeEnd) ?? bytes.count - 1
                let inner = position + 1 <= end ? bytes[(position + 1)..<end] : []
                tokens.append(
                    Token(kind: .code, text: String(decoding: inner, as: UTF8.self), range: position..<(end + 1)))
                position = end + 1
            } else if byte == MarkedText.linkTarget {
                position = bytes[position...].firstIndex(of: MarkedText.linkEnd) ?? bytes.count
            } else if byte <= 0x20 {
                position += 1
            } else if let length = quoteLength(bytes, position) {
                tokens.append(Token(kind: .punctuation, text: "\"", range: position..<(position + length)))
                position += length
            } else if isWordByte(byte) {
                let start = position
                position += 1
                while position < bytes.count, isInsideWord(bytes, position) { position += 1 }
                tokens.append(word(bytes, start..<position))
            } else {
                tokens.append(
                    Token(
                        kind: .punctuation, text: String(UnicodeScalar(byte)), range: position..<(position + 1)))
                position += 1
            }
        }
        return tokens
    }

    /// Length of a typographic double quote at this place.
    private static func quoteLength(_ bytes: [UInt8], _ position: Int) -> Int? {
        guard bytes[position] == 0xE2, position + 2 < bytes.count, bytes[position + 1] == 0x80 else { return nil }
        return (0x9C...0x9F).contains(bytes[position + 2]) ? 3 : nil
    }

    private static func word(_ bytes: [UInt8], _ range: Range<Int>) -> Token {
        let word = bytes[range]
        let isNumber = bytes[range.lowerBound].isDigit && word.allSatisfy { $0 < 0x3A || $0 == 0x25 }
        var text = String(unsafeUninitializedCapacity: range.count) { buffer in
            for (place, byte) in word.enumerated() { buffer[place] = byte.isCapital ? byte + 0x20 : byte }
            return word.count
        }
        if word.contains(0xE2) {
            text = text.split(separator: "\u{2019}", omittingEmptySubsequences: false).joined(separator: "'")
        }
        return Token(kind: isNumber ? .number : .word, text: text, range: range)
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        byte.isDigit || byte.isCapital || byte.isSmall
            || byte >= 0x80 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "@")
            || byte == UInt8(ascii: "#") || byte == UInt8(ascii: "%") || byte == UInt8(ascii: "$")
    }

    /// Dots, dashes and apostrophes belong to a word when another letter follows.
    private static func isInsideWord(_ bytes: [UInt8], _ position: Int) -> Bool {
        let byte = bytes[position]
        if byte == 0xE2, quoteLength(bytes, position) != nil { return false }
        if isWordByte(byte) { return true }
        guard position + 1 < bytes.count else { return false }
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "'"), UInt8(ascii: ":"), UInt8(ascii: "~"):
            return isWordByte(bytes[position + 1]) && bytes[position + 1] != UInt8(ascii: "/")
        default: return false
        }
    }
}

/// Cuts running text into sentences.
enum SentenceSplitter {
    private static let abbreviations: Set<String> = [
        "e.g", "i.e", "etc", "vs", "cf", "approx", "no", "fig", "resp", "incl", "min", "max", "eg", "ie", "ca", "ex",
    ]

    /// Longer sentences are cut between words.
    private static let maximumBytes = 4000

    static func split(_ text: MarkedText) -> [Sentence] {
        var sentences: [Sentence] = []
        var start = 0
        var line = text.line
        let bytes = text.bytes
        var position = 0
        var depth = 0
        var breaks = 0
        func emit(until end: Int) {
            var low = start
            while low < end, bytes[low] <= 0x20, !MarkedText.isMark(bytes[low]) {
                if bytes[low] == MarkedText.lineBreak {
                    line += 1
                    breaks -= 1
                }
                low += 1
            }
            if low < end { sentences.append(Sentence(MarkedText(bytes: Array(bytes[low..<end]), line: line))) }
            line += breaks
            breaks = 0
            start = end
        }
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case MarkedText.codeStart: position = skip(bytes, position, to: MarkedText.codeEnd)
            case MarkedText.linkTarget: position = skip(bytes, position, to: MarkedText.linkEnd)
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")"): depth = max(0, depth - 1)
            case MarkedText.lineBreak:
                if depth == 0, position > start, isLabel(bytes, position + 1) { emit(until: position) }
                breaks += 1
            // Nobody writes sentences of this length; what is read of one takes more time than its length.
            case 0x20 where position - start > maximumBytes: emit(until: position)
            case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"):
                if let end = sentenceEnd(bytes, position, depth) {
                    emit(until: end)
                    position = end - 1
                    depth = 0
                }
            default: break
            }
            position += 1
        }
        emit(until: bytes.count)
        return sentences
    }

    /// Whether a line begins like `Rollback: …` or `Expected result: …`, which ends the sentence before it.
    private static func isLabel(_ bytes: [UInt8], _ start: Int) -> Bool {
        var position = start
        while position < bytes.count, bytes[position] == 0x20 { position += 1 }
        guard position < bytes.count, bytes[position].isCapital else { return false }
        let end = min(bytes.count - 1, position + 24)
        while position < end,
            bytes[position].isCapital || bytes[position].isSmall || bytes[position] == 0x20
                || bytes[position] == UInt8(ascii: "-")
        {
            position += 1
        }
        return position < end && bytes[position] == UInt8(ascii: ":") && bytes[position + 1] <= 0x20
    }

    private static func skip(_ bytes: [UInt8], _ position: Int, to mark: UInt8) -> Int {
        bytes[position...].firstIndex(of: mark) ?? bytes.count - 1
    }

    /// The offset after the sentence that the mark at `position` ends; `nil` when it does not end one.
    private static func sentenceEnd(_ bytes: [UInt8], _ position: Int, _ depth: Int) -> Int? {
        if depth > 0 { return nil }
        var next = position + 1
        while next < bytes.count,
            [UInt8(ascii: "\""), UInt8(ascii: ")"), UInt8(ascii: "'"), UInt8(ascii: "*")].contains(bytes[next])
        {
            next += 1
        }
        if next < bytes.count, bytes[next] == MarkedText.linkTarget {
            next = skip(bytes, next, to: MarkedText.linkEnd) + 1
        }
        guard next < bytes.count else { return bytes.count }
        guard bytes[next] == 0x20 || bytes[next] == 0x0A || bytes[next] == 0x09 else { return nil }
        if bytes[position] == UInt8(ascii: "."), isAbbreviation(bytes, before: position) { return nil }
        var following = next
        while following < bytes.count, bytes[following] == 0x20 || bytes[following] == 0x0A { following += 1 }
        guard following < bytes.count else { return bytes.count }
        let byte = bytes[following]
        let isLower = byte.isSmall
        // A small letter after a full stop is nearly always an abbreviation or a careless author; the latter writes
        // whole sentences, so only a stop after a longer word counts.
        if isLower, bytes[position] == UInt8(ascii: "."), wordLength(bytes, before: position) < 4 { return nil }
        return next
    }

    private static func wordLength(_ bytes: [UInt8], before position: Int) -> Int {
        var start = position
        while start > 0, bytes[start - 1] > 0x20, position - start < 32 { start -= 1 }
        return position - start
    }

    private static func isAbbreviation(_ bytes: [UInt8], before position: Int) -> Bool {
        var start = position
        while start > 0, position - start < 8 {
            let byte = bytes[start - 1]
            guard byte.isCapital || byte.isSmall || byte == UInt8(ascii: ".") else {
                break
            }
            start -= 1
        }
        let word = String(decoding: bytes[start..<position], as: UTF8.self).lowercased()
        return abbreviations.contains(word) || (word.utf8.count == 1 && bytes[start] < 0x5B)
    }
}
