import ByteText

/// What stands before a command in the copy of a terminal.
struct Prompt: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case shell
        /// `#`, which may as well begin a comment.
        case root
        /// `>` alone: a continuation, or another shell.
        case angle
        case powershell
        case sql
        case redis
        /// Another program that asks for commands of its own.
        case client(String)
    }

    var kind: Kind
    /// The line after the prompt.
    var rest: Substring

    /// The prompt at the beginning of a line.
    init?(_ line: String) {
        let text = Substring(line).trimmedSpace
        guard let first = text.utf8.first else { return nil }
        switch first {
        case UInt8(ascii: "$"):
            guard let rest = Self.after("$", text) else { return nil }
            self.init(.shell, rest)
        case UInt8(ascii: "%"):
            guard let rest = Self.after("%", text) else { return nil }
            self.init(.shell, rest)
        case UInt8(ascii: "#"):
            guard let rest = Self.after("#", text) else { return nil }
            self.init(.root, rest)
        case UInt8(ascii: ">"):
            guard let rest = Self.after(">", text) else { return nil }
            self.init(.angle, rest)
        case UInt8(ascii: "="):
            for mark in ["=>", "=#"] { if let rest = Self.after(mark, text) { self.init(.sql, rest); return } }
            return nil
        default:
            for mark in ["❯", "➜"] {
                guard let rest = Self.after(mark, text) else { continue }
                // The folder stands between the arrow and the command.
                let folder = rest.prefix { $0 != " " }
                let isFolder =
                    folder == "~" || folder.hasPrefix("~/") || folder.hasPrefix("/") && folder.count < rest.count
                self.init(.shell, isFolder ? rest.dropFirst(folder.count).trimmedSpace : rest)
                return
            }
            self.init(named: text)
        }
    }

    /// A line without what a client shows before the second line of a statement: `    -> `, `db-# `, `db(> `, `... `.
    /// - Returns: the rest of the line, and whether there was such a mark.
    static func withoutContinuation(_ line: String) -> (text: String, isContinuation: Bool) {
        let text = line.trimmedSpace
        for mark in ["-> ", "'> ", "\"> ", "`> ", "... ", "> "] {
            if let rest = text.after(mark) { return (String(rest), true) }
        }
        let name = text.utf8.prefix { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "_") }
        let signs = text.utf8.dropFirst(name.count).prefix(3)
        guard !name.isEmpty, signs.count == 3, let kind = signs.first, let mark = signs.dropFirst().first,
            "-('\"*".utf8.contains(kind), mark == UInt8(ascii: "#") || mark == UInt8(ascii: ">"),
            signs.last == 0x20
        else { return (line, false) }
        return (String(Substring(text.utf8.dropFirst(name.count + 3)).trimmedSpace), true)
    }

    private init(_ kind: Kind, _ rest: Substring) {
        self.kind = kind
        self.rest = rest
    }

    private static func after(_ mark: String, _ text: Substring) -> Substring? {
        guard text.hasPrefix(mark) else { return nil }
        let rest = text.dropFirst(mark.count)
        guard let next = rest.utf8.first, next == 0x20 || next == 0x09 else { return nil }
        return rest.trimmedSpace
    }

    /// Prompts that begin with a name: `user@host:~$`, `[root@x dir]#`, `sh-4.4#`, `mysql>`, `db=#`, `10.0.0.1:6379>`.
    private init?(named text: Substring) {
        for (mark, language) in Self.clientMarks {
            guard let rest = text.after(mark)?.trimmedSpace, !rest.isEmpty else { continue }
            self.init(.client(language), rest)
            return
        }
        let bytes = Array(text.utf8.prefix(80))
        guard
            let end = bytes.indices.first(where: { index in
                let byte = bytes[index]
                guard byte == UInt8(ascii: "$") || byte == UInt8(ascii: "#") || byte == UInt8(ascii: ">") else {
                    return false
                }
                return index + 1 < bytes.count && bytes[index + 1] == 0x20 && index > 0
            })
        else { return nil }
        let name = String(decoding: bytes[..<end], as: UTF8.self)
        let rest = Substring(String(text.utf8.dropFirst(end + 1)) ?? "").trimmedSpace
        guard !rest.isEmpty, !name.holds("<"), !name.holds("=\""), !name.holds("`") else { return nil }
        let mark = bytes[end]
        if mark == UInt8(ascii: ">") {
            guard let kind = Self.kind(ofClient: name) else { return nil }
            self.init(kind, rest)
            return
        }
        // `crm(live)# `, `router1(config)# `: a program of its own.
        let opening = name.prefix { $0 != "(" }
        if mark != UInt8(ascii: "$"), !opening.isEmpty, opening.count < name.count, name.holds(")"),
            opening.utf8.allSatisfy({ $0.isLetter || $0.isDigit }), !name.holds(" ")
        {
            self.init(.client(String(opening.lowercased())), rest)
            return
        }
        // `web-01# `, `db2 $ `: the name of a host alone. Behind a program and a space, `#` begins a comment.
        let host = name.trimmedSpace
        let isHost =
            host.utf8.count < 30 && host.utf8.contains(where: \.isLetter)
            && host.utf8.allSatisfy { $0.isSmall || $0.isDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
        if isHost, !ProgramNames.isKnown(String(host)), mark == UInt8(ascii: "$") || !name.hasSuffix(" "),
            CommandShape().judge(rest) >= .weak
        {
            self.init(.shell, rest)
            return
        }
        // `~(admin)]$ `, `/srv/app$ `: what a shell shows of itself, in one word.
        if mark == UInt8(ascii: "$"), !name.holds(" "), let last = name.utf8.last,
            ")]~/".utf8.contains(last)
                || name.utf8.first.map({ $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) == true
        {
            self.init(.shell, rest)
            return
        }
        let hasHost = name.holds("@") && !name.holds(" -")
        let isShellName = ["sh-", "bash-", "bash", "root", "zsh", "ksh", "ash", "/"].contains(where: name.hasPrefix)
        if hasHost || (isShellName && !name.holds(" ")) || (name.hasPrefix("(") && name.hasSuffix(") ")) {
            self.init(.shell, rest)
        } else if name.hasSuffix("="), !name.holds(" ") {
            self.init(.sql, rest)
        } else {
            return nil
        }
    }

    /// What programs show as a prompt that ask for commands of their own, and their names.
    private static let clientMarks: [(mark: String, language: String)] = [
        "kadmin", "kadmin.local", "sftp", "ftp", "gdb", "parted", "lvm", "ceph", "hive", "mongo",
    ].flatMap { name in
        let language = name.parts(between: ".").first.map(String.init) ?? name
        // "mongo: command not found" is what a shell says; only Kerberos asks so.
        let marks = language == "kadmin" ? [name + ": "] : [name + "> ", "(" + name + ") "]
        return marks.map { ($0, language) }
    }

    private static func kind(ofClient name: String) -> Kind? {
        let lower = name.lowercased()
        if lower.hasPrefix("ps ") || lower.hasPrefix("c:\\") || lower == "ps" { return .powershell }
        if ["mysql", "sqlite", "sql", "cqlsh", "postgres", "psql"].contains(lower) || lower.hasPrefix("mariadb")
            || lower.hasPrefix("mysql") || lower.hasPrefix("cqlsh")
        {
            return .sql
        }
        if lower == "redis" { return .redis }
        if lower.hasSuffix(":primary") || lower.hasSuffix(":secondary") { return .client("mongo") }
        if name.hasSuffix("="), !name.holds(" ") { return .sql }
        let parts = name.parts(between: ":")
        if parts.count == 2, parts[1].allSatisfy(\.isNumber), !parts[0].holds(" ") { return .redis }
        return nil
    }
}
