import ByteText
import RunbookModel

/// Reads rule tables. A table is lines of text:
///
///     tool kubectl oc : kube guarded        # names; then traits and `handler=name`
///     options -n= --namespace= -v=          # options of all subcommands
///     green get,describe | -o= -w!h | Shows {args}.
///     red delete namespace | | Deletes namespace {2} with everything in it. | target={2}
///
/// A line of a rule has a colour, the words of the subcommand (`,` between alternatives, `*` for any word, `-` for none),
/// options, the effect in words, and further facts. An option is `-x` (no value), `-x=` (value), `-x?` (attached value
/// only), `(a,b)` for the values that count, and its effect: `!y` and `!r` raise the colour, `!x` runs a program, `!d` makes it a dry run,
/// `!s` discloses a secret, `!h` is a heavy read, `!e` one without end, `!b` bounds both. `*` knows every option, `-#` stands for a number.
struct ToolTableParser {
    private var tools: [ToolTable] = []
    private var groups: [String: [Substring]] = [:]
    private var line = 0

    /// The tables of a text.
    static func parse(_ text: String) throws(RuleTableError) -> [ToolTable] {
        var parser = ToolTableParser()
        for line in text.parts(between: "\n", omittingEmpty: false) {
            parser.line += 1
            try parser.read(line)
        }
        for index in parser.tools.indices { parser.finish(&parser.tools[index]) }
        return parser.tools
    }

    /// The tables of a text that a team wrote, and all that is wrong with it.
    static func parseTeam(_ text: String) -> ([ToolTable], [RuleTableError]) {
        var parser = ToolTableParser()
        var errors: [RuleTableError] = []
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            parser.line += 1
            do throws(RuleTableError) { try parser.read(line) } catch { errors.append(error) }
        }
        for index in parser.tools.indices { parser.finish(&parser.tools[index]) }
        return (parser.tools, errors)
    }

    private func failure(_ reason: String) -> RuleTableError { RuleTableError(line: line, reason: reason) }

    private mutating func read(_ text: Substring) throws(RuleTableError) {
        let content = text.firstByte(of: " # ").map { Substring(text.utf8.prefix($0)) } ?? text
        let words = content.parts(between: " ")
        guard let keyword = words.first, !keyword.hasPrefix("#") else { return }
        switch keyword {
        case "tool": try readTool(words.dropFirst())
        case "script": try readScript(words.dropFirst())
        case "group":
            guard words.count > 2 else { throw failure("a group needs a name and options") }
            groups[String(words[1])] = Array(words[2...])
        case "options":
            guard !tools.isEmpty else { throw failure("options stand before any tool") }
            for word in words.dropFirst() {
                for (name, option) in try options(word) { tools[tools.count - 1].options[name] = option }
            }
        case "green", "yellow", "red": try readRule(content)
        default: throw failure("'\(keyword)' is not known here")
        }
    }

    private mutating func readTool(_ words: ArraySlice<Substring>) throws(RuleTableError) {
        let parts = words.split(separator: ":", maxSplits: 1)
        guard let names = parts.first else { throw failure("a tool needs a name") }
        var tool = ToolTable(names: names.map(String.init), line: line)
        for trait in parts.count > 1 ? parts[1] : [] {
            switch trait {
            case "guarded": tool.isGuarded = true
            case "single-dash": tool.hasSingleDashOptions = true
            case "kube":
                tool.namesResources = true
                tool.readsNamesOnly = true
            case "meta": tool.readsNamesOnly = true
            case "stops": tool.stopsAtOperand = true
            case _ where trait.hasPrefix("handler="): tool.handler = String(trait.dropFirst(8))
            default: throw failure("the trait '\(trait)' is not known")
            }
        }
        tools.append(tool)
    }

    /// `script PATH sha256=DIGEST`
    private mutating func readScript(_ words: ArraySlice<Substring>) throws(RuleTableError) {
        guard words.count == 2, let path = words.first, let digest = words.last, digest.hasPrefix("sha256=") else {
            throw failure("a script needs its path and 'sha256=' with its digest")
        }
        tools.append(
            ToolTable(
                names: [String(path)], line: line,
                script: DeclaredScript(path: String(path), digest: String(digest.dropFirst(7)))))
    }

    private mutating func readRule(_ content: Substring) throws(RuleTableError) {
        guard !tools.isEmpty else { throw failure("a rule stands before any tool") }
        let fields = content.parts(between: "|", omittingEmpty: false)
        let head = fields[0].parts(between: " ")
        guard let risk = Risk(rawValue: String(head[0])) else { throw failure("'\(head[0])' is not a colour") }
        var rule = SubcommandRule(risk: risk, path: [], name: "", line: line)
        if fields.count > 1 {
            for word in fields[1].parts(between: " ") {
                if word == "*" {
                    rule.takesAnyOption = true
                } else {
                    for (name, option) in try options(word) { rule.options[name] = option }
                }
            }
        }
        if fields.count > 2 {
            let effect = fields[2].trimmedSpace
            rule.effect = effect.isEmpty ? nil : String(effect)
        }
        for field in fields.dropFirst(3) {
            for (key, value) in facts(field) { try set(key, value, of: &rule) }
        }
        var paths: [[String]] = [[]]
        for word in head.dropFirst() where word != "-" {
            let alternatives = word.parts(between: ",").map(String.init)
            paths = paths.flatMap { path in alternatives.map { path + [$0] } }
        }
        let tool = tools[tools.count - 1].names[0]
        for path in paths {
            rule.path = path
            rule.name = ([tool] + path.filter { $0 != "*" }).joined(separator: ".")
            tools[tools.count - 1].rules.append(rule)
        }
    }

    /// `key=value`, several divided by `;`; a value may hold blanks.
    private func facts(_ field: Substring) -> [(Substring, String)] {
        field.parts(between: ";").map { part in
            let pair = part.parts(between: "=", maxSplits: 1)
            return (pair[0].trimmedSpace, pair.count > 1 ? String(pair[1].trimmedSpace) : "")
        }
    }

    private func set(_ key: Substring, _ value: String, of rule: inout SubcommandRule) throws(RuleTableError) {
        switch key {
        case "": break
        case "args":
            guard let limit = Int(value) else { throw failure("args needs a number") }
            rule.operandLimit = limit
        case "target": rule.target = value
        case "radius":
            guard let radius = BlastRadius(rawValue: value) else { throw failure("'\(value)' is not a radius") }
            rule.radius = radius
        case "undo": rule.undo = value
        case "capture": rule.capture = value
        case "secret": rule.discloses = true
        case "heavy": rule.isHeavy = true
        case "endless": rule.isEndless = true
        case "handler": rule.check = value
        case "run": rule.handler = value
        default: throw failure("'\(key)' is not known here")
        }
    }

    private func options(_ word: Substring) throws(RuleTableError) -> [(String, OptionRule)] {
        if word.hasPrefix("@") {
            guard let group = groups[String(word.dropFirst())] else { throw failure("there is no group '\(word)'") }
            var list: [(String, OptionRule)] = []
            for member in group { list += try options(member) }
            return list
        }
        guard word.hasPrefix("-") || word.hasPrefix("+") else { throw failure("'\(word)' is not an option") }
        var rest = word
        var rule = OptionRule(arity: .none)
        let end = rest.utf8.suffix(2)
        if let mark = end.first, mark == UInt8(ascii: "!"), end.count == 2, let letter = end.last {
            switch letter {
            case UInt8(ascii: "x"): rule.effect = .executes
            case UInt8(ascii: "y"): rule.effect = .raises(.yellow)
            case UInt8(ascii: "r"): rule.effect = .raises(.red)
            case UInt8(ascii: "d"): rule.effect = .dryRun
            case UInt8(ascii: "s"): rule.effect = .discloses
            case UInt8(ascii: "h"): rule.effect = .isHeavy
            case UInt8(ascii: "e"): rule.effect = .isEndless
            case UInt8(ascii: "b"): rule.effect = .bounds
            default: throw failure("the effect of '\(word)' is not known")
            }
            rest = Substring(rest.utf8.dropLast(2))
        }
        if rest.utf8.last == UInt8(ascii: ")"), let open = rest.utf8.firstIndex(of: UInt8(ascii: "(")) {
            rule.values = Substring(rest.utf8[open...].dropFirst().dropLast()).parts(between: ",").map(String.init)
            rest = rest[..<open]
        }
        if rest.utf8.last == UInt8(ascii: "=") {
            rule.arity = .value
            rest = Substring(rest.utf8.dropLast())
        } else if rest.utf8.last == UInt8(ascii: "?") {
            rule.arity = .optionalValue
            rest = Substring(rest.utf8.dropLast())
        }
        return rest.parts(between: ",").map { (String($0), rule) }
    }

    private func finish(_ tool: inout ToolTable) {
        for (name, option) in tool.options { tool.arities[name] = option.arity }
        for rule in tool.rules {
            for (name, option) in rule.options where tool.arities[name] == nil { tool.arities[name] = option.arity }
        }
        for (index, rule) in tool.rules.enumerated() {
            let first = rule.path.first.flatMap { $0.hasSuffix("*") ? nil : $0 }
            tool.index[first, default: []].append(index)
        }
        for key in tool.index.keys {
            tool.index[key]?.sort { left, right in
                let (one, two) = (tool.rules[left], tool.rules[right])
                if one.path.count != two.path.count { return one.path.count > two.path.count }
                return left < right
            }
        }
    }
}
