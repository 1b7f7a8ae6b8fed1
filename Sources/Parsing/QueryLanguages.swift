import ByteText
import RunbookModel

/// Recognises commands of languages other than the shell by their grammar.
enum QueryLanguages {
    /// Requests as the developer tools of search engines take them.
    static let http = CommandLanguage(rawValue: "http")

    private static let sqlStarts: Set<String> = [
        "select", "insert", "update", "delete", "create", "drop", "alter", "truncate", "grant", "revoke", "explain",
        "show", "vacuum", "analyze", "reindex", "begin", "commit", "rollback", "with", "kill", "set", "use",
        "describe", "call", "optimize", "flush", "lock", "unlock", "start", "stop", "change", "purge", "reset",
        "checkpoint", "cluster", "refresh",
    ]
    private static let sqlSecond: Set<String> = [
        "from", "into", "table", "index", "database", "view", "user", "schema", "set", "where", "processlist",
        "slave", "replica", "master", "status", "variables", "engine", "on", "all", "role", "function", "slave;",
        "replica;", "sequence", "extension", "tables", "databases", "transaction", "analyze", "full", "verbose",
        "materialized", "partition", "constraint", "column", "global", "session", "query", "tables;", "databases;",
        "status;", "processlist;", "grants", "concurrently", "publication", "subscription", "values",
    ]

    /// Whether a text is SQL. Small letters count only where a semicolon ends it.
    static func isSQL(_ text: String) -> Bool {
        let line = text.trimmedSpace
        let words = line.parts(between: " \n\t(", maxSplits: 24)
        guard let first = words.first, words.count > 1 else { return false }
        guard sqlStarts.contains(first.lowercased()) else { return false }
        let isUpper = first.allSatisfy { $0.isUppercase || !$0.isLetter }
        guard isUpper || line.hasSuffix(";") else { return false }
        if first.lowercased() == "select" { return true }
        return words.dropFirst().contains { sqlSecond.contains($0.lowercased()) } || (isUpper && line.hasSuffix(";"))
    }

    private static let promFunctions: Set<String> = [
        "rate", "irate", "increase", "sum", "avg", "max", "min", "count", "topk", "bottomk", "histogram_quantile",
        "delta", "deriv", "predict_linear", "absent", "changes", "resets", "label_replace", "avg_over_time",
        "max_over_time", "sum_over_time", "count_over_time", "quantile", "quantile_over_time", "stddev", "time",
        "absent_over_time", "min_over_time", "count_values", "group", "vector", "clamp_max", "clamp_min", "ceil",
    ]
    private static let promSuffixes = [
        "_total", "_bytes", "_seconds", "_count", "_bucket", "_sum", "_ratio", "_info", "_percent", "_created",
    ]

    /// Whether a text is a PromQL expression: metrics with selectors, functions and arithmetic, nothing else.
    static func isPromQL(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count < 4096, let first = bytes.first(where: { $0 > 0x20 }) else { return false }
        guard isNameByte(first) || first == UInt8(ascii: "(") || first.isDigit else { return false }
        var metrics = 0
        var unexplained = 0
        var hasSelector = false
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            if isNameByte(byte) {
                let start = position
                while position < bytes.count,
                    isNameByte(bytes[position]) || (bytes[position] >= 0x30 && bytes[position] <= 0x3A)
                {
                    position += 1
                }
                let name = String(decoding: bytes[start..<position], as: UTF8.self)
                let next = bytes[position...].first { $0 > 0x20 }
                if promFunctions.contains(name),
                    next == UInt8(ascii: "(") || next == UInt8(ascii: "b") || next == UInt8(ascii: "w")
                {
                    metrics += 1
                } else if [
                    "by", "without", "on", "ignoring", "offset", "and", "or", "unless", "group_left", "bool", "le",
                ].contains(name) {
                    continue
                } else if name.utf8.contains(UInt8(ascii: "_")),
                    next == UInt8(ascii: "{") || promSuffixes.contains(where: name.hasSuffix)
                {
                    metrics += 1
                } else if next == UInt8(ascii: "{") || (next == UInt8(ascii: "[") && name.holds("_")) || name == "up" {
                    metrics += 1
                } else if name.utf8.contains(UInt8(ascii: "_")) || next == UInt8(ascii: ",")
                    || next == UInt8(ascii: ")")
                {
                    continue
                } else {
                    unexplained += 1
                }
            } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
                let close = byte == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: "]")
                guard let end = bytes[position...].firstIndex(of: close) else { return false }
                hasSelector =
                    hasSelector || bytes[position..<end].contains(UInt8(ascii: "=")) || close == UInt8(ascii: "]")
                position = end + 1
            } else if byte <= 0x20 || byte.isDigit || "()+-*/%<>=!,.^".utf8.contains(byte) {
                position += 1
            } else {
                return false
            }
        }
        return unexplained == 0 && (metrics > 0)
            && (hasSelector || metrics > 1 || bytes.contains(where: { "(=<>".utf8.contains($0) })
                || promSuffixes.contains(where: text.trimmedSpace.hasSuffix))
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte.isLetter || byte == UInt8(ascii: "_")
    }

    /// Whether a text is a request such as `GET /_cat/indices?v`.
    static func isHTTPRequest(_ text: String) -> Bool {
        let line = text.prefix { $0 != "\n" }
        let words = line.parts(between: " ", maxSplits: 3)
        guard words.count == 2 || (words.count == 3 && words[2].hasPrefix("HTTP")) else { return false }
        guard ["GET", "PUT", "POST", "DELETE", "HEAD", "PATCH"].contains(words[0]) else { return false }
        return words[1].hasPrefix("/") || words[1].hasPrefix("_") || words[1].hasPrefix("http")
            || (words[1].utf8.contains(UInt8(ascii: "/")) && words[1].utf8.contains(UInt8(ascii: "_")))
    }

    private static let redisCommands: Set<String> = [
        "GET", "SET", "DEL", "KEYS", "SCAN", "INFO", "CONFIG", "FLUSHALL", "FLUSHDB", "DBSIZE", "TTL", "TYPE", "CLIENT",
        "CLUSTER", "SLOWLOG", "MONITOR", "LLEN", "LRANGE", "HGETALL", "HGET", "SMEMBERS", "ZRANGE", "EXPIRE",
        "UNLINK", "MEMORY", "LATENCY", "SENTINEL", "SLAVEOF", "REPLICAOF", "BGSAVE", "SAVE", "EXISTS", "RENAME", "PING",
    ]

    /// Whether a text is a command of Redis. Only sure where something says that this is Redis.
    static func isRedis(_ text: String) -> Bool {
        guard let first = text.parts(between: " ", maxSplits: 1).first else { return false }
        return redisCommands.contains(first.uppercased())
    }
}
