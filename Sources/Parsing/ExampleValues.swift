import ByteText
import RunbookModel

/// A value in the commands of a document that its text tells the reader to replace: "Replace `web-01` with your host".
struct ExampleValue: Hashable, Sendable {
    /// As it stands in the commands.
    var text: String
    /// Of what it is an example, in `lower_snake_case`.
    var name: String
    /// Where it is told.
    var line: Int
}

/// Finds the values that a document tells its reader to replace.
enum ExampleValues {
    private static let limit = 20
    /// Bytes of code in which the values are looked for.
    private static let codeLimit = 1 << 18

    /// The values, once each, that stand in the code of the document, too.
    static func find(in blocks: [DocumentBlock]) -> [ExampleValue] {
        var told: [ExampleValue] = []
        var code = ""
        visit(blocks) { text in
            guard text.bytes.contains(MarkedText.codeStart) else { return }
            for span in text.codeSpans where text.bytes[span].contains(0x20) && code.utf8.count < codeLimit {
                code += String(decoding: text.bytes[span], as: UTF8.self) + "\n"
            }
            guard told.count < limit, text.bytes.count < 4000, mayTell(text) else { return }
            for sentence in SentenceSplitter.split(text) {
                for example in examples(in: sentence) where !told.contains(where: { $0.text == example.text }) {
                    told.append(example)
                }
            }
        } code: { block in
            for line in block.lines where code.utf8.count < codeLimit { code += line + "\n" }
        }
        return told.filter { stands($0.text, in: code) }
    }

    private static let cues = [
        "eplace ", "ubstitut", "hange ", "wap ", " is the ", " is your ", " being ", "here ",
    ]

    private static func mayTell(_ text: MarkedText) -> Bool {
        let plain = String(decoding: text.bytes, as: UTF8.self)
        return cues.contains(where: plain.holds)
    }

    private static let verbs: Set<String> = [
        "replace", "substitute", "change", "swap", "replacing", "substituting", "changing",
    ]

    /// The values that one sentence tells to replace.
    static func examples(in sentence: Sentence) -> [ExampleValue] {
        let tokens = sentence.tokens
        guard tokens.count < 80 else { return [] }
        var found: [ExampleValue] = []
        for (place, token) in tokens.enumerated() where token.kind == .code && isValue(token.text) {
            guard place + 2 < tokens.count else { break }
            let next = tokens[place + 1].text
            let before = tokens[..<place].suffix(3).map(\.text)
            let isReplaced =
                ["with", "by", "to", "for"].contains(next)
                && (before.last.map(verbs.contains) ?? false
                    || before.last == "the" && before.dropLast().last.map(verbs.contains) ?? false)
            let isExplained =
                next == "is" && (before.last == "where" || place == 0 && pointsAtReader(tokens[(place + 2)...]))
                || next == "being" && before.last == "with"
            guard isReplaced || isExplained,
                let name = name(of: tokens[(place + 2)...], isReplaced: isReplaced)
            else { continue }
            found.append(ExampleValue(text: token.text, name: name, line: sentence.line))
        }
        return found
    }

    /// "`1234` is the process id you found": it is another one each time.
    private static func pointsAtReader(_ tokens: ArraySlice<Token>) -> Bool {
        tokens.prefix(12).contains { ["you", "your", "you've"].contains($0.text) }
    }

    private static let ends: Set<String> = [
        "that", "which", "you", "where", "who", "from", "in", "on", "for", "if", "when", "shown", "found", "with",
        "above", "below", "to", "and", "as", "is", "at", "you've", "noted",
    ]
    private static let beginnings: Set<String> = ["the", "your", "a", "an", "its", "whatever", "whichever"]

    /// The name in "the name of the pod", "your region", "the host that is alerting".
    private static func name(of tokens: ArraySlice<Token>, isReplaced: Bool) -> String? {
        guard let first = tokens.first, beginnings.contains(first.text) else { return nil }
        let words = tokens.dropFirst().prefix { $0.kind == .word && !ends.contains($0.text) }
        guard (1...5).contains(words.count) else { return nil }
        let name = VariableNames.name(of: words.map(\.text).joined(separator: " "))
        guard !name.isEmpty else { return nil }
        // "Replace `a.conf` with the new file" is work to do; "with the file that you saved" is a value to give.
        let rest = tokens.dropFirst(1 + words.count).first?.text ?? ""
        let isOpen =
            first.text == "your" || words.contains { $0.text == "your" }
            || ["that", "you", "where", "which", "from", "shown", "you've"].contains(rest)
            || ["actual", "name", "id", "real", "affected", "correct"].contains(words.first?.text ?? "")
        let isKnown = VariableFacts.complete(Variable(name: name, placeholder: "x")).kind != nil
        return (isOpen || !isReplaced) && isKnown ? name : nil
    }

    /// One word that the scanner of placeholders would not find by itself.
    private static func isValue(_ text: String) -> Bool {
        text.utf8.count < 64 && isPlain(text)
    }

    /// Whether nothing in the text itself says that it is a placeholder.
    static func isPlain(_ text: String) -> Bool {
        text.utf8.count > 2 && text.utf8.allSatisfy { isPart($0) }
            && PlaceholderScanner.scan("x " + text, language: .shell).isEmpty
    }

    /// Whether a value stands in a text by itself, and not within a longer word.
    static func stands(_ value: String, in text: String) -> Bool {
        guard text.holds(value) else { return false }
        let bytes = Array(text.utf8)
        let needle = Array(value.utf8)
        guard let first = needle.first else { return false }
        var place = 0
        while place + needle.count <= bytes.count {
            let end = place + needle.count
            if bytes[place] == first, bytes[place..<end].elementsEqual(needle),
                place == 0 || !isInner(bytes[place - 1]), end == bytes.count || !isInner(bytes[end])
            {
                return true
            }
            place += 1
        }
        return false
    }

    private static func isPart(_ byte: UInt8) -> Bool { isInner(byte) || "./:@".utf8.contains(byte) }
    private static func isInner(_ byte: UInt8) -> Bool {
        byte.isLetter || byte.isDigit || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }

    /// Names of the variables that stand in a command without looking like placeholders.
    static func names(in command: String, _ language: CommandLanguage, of variables: [Variable]) -> [String] {
        let standing = variables.filter { stands($0.placeholder, in: command) }
        guard !standing.isEmpty else { return [] }
        let scanned = Set(PlaceholderScanner.scan(command, language: language).map(\.text))
        return standing.filter { !scanned.contains($0.placeholder) }.map(\.name)
    }

    private static func visit(
        _ blocks: [DocumentBlock], _ body: (MarkedText) -> Void, code: (CodeBlock) -> Void
    ) {
        for block in blocks {
            switch block {
            case .heading(_, let text), .paragraph(let text): body(text)
            case .list(let list): for item in list.items { visit(item.blocks, body, code: code) }
            case .aside(_, let inner): visit(inner, body, code: code)
            case .table(let table): for row in table.rows { row.forEach(body) }
            case .code(let block): code(block)
            }
        }
    }
}

extension DocumentWalk {
    /// Whether a sentence only says which value of a command is an example.
    func explainsExample(_ sentence: Sentence) -> Bool {
        guard !findings.examples.isEmpty, sentence.tokens.contains(where: { $0.kind == .code }) else { return false }
        let told = ExampleValues.examples(in: sentence)
        return told.contains { example in findings.examples.contains { $0.text == example.text } }
    }
}
