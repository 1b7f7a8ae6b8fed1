import ByteText

/// Names of shell variables.
enum ShellNames {
    /// Set wherever a shell runs.
    static let everywhere: Set<String> = [
        "HOME", "PATH", "USER", "PWD", "SHELL", "HOSTNAME", "RANDOM", "SECONDS", "IFS", "OLDPWD", "TMPDIR", "LANG",
        "TERM",
        "EDITOR", "UID", "EUID", "PPID", "LINENO", "BASH_SOURCE", "PIPESTATUS", "LOGNAME",
    ]

    /// The variables that a command sets itself: by assignment, `for`, `read`.
    static func assigned(in command: String) -> Set<String> {
        var names: Set<String> = []
        let words = command.parts(between: " \n\t;(`\"'{")
        for (index, word) in words.enumerated() {
            if let equals = word.firstIndex(of: "="), equals != word.startIndex {
                names.insert(String(word[..<equals]))
            }
            guard index > 0 else { continue }
            if ["for", "read", "-r", "select", "local", "-rp"].contains(words[index - 1]) {
                names.insert(String(word))
            }
        }
        if command.holds("read ") {
            for call in command.parts(between: "\n;&|") where call.trimmedSpace.hasPrefix("read ") {
                if let last = call.parts(between: " \t").last { names.insert(String(last)) }
            }
        }
        return names
    }

    /// The variables that a text for PowerShell sets itself: `$svc = …`, `foreach ($p in …)`.
    static func assignedByPowerShell(in command: String) -> Set<String> {
        let words = command.parts(between: " \n\t;({")
        var names: Set<String> = []
        for (word, next) in zip(words, words.dropFirst()) where word.hasPrefix("$") {
            if next == "in" || next.hasPrefix("=") { names.insert(String(word.dropFirst())) }
        }
        return names
    }

    private static let automatic: Set<String> = [
        "null", "true", "false", "_", "psitem", "args", "input", "error", "lastexitcode", "pwd", "host", "home",
        "profile", "pshome", "matches", "psversiontable", "pid", "ofs", "this",
    ]

    /// Whether a variable of PowerShell is there anyway, or says where another one lives: `$env:TEMP`.
    static func isGivenByPowerShell(_ name: String, before next: UInt8) -> Bool {
        automatic.contains(name.lowercased())
            || next == UInt8(ascii: ":") && ["env", "global", "script", "using", "local"].contains(name.lowercased())
    }

    /// Name and value of a command that is nothing but an assignment.
    static func assignment(_ command: String) -> (name: String, value: String)? {
        var text = Substring(command).trimmedSpace
        if text.hasPrefix("export ") { text = text.dropFirst(7).trimmedSpace }
        let words = ShellWords.split(text)
        guard words.count == 1, words[0].isAssignment, let equals = text.firstIndex(of: "=") else { return nil }
        var value = text[text.index(after: equals)...]
        for quote in ["\"", "'"] where value.hasPrefix(quote) && value.hasSuffix(quote) && value.utf8.count > 1 {
            value = value.dropFirst().dropLast()
        }
        return (String(text[..<equals]), String(value))
    }
}

/// Names of variables.
enum VariableNames {
    private static let environments: Set<Substring> = [
        "staging", "production", "prod", "dev", "development", "test", "qa", "live",
    ]

    private static let fillers: Set<String> = [
        "the", "your", "my", "a", "an", "of", "name", "value", "here", "insert", "enter", "replace", "with", "this",
    ]

    /// The name of a placeholder, from what stands in it.
    static func name(of placeholder: String) -> String {
        let inner = placeholder.trimmingMarks
        let lower = inner.lowercased()
        let choices = lower.parts(between: "|")
        if choices.count > 1 {
            if choices.contains(where: { Self.environments.contains($0.trimmedSpace) }) { return "environment" }
            return normalized(String(choices[0]))
        }
        var words = lower.split { !$0.isLetter && !$0.isNumber }.map(String.init)
        // "value of namespace label from alert" is the namespace.
        if let label = words.firstIndex(of: "label"), label > 0 { words = [words[label - 1]] }
        if words.count > 1 {
            if words.starts(with: ["name", "of"]) { words = Array(words.dropFirst(2)) + ["name"] }
            let rest = words.filter { !Self.fillers.contains($0) || $0 == "name" && $0 == words.last }
            if !rest.isEmpty { words = rest }
        }
        return normalized(words.prefix(5).joined(separator: "_"))
    }

    /// In `lower_snake_case`.
    static func normalized(_ text: String) -> String {
        var name = ""
        for scalar in text.lowercased().unicodeScalars {
            if scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) {
                name.unicodeScalars.append(scalar)
            } else if !name.isEmpty, name.last != "_" {
                name.append("_")
            }
        }
        while name.last == "_" { name.removeLast() }
        return name
    }

    /// Equal for names of the same thing: `pod`, `pod_name` and `podname`.
    static func key(_ name: String) -> String {
        let joined = name.filter { $0 != "_" }
        return joined.hasSuffix("name") && joined.count > 4 ? String(joined.dropLast(4)) : joined
    }
}

extension String {
    fileprivate var trimmingMarks: String {
        var text = self[...]
        while let first = text.first, "<>{}[] ".contains(first) { text = text.dropFirst() }
        while let last = text.last, "<>{}[] ".contains(last) { text = text.dropLast() }
        return String(text)
    }
}
