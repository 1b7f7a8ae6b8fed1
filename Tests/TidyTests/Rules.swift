/// Something that a rule found.
struct Finding: Hashable, CustomStringConvertible {
    var path: String
    var line: Int
    var what: String

    var description: String { "\(path):\(line): \(what)" }
}

/// A rule over one file.
struct Rule: Sendable {
    var name: String
    var check: @Sendable (SourceFile) -> [Finding]
}

enum Rules {
    static let fileLimit = 420
    static let functionLimit = 70

    static let all = [size, functions, bannedWords, documentation, imports, ownWords]

    static let size = Rule(name: "file size") { file in
        file.lines.count <= fileLimit
            ? [] : [Finding(path: file.path, line: 1, what: "\(file.lines.count) lines; \(fileLimit) are the limit")]
    }

    /// A function ends where its indentation comes back: the format makes sure of that.
    static let functions = Rule(name: "function size") { file in
        guard !file.isTest else { return [] }
        var findings: [Finding] = []
        let lines = file.lines
        for (index, line) in lines.enumerated() where declares(line, ["func", "init", "init?"]) && line.hasSuffix("{") {
            let indent = line.prefix { $0 == " " }
            guard let end = lines[(index + 1)...].firstIndex(of: indent + "}") else { continue }
            if end - index - 1 > functionLimit {
                findings.append(
                    Finding(
                        path: file.path, line: index + 1,
                        what: "a function of \(end - index - 1) lines; \(functionLimit) are the limit"))
            }
        }
        return findings
    }

    /// What must not stand in the sources, with what to use instead. Each entry: text, replacement, allowed places.
    static let banned: [(word: String, instead: String, allowed: Set<String>)] = [
        ("Date()", "`now`, which comes in as an argument", []),
        ("UUID()", "`ambient.newID`", []),
        (
            ".random(", "a generator that comes in: `using:`",
            // A closure that came in; the seeded generator itself.
            ["Sources/Transport/WebSocketThread.swift", "Sources/BotTestKit/SeededRandom.swift"]
        ),
        ("Task {", "a Service or a task group", []),
        ("Task.detached", "a Service or a task group", []),
        ("DispatchSemaphore", "a continuation", []),
        ("Thread.sleep", "a signal", []),
        ("try!", "an error that somebody reads", []),
        ("try?", "an error that somebody reads", []),
        ("fatalError(", "`preconditionFailure` with the reason", []),
        // Words that the parser looks for in the texts of others.
        ("TO" + "DO", "the work, or an issue", ["Sources/Parsing/AmbiguityFinder.swift"]),
        ("FIX" + "ME", "the work, or an issue", ["Sources/Parsing/AmbiguityFinder.swift"]),
        (
            "CURRENT_TIMESTAMP", "a time that comes in as an argument", ["Sources/RiskRules/SQL/SQLWords.swift"]
        ),
    ]

    static let bannedWords = Rule(name: "banned words") { file in
        guard !file.isTest, file.path != "Package.swift" else { return [] }
        return file.lines.enumerated().flatMap { index, line -> [Finding] in
            let code = line.split(separator: "//", maxSplits: 1, omittingEmptySubsequences: false)[0]
            return banned.filter { holds(code, $0.word) && !$0.allowed.contains(file.path) }
                .map { Finding(path: file.path, line: index + 1, what: "`\($0.word)`: use \($0.instead)") }
        }
    }

    /// Whether a word stands in a line by itself: `addTask {` is not `Task {`.
    private static func holds(_ line: Substring, _ word: String) -> Bool {
        var rest = line
        while let found = rest.firstRange(of: word) {
            let before = found.lowerBound > line.startIndex ? line[line.index(before: found.lowerBound)] : " "
            if word.hasPrefix(".") || !(before.isLetter || before.isNumber || before == "_") { return true }
            rest = rest[found.upperBound...]
        }
        return false
    }

    /// Types and functions that other targets use carry a `///`. Stored properties and initialisers may speak for
    /// themselves, and so do the functions that a protocol of the standard library asks for.
    static let documentation = Rule(name: "documentation") { file in
        guard !file.isTest else { return [] }
        let lines = file.lines
        let asked = ["func encode(", "func hash(", "func run()", "static func ==", "static func <", "func next("]
        return lines.enumerated().filter { index, line in
            let text = line.drop { $0 == " " }
            guard text.hasPrefix("package ") || text.hasPrefix("public "),
                declares(line, ["func", "struct", "enum", "class", "actor", "protocol", "typealias"]),
                !asked.contains(where: text.contains)
            else { return false }
            var above = index - 1
            while above >= 0, lines[above].drop(while: { $0 == " " }).hasPrefix("@") { above -= 1 }
            return above < 0 || !lines[above].drop { $0 == " " }.hasPrefix("///")
        }.map { Finding(path: file.path, line: $0.offset + 1, what: "a `package` declaration without `///`") }
    }

    static let imports = Rule(name: "imports") { file in
        guard !file.isTest, let target = file.target, let allowed = Imports.allowed[target] else { return [] }
        return file.lines.enumerated().compactMap { index, line in
            let words = line.split(separator: " ")
            guard let at = words.firstIndex(of: "import"), at <= 2, words.count > at + 1, !line.contains("//"),
                words[..<at].allSatisfy({ $0 == "package" || $0 == "@preconcurrency" || $0 == "private" })
            else { return nil }
            let kinds: Set<Substring> = ["struct", "enum", "class", "func", "protocol", "let", "var", "typealias"]
            let name = kinds.contains(words[at + 1]) ? words[at + 2] : words[at + 1]
            let module = String(name.split(separator: ".")[0])
            return allowed.contains(module) || Imports.everywhere.contains(module)
                ? nil : Finding(path: file.path, line: index + 1, what: "\(target) may not import \(module)")
        }
    }

    /// The product speaks of itself alone.
    static let ownWords = Rule(name: "own words") { file in
        let foreign = ["/wo" + "rk/", ".lib" + "rary/", "/tmp/te" + "am", "github" + "usercontent"]
        return file.lines.enumerated().flatMap { index, line in
            foreign.filter { line.contains($0) }
                .map { Finding(path: file.path, line: index + 1, what: "`\($0)` names a place outside the product") }
        }
    }

    private static func declares(_ line: Substring, _ keywords: [String]) -> Bool {
        let modifiers: Set<Substring> = [
            "package", "public", "private", "fileprivate", "static", "final", "mutating", "nonisolated", "override",
            "indirect", "convenience", "required", "class",
        ]
        var words = line.split(separator: " ")[...]
        while let first = words.first, first.hasPrefix("@") { words.removeFirst() }
        while let first = words.first, modifiers.contains(first), words.count > 1, !keywords.contains(String(first)) {
            words.removeFirst()
        }
        guard let first = words.first else { return false }
        return keywords.contains { first == $0 || first.hasPrefix("\($0)(") || first.hasPrefix("\($0)<") }
    }
}
