import ByteText
import RunbookModel

/// Words that stand for another word.
extension PlaceholderScanner {
    private static let tails = [
        "_NAME", "_ID", "_IP", "_HOST", "_ADDRESS", "_NAMESPACE", "-NAME", "-ID", "_PORT", "_REGION",
    ]
    /// In capitals these stand for one of their kind.
    private static let nouns: Set<String> = [
        "INSTANCE", "CLUSTER", "NAMESPACE", "POD", "HOST", "HOSTNAME", "NODE", "SERVICE", "REGION", "BUCKET", "USER",
        "USERNAME", "PORT", "DATABASE", "DEPLOYMENT", "TOPIC", "QUEUE", "ZONE", "PROJECT", "VOLUME", "CONTAINER",
        "CONTEXT", "PID", "PASSWORD", "TOKEN",
    ]
    private static let things: Set<String> = [
        "pod", "node", "host", "cluster", "bucket", "namespace", "service", "deployment", "instance", "container",
        "database", "db", "topic", "queue", "user", "secret", "configmap", "job", "release", "repo", "branch",
        "project", "volume", "disk", "file", "stack", "function", "table", "index", "server", "vm", "image",
    ]
    private static let demands = [
        "REPLACE_ME", "REPLACE-ME", "REPLACEME", "CHANGE_ME", "CHANGE-ME", "CHANGEME", "FILL_ME_IN", "FILLME",
    ]

    /// `YOUR_TOKEN`, `xxx`, `10.0.0.x`, `my-cluster`, `NODE_NAME`, `INSTANCE`, `pod-name`, `__USER__`, `...`.
    mutating func word(_ range: Range<Int>, isQuoted: Bool) {
        let before = range.lowerBound > 0 ? bytes[range.lowerBound - 1] : 0x20
        let after = range.upperBound < bytes.count ? bytes[range.upperBound] : 0x20
        guard before != UInt8(ascii: "$"), before != UInt8(ascii: "{"), before != UInt8(ascii: "@") else { return }
        let text = String(decoding: bytes[range], as: UTF8.self)
        guard range.count > 2 else { return letter(range, text, after: after, isQuoted: isQuoted) }
        let lower = text.lowercased()
        if text == "..." {
            let isValue = before == UInt8(ascii: "=") || before == 0x20
            if isValue, after <= 0x20 { add(range, name: valueName(before: range.lowerBound) ?? "value") }
        } else if lower.hasPrefix("your-") || lower.hasPrefix("your_") || lower.hasPrefix("my-")
            || lower.hasPrefix("my_")
        {
            add(range)
        } else if let demand = Self.demands.lazy.compactMap({ mark in
            text.uppercased().firstByte(of: mark).map { ($0, mark) }
        }).first {
            let start = range.lowerBound + demand.0
            add(start..<(start + demand.1.utf8.count), name: valueName(before: range.lowerBound) ?? "value")
        } else if text.holds("YYYYMM") || text.holds("YYYY-MM") {
            add(range, name: "date")
        } else if lower.holds("xxx") {
            if !isSought(range.lowerBound) { add(range, name: maskedName(lower, range.lowerBound)) }
        } else if lower.hasSuffix(".x") || lower.holds(".x."),
            lower.allSatisfy({ $0.isNumber || $0 == "." || $0 == "x" })
        {
            add(range, name: "address")
        } else if isFramed(text) {
            add(range, name: VariableNames.normalized(text))
        } else if isSample(lower, before, after) {
            add(range)
        } else {
            capitals(range, text, before, after, isQuoted: isQuoted)
        }
    }

    /// `NODE_NAME`, `INSTANCE`, `pg_cancel_backend(PID)`.
    private mutating func capitals(_ range: Range<Int>, _ text: String, _ before: UInt8, _ after: UInt8, isQuoted: Bool)
    {
        if isSQL, text == "PID", before == UInt8(ascii: "("), after == UInt8(ascii: ")") { return add(range) }
        guard text.allSatisfy({ $0.isUppercase || $0 == "_" || $0 == "-" || $0.isNumber }),
            before == 0x20 || before == UInt8(ascii: "/") || before == UInt8(ascii: "="),
            after != UInt8(ascii: "="), after != UInt8(ascii: "("), !isNameOperand(range.lowerBound)
        else { return }
        if Self.tails.contains(where: text.hasSuffix) {
            add(range)
        } else if isShell, !isQuoted, !isSwitch(range.lowerBound),
            Self.nouns.contains(text), range.lowerBound > 1,
            after <= 0x20 || "/:,;)".utf8.contains(after), !isKeyword(range.lowerBound)
        {
            add(range)
        }
    }

    /// `taskkill /PID`: an option as Windows writes it.
    private func isSwitch(_ start: Int) -> Bool {
        start > 1 && bytes[start - 1] == UInt8(ascii: "/") && bytes[start - 2] <= 0x20
    }

    private static let statementWords: Set<Substring> = [
        "CREATE", "DROP", "ALTER", "SHOW", "USE", "GRANT", "TO", "FROM", "ON", "SET", "DESCRIBE", "FLUSH", "RENAME",
        "TRUNCATE", "LIST", "ADD", "TERMINATE", "WITH", "FOR", "KILL", "BY", "IN", "AS", "INTO", "CONFIG",
    ]

    /// Whether a word in capitals belongs to the language of a client, or is one of the values that an option knows.
    private func isKeyword(_ start: Int) -> Bool {
        let line = String(decoding: bytes[..<start], as: UTF8.self)
        if line.holds("redis-cli") { return true }
        if let word = line.parts(between: " \n\t").last, Self.statementWords.contains(word) { return true }
        let option = valueName(before: start) ?? ""
        return ["type", "scope", "level", "kind", "format", "mode", "state", "status"].contains(where: option.hasSuffix)
    }

    /// `--replicas=N`: a letter in the place of a number.
    private mutating func letter(_ range: Range<Int>, _ text: String, after: UInt8, isQuoted: Bool) {
        guard isShell, !isQuoted, ["N", "NN", "X", "XX"].contains(text), after <= 0x20, range.lowerBound > 1,
            let name = valueName(before: range.lowerBound)
        else { return }
        let kind = VariableFacts.complete(Variable(name: name, placeholder: text)).kind
        let option = String(decoding: bytes[max(0, range.lowerBound - 60)..<range.lowerBound], as: UTF8.self)
        guard let word = option.parts(between: " \n\t").last, word.hasPrefix("--"),
            kind == .number || text.hasPrefix("N")
        else { return }
        add(range, name: name)
    }

    /// `__USER__`; not what languages set by themselves.
    private func isFramed(_ text: String) -> Bool {
        text.hasPrefix("__") && text.hasSuffix("__") && text.utf8.count > 5 && text != "__FILE__" && text != "__LINE__"
            && text.utf8.allSatisfy { $0.isCapital || $0 == UInt8(ascii: "_") }
    }

    /// `pod-name`, `example-host`: no name that anybody gives.
    private func isSample(_ lower: String, _ before: UInt8, _ after: UInt8) -> Bool {
        guard before <= 0x20 || "/=".utf8.contains(before), after <= 0x20 || "/:,;)".utf8.contains(after) else {
            return false
        }
        let parts = lower.parts(between: "-", omittingEmpty: false)
        guard parts.count == 2 else { return false }
        // `Name=group-name,Values=…` filters by a property of that name.
        if after == UInt8(ascii: ",") { return false }
        return parts[1] == "name" && Self.things.contains(String(parts[0]))
            || parts[0] == "example" && Self.things.contains(String(parts[1]))
    }

    /// After `env get`, `unset` and the like a word in capitals is a name and not a value.
    private func isNameOperand(_ start: Int) -> Bool {
        let before = String(decoding: bytes[max(0, start - 12)..<start], as: UTF8.self)
        return ["env get ", "env set ", "unset ", "export ", "printenv ", "env unset ", "read "].contains(
            where: before.hasSuffix)
    }

    /// The name of what is masked by `xxx`: of its option, of the noun before it, or of what is left of it.
    private func maskedName(_ lower: String, _ start: Int) -> String {
        if let name = valueName(before: start) { return name }
        if lower.allSatisfy({ $0.isNumber || $0 == "." || $0 == "x" }), lower.holds(".") { return "address" }
        let rest = lower.split { $0 == "-" || $0 == "_" || $0 == "." }.filter {
            !$0.holds("xx") && !$0.allSatisfy(\.isNumber)
        }
        let name = VariableNames.normalized(rest.prefix(3).joined(separator: "_"))
        return name.isEmpty ? "value" : name
    }

    /// The name of what a value is given to: `CLUSTER=…`, `--name …`, `pod …`; `nil` where only a letter or a program
    /// stands before it.
    private func valueName(before start: Int) -> String? {
        var end = start
        while end > 0, "= \"'".utf8.contains(bytes[end - 1]) { end -= 1 }
        var begin = end
        while begin > 0, Self.isWordByte(bytes[begin - 1]) { begin -= 1 }
        let word = String(decoding: bytes[begin..<end], as: UTF8.self)
        let name = VariableNames.normalized(word)
        guard !name.isEmpty else { return nil }
        if word.hasPrefix("--") || word.hasPrefix("-") && word.utf8.count > 3 { return name }
        if word.hasPrefix("-") { return nil }
        if bytes[end..<start].contains(UInt8(ascii: "=")) { return name }
        let isNoun =
            name.parts(between: "_").count == 1
            && VariableFacts.complete(Variable(name: name, placeholder: name)).kind != nil
        return isNoun ? name : nil
    }
}
