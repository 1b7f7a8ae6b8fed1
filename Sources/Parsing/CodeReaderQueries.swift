import ByteText
import RunbookModel

extension CodeReader {
    func isAllSQL(_ block: CodeBlock) -> Bool {
        guard let first = block.lines.first(where: { !$0.trimmedSpace.isEmpty && !$0.trimmedSpace.hasPrefix("--") })
        else { return false }
        if QueryLanguages.isSQL(first) { return true }
        return QueryLanguages.isSQL(block.lines.joined(separator: "\n"))
    }

    /// SQL, cut after each semicolon that ends a line outside quotes and dollar quotes.
    func statements(_ block: CodeBlock) -> [CodeUnit] {
        var units: [CodeUnit] = []
        var pending: [String] = []
        var comments: [String] = []
        var first = 0
        var quotes = SQLQuotes()
        for (index, line) in block.lines.enumerated() {
            var (line, trailing) = (line, String?.none)
            if let end = line.lastIndex(of: ";"), case let rest = line[line.index(after: end)...].trimmedSpace,
                rest.hasPrefix("#") || rest.hasPrefix("--")
            {
                trailing = String(rest.drop { $0 == "#" || $0 == "-" }.trimmedSpace)
                line = String(line[...end])
            }
            let text = line.trimmedSpace
            if pending.isEmpty {
                if text.isEmpty { continue }
                if text.hasPrefix("--") {
                    comments.append(String(text.drop { $0 == "-" }.trimmedSpace))
                    continue
                }
                first = index
            }
            pending.append(line)
            quotes.feed(line)
            if let trailing { comments.append(trailing) }
            let isMeta = pending.count == 1 && text.hasPrefix("\\")
            if isMeta || (!quotes.isOpen && text.hasSuffix(";")) || index == block.lines.count - 1 {
                let statement = String(pending.joined(separator: "\n").trimmedSpace)
                let lines = (block.firstLine + first)...(block.firstLine + index)
                let begins = units.isEmpty || QueryLanguages.isSQL(statement) || isMeta || units.last?.kind != .output
                if !begins || Self.looksPrinted(statement) {
                    units.append(CodeUnit(kind: .output, text: statement, lines: lines))
                } else {
                    units.append(
                        CodeUnit(
                            kind: .command(.sql), text: statement, lines: lines,
                            comment: comments.isEmpty ? nil : comments.joined(separator: " ")))
                }
                pending = []
                comments = []
                quotes = SQLQuotes()
            }
        }
        return units
    }

    /// A table or a count of rows, as database clients print them.
    private static func looksPrinted(_ text: String) -> Bool {
        text.hasPrefix("+--") || text.hasPrefix("|") || text.holds("-+-") || text.hasPrefix("(")
    }

    func powershell(_ block: CodeBlock) -> [CodeUnit] {
        var units: [CodeUnit] = []
        var comment: String?
        var pending: [String] = []
        var first = 0
        var open = 0
        for (index, line) in block.lines.enumerated() {
            let text = line.trimmedSpace
            if pending.isEmpty {
                if text.isEmpty { continue }
                if text.hasPrefix("#") {
                    comment = String(text.drop { $0 == "#" }.trimmedSpace)
                    continue
                }
                first = index
            }
            if pending.isEmpty { open = 0 }
            pending.append(line)
            open += line.utf8.reduce(0) { depth, byte in
                depth + (byte == UInt8(ascii: "{") ? 1 : byte == UInt8(ascii: "}") ? -1 : 0)
            }
            let continues = text.hasSuffix("`") || text.hasSuffix("|") || open > 0
            if continues, index < block.lines.count - 1, pending.count < 200 { continue }
            units.append(
                CodeUnit(
                    kind: .command(.powershell), text: String(pending.joined(separator: "\n").trimmedSpace),
                    lines: (block.firstLine + first)...(block.firstLine + index), comment: comment))
            pending = []
            comment = nil
        }
        return units
    }

    func lineByLine(_ block: CodeBlock, _ language: CommandLanguage) -> [CodeUnit] {
        block.lines.enumerated().compactMap { index, line in
            let text = line.trimmedSpace
            guard !text.isEmpty, !text.hasPrefix("#") else { return nil }
            return CodeUnit(
                kind: .command(language), text: String(text),
                lines: (block.firstLine + index)...(block.firstLine + index))
        }
    }

    /// Requests with their bodies, each up to the next request.
    func requests(_ block: CodeBlock) -> [CodeUnit] {
        var units: [CodeUnit] = []
        for (index, line) in block.lines.enumerated() {
            let number = block.firstLine + index
            if QueryLanguages.isHTTPRequest(String(line.trimmedSpace)) {
                units.append(
                    CodeUnit(
                        kind: .command(QueryLanguages.http), text: String(line.trimmedSpace), lines: number...number))
            } else if !line.trimmedSpace.isEmpty, !line.trimmedSpace.hasPrefix("#"), let last = units.indices.last {
                units[last].text += "\n" + line
                units[last].lines = units[last].lines.lowerBound...number
            }
        }
        return units
    }
}

/// Whether a SQL text is inside a quote.
private struct SQLQuotes {
    private var quote: UInt8 = 0
    private var inDollars = false

    var isOpen: Bool { quote != 0 || inDollars }

    mutating func feed(_ line: String) {
        var previous: UInt8 = 0
        for byte in line.utf8 {
            if inDollars {
                if byte == UInt8(ascii: "$"), previous == UInt8(ascii: "$") {
                    inDollars = false
                    previous = 0
                    continue
                }
            } else if quote != 0 {
                if byte == quote { quote = 0 }
            } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "`") {
                quote = byte
            } else if byte == UInt8(ascii: "$"), previous == UInt8(ascii: "$") {
                inDollars = true
                previous = 0
                continue
            }
            previous = byte
        }
    }
}

/// What the words before a code block announce.
struct CodeLead: Hashable, Sendable {
    var announcesCommand = false
    var announcesOutput = false
    /// What follows is what one will see, whatever it looks like.
    var announcesSample = false
    /// The definition of an alert or a rule, to be read and not run.
    var announcesDefinition = false
    var speaksOfRedis = false

    init() {}

    private static let outputWords: Set<String> = [
        "output", "outputs", "error", "errors", "returns", "displays", "prints", "message", "messages", "response",
        "similar", "result", "results", "logged", "log", "contains", "warning", "looks", "show", "shows",
    ]

    init(_ sentence: Sentence?, section: String) {
        speaksOfRedis = section.lowercased().holds("redis")
        guard let sentence else { return }
        let words = Set(sentence.words)
        speaksOfRedis = speaksOfRedis || words.contains("redis")
        let sees = words.contains("see") && !words.isDisjoint(with: ["like", "you", "something", "following", "line"])
        announcesCommand =
            !words.isDisjoint(with: [
                "run", "execute", "running", "executing", "command", "commands", "invoke", "type", "enter", "issue",
                "script", "query", "do",
            ])
        announcesOutput = sees || (!words.isDisjoint(with: Self.outputWords) && !announcesCommand)
        if sees { announcesCommand = false }
        announcesSample =
            sentence.endsWithColon && !sentence.tokens.contains { $0.kind == .code }
            && sentence.contains(anyOf: [
                ["example", "output"], ["sample", "output"], ["expected", "output"], ["error", "like"],
                ["errors", "like"], ["message", "like"], ["output", "like"], ["looks", "like"], ["look", "like"],
                ["which", "gives"], ["which", "prints"], ["which", "returns"], ["which", "shows"],
            ])
        announcesDefinition =
            !words.isDisjoint(with: ["expression", "expr", "rule", "triggers", "fires", "defined", "definition"])
            && words.isDisjoint(with: ["run", "execute", "query"])
    }
}
