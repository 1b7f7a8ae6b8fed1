/// A piece of SQL.
enum SQLToken: Hashable {
    /// A keyword or an unquoted name, in upper case.
    case word(String)
    /// A quoted name, as it is.
    case name(String)
    case text(String)
    case number
    case symbol(UInt8)
    /// A value to be filled in: `:id`, `$1`, `?`, `<id>`.
    case placeholder

    /// Whether it is this word, or this sign.
    func isWord(_ text: String) -> Bool { self == .word(text) }

    static func sign(_ scalar: Unicode.Scalar) -> SQLToken { .symbol(UInt8(ascii: scalar)) }
}

/// Splits SQL text into tokens, by the quoting of its dialect. Linear in the length of the text.
struct SQLTokenizer {
    private(set) var tokens: [SQLToken] = []
    /// Where each token stands, as UTF-8 offsets.
    private(set) var ranges: [Range<Int>] = []
    /// Why the text might mean something else in another dialect, or is not SQL.
    private(set) var doubts: [String] = []

    private let bytes: [UInt8]
    private let dialect: SQLDialect
    private var position = 0

    init(_ text: String, dialect: SQLDialect) {
        bytes = Array(text.utf8)
        self.dialect = dialect
        while position < bytes.count {
            let start = position
            next()
            if tokens.count > ranges.count { ranges.append(start..<min(position, bytes.count)) }
        }
    }

    private func byte(_ offset: Int) -> UInt8? {
        position + offset < bytes.count ? bytes[position + offset] : nil
    }

    /// Whether a byte belongs to a word: letters, digits, `_`, and whatever is not ASCII.
    static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...0xFF:
            true
        default: false
        }
    }

    private mutating func next() {
        let byte = bytes[position]
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), 0x0C: position += 1
        case UInt8(ascii: "-") where self.byte(1) == UInt8(ascii: "-"): lineComment(two: true)
        case UInt8(ascii: "#") where dialect.hasHashComments: skipLine()
        case UInt8(ascii: "#") where dialect == .generic:
            doubts.append("'#' is a comment in some dialects only")
            position += 1
        case UInt8(ascii: "/") where self.byte(1) == UInt8(ascii: "*"): blockComment()
        case UInt8(ascii: "'"): tokens.append(.text(quoted(byte, escapes: dialect.hasBackslashEscapes)))
        case UInt8(ascii: "\""):
            let value = quoted(byte, escapes: dialect.hasBackslashEscapes)
            tokens.append(dialect == .mysql ? .text(value) : .name(value))
        case UInt8(ascii: "`") where dialect.hasBacktickNames: tokens.append(.name(quoted(byte, escapes: false)))
        case UInt8(ascii: "[") where dialect.hasBracketNames: bracketName()
        case UInt8(ascii: "$"): dollar()
        case UInt8(ascii: ":") where self.byte(1).map(Self.isWord) ?? false && self.byte(1) != UInt8(ascii: ":"):
            position += 1
            skipWord()
            tokens.append(.placeholder)
        case UInt8(ascii: "<"): angle()
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            while position < bytes.count, Self.isWord(bytes[position]) || bytes[position] == UInt8(ascii: ".") {
                position += 1
            }
            tokens.append(.number)
        case 0xEF where self.byte(1) == 0xBF && self.byte(2) == 0xBC:
            tokens.append(.placeholder)
            position += 3
        case _ where Self.isWord(byte): word()
        default:
            tokens.append(.symbol(byte))
            position += 1
        }
    }

    private mutating func skipWord() {
        while position < bytes.count, Self.isWord(bytes[position]) { position += 1 }
    }

    private mutating func skipLine() {
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
    }

    private mutating func word() {
        let start = position
        skipWord()
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        let upper = text.uppercased()
        if position < bytes.count, bytes[position] == UInt8(ascii: "'"), ["E", "N", "B", "X", "U"].contains(upper) {
            tokens.append(.text(quoted(UInt8(ascii: "'"), escapes: upper == "E" || dialect.hasBackslashEscapes)))
            return
        }
        tokens.append(.word(upper))
    }

    private mutating func lineComment(two: Bool) {
        let third = byte(2)
        if dialect == .mysql || dialect == .generic, let third, third != UInt8(ascii: " "), third != UInt8(ascii: "\n"),
            third != UInt8(ascii: "\t")
        {
            doubts.append("'--' without a blank is a comment in some dialects only")
            if dialect == .mysql {
                position += 2
                return
            }
        }
        skipLine()
    }

    private mutating func blockComment() {
        if byte(2) == UInt8(ascii: "!") || byte(2) == UInt8(ascii: "M") && byte(3) == UInt8(ascii: "!"),
            dialect.runsBangComments
        {
            // MySQL runs what stands in such a comment: only its marks are left out.
            position += byte(2) == UInt8(ascii: "!") ? 3 : 4
            while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) {
                position += 1
            }
            doubts.append("a comment holds commands for MySQL")
            return
        }
        position += 2
        var open = 1
        while position < bytes.count, open > 0 {
            if bytes[position] == UInt8(ascii: "*"), byte(1) == UInt8(ascii: "/") {
                open -= 1
                position += 2
            } else if dialect.nestsComments || dialect == .generic, bytes[position] == UInt8(ascii: "/"),
                byte(1) == UInt8(ascii: "*")
            {
                if dialect == .generic { doubts.append("comments in comments differ between dialects") }
                open += 1
                position += 2
            } else {
                position += 1
            }
        }
        if open > 0 { doubts.append("a comment has no end") }
    }

    private mutating func quoted(_ quote: UInt8, escapes: Bool) -> String {
        position += 1
        var value: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\\") {
                if escapes {
                    position += 1
                    if position < bytes.count { value.append(bytes[position]) }
                    position += 1
                    continue
                }
                if dialect == .generic, self.byte(1) == quote {
                    doubts.append("'\\' before a quote differs between dialects")
                }
            }
            if byte == quote {
                if self.byte(1) == quote {
                    value.append(quote)
                    position += 2
                    continue
                }
                position += 1
                return String(decoding: value, as: UTF8.self)
            }
            value.append(byte)
            position += 1
        }
        doubts.append("a quote has no end")
        return String(decoding: value, as: UTF8.self)
    }

    private mutating func bracketName() {
        let start = position + 1
        while position < bytes.count, bytes[position] != UInt8(ascii: "]") { position += 1 }
        tokens.append(.name(String(decoding: bytes[min(start, position)..<position], as: UTF8.self)))
        position += 1
    }

    private mutating func dollar() {
        let start = position
        var place = position + 1
        while place < bytes.count, Self.isWord(bytes[place]) { place += 1 }
        guard dialect.hasDollarQuotes, place < bytes.count, bytes[place] == UInt8(ascii: "$") else {
            position = place
            tokens.append(.placeholder)
            return
        }
        let mark = bytes[start...place]
        let bodyStart = place + 1
        place = bodyStart
        while place + mark.count <= bytes.count {
            if bytes[place] == UInt8(ascii: "$"), bytes[place..<(place + mark.count)].elementsEqual(mark) {
                tokens.append(.text(String(decoding: bytes[bodyStart..<place], as: UTF8.self)))
                position = place + mark.count
                return
            }
            place += 1
        }
        doubts.append("a dollar quote has no end")
        position = bytes.count
    }

    /// `<id>` is a placeholder, `<` an operator.
    private mutating func angle() {
        var place = position + 1
        while place < bytes.count,
            Self.isWord(bytes[place]) || bytes[place] == UInt8(ascii: "-") || bytes[place] == UInt8(ascii: " "),
            place - position < 40
        { place += 1 }
        if place < bytes.count, bytes[place] == UInt8(ascii: ">"), place > position + 1,
            Self.isWord(bytes[position + 1]), bytes[place - 1] != UInt8(ascii: " ")
        {
            tokens.append(.placeholder)
            position = place + 1
        } else {
            tokens.append(.symbol(bytes[position]))
            position += 1
        }
    }
}
