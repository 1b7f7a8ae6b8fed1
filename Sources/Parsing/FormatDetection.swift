import ByteText

/// Decides what kind of text it is.
enum FormatDetection {
    static func detect(_ text: String) -> SourceFormat {
        let head = text.utf8.prefix(4096)
        let lines = String(decoding: head, as: UTF8.self).parts(between: "\n", omittingEmpty: true)
        guard let first = lines.first?.trimmedSpace else { return .plain }
        if first.hasPrefix("{"), first.holds("\"version\""),
            first.holds("\"width\"") || first.holds("\"term\"")
        {
            return .cast
        }
        if isHistory(lines) { return .history }
        if text.utf8.contains(UInt8(ascii: "&")) || text.utf8.contains(UInt8(ascii: "<")), isSlack(lines) {
            return .slack
        }
        let marks = lines.reduce(0) { count, line in
            let text = line.trimmedSpace
            return count
                + (text.hasPrefix("#") || text.hasPrefix("```") || text.hasPrefix("* ") || text.hasPrefix("- ")
                    || text.hasPrefix("|") || text.hasPrefix("> ") || text.holds("](") ? 1 : 0)
        }
        return marks > 0 || first == "---" ? .markdown : .plain
    }

    /// Numbered or timed lines of commands and nothing else.
    private static func isHistory(_ lines: [Substring]) -> Bool {
        let sample = lines.prefix(20).dropLast(lines.count > 20 ? 0 : 0)
        guard sample.count > 1 else { return false }
        let shape = CommandShape()
        let hits = sample.count { line in
            if line.hasPrefix("#"), line.dropFirst().allSatisfy(\.isNumber) { return true }
            guard let entry = HistoryReader.entry(line) else { return false }
            return shape.judge(entry) >= .plausible
        }
        return hits * 10 >= sample.count * 8
    }

    /// Slack's own mark-up: links in angle brackets, entities, mentions.
    private static func isSlack(_ lines: [Substring]) -> Bool {
        let text = lines.joined(separator: "\n")
        return text.holds("<http") && text.holds("|") && text.holds(">") || text.holds("<@U")
            || text.holds("<#C")
            || text.holds("&gt;") && !text.holds("](")
    }

    /// A text that was quoted in a mail is read without the marks.
    static func withoutQuoting(_ lines: [SourceLine]) -> [SourceLine] {
        let written = lines.prefix(400).filter { !$0.isBlank }
        let quoted = written.count { $0.text.hasPrefix(">") }
        guard written.count > 3, quoted * 10 > written.count * 7 else { return lines }
        return lines.map { line in
            guard line.text.hasPrefix(">") else { return line }
            let rest = line.text.drop { $0 == ">" }
            return SourceLine(String(rest.hasPrefix(" ") ? rest.dropFirst() : rest), line.number)
        }
    }
}

/// Reads the lines of a shell history.
enum HistoryReader {
    /// Each command is a block of its own, so that nothing joins them.
    static func blocks(_ text: String) -> [DocumentBlock] {
        var lines: [String] = []
        for line in text.parts(between: "\n", omittingEmpty: false) {
            let trimmed = line.trimmedSpace
            let isTime = trimmed.hasPrefix("#") && trimmed.dropFirst().allSatisfy(\.isNumber)
            lines.append(isTime || trimmed.isEmpty ? "" : entry(line).map(String.init) ?? String(trimmed))
        }
        return [.code(CodeBlock(language: "bash", lines: lines, firstLine: 1, isFenced: true))]
    }

    /// The command of a line such as `  501  2024-01-01 10:00:00 kubectl get pods` or `: 1700000000:0;ls`; `nil` for a
    /// line without a number.
    static func entry(_ line: Substring) -> Substring? {
        let text = line.trimmedSpace
        if text.hasPrefix(": "), let semicolon = text.firstIndex(of: ";") {
            return text[text.index(after: semicolon)...]
        }
        let digits = text.prefix { $0.isNumber }
        guard !digits.isEmpty else { return nil }
        var rest = text.dropFirst(digits.count).drop { $0 == "*" }
        guard rest.first == " " else { return nil }
        rest = rest.trimmedSpace[...]
        while let first = rest.first, first.isNumber || first == "[", let space = rest.firstIndex(of: " ") {
            let word = rest[..<space]
            guard word.holds(":") || word.holds("-") || word.holds("/") else { break }
            rest = rest[space...].trimmedSpace[...]
        }
        return rest
    }
}
