import RunbookModel

/// Statements that change something, one by one.
extension SQLClassifier {
    mutating func update(_ statement: SQLStatement) {
        let name = statement.tokens.dropFirst().first { token in
            if case .word(let word) = token { return !["ONLY", "LOW_PRIORITY", "IGNORE"].contains(word) }
            return true
        }.flatMap(SQLStatement.text)
        if let condition = statement.tokens.lastIndex(of: .word("WHERE")),
            !Self.isTautology(Array(statement.tokens[(condition + 1)...]))
        {
            change("update", "Changes rows of \(name ?? "a table").", name)
        } else {
            destroy("update", "Changes all rows of \(name ?? "a table").", name)
        }
    }

    /// `1=1`, `true`, `x = x`, also behind an `OR`.
    static func isTautology(_ tokens: [SQLToken]) -> Bool {
        let parts = tokens.split(separator: .word("OR"))
        return parts.contains { part in
            let part = part.filter { $0 != .sign("(") && $0 != .sign(")") }
            if part.isEmpty || part == [.word("TRUE")] || part == [.number] { return true }
            guard part.count == 3, part[1] == .sign("=") else { return false }
            return part[0] == part[2]
        }
    }

    mutating func drop(_ statement: SQLStatement) {
        let kind = statement.tokens.dropFirst().first.flatMap(SQLStatement.text)?.lowercased() ?? "something"
        destroy("drop", "Drops \(kind) \(statement.lastName ?? "").", statement.lastName)
    }

    mutating func alter(_ statement: SQLStatement) {
        let name = statement.tokens.dropFirst(2).first { token in
            if case .word(let word) = token { return !["IF", "EXISTS", "ONLY"].contains(word) }
            return true
        }.flatMap(SQLStatement.text)
        let isDestroying = [
            "DROP", "DELETE", "TRUNCATE", "DISCARD", "DETACH", "CLEAR", "REMOVE", "FAILOVER",
            "FORCE_FAILOVER_ALLOW_DATA_LOSS", "SWITCHOVER", "OFFLINE",
        ].contains { statement.has($0) }
        let isHarmlessDrop =
            statement.has("DROP") && (statement.has("DEFAULT") || statement.has("NOT")) && !statement.has("COLUMN")
        if isDestroying, !isHarmlessDrop {
            destroy("alter.drop", "Drops a part of \(name ?? "an object").", name)
        } else if statement.tokens.dropFirst().first == .word("SYSTEM") {
            let setting = statement.settingName ?? statement.name(after: "SET") ?? "something"
            change("alter", "Changes the setting \(setting) of the whole server.", setting)
        } else {
            change("alter", "Changes how \(name ?? "an object") is built or set.", name)
        }
    }

    mutating func copy(_ statement: SQLStatement) {
        if statement.has("PROGRAM") {
            destroy("copy.program", "Runs a program on the database server.", nil)
            return
        }
        guard statement.has("TO"), statement.has("STDOUT") else {
            change(
                "copy", statement.has("TO") ? "Writes a file on the server." : "Puts rows into a table.",
                statement.lastName)
            return
        }
        if statement.tokens.count > 1, statement.tokens[1] == .sign("("),
            let close = statement.tokens.lastIndex(of: .sign(")"))
        {
            var depth = 0
            var end = close
            for (index, token) in statement.tokens.enumerated().dropFirst() {
                if token == .sign("(") { depth += 1 }
                if token == .sign(")") {
                    depth -= 1
                    if depth == 0 {
                        end = index
                        break
                    }
                }
            }
            classify(Array(statement.tokens[2..<max(2, end)]))
        } else {
            add(.green, "copy", "Prints a table.")
        }
    }

    /// Statements that run code: what the code says counts, and it is never green.
    mutating func code(_ first: String, _ statement: SQLStatement) {
        var isDestroying = false
        if first != "CREATE" || statement.has("FUNCTION") || statement.has("PROCEDURE") || statement.has("TRIGGER")
            || statement.has("EVENT") || statement.has("RULE") || statement.has("JOB")
        {
            var words = Set(statement.tokens)
            for case .text(let body) in statement.tokens {
                words.formUnion(SQLTokenizer(body, dialect: dialect).tokens)
            }
            for word in ["DELETE", "DROP", "TRUNCATE", "XP_CMDSHELL", "PG_PROMOTE", "LO_UNLINK"]
            where words.contains(.word(word)) { isDestroying = true }
        }
        if statement.has("XP_CMDSHELL") || first == "CREATE" && statement.has("REPLACE") && statement.has("TABLE") {
            isDestroying = true
        }
        let name = statement.lastName
        if isDestroying {
            destroy(first.lowercased(), "Runs code that destroys something.", name)
        } else {
            change(
                first.lowercased(),
                first == "CREATE" ? "Creates \(name ?? "an object")." : "Runs code whose effect is not known.", name)
        }
        if first != "CREATE" { read(statement, isQuery: false) }
    }

    mutating func pragma(_ statement: SQLStatement) {
        let name = statement.tokens.dropFirst().compactMap(SQLStatement.text).first?.lowercased() ?? ""
        let reads: Set<String> = [
            "table_info", "table_xinfo", "index_list", "index_info", "integrity_check", "quick_check",
            "foreign_key_list", "foreign_key_check", "database_list", "table_list", "compile_options", "function_list",
            "page_count", "freelist_count",
        ]
        if reads.contains(name) || statement.tokens.count == 2 {
            add(.green, "pragma", "Shows a setting.")
        } else {
            change("pragma", "Changes a setting of the database.", name)
        }
    }

    /// `\g`, `\G` and others behind a statement.
    mutating func inline(_ statement: SQLStatement) {
        guard let index = statement.tokens.firstIndex(of: .sign("\\")) else { return }
        let rest = statement.tokens[(index + 1)...]
        let isPlain = rest.count == 1 && (rest.first == .word("G") || rest.first == .word("GX"))
        if !isPlain { add(.red, "client", "A command of the client stands behind the statement; it may run programs.") }
    }
}
