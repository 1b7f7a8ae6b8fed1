import ByteText
import RunbookModel

extension InverseRules {
    /// Settings of database servers. PostgreSQL's `ALTER SYSTEM` is not among them: what it writes outranks
    /// `postgresql.conf` from then on, and `SHOW` doesn't tell whether something had been written before.
    static let databases: [String: Rule] = {
        var table: [String: Rule] = [:]
        for name in ["redis-cli", "valkey-cli"] { table[name] = redis }
        for name in ["mysql", "mariadb"] { table[name] = mysql }
        return table
    }()

    /// `CONFIG GET` prints the name and, in the next line, the value.
    private static let redis: Rule = { call in
        let values: Set<String> = [
            "-h", "-p", "-s", "-n", "-u", "-a", "--user", "--pass", "--cacert", "--cert", "--key", "--sni",
        ]
        let flags: Set<String> = ["--tls", "--insecure", "--no-auth-warning", "-c"]
        guard let parsed = call.parsed(values: values, flags: flags), parsed.operands.count == 4,
            parsed.operands[0].lowercased() == "config", parsed.operands[1].lowercased() == "set",
            case let name = parsed.operands[2], name.allSatisfy({ $0.isASCII && ($0.isLetter || $0 == "-") })
        else { return nil }
        let place = parsed.kept(values.union(flags))
        return Inverse(
            command: call.line([call.name] + place + ["CONFIG", "SET", name, Inverse.previousPlaceholder]),
            capture: call.line([call.name] + place + ["CONFIG", "GET", name]) + " | tail -n 1")
    }

    /// Numbers and switches that change nothing else. Not `read_only` and `super_read_only`, of which one sets the
    /// other, nor what deletes something when it is lowered.
    private static let variables: Set<String> = [
        "MAX_CONNECTIONS", "MAX_USER_CONNECTIONS", "MAX_CONNECT_ERRORS", "LONG_QUERY_TIME", "SLOW_QUERY_LOG",
        "GENERAL_LOG", "WAIT_TIMEOUT", "INTERACTIVE_TIMEOUT", "CONNECT_TIMEOUT", "NET_READ_TIMEOUT",
        "NET_WRITE_TIMEOUT", "LOCK_WAIT_TIMEOUT", "INNODB_LOCK_WAIT_TIMEOUT", "INNODB_FLUSH_LOG_AT_TRX_COMMIT",
        "SYNC_BINLOG", "INNODB_THREAD_CONCURRENCY", "INNODB_PRINT_ALL_DEADLOCKS", "THREAD_CACHE_SIZE",
        "TABLE_OPEN_CACHE", "MAX_ALLOWED_PACKET", "TMP_TABLE_SIZE", "MAX_HEAP_TABLE_SIZE", "MAX_EXECUTION_TIME",
        "LOG_QUERIES_NOT_USING_INDEXES", "INNODB_BUFFER_POOL_SIZE", "BACK_LOG", "SORT_BUFFER_SIZE",
        "JOIN_BUFFER_SIZE", "READ_BUFFER_SIZE", "INNODB_MAX_DIRTY_PAGES_PCT", "INNODB_READ_AHEAD_THRESHOLD",
    ]

    private static let mysql: Rule = { call in
        let values: Set<String> = [
            "-h", "-u", "-P", "-S", "--host", "--user", "--port", "--socket", "--defaults-file",
            "--defaults-extra-file", "--login-path", "--protocol", "--ssl-mode",
        ]
        let statements: Set<String> = ["-e", "--execute"]
        let flags: Set<String> = ["-N", "-B", "-s"]
        guard let parsed = call.parsed(values: values.union(statements), flags: flags), parsed.operands.isEmpty,
            let statement = parsed.value("-e", "--execute")
        else { return nil }
        var tokens = SQLTokenizer(statement, dialect: .mysql).tokens
        if tokens.last == .sign(";") { tokens.removeLast() }
        let place = parsed.kept(values)
        if tokens.count == 2, case .word(let verb) = tokens[0], case .word(let what) = tokens[1],
            ["SLAVE", "REPLICA"].contains(what), let other = opposite(verb, in: [("START", "STOP")])
        {
            return Inverse(command: call.line([call.name] + place + ["-e", "\(other) \(what)"]))
        }
        guard tokens.count == 5, tokens[0] == .word("SET"), tokens[1] == .word("GLOBAL"),
            case .word(let name) = tokens[2], variables.contains(name), tokens[3] == .sign("="),
            [.number, .word("ON"), .word("OFF")].contains(tokens[4])
        else { return nil }
        return Inverse(
            command: call.line([call.name] + place)
                + " -e 'SET GLOBAL \(name.lowercased()) = \(Inverse.previousPlaceholder)'",
            capture: call.line(
                [call.name] + place + ["-N", "-B", "-e", "SELECT @@GLOBAL.\(name.lowercased())"]))
    }
}
