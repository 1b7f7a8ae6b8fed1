import ByteText
import RunbookModel

/// A table of rules that a team wrote; docs/risk-tables.md describes its text.
package struct TeamTable: Hashable, Sendable {
    /// Name of its file, for messages.
    package let file: String
    package let text: String

    package init(file: String, text: String) {
        self.file = file
        self.text = text
    }

    /// Whether a file of this name in a directory of tables is one: whatever else lies there is left alone.
    package static func isTable(fileNamed name: String) -> Bool { name.hasSuffix(".rules") && !name.hasPrefix(".") }
}

/// A line of a team's table that can't be taken.
package struct TeamTableError: Error, Hashable, Sendable, CustomStringConvertible {
    package let file: String
    /// From 1.
    package let line: Int
    /// What is wrong.
    package let problem: String
    /// What to do about it.
    package let advice: String

    /// `file:line: problem. advice`
    package var description: String { "\(file):\(line): \(problem). \(advice)" }
}

extension RuleSet {
    /// Tables beyond this number, and texts beyond this size in bytes, are refused.
    package static let teamTableLimit = 200
    package static let teamTextLimit = 256 << 10

    /// The built-in rules with the tables of a team. Nothing of a table with a mistake is taken: the rules are the
    /// built-in ones then, and `errors` says what to mend, at most 50.
    /// - Parameters:
    ///   - tables: the texts, in the order of their files' names.
    ///   - digests: SHA-256 of the scripts in `declaredScripts(in:)` as they are now, in hexadecimal, by path. Read them
    ///     anew whenever a command is about to be judged or run.
    package static func builtIn(
        with tables: [TeamTable], digests: [String: String] = [:]
    ) -> (rules: RuleSet, errors: [TeamTableError]) {
        var reader = TeamTableReader(rules: .builtIn)
        for table in tables.prefix(teamTableLimit) { reader.read(table) }
        if tables.count > teamTableLimit, let last = tables.last {
            reader.refuse(
                last.file, 1, "there are more than \(teamTableLimit) tables", "Put several tools into one file")
        }
        guard reader.errors.isEmpty else { return (.builtIn, Array(reader.errors.prefix(50))) }
        return (reader.rules.with(digests: digests), [])
    }

    /// The same rules, with the scripts as they are now.
    /// - Parameter digests: SHA-256 in hexadecimal, by path; a script without one counts as changed.
    package func with(digests: [String: String]) -> RuleSet {
        var copy = self
        copy.digests = digests.mapValues { $0.lowercased() }
        return copy
    }

    /// Paths of the scripts that the team approved, sorted: the ones whose digests are wanted.
    package var declaredScripts: [String] { scripts.keys.sorted() }
}

/// Takes tables of a team into a rule set, as far as they only raise colours or speak of unknown tools.
struct TeamTableReader {
    private(set) var rules: RuleSet
    private(set) var errors: [TeamTableError] = []
    private var known: Set<String> = []

    init(rules: RuleSet) { self.rules = rules }

    mutating func refuse(_ file: String, _ line: Int, _ problem: String, _ advice: String) {
        errors.append(TeamTableError(file: file, line: line, problem: problem, advice: advice + "."))
    }

    mutating func read(_ table: TeamTable) {
        guard table.text.utf8.count <= RuleSet.teamTextLimit else {
            refuse(table.file, 1, "the table is over \(RuleSet.teamTextLimit >> 10) KiB", "Split it into several files")
            return
        }
        let (tools, mistakes) = ToolTableParser.parseTeam(table.text)
        for mistake in mistakes {
            refuse(table.file, mistake.line, mistake.reason, "See docs/risk-tables.md for the form of a line")
        }
        rules.fingerprint = RuleSet.mixed(rules.fingerprint, (table.file + "\n" + table.text).utf8)
        for tool in tools { take(tool, table.file) }
    }

    private mutating func take(_ tool: ToolTable, _ file: String) {
        if tool.handler != nil || tool.namesResources || tool.readsNamesOnly {
            refuse(
                file, tool.line, "handlers and the traits 'kube' and 'meta' are for built-in tables", "Leave them out")
        }
        for rule in tool.rules where rule.check != nil || rule.handler != nil {
            refuse(file, rule.line, "'handler' and 'run' are for built-in tables", "Leave them out")
        }
        if tool.script != nil {
            takeScript(tool, file)
            return
        }
        for name in tool.names {
            if name.holds("/") {
                refuse(
                    file, tool.line, "'\(name)' is a path",
                    "Declare it as 'script \(name) sha256=…', so that its rules hold for this very content")
            } else if !name.utf8.allSatisfy(Self.isNameByte) || name.hasPrefix("-") {
                refuse(
                    file, tool.line, "'\(name)' can't be the name of a program",
                    "Use letters, digits, '.', '_', '-', '+'")
            } else if !known.insert(name).inserted {
                refuse(file, tool.line, "'\(name)' is described twice", "Put its rules into one place")
            } else if rules.isBuiltIn(name) || Self.reserved.contains(name) || name.hasPrefix("mkfs") {
                takeRaises(tool, name, file)
            } else {
                var own = tool
                own.names = [name]
                takeUnknown(&own, file)
                rules.insert(own)
            }
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"),
            UInt8(ascii: "+"):
            true
        default: false
        }
    }

    /// Words of the shell's grammar: no table can speak of them.
    private static let reserved: Set<String> = [
        "if", "then", "else", "elif", "fi", "for", "while", "until", "do", "done", "case", "esac", "in", "function",
        "select", "time", "coproc",
    ]

    /// A tool with built-in rules: only what raises a colour.
    private mutating func takeRaises(_ tool: ToolTable, _ name: String, _ file: String) {
        if !tool.options.isEmpty {
            refuse(
                file, tool.line, "the options of '\(name)' are built in",
                "Name the options that a rule is about in the rule itself")
        }
        for rule in tool.rules where rule.risk == .green {
            refuse(
                file, rule.line, "'\(name)' has built-in rules, and a table of a team can only raise their colours",
                "Make the line yellow or red, or take it out")
        }
        let names = rules.tools[name]?.names ?? [name]
        for alias in Set(names + [name]) { rules.raises[alias, default: []] += tool.rules }
    }

    /// A tool or a script without built-in rules: green only for what is listed word by word.
    private mutating func takeUnknown(_ tool: inout ToolTable, _ file: String) {
        tool.isGuarded = true
        for index in tool.rules.indices where tool.rules[index].risk == .green {
            let rule = tool.rules[index]
            if rule.takesAnyOption {
                refuse(file, rule.line, "a green rule can't take any option", "List the options that are harmless")
            }
            if let word = rule.path.first(where: { $0.holds("*") }) {
                refuse(file, rule.line, "a green rule can't hold the pattern '\(word)'", "List the words one by one")
            }
            if let word = rule.path.first(where: Verbs.destroys) {
                refuse(
                    file, rule.line, "'\(word)' says that it destroys something, so the rule can't be green",
                    "Make the line yellow or red")
            }
            if rule.operandLimit == nil { tool.rules[index].operandLimit = 0 }
        }
    }

    private mutating func takeScript(_ tool: ToolTable, _ file: String) {
        guard let script = tool.script else { return }
        if !script.path.hasPrefix("/") || PathRules.normalized(script.path) != script.path {
            refuse(
                file, tool.line, "'\(script.path)' is not an absolute path without '.' and '..'",
                "Write it from the root: '/opt/ops/check.sh'")
        }
        if script.digest.count != 64 || !script.digest.allSatisfy(\.isHexDigit) {
            refuse(
                file, tool.line, "the digest is not one of SHA-256", "Take the 64 digits that 'sha256sum FILE' prints")
        }
        guard rules.scripts[script.path] == nil else {
            refuse(file, tool.line, "'\(script.path)' is declared twice", "Put its rules into one place")
            return
        }
        var own = tool
        takeUnknown(&own, file)
        rules.scripts[script.path] = own
    }
}
