/// A statement as tokens.
struct SQLStatement {
    let tokens: [SQLToken]

    func has(_ word: String) -> Bool { tokens.contains(.word(word)) }

    static func text(_ token: SQLToken) -> String? {
        switch token {
        case .word(let word): word.lowercased()
        case .name(let name): name
        default: nil
        }
    }

    /// `START REPLICA` and its like.
    var isAboutReplication: Bool { has("SLAVE") || has("REPLICA") || has("GROUP_REPLICATION") }

    /// The name in front of the first `=`.
    var settingName: String? {
        guard let sign = tokens.firstIndex(of: .sign("=")), sign > 0 else { return nil }
        return Self.text(tokens[sign - 1])
    }

    /// The name behind a word, with its schema.
    func name(after word: String) -> String? {
        guard let index = tokens.firstIndex(of: .word(word)), index + 1 < tokens.count,
            var name = Self.text(tokens[index + 1]), !SQLWords.beforeParenthesis.contains(name.uppercased())
        else { return nil }
        if index + 3 < tokens.count, tokens[index + 2] == .sign("."), let table = Self.text(tokens[index + 3]) {
            name += ".\(table)"
        }
        return name
    }

    /// The last name of the statement, leaving out trailing keywords.
    var lastName: String? {
        let skipped: Set<String> = ["CASCADE", "RESTRICT", "IDENTITY", "CONTINUE", "RESTART", "CONCURRENTLY", "FORCE"]
        return tokens.dropFirst().last { token in
            switch token {
            case .word(let word): !skipped.contains(word)
            case .name: true
            default: false
            }
        }.flatMap(Self.text)
    }

    /// `WITH name(a, b) AS`: a name with columns, not a function.
    func definesTable(_ name: String) -> Bool {
        guard tokens.first == .word("WITH") else { return false }
        guard let index = tokens.firstIndex(of: .word(name)), index > 0 else { return false }
        return tokens[index - 1] == .word("WITH") || tokens[index - 1] == .word("RECURSIVE")
            || tokens[index - 1] == .sign(",")
                && tokens[index...].prefix(12).contains(.word("AS"))
    }
}
