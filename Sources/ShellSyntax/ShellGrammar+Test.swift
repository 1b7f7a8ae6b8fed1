/// `[[ … ]]`, by bash's own grammar, with its rules for line ends: they may stand at the start, behind `!`, `&&`, `||`,
/// behind a whole condition, and nowhere else.
extension ShellGrammar {
    mutating func testClause() throws(ShellSyntaxError) -> CommandKind {
        let start = position
        let outer = isInTest
        isInTest = true
        defer { isInTest = outer }
        position += 2
        var words: [ShellWord] = []
        skipLines()
        // `[[ ]]` alone is taken as well.
        if !atTestEnd() { try disjunction(into: &words) }
        skipBlanks()
        guard atTestEnd() else {
            throw failure(
                current == nil ? "']]' is missing" : "the condition is not complete", from: current == nil ? start : nil
            )
        }
        position += 2
        return .test(words)
    }

    private func atTestEnd() -> Bool { has("]]") && isWordEnd(2) }

    private mutating func disjunction(into words: inout [ShellWord]) throws(ShellSyntaxError) {
        while true {
            try conjunction(into: &words)
            skipBlanks()
            guard has("||") else { return }
            words.append(operatorWord(2))
            skipLines()
            if atTestEnd() { return }
        }
    }

    private mutating func conjunction(into words: inout [ShellWord]) throws(ShellSyntaxError) {
        while true {
            try term(into: &words)
            skipBlanks()
            guard has("&&") else { return }
            words.append(operatorWord(2))
            skipLines()
            if atTestEnd() { return }
        }
    }

    private mutating func term(into words: inout [ShellWord]) throws(ShellSyntaxError) {
        skipLines()
        while current == UInt8(ascii: "!"), isWordEnd(1) {
            words.append(operatorWord(1))
            skipLines()
            if atTestEnd() { return }
        }
        if current == UInt8(ascii: "(") {
            words.append(operatorWord(1))
            try nested { (grammar) throws(ShellSyntaxError) in
                try grammar.disjunction(into: &words)
                grammar.skipBlanks()
                guard grammar.current == UInt8(ascii: ")") else { throw grammar.failure("')' is missing") }
            }
            words.append(operatorWord(1))
            skipLines()
            return
        }
        guard !atTestEnd(), let first = try word() else { throw unexpected() }
        words.append(first)
        if let name = first.plainText, Self.isUnaryTest(name) {
            skipBlanks()
            guard !atTestEnd(), let operand = try word() else { throw unexpected() }
            words.append(operand)
            skipLines()
            return
        }
        try comparison(into: &words)
    }

    /// What may stand behind the first operand: an operator with its other side, or nothing.
    private mutating func comparison(into words: inout [ShellWord]) throws(ShellSyntaxError) {
        skipBlanks()
        if let byte = current, byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") {
            words.append(operatorWord(1))
        } else {
            let start = position
            guard !atTestEnd(), let next = try word() else { return }
            guard let name = next.plainText, Self.isBinaryTest(name) else {
                position = start
                throw unexpected()
            }
            words.append(next)
            if name == "=~" {
                skipBlanks()
                words.append(try regularExpression())
                skipLines()
                return
            }
        }
        skipBlanks()
        guard !atTestEnd(), let operand = try word() else { throw unexpected() }
        words.append(operand)
        skipLines()
    }

    private func unexpected() -> ShellSyntaxError {
        failure(current.map { "unexpected \(describe($0)) in a condition" } ?? "']]' is missing")
    }

    private mutating func operatorWord(_ count: Int) -> ShellWord {
        let place = position
        position += count
        return ShellWord(parts: [.literal(text(place..<position))], range: range(from: place))
    }

    private static func isBinaryTest(_ name: String) -> Bool {
        switch name {
        case "==", "=", "!=", "=~", "<", ">", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef": true
        default: false
        }
    }

    private static func isUnaryTest(_ name: String) -> Bool {
        let bytes = name.utf8
        guard bytes.count == 2, bytes.first == UInt8(ascii: "-"), let letter = bytes.last else { return false }
        switch letter {
        case UInt8(ascii: "a")...UInt8(ascii: "h"), UInt8(ascii: "k"), UInt8(ascii: "n")...UInt8(ascii: "p"),
            UInt8(ascii: "r")...UInt8(ascii: "x"), UInt8(ascii: "z"), UInt8(ascii: "G"), UInt8(ascii: "L"),
            UInt8(ascii: "N"), UInt8(ascii: "O"), UInt8(ascii: "R"), UInt8(ascii: "S"):
            return letter != UInt8(ascii: "q")
        default: return false
        }
    }

    /// The pattern behind `=~`: parentheses, and `|`, belong to it.
    private mutating func regularExpression() throws(ShellSyntaxError) -> ShellWord {
        let start = position
        var parts: [WordPart] = []
        while let byte = current {
            if byte == UInt8(ascii: "("), position == start || bytes[position - 1] != UInt8(ascii: "$") {
                parts.append(.literal("("))
                position += 1
                parts += try nested { (grammar) throws(ShellSyntaxError) in
                    try grammar.wordParts(until: .parenthesis)
                }
                try expect(")")
                parts.append(.literal(")"))
            } else if byte == UInt8(ascii: "|"), !has("||") {
                parts.append(.literal("|"))
                position += 1
            } else {
                let before = position
                parts += try wordParts(until: .meta)
                if position == before { break }
            }
        }
        guard position > start else { throw failure("a pattern should stand behind '=~'") }
        return ShellWord(parts: parts, range: range(from: start))
    }
}
