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

    let bytes: [UInt8]
    let isShell: Bool
    let isSQL: Bool
    private let isPowerShell: Bool
    /// Whether it calls a program whose own language has braces.
    private let hasFilters: Bool
    private var found: [Placeholder] = []

    /// The placeholders of a command in their order, once each.
    static func scan(_ command: String, language: CommandLanguage) -> [Placeholder] {
        var scanner = PlaceholderScanner(command, language)
        scanner.run(hasBraces: language == .shell || language == .sql)
        return scanner.found
    }

    private init(_ command: String, _ language: CommandLanguage) {
        bytes = Array(command.utf8)
        isSQL = language == .sql
        isShell = language == .shell
        isPowerShell = language == .powershell
        hasFilters = isShell && command.parts(between: " |\n\t(;&").contains { Self.filters.contains($0) }
    }

    private static let filters: Set<Substring> = ["jq", "yq", "gojq", "awk", "gawk"]

    private mutating func run(hasBraces: Bool) {
        let text = String(decoding: bytes, as: UTF8.self)
        let assigned =
            isShell ? ShellNames.assigned(in: text) : isPowerShell ? ShellNames.assignedByPowerShell(in: text) : []
        var quote: UInt8 = 0
        var position = 0
        var wordStart = 0
        var wordQuote: UInt8 = 0
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
            case UInt8(ascii: "<"): end = doubleAngle(position) ?? angle(position, previous, isQuoted: quote != 0)
            case UInt8(ascii: "%") where isShell: end = percent(position, previous)
            case UInt8(ascii: "{"):
                if position + 1 < bytes.count, bytes[position + 1] == byte {
                    end = doubleBraces(position)
                } else if hasBraces, quote != UInt8(ascii: "'"), !(hasFilters && quote != 0) {
                    end = braces(position, previous)
                }
            case UInt8(ascii: ":") where isSQL && quote == 0: end = bound(position, previous)
            case UInt8(ascii: "["): end = brackets(position, previous, quote)
            case UInt8(ascii: "$"):
                if quote != UInt8(ascii: "'") || !isShell { end = variable(position, assigned) }
            default: break
            }
            if let end {
                position = end
                wordStart = end
                wordQuote = quote
                continue
            }
            if !Self.isWordByte(byte) {
                word(wordStart..<position, isQuoted: wordQuote != 0)
                wordStart = position + 1
                wordQuote = quote
            }
            position += 1
        }
        word(min(wordStart, bytes.count)..<bytes.count, isQuoted: wordQuote != 0)
    }

    mutating func add(_ range: Range<Int>, name: String? = nil) {
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
    static func isWordByte(_ byte: UInt8) -> Bool {
        isLetter(byte) || byte.isDigit || "_-.".utf8.contains(byte)
    }

    /// What programs print where they have no value.
    private static let prints: Set<String> = ["none", "nil", "null", "unknown", "pending", "invalid", "undefined"]
    private static let tags: Set<String> = [
        "html", "body", "b", "i", "p", "br", "div", "span", "a", "td", "tr", "ul", "li", "h1", "h2", "pre", "em",
        "strong",
    ]

    /// `<pod-name>`, `<name of the cluster>`; not `cmd <file >out`, nor what a program prints or looks for.
    private mutating func angle(_ start: Int, _ previous: UInt8, isQuoted: Bool) -> Int? {
        guard previous != UInt8(ascii: "<"), let end = close(start, UInt8(ascii: ">")), end > start + 1,
            !isSought(start)
        else { return nil }
        let inner = bytes[(start + 1)..<end]
        guard let first = inner.first, let last = inner.last, Self.isLetter(first) || first == UInt8(ascii: "_"),
            last != 0x20, last != UInt8(ascii: "-")
        else { return nil }
        guard inner.allSatisfy({ Self.isWordByte($0) || " /|,:'()".utf8.contains($0) }) else { return nil }
        let text = String(decoding: inner, as: UTF8.self).lowercased()
        if Self.prints.contains(text) || isQuoted && Self.tags.contains(text) { return end + 1 }
        add(start..<(end + 1))
        return end + 1
    }

    /// `<<host>>`; not the mark of a here-document.
    private mutating func doubleAngle(_ start: Int) -> Int? {
        guard start + 2 < bytes.count, bytes[start + 1] == UInt8(ascii: "<"), let end = close(start, UInt8(ascii: ">")),
            end > start + 2, end + 1 < bytes.count, bytes[end + 1] == UInt8(ascii: ">")
        else { return nil }
        let inner = bytes[(start + 2)..<end]
        guard let first = inner.first, Self.isLetter(first),
            inner.allSatisfy({ Self.isWordByte($0) || $0 == 0x20 })
        else { return nil }
        add(start..<(end + 2))
        return end + 2
    }

    /// What `sed` looks for stands in a file, and nobody replaces it.
    func isSought(_ start: Int) -> Bool {
        guard start > 1, "/|#,@".utf8.contains(bytes[start - 1]), bytes[start - 2] == UInt8(ascii: "s") else {
            return false
        }
        return start < 3 || !Self.isWordByte(bytes[start - 3])
    }

    private static let windows: Set<String> = [
        "TEMP", "TMP", "PATH", "USERPROFILE", "USERNAME", "USERDOMAIN", "COMPUTERNAME", "ERRORLEVEL", "APPDATA",
        "LOCALAPPDATA", "PROGRAMFILES", "PROGRAMDATA", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "DATE", "TIME",
    ]

    /// `%SERVICE%`; not what Windows sets by itself, nor the letters of a format.
    private mutating func percent(_ start: Int, _ previous: UInt8) -> Int? {
        guard !Self.isWordByte(previous), previous != UInt8(ascii: "%"), start + 1 < bytes.count,
            let end = close(start + 1, UInt8(ascii: "%"), within: 40), end > start + 3
        else { return nil }
        let inner = bytes[(start + 1)..<end]
        guard inner.allSatisfy({ $0.isCapital || $0 == UInt8(ascii: "_") }),
            !Self.windows.contains(String(decoding: inner, as: UTF8.self))
        else { return nil }
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
    private mutating func brackets(_ start: Int, _ previous: UInt8, _ quote: UInt8) -> Int? {
        guard !Self.isWordByte(previous), previous != UInt8(ascii: "]"), previous != UInt8(ascii: "["),
            quote != UInt8(ascii: "'"),
            let end = close(start, UInt8(ascii: "]"), within: 60), end > start + 2
        else { return nil }
        let inner = bytes[(start + 1)..<end]
        guard let first = inner.first, Self.isLetter(first),
            inner.allSatisfy({ Self.isLetter($0) || $0.isDigit || " _-|".utf8.contains($0) })
        else { return nil }
        let parts = inner.split {
            $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") || $0 == 0x20 || $0 == UInt8(ascii: "|")
        }
        // In T-SQL they mark a name: only what reads as words is meant for a person.
        if isSQL, !inner.contains(0x20) || inner.contains(where: \.isCapital) { return nil }
        let isUpper = inner.allSatisfy { !$0.isSmall } && inner.count > 2
        let isKind = quote == 0 && parts.count == 1 && stands(before: previous, after: end + 1) && isKind(inner)
        guard
            isKind || isUpper
                ? !parts.contains(where: { $0.count == 1 }) || parts.count == 1
                : parts.count > 1 && parts.allSatisfy({ $0.count > 1 })
        else { return nil }
        add(start..<(end + 1))
        return end + 1
    }

    /// Whether a word by itself is between these places.
    private func stands(before: UInt8, after: Int) -> Bool {
        (before <= 0x20 || "=/:@".utf8.contains(before))
            && (after >= bytes.count || bytes[after] <= 0x20 || "/:@,".utf8.contains(bytes[after]))
    }

    /// Whether a word names a kind of thing: `namespace`, `pod`.
    private func isKind(_ word: ArraySlice<UInt8>) -> Bool {
        let name = String(decoding: word, as: UTF8.self)
        return name.utf8.count > 2 && VariableFacts.complete(Variable(name: name, placeholder: name)).kind != nil
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
        if isPowerShell, ShellNames.isGivenByPowerShell(name, before: position < bytes.count ? bytes[position] : 0) {
            return position
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
}
