import ByteText
import RunbookModel

/// A part of a command that must be replaced before it can run.
struct Placeholder: Hashable, Sendable {
    /// As it stands in the command.
    var text: String
    /// In `lower_snake_case`.
    var name: String
}

/// Finds placeholders in commands.
struct PlaceholderScanner {
    /// Placeholders of one command.
    private static let limit = 100

    private let bytes: [UInt8]
    private let isShell: Bool
    private let isSQL: Bool
    private var found: [Placeholder] = []

    /// The placeholders of a command in their order, once each.
    static func scan(_ command: String, language: CommandLanguage) -> [Placeholder] {
        var scanner = PlaceholderScanner(
            bytes: Array(command.utf8), isShell: language == .shell, isSQL: language == .sql)
        scanner.run(hasBraces: language == .shell || language == .sql)
        return scanner.found
    }

    private init(bytes: [UInt8], isShell: Bool, isSQL: Bool) {
        self.bytes = bytes
        self.isSQL = isSQL
        self.isShell = isShell
    }

    private mutating func run(hasBraces: Bool) {
        let assigned = isShell ? ShellNames.assigned(in: String(decoding: bytes, as: UTF8.self)) : []
        var quote: UInt8 = 0
        var position = 0
        var wordStart = 0
        while position < bytes.count {
            let byte = bytes[position]
            let previous = position > 0 ? bytes[position - 1] : 0x20
            if byte == UInt8(ascii: "\\") {
                position += 2
                continue
            }
            if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
                if quote == 0 { quote = byte } else if quote == byte { quote = 0 }
            }
            var end: Int?
            switch byte {
            case UInt8(ascii: "<"): end = angle(position, previous)
            case UInt8(ascii: "{"):
                if position + 1 < bytes.count, bytes[position + 1] == byte {
                    end = doubleBraces(position)
                } else if hasBraces, quote != UInt8(ascii: "'") {
                    end = braces(position, previous)
                }
            case UInt8(ascii: ":") where isSQL && quote == 0: end = bound(position, previous)
            case UInt8(ascii: "["): end = brackets(position, previous, inQuote: quote == UInt8(ascii: "'"))
            case UInt8(ascii: "$"):
                if quote != UInt8(ascii: "'") || !isShell { end = variable(position, assigned) }
            default: break
            }
            if let end {
                position = end
                wordStart = end
                continue
            }
            if !Self.isWordByte(byte) {
                word(wordStart..<position)
                wordStart = position + 1
            }
            position += 1
        }
        word(min(wordStart, bytes.count)..<bytes.count)
    }

    private mutating func add(_ range: Range<Int>, name: String? = nil) {
        guard found.count < Self.limit else { return }
        let text = String(decoding: bytes[range], as: UTF8.self)
        guard !found.contains(where: { $0.text == text }) else { return }
        let name = name ?? VariableNames.name(of: text)
        if !name.isEmpty { found.append(Placeholder(text: text, name: name)) }
    }

    private func close(_ start: Int, _ mark: UInt8, within limit: Int = 80) -> Int? {
        bytes[start..<min(bytes.count, start + limit)].firstIndex(of: mark)
    }

    private static func isLetter(_ byte: UInt8) -> Bool { byte.isLetter }
    private static func isWordByte(_ byte: UInt8) -> Bool {
        isLetter(byte) || byte.isDigit || "_-.".utf8.contains(byte)
    }

    /// `<pod-name>`, `<name of the cluster>`; not `cmd <file >out`.
    private mutating func angle(_ start: Int, _ previous: UInt8) -> Int? {
        guard previous != UInt8(ascii: "<"), let end = close(start, UInt8(ascii: ">")), end > start + 1 else {
            return nil
        }
        let inner = bytes[(start + 1)..<end]
        guard let first = inner.first, let last = inner.last, Self.isLetter(first) || first == UInt8(ascii: "_"),
            last != 0x20, last != UInt8(ascii: "-")
        else { return nil }
        guard inner.allSatisfy({ Self.isWordByte($0) || " /|,:'()".utf8.contains($0) }) else { return nil }
        add(start..<(end + 1))
        return end + 1
    }

    private static let templates: Set<Substring> = [
        "range", "end", "if", "else", "with", "json", "println", "printf", "define", "template", "len", "index",
    ]

    /// `{{ namespace }}`; not the templates that a client fills itself.
    private mutating func doubleBraces(_ start: Int) -> Int? {
        guard let end = close(start, UInt8(ascii: "}")), end + 1 < bytes.count, bytes[end + 1] == UInt8(ascii: "}")
        else { return nil }
        let inner = String(decoding: bytes[(start + 2)..<end], as: UTF8.self).trimmedSpace
        let first = inner.prefix { $0.isLetter || $0 == "_" }
        guard !first.isEmpty, !Self.templates.contains(first), !inner.holds("\"") else { return end + 2 }
        add(start..<(end + 2))
        return end + 2
    }

    /// `{name}` and `{list of files}`; not `{a,b}`, `{1..3}`, JSON, `${x}`, `%{x}`.
    private mutating func braces(_ start: Int, _ previous: UInt8) -> Int? {
        guard !"$%^@#".utf8.contains(previous), !Self.isLetter(previous),
            let end = close(start, UInt8(ascii: "}"), within: 60), end > start + 2
        else { return nil }
        let inner = bytes[(start + 1)..<end]
        guard let first = inner.first, Self.isLetter(first),
            inner.allSatisfy({ Self.isLetter($0) || $0 == 0x20 || $0 == 0x5F || $0 == 0x2D || $0.isDigit })
        else { return nil }
        add(start..<(end + 1))
        return end + 1
    }

    /// `[NAMESPACE]`, `[staging|production]`, `[problem-namespace]`; not `[a-z]`, `[ -f x ]`, `array[INDEX]`.
    private mutating func brackets(_ start: Int, _ previous: UInt8, inQuote: Bool) -> Int? {
        guard !Self.isWordByte(previous), previous != UInt8(ascii: "]"), previous != UInt8(ascii: "["), !inQuote,
            let end = close(start, UInt8(ascii: "]"), within: 60), end > start + 2
        else { return nil }
        let inner = bytes[(start + 1)..<end]
        guard let first = inner.first, Self.isLetter(first),
            inner.allSatisfy({ Self.isLetter($0) || $0.isDigit || " _-|".utf8.contains($0) })
        else { return nil }
        let parts = inner.split {
            $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") || $0 == 0x20 || $0 == UInt8(ascii: "|")
        }
        let isUpper = inner.allSatisfy { !$0.isSmall } && inner.count > 2
        guard
            isUpper
                ? !parts.contains(where: { $0.count == 1 }) || parts.count == 1
                : parts.count > 1 && parts.allSatisfy({ $0.count > 1 })
        else { return nil }
        add(start..<(end + 1))
        return end + 1
    }

    /// `:pid`, as `psql` and drivers take it; not `::text`.
    private mutating func bound(_ start: Int, _ previous: UInt8) -> Int? {
        guard previous <= 0x20 || "(=,<>".utf8.contains(previous) else { return nil }
        var end = start + 1
        while end < bytes.count, bytes[end].isSmall || bytes[end] == UInt8(ascii: "_") { end += 1 }
        guard end > start + 2 else { return nil }
        add(start..<end)
        return end
    }

    /// `$NAME` and `${NAME}` that the command does not set itself.
    private mutating func variable(_ start: Int, _ assigned: Set<String>) -> Int? {
        var position = start + 1
        let isBraced = position < bytes.count && bytes[position] == UInt8(ascii: "{")
        if isBraced { position += 1 }
        let begin = position
        while position < bytes.count,
            Self.isLetter(bytes[position]) || bytes[position] == UInt8(ascii: "_")
                || (position > begin && bytes[position].isDigit)
        {
            position += 1
        }
        guard position > begin else { return nil }
        let name = String(decoding: bytes[begin..<position], as: UTF8.self)
        var name2 = name
        if isBraced {
            guard position < bytes.count, bytes[position] == UInt8(ascii: "}") else { return position }
            position += 1
        } else if let longer = dashedName(from: position) {
            // `$POD-NAME` was meant as one name, whatever a shell makes of it.
            position = longer
            name2 = String(decoding: bytes[begin..<position], as: UTF8.self)
        }
        if !assigned.contains(name), !ShellNames.everywhere.contains(name), name.utf8.count > 1 {
            add(start..<position, name: VariableNames.normalized(name2))
        }
        return position
    }

    /// The end of `-MASTER-NAME` in capitals after a variable; `nil` where none follows.
    private func dashedName(from start: Int) -> Int? {
        var position = start
        while position + 2 < bytes.count, bytes[position] == UInt8(ascii: "-"), bytes[position + 1].isCapital,
            bytes[position + 2].isCapital
        {
            position += 1
            while position < bytes.count, bytes[position].isCapital || bytes[position] == UInt8(ascii: "_") {
                position += 1
            }
        }
        return position > start ? position : nil
    }

    /// Words that stand for another word: `YOUR_TOKEN`, `xxx`, `10.0.0.x`, `my-cluster`, `NODE_NAME`, `...`.
    private mutating func word(_ range: Range<Int>) {
        let before = range.lowerBound > 0 ? bytes[range.lowerBound - 1] : 0x20
        guard range.count > 2 else { return }
        let text = String(decoding: bytes[range], as: UTF8.self)
        let lower = text.lowercased()
        guard before != UInt8(ascii: "$"), before != UInt8(ascii: "{"), before != UInt8(ascii: "@") else { return }
        if text == "..." {
            let isValue = before == UInt8(ascii: "=") || before == 0x20
            let after = range.upperBound < bytes.count ? bytes[range.upperBound] : 0x20
            if isValue, after <= 0x20 { add(range, name: valueName(before: range.lowerBound)) }
        } else if lower.hasPrefix("your-") || lower.hasPrefix("your_") || lower.hasPrefix("my-")
            || lower.hasPrefix("my_")
        {
            add(range)
        } else if text.holds("YYYYMM") || text.holds("YYYY-MM") {
            add(range, name: "date")
        } else if lower.holds("xxx") {
            add(range, name: valueName(before: range.lowerBound))
        } else if lower.hasSuffix(".x") || lower.holds(".x."),
            lower.allSatisfy({ $0.isNumber || $0 == "." || $0 == "x" })
        {
            add(range, name: "address")
        } else if text.allSatisfy({ $0.isUppercase || $0 == "_" || $0 == "-" || $0.isNumber }),
            before == 0x20 || before == UInt8(ascii: "/") || before == UInt8(ascii: "=")
        {
            let after = range.upperBound < bytes.count ? bytes[range.upperBound] : 0x20
            let tails = ["_NAME", "_ID", "_IP", "_HOST", "_ADDRESS", "_NAMESPACE", "-NAME", "-ID", "_PORT", "_REGION"]
            if after != UInt8(ascii: "="), after != UInt8(ascii: "("), tails.contains(where: text.hasSuffix),
                !isNameOperand(range.lowerBound)
            {
                add(range)
            }
        }
    }

    /// After `env get`, `unset` and the like a word in capitals is a name and not a value.
    private func isNameOperand(_ start: Int) -> Bool {
        let before = String(decoding: bytes[max(0, start - 12)..<start], as: UTF8.self)
        return ["env get ", "env set ", "unset ", "export ", "printenv ", "env unset ", "read "].contains(
            where: before.hasSuffix)
    }

    /// The name of what a value is given to: `CLUSTER=…`, `--name …`.
    private func valueName(before start: Int) -> String {
        var end = start
        while end > 0, bytes[end - 1] == UInt8(ascii: "=") || bytes[end - 1] == 0x20 { end -= 1 }
        var begin = end
        while begin > 0, Self.isWordByte(bytes[begin - 1]) { begin -= 1 }
        let name = VariableNames.normalized(String(decoding: bytes[begin..<end], as: UTF8.self))
        return name.isEmpty ? "value" : name
    }
}

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
        return names
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
