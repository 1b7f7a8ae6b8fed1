import RunbookModel

/// Accounts for every part of a statement that is not shell.
enum StatementExplainer {
    static func tokens(of text: String, language: CommandLanguage, unknown: [String]) -> [ExplainedToken] {
        language == .sql ? sql(text, unknown) : words(text, language, unknown)
    }

    private static func sql(_ text: String, _ unknown: [String]) -> [ExplainedToken] {
        let tokenizer = SQLTokenizer(text, dialect: .generic)
        let bytes = Array(text.utf8)
        let unknownWords = Set(unknown.map { $0.uppercased() })
        var list: [ExplainedToken] = []
        var position = 0
        var startsStatement = true
        func slice(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
        func comment(_ gap: Range<Int>) {
            let piece = slice(gap)
            let blanks = piece.utf8.prefix { $0 <= 0x20 }.count
            guard blanks < piece.utf8.count else { return }
            list.append(
                ExplainedToken(
                    range: gap.lowerBound + blanks..<gap.upperBound,
                    text: slice(gap.lowerBound + blanks..<gap.upperBound),
                    role: .comment, meaning: "A comment."))
        }
        for (token, range) in zip(tokenizer.tokens, tokenizer.ranges) {
            if range.lowerBound > position { comment(position..<range.lowerBound) }
            position = range.upperBound
            var role: ExplainedToken.Role
            var meaning: String
            switch token {
            case .word(let word) where unknownWords.contains(word): (role, meaning) = (.unknown, "No rule explains it.")
            case .word where startsStatement: (role, meaning) = (.subcommand, "What the statement does.")
            case .word(let word) where SQLWords.beforeParenthesis.contains(word):
                (role, meaning) = (.keyword, "A word of SQL.")
            case .word: (role, meaning) = (.operand, "A name or a word of SQL.")
            case .name: (role, meaning) = (.operand, "A quoted name.")
            case .text: (role, meaning) = (.data, "A text: nothing runs it.")
            case .number: (role, meaning) = (.data, "A number.")
            case .placeholder: (role, meaning) = (.value, "Filled in before it runs.")
            case .symbol: (role, meaning) = (.connector, "A sign of SQL.")
            }
            startsStatement = token == .sign(";")
            list.append(ExplainedToken(range: range, text: slice(range), role: role, meaning: meaning))
        }
        if position < bytes.count { comment(position..<bytes.count) }
        return list
    }

    private static func words(_ text: String, _ language: CommandLanguage, _ unknown: [String]) -> [ExplainedToken] {
        var list: [ExplainedToken] = []
        let bytes = Array(text.utf8)
        var position = 0
        while position < bytes.count {
            if bytes[position] <= 0x20 {
                position += 1
                continue
            }
            let start = position
            while position < bytes.count, bytes[position] > 0x20 { position += 1 }
            let word = String(decoding: bytes[start..<position], as: UTF8.self)
            let isKnown = !unknown.contains { word.lowercased() == $0.lowercased() }
            let role: ExplainedToken.Role = !isKnown ? .unknown : list.isEmpty ? .subcommand : .operand
            list.append(
                ExplainedToken(
                    range: start..<position, text: word, role: role,
                    meaning: isKnown ? "A part of the \(language.rawValue) command." : "No rule explains it."))
        }
        return list
    }
}
