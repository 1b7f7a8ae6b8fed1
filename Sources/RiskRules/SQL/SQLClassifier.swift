import ByteText
import RunbookModel

/// Judges SQL by its statements.
struct SQLClassifier {
    let dialect: SQLDialect
    private(set) var findings: [Finding] = []

    init(dialect: SQLDialect) { self.dialect = dialect }

    mutating func add(
        _ risk: Risk, _ rule: String, _ text: String, target: String? = nil, discloses: Bool = false,
        heavy: Bool = false
    ) {
        findings.append(
            Finding(
                risk, "sql.\(rule)", text, effect: text, target: target, discloses: discloses, isHeavy: heavy))
    }

    /// All that is to be said of a text.
    mutating func classify(_ text: String) {
        let tokenizer = SQLTokenizer(text, dialect: dialect)
        for doubt in tokenizer.doubts {
            findings.append(
                Finding(.yellow, "sql.unsure", "The SQL can be read in two ways: \(doubt).", unknown: doubt))
        }
        let statements = tokenizer.tokens.split(separator: .sign(";")).map(Array.init)
        if statements.isEmpty {
            add(.green, "empty", "There is no statement.")
            return
        }
        if statements.count > 1 {
            findings.append(Finding(.yellow, "sql.several", "There is more than one statement."))
        }
        for statement in statements.prefix(100) { classify(statement) }
        if statements.count > 100 { add(.yellow, "many", "There are too many statements to look at.") }
    }

    // MARK: Statements

    mutating func classify(_ tokens: [SQLToken]) {
        var tokens = tokens
        while tokens.first == .sign("(") { tokens.removeFirst() }
        guard case .word(let first)? = tokens.first else {
            add(.yellow, "unknown", "A statement does not start with a word that is known.")
            return
        }
        if let next = secondStatement(in: tokens, first) {
            classify(Array(tokens[..<next]))
            findings.append(Finding(.yellow, "sql.several", "There is more than one statement."))
            classify(Array(tokens[next...]))
            return
        }
        let statement = SQLStatement(tokens: tokens)
        switch first {
        case "SELECT", "VALUES", "TABLE": read(statement)
        case "WITH": with(statement)
        case "EXPLAIN": explain(statement)
        case "SHOW", "DESCRIBE", "DESC", "USE", "HELP", "\\D", "LIST":
            add(.green, "show", "Shows what the server knows.")
            read(statement, isQuery: false)
        case "START" where statement.isAboutReplication:
            add(.yellow, "start", "Starts the replication of this server.")
        case "BEGIN", "START", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE", "ABORT":
            let isPlain = first != "ROLLBACK" || !statement.has("PREPARED")
            add(isPlain ? .green : .yellow, "transaction", "Starts or ends a transaction.")
        case "SET": set(statement)
        case "DBCC": check(statement)
        case "PRAGMA": pragma(statement)
        case "CHECK" where statement.tokens.dropFirst().first == .word("TABLE"), "CHECKSUM":
            add(.green, "check", "Checks a table.", target: statement.lastName)
        case "APPLY": add(.green, "batch", "Ends a batch.")
        case "LISTEN", "UNLISTEN", "CLOSE", "FETCH", "DECLARE":
            if first == "DECLARE" { read(statement) } else { add(.yellow, "session", "Changes this session.") }
        default: judgeChange(first, statement)
        }
    }

    /// Where a second statement starts without a `;`: T-SQL needs none, and a batch of CQL holds statements.
    private func secondStatement(in tokens: [SQLToken], _ first: String) -> Int? {
        if first == "BEGIN", let batch = tokens.prefix(3).firstIndex(of: .word("BATCH")), batch + 1 < tokens.count {
            return batch + 1
        }
        guard dialect == .tsql || dialect == .generic && ["SELECT", "BEGIN", "USE", "WITH"].contains(first) else {
            return nil
        }
        let starts = dialect == .tsql ? SQLWords.statementStarts : SQLWords.destroyingStarts
        let opening: Set<String> = [
            "CREATE", "ALTER", "GRANT", "REVOKE", "DENY", "MERGE", "EXPLAIN", "BACKUP", "RESTORE", "DBCC",
        ]
        guard !opening.contains(first) else { return nil }
        var depth = 0
        for (index, token) in tokens.enumerated().dropFirst() {
            if token == .sign("(") { depth += 1 }
            if token == .sign(")") { depth -= 1 }
            guard depth == 0, case .word(let word) = token, starts.contains(word) else { continue }
            let before = tokens[index - 1]
            let isName =
                before == .sign(".") || before == .word("AS") || before == .word("FOR") || before == .word("ON")
            let isCall = index + 1 < tokens.count && tokens[index + 1] == .sign("(")
            // A query with common tables ends in its own statement.
            if first == "WITH", before == .sign(")") { continue }
            if !isName, !isCall { return index }
        }
        return nil
    }

    private mutating func judgeChange(_ first: String, _ statement: SQLStatement) {
        switch first {
        case "UPDATE": update(statement)
        case "DELETE":
            destroy(
                "delete", "Deletes rows of \(statement.name(after: "FROM") ?? "a table").",
                statement.name(after: "FROM"))
        case "TRUNCATE":
            destroy("truncate", "Deletes all rows of \(statement.lastName ?? "a table").", statement.lastName)
        case "DROP": drop(statement)
        case "ALTER": alter(statement)
        case "COPY": copy(statement)
        case "MERGE":
            if statement.has("DELETE") {
                destroy("merge", "Merges and deletes rows.", statement.name(after: "INTO"))
            } else {
                change("merge", "Merges rows.", statement.name(after: "INTO"))
            }
        case "VACUUM", "CLUSTER", "OPTIMIZE":
            let isFull = statement.has("FULL") || first == "CLUSTER"
            add(
                isFull ? .red : .yellow, "maintain",
                isFull ? "Rewrites a table under a full lock." : "Maintains a table.", target: statement.lastName)
        case "DO", "CALL", "EXEC", "EXECUTE", "PREPARE", "CREATE": code(first, statement)
        case "PURGE", "RESET", "SHUTDOWN", "RESTORE", "DETACH", "UNDROP":
            if first == "RESET", statement.tokens.count == 2, !statement.has("MASTER"), !statement.has("SLAVE"),
                !statement.has("REPLICA")
            {
                change("reset", "Sets a setting of this session back.", nil)
            } else {
                destroy(first.lowercased(), "\(first) cannot be undone.", statement.lastName)
            }
        case "STOP", "CHANGE", "FLUSH", "KILL", "LOCK", "UNLOCK":
            let isSevere = first == "CHANGE" || statement.has("READ") && first == "FLUSH"
            let isStop = first == "STOP" && statement.isAboutReplication
            add(
                isSevere ? .red : .yellow, first.lowercased(),
                isStop
                    ? "Stops the replication of this server." : "\(first) changes how the server works right now.",
                target: statement.lastName)
        case "INSERT", "REPLACE", "UPSERT", "GRANT", "REVOKE", "ANALYZE", "REINDEX", "COMMENT", "NOTIFY", "REFRESH",
            "CHECKPOINT", "DISCARD", "LOAD", "IMPORT", "RENAME", "ATTACH", "SYSTEM", "BACKUP", "CHECK", "REPAIR",
            "SECURITY", "DEALLOCATE", "BATCH", "REASSIGN", "INSTALL", "UNINSTALL", "HANDLER", "BULK", "CLONE":
            let name = statement.name(after: "INTO") ?? statement.name(after: "ON") ?? statement.lastName
            let isDangerous =
                first == "UNINSTALL"
                || (first == "SYSTEM"
                    && (statement.has("DROP") || statement.has("SHUTDOWN") || statement.has("KILL")
                        || dialect == .mysql))
            add(
                isDangerous ? .red : .yellow, first.lowercased(),
                "\(first) changes data or settings\(name.map { " of \($0)" } ?? "").", target: name)
            read(statement, isQuery: false)
        default:
            findings.append(
                Finding(
                    .yellow, "sql.unknown", "No rule explains a statement that starts with \(first).", unknown: first))
            for word in ["DELETE", "DROP", "TRUNCATE"] where statement.has(word) {
                destroy("unknown", "It seems to \(word.lowercased()) something.", statement.lastName)
            }
        }
    }

    private mutating func check(_ statement: SQLStatement) {
        let reads = [
            "CHECKDB", "SQLPERF", "OPENTRAN", "SHOW_STATISTICS", "CHECKTABLE", "CHECKALLOC", "USEROPTIONS",
            "TRACESTATUS", "INPUTBUFFER", "PROCCACHE", "LOGINFO", "SHOWCONTIG",
        ]
        let repairs =
            statement.has("REPAIR_ALLOW_DATA_LOSS") || statement.has("REPAIR_REBUILD") || statement.has("CLEAR")
        let isRead = reads.contains { statement.tokens.dropFirst().first == .word($0) } && !repairs
        add(
            isRead ? .green : repairs ? .red : .yellow, "dbcc",
            isRead ? "Checks a database." : "DBCC changes a database.")
    }

    mutating func destroy(_ rule: String, _ text: String, _ target: String?) {
        add(.red, rule, text, target: target)
    }

    mutating func change(_ rule: String, _ text: String, _ target: String?) {
        add(.yellow, rule, text, target: target)
    }

    /// A query, or the query within another statement: functions, locks and targets that make it more than a read.
    mutating func read(_ statement: SQLStatement, isQuery: Bool = true) {
        let tokens = statement.tokens
        var isRead = true
        for (index, token) in tokens.enumerated() {
            guard case .word(let word) = token else { continue }
            let next = index + 1 < tokens.count ? tokens[index + 1] : nil
            switch word {
            case "INTO" where isQuery:
                isRead = false
                let file = next == .word("OUTFILE") || next == .word("DUMPFILE")
                change(
                    "into", file ? "Writes the result into a file of the server." : "Writes the result into a table.",
                    statement.name(after: "INTO"))
            case "FOR" where isQuery:
                if case .word(let kind)? = next, ["UPDATE", "SHARE", "NO", "KEY"].contains(kind) {
                    isRead = false
                    change("lock", "Locks the rows that it reads.", statement.name(after: "FROM"))
                }
            case "LOCK" where isQuery && next == .word("IN"):
                isRead = false
                change("lock", "Locks the rows that it reads.", statement.name(after: "FROM"))
            case "PG_SHADOW", "PG_AUTHID", "ROLPASSWORD", "AUTHENTICATION_STRING", "PASSWORD_HASH", "PASSWD",
                "PG_USER_MAPPINGS", "SYSLOGINS", "SQL_LOGINS":
                findings.append(Finding(.yellow, "sql.secret", "It reads passwords or their digests.", discloses: true))
            case "PROCEDURE" where isQuery && statement.has("ANALYSE"): break
            default:
                if next == .sign("("), !SQLWords.beforeParenthesis.contains(word) {
                    judgeFunction(word, isFirstOfList: index > 0 && tokens[index - 1] == .word("INTO"), statement)
                }
            }
            if word == "DELETE" || word == "UPDATE" || word == "INSERT" || word == "MERGE" || word == "TRUNCATE"
                || word == "DROP",
                isQuery, index > 0, tokens[index - 1] == .sign("(")
            {
                isRead = false
            }
        }
        for case .name(let name) in tokens where name.lowercased().holds("passw") {
            findings.append(Finding(.yellow, "sql.secret", "It reads passwords or their digests.", discloses: true))
        }
        judgeQuotedFunctions(tokens)
        guard isQuery else { return }
        if tokens.contains(.sign("\\")) { inline(statement) }
        if isRead { add(.green, "select", "Reads from \(statement.name(after: "FROM") ?? "the server").") }
    }

    /// `"pg_terminate_backend"(1)`: a quoted name may be a function too.
    private mutating func judgeQuotedFunctions(_ tokens: [SQLToken]) {
        for (index, token) in tokens.enumerated() {
            if case .name(let name) = token, index + 1 < tokens.count, tokens[index + 1] == .sign("("),
                index == 0 || (tokens[index - 1] != .word("INTO") && tokens[index - 1] != .sign(","))
            {
                findings.append(
                    Finding(.yellow, "sql.function", "What the function \(name) does is not known.", unknown: name))
            }
        }
    }

    private mutating func judgeFunction(_ name: String, isFirstOfList: Bool, _ statement: SQLStatement) {
        if isFirstOfList || statement.definesTable(name) { return }
        if SQLWords.destroyingFunctions.contains(name) {
            destroy(
                "function", "The function \(name.lowercased()) destroys something or cannot be undone.",
                name.lowercased())
        } else if SQLWords.changingFunctions.contains(name) {
            change("function", "The function \(name.lowercased()) changes something.", name.lowercased())
        } else if !SQLWords.isReadingFunction(name) {
            findings.append(
                Finding(
                    .yellow, "sql.function", "What the function \(name.lowercased()) does is not known.",
                    unknown: name.lowercased()))
        }
    }

    private mutating func with(_ statement: SQLStatement) {
        let writes: Set<String> = ["DELETE", "UPDATE", "INSERT", "MERGE", "TRUNCATE", "DROP", "REPLACE"]
        var isWrite = false
        for (index, token) in statement.tokens.enumerated() where index > 0 {
            guard case .word(let word) = token, writes.contains(word) else { continue }
            let before = statement.tokens[index - 1]
            guard before == .sign("(") || before == .sign(")") else { continue }
            // `replace(x, …)` and `FOR UPDATE` are not statements.
            if index + 1 < statement.tokens.count, statement.tokens[index + 1] == .sign("(") { continue }
            isWrite = true
            classify(Array(statement.tokens[index...]))
        }
        if isWrite { change("with", "The query writes as well.", nil) } else { read(statement) }
    }

    private mutating func explain(_ statement: SQLStatement) {
        var rest = Array(statement.tokens.dropFirst())
        var runs = false
        if rest.first == .sign("(") {
            let close = rest.firstIndex(of: .sign(")")) ?? rest.count - 1
            for (index, token) in rest[..<close].enumerated()
            where token == .word("ANALYZE") || token == .word("ANALYSE") {
                let value = index + 1 < close ? rest[index + 1] : .sign(",")
                runs = ![.word("FALSE"), .word("OFF"), .number].contains(value)
            }
            rest = Array(rest[min(close + 1, rest.count)...])
        } else {
            while case .word(let word)? = rest.first,
                [
                    "ANALYZE", "ANALYSE", "VERBOSE", "EXTENDED", "PARTITIONS", "QUERY", "PLAN", "FOR", "FORMAT", "JSON",
                    "TREE", "AST", "SYNTAX", "PIPELINE", "ESTIMATE", "TRADITIONAL", "COSTS", "BUFFERS", "TABLE",
                ].contains(word)
            {
                runs = runs || word == "ANALYZE" || word == "ANALYSE"
                rest.removeFirst()
                if rest.first == .sign("=") { rest.removeFirst() }
            }
        }
        if runs {
            classify(rest)
        } else {
            // The planner may call functions that it takes for constant.
            read(SQLStatement(tokens: rest), isQuery: false)
            add(.green, "explain", "Shows the plan of a statement, runs nothing.")
        }
    }

    private mutating func set(_ statement: SQLStatement) {
        guard case .word(let second)? = statement.tokens.dropFirst().first else {
            change("set", "Changes a setting.", nil)
            return
        }
        if statement.has("GLOBAL") || statement.has("PERSIST") || statement.has("PASSWORD") {
            let isSevere =
                statement.has("READ_ONLY") || statement.has("SUPER_READ_ONLY") || statement.has("OFFLINE_MODE")
            let name = statement.settingName.map { " \($0)" } ?? ""
            add(isSevere ? .red : .yellow, "set.global", "Changes the setting\(name) of the whole server.")
            return
        }
        let harmless: Set<String> = [
            "STATEMENT_TIMEOUT", "LOCK_TIMEOUT", "NAMES", "TIME", "TIMEZONE", "SEARCH_PATH", "TRANSACTION",
            "CLIENT_ENCODING", "NOCOUNT", "DATESTYLE", "APPLICATION_NAME",
        ]
        let isHarmless =
            harmless.contains(second)
            || (["SESSION", "LOCAL"].contains(second) && statement.tokens.count > 2
                && harmless.contains { statement.tokens[2] == .word($0) })
        add(isHarmless ? .green : .yellow, "set", "Changes a setting of this session.")
    }
}
