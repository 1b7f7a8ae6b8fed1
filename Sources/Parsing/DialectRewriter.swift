import ByteText

/// Turns what wikis, static site generators and pasted text do differently into plain Markdown, line by line.
struct DialectRewriter {
    let lines: [SourceLine]
    let shape = CommandShape()
    let isPlain: Bool
    /// How many folds, and fences that are none, this text stands in.
    let depth: Int
    var output: [SourceLine] = []
    var index = 0
    /// Whether a line with text has been written.
    var hasWritten = false
    /// Marks that close nothing from here to the end, so that nobody looks for them again.
    var neverClosed: Set<String> = []
    /// Lines with text, counted once.
    private lazy var textLines = lines.count { !$0.isBlank }
    /// The last number of a list that is numbered by hand.
    var lastNumber: (style: HandNumber.Style, ordinal: Int, indent: Int)?

    /// - Parameter isPlain: the text is not Markdown: each line that begins like a list item is one.
    static func rewrite(_ lines: [SourceLine], isPlain: Bool, depth: Int = 0) -> [SourceLine] {
        var rewriter = DialectRewriter(lines: lines, isPlain: isPlain, depth: depth)
        rewriter.output.reserveCapacity(lines.count)
        while rewriter.index < lines.count {
            rewriter.step()
            rewriter.hasWritten = rewriter.hasWritten || rewriter.output.last?.isBlank == false
        }
        return rewriter.output
    }

    private init(lines: [SourceLine], isPlain: Bool, depth: Int) {
        self.lines = lines
        self.isPlain = isPlain
        self.depth = depth
        hasWritten = depth > 0
    }

    private mutating func step() {
        let line = lines[index]
        let text = line.trimmed
        guard let first = text.utf8.first else {
            output.append(line)
            index += 1
            return
        }
        switch first {
        case UInt8(ascii: "`"), UInt8(ascii: "~"):
            if text.hasPrefix("```") || text.hasPrefix("~~~") { return fence(line, text) }
        case UInt8(ascii: ":"):
            if text.hasPrefix(":::") { return colonDirective(line, text) }
        case UInt8(ascii: "!"):
            if text.hasPrefix("!!! ") || text.hasPrefix("??? ") { return admonition(line, text) }
        case UInt8(ascii: "{"):
            if let kind = Self.confluenceCode(text) { return confluence(line, kind) }
            if macro(line, text) { return }
            if text.hasPrefix("{%") || text.hasPrefix("{{%") || text.hasPrefix("{{<") || Self.isMacro(text) {
                return drop()
            }
        case UInt8(ascii: "("):
            if text.hasSuffix(")="), !text.holds(" ") { return drop() }
        case UInt8(ascii: "<"):
            if text.hasPrefix("<!--") { return comment() }
            if text.hasPrefix("<pre") { return preformatted(line) }
            if text.hasPrefix("<details"), details(line) { return }
        default: break
        }
        plainLine(line, text)
    }

    private mutating func drop() {
        output.append(SourceLine("", lines[index].number))
        index += 1
    }

    // MARK: Fences and directives

    private static let asides: Set<String> = [
        "note", "warning", "tip", "important", "caution", "danger", "attention", "hint", "error", "seealso",
        "admonition", "info", "success", "question", "expand", "dropdown", "details",
    ]

    /// A fence is copied to its end; a fence that is a directive becomes a quotation.
    private mutating func fence(_ line: SourceLine, _ text: Substring) {
        let mark = text.prefix { $0 == "`" || $0 == "~" }
        let info = text.dropFirst(mark.count).trimmedSpace
        let begin = index + 1
        var end = begin
        while end < lines.count {
            let closing = lines[end].trimmed
            if closing.hasPrefix(mark), closing.allSatisfy({ $0 == mark.first }) { break }
            if let last = Self.beforeGluedFence(lines[end], mark) { return glued(end, last, mark) }
            end += 1
        }
        if info.isEmpty, end < lines.count, depth < Self.maximumDepth, isProse(begin..<end) {
            output.append(SourceLine("", line.number))
            output += Self.rewrite(Array(lines[begin..<end]), isPlain: true, depth: depth + 1)
            output.append(SourceLine("", lines[end].number))
            index = end + 1
            return
        }
        if info.hasPrefix("{"), let close = info.firstIndex(of: "}") {
            let name = String(info[info.index(after: info.startIndex)..<close]).lowercased()
            if Self.asides.contains(name) {
                return quote(begin..<end, label: name, indent: line.indent, number: line.number)
            }
            if ["figure", "image", "toctree", "contents", "include", "raw", "mermaid"].contains(name) {
                output.append(SourceLine("", line.number))
                index = min(end + 1, lines.count)
                return
            }
        }
        output.append(contentsOf: lines[index..<min(end + 1, lines.count)])
        index = end + 1
    }

    /// A fence that its author closed on the last line of the code.
    private static func beforeGluedFence(_ line: SourceLine, _ mark: Substring) -> String? {
        var code = line.text[...]
        while code.utf8.last == 0x20 { code.removeLast() }
        guard mark.first == "`", code.hasSuffix(mark) else { return nil }
        code.removeLast(mark.count)
        return code.holds("`") || code.trimmedSpace.isEmpty ? nil : String(code)
    }

    private mutating func glued(_ end: Int, _ last: String, _ mark: Substring) {
        let number = lines[end].number
        output += lines[index..<end]
        output.append(SourceLine(last, number))
        output.append(SourceLine(String(lines[index].text.prefix { $0 == " " }) + mark, number))
        index = end + 1
    }

    /// Whether a block without a language is a list of instructions that somebody set in a fixed width: one with calls
    /// between them, or most of the text. A list of changes or of tasks for a machine begins with verbs, too.
    private mutating func isProse(_ range: Range<Int>) -> Bool {
        let texts = lines[range].map(\.trimmed)
        let items = texts.filter(Self.isListItem)
        // Most blocks are code: nothing else is asked of them.
        guard items.count > 2 else { return false }
        let asking = items.count { text in
            let words = text.drop { $0 != " " }.trimmedSpace.parts(between: " ")
            guard words.count > 1, let verb = words.first, Verbs.isVerb(verb.lowercased()) else { return false }
            return shape.judge(text.drop { $0 != " " }) < .strong
        }
        guard asking * 2 > items.count else { return false }
        return range.count * 2 > textLines
            || texts.contains { !Self.isListItem($0) && $0.utf8.contains(0x20) && shape.judge($0) == .strong }
    }

    private mutating func colonDirective(_ line: SourceLine, _ text: Substring) {
        let name = text.drop { $0 == ":" || $0 == "{" || $0 == " " }.prefix { $0.isLetter }.lowercased()
        guard Self.asides.contains(name) else { return drop() }
        var end = index + 1
        while end < lines.count, !(lines[end].trimmed.hasPrefix(":::") && lines[end].trimmed.allSatisfy { $0 == ":" }) {
            end += 1
        }
        quote((index + 1)..<end, label: name, indent: line.indent, number: line.number)
    }

    /// MkDocs: `!!! note "Title"` and an indented body.
    private mutating func admonition(_ line: SourceLine, _ text: Substring) {
        let name = text.dropFirst(4).prefix { $0.isLetter }.lowercased()
        var end = index + 1
        while end < lines.count, lines[end].isBlank || lines[end].indent >= line.indent + 4 { end += 1 }
        while end > index + 1, lines[end - 1].isBlank { end -= 1 }
        let body = lines[(index + 1)..<end].map { SourceLine(String($0.trimmed), $0.number) }
        quote(body, label: name, indent: line.indent, number: line.number)
        index = end
    }

    private mutating func quote(_ range: Range<Int>, label: String, indent: Int, number: Int) {
        quote(Array(lines[range]), label: label, indent: indent, number: number)
        index = range.upperBound + 1
    }

    mutating func quote(_ body: [SourceLine], label: String, indent: Int, number: Int) {
        let prefix = String(repeating: " ", count: indent) + "> "
        output.append(SourceLine("", number))
        output.append(SourceLine(prefix + "[!\(label.uppercased())]", number))
        let common = body.filter { !$0.isBlank }.map(\.indent).min() ?? 0
        for line in body {
            output.append(SourceLine(prefix + line.text.dropFirst(min(common, line.text.count)), line.number))
        }
        output.append(SourceLine("", body.last?.number ?? number))
    }

    // MARK: Confluence and HTML

    /// The language of `{code:bash}` or `{noformat}`; `nil` for any other line.
    private static func confluenceCode(_ text: Substring) -> String? {
        guard text.hasSuffix("}") else { return nil }
        if text == "{noformat}" || text == "{code}" { return "" }
        guard text.hasPrefix("{code:") else { return nil }
        return String(text.dropFirst(6).dropLast().parts(between: "|").first { !$0.holds("=") } ?? "")
    }

    private static func isMacro(_ text: Substring) -> Bool {
        let names = [
            "{toc", "{panel", "{info", "{note", "{warning", "{tip", "{expand", "{anchor", "{status", "{children",
        ]
        return text.hasSuffix("}") && names.contains(where: text.hasPrefix)
    }

    private mutating func confluence(_ line: SourceLine, _ language: String) {
        var end = index + 1
        if neverClosed.contains("{code}") { end = lines.count }
        while end < lines.count, lines[end].trimmed != "{code}", lines[end].trimmed != "{noformat}" { end += 1 }
        guard end < lines.count else {
            neverClosed.insert("{code}")
            return plainLine(line, line.trimmed)
        }
        wrap(Array(lines[(index + 1)..<end]), language: language, indent: line.indent, number: line.number)
        index = end + 1
    }

    private mutating func wrap(_ body: [SourceLine], language: String, indent: Int, number: Int) {
        let margin = String(repeating: " ", count: indent)
        output.append(SourceLine(margin + "~~~~" + language, number))
        output.append(contentsOf: body)
        output.append(SourceLine(margin + "~~~~", body.last?.number ?? number))
    }

    private mutating func comment() {
        while index < lines.count {
            let text = lines[index].text
            drop()
            if text.holds("-->") { return }
        }
    }

    private mutating func preformatted(_ line: SourceLine) {
        var end = index
        if neverClosed.contains("</pre>") { end = lines.count }
        while end < lines.count, !lines[end].text.holds("</pre>") { end += 1 }
        guard end < lines.count else {
            neverClosed.insert("</pre>")
            return plainLine(line, line.trimmed)
        }
        let body = lines[index...end].map { SourceLine(HTMLText.withoutTags($0.text), $0.number) }
        wrap(body, language: "", indent: 0, number: line.number)
        index = end + 1
    }

    // MARK: Other lines

    private mutating func plainLine(_ line: SourceLine, _ text: Substring) {
        if line.indent < 4, standsAlone(line), shape.judge(text) == .strong || isPrompted(text) {
            return bareCommands(line)
        }
        if isSetOff(line, text) { return bareCommands(line) }
        if line.indent < 4, text.hasSuffix(";"), QueryLanguages.isSQL(String(text)), standsAlone(line) {
            wrap([line], language: "sql", indent: line.indent, number: line.number)
            index += 1
            return
        }
        if text.holds("\t"), tabTable() { return }
        if let heading = plainTitle(line, text) ?? plainHeading(line, text) ?? ruledHeading(line, text) {
            output += [SourceLine("", line.number), SourceLine(heading, line.number), SourceLine("", line.number)]
            hasWritten = true
            index += 1
            return
        }
        if let item = handNumbered(line, text) ?? Self.handBullet(line, text) ?? outcome(line, text) {
            if let previous = output.last, !previous.isBlank, !Self.isListItem(previous.trimmed) {
                output.append(SourceLine("", line.number))
            }
            output.append(SourceLine(item, line.number))
            // What a toggle hides are lines of their own.
            if Self.toggles.contains(where: text.hasPrefix) { output.append(SourceLine("", line.number)) }
            index += 1
            return
        }
        // A list that is numbered by hand, or follows its introduction without a blank line, is a list all the same.
        let isLabelled = HandLabel(text) != nil
        if isLabelled || (isPlain && Self.isListItem(text)), output.last?.isBlank == false,
            isLabelled || !(output.last.map { Self.isListItem($0.trimmed) || $0.indent > 0 } ?? false)
        {
            output.append(SourceLine("", line.number))
        }
        output.append(line)
        index += 1
        // A line in bold is a heading, even where the text goes on without a blank line.
        if text.hasPrefix("**"), text.hasSuffix("**") || text.hasSuffix("**:"), text.utf8.count > 5,
            text.utf8.count < 90,
            !text.dropFirst(2).dropLast(3).holds("**")
        {
            output.append(SourceLine("", line.number))
        }
    }

    private func standsAlone(_ line: SourceLine) -> Bool {
        guard let previous = output.last else { return true }
        if previous.isBlank || previous.trimmed.hasPrefix("~~~~") { return true }
        return isPlain || previous.trimmed.hasSuffix(":")
    }

    func isPrompted(_ text: Substring) -> Bool {
        guard let prompt = Prompt(String(text)), prompt.kind != .root, prompt.kind != .angle else { return false }
        return shape.judge(prompt.rest) >= .plausible
    }

    /// Commands that stand among the text without any mark-up.
    private mutating func bareCommands(_ line: SourceLine) {
        var body: [SourceLine] = []
        while index < lines.count, body.count < 200 {
            let current = lines[index]
            let continues = body.last.map { $0.trimmed.hasSuffix("\\") || $0.trimmed.hasSuffix("|") } ?? false
            guard
                continues
                    || (!current.isBlank && (shape.judge(current.trimmed) == .strong || isPrompted(current.trimmed)))
            else { break }
            body.append(current)
            index += 1
        }
        // Four columns or more would be part of the paragraph before, unless that is an item of a list.
        let previous = output.last { !$0.isBlank }
        let isInItem = previous.map { $0.indent > 1 || Self.isListItem($0.trimmed) } ?? false
        wrap(body, language: "bash", indent: isInItem || line.indent < 4 ? line.indent : 0, number: line.number)
    }

    static func isListItem(_ text: Substring) -> Bool {
        if ["- ", "* ", "+ "].contains(where: text.hasPrefix) { return true }
        let digits = text.utf8.prefix { $0.isDigit }.count
        guard digits > 0, digits < 4 else { return false }
        let rest = text.utf8.dropFirst(digits)
        guard let mark = rest.first, mark == UInt8(ascii: ".") || mark == UInt8(ascii: ")") else { return false }
        return rest.dropFirst().first == 0x20
    }

    private static let bullets = ["•", "◦", "▪", "‣", "●", "○", "·", "–", "—", "☐", "□", "→"]
    private static let toggles = ["▶", "►", "▸", "▼", "▾"]

    /// Bullets that Markdown does not know.
    private static func handBullet(_ line: SourceLine, _ text: Substring) -> String? {
        guard let first = text.utf8.first, first == 0xE2 || first == 0xC2 else { return nil }
        for mark in bullets + toggles where text.hasPrefix(mark) {
            let rest = text.dropFirst(mark.count)
            guard let next = rest.utf8.first, next == 0x20 || next == 0x09 else { return nil }
            return String(repeating: " ", count: line.indent) + "- " + rest.trimmedSpace
        }
        return nil
    }
}

/// A number that the author wrote by hand: `4a)`, `Step 3:`, `2.1 `.
struct HandLabel: Hashable, Sendable {
    var label: String
    /// UTF-8 length of the label with its marks and the space after.
    var length: Int

    init?(_ text: Substring) {
        let bytes = Array(text.utf8.prefix(16))
        var position = 0
        let spelled = bytes.count > 6 && String(decoding: bytes[..<5], as: UTF8.self).lowercased() == "step "
        if spelled { position = 5 }
        let start = position
        var dots = 0
        while position < bytes.count, bytes[position].isDigit || (bytes[position] == 0x2E && position > start) {
            dots += bytes[position] == 0x2E ? 1 : 0
            position += 1
        }
        guard position > start, position < bytes.count else { return nil }
        var hasLetter = false
        if (bytes[position] | 0x20) >= 0x61, (bytes[position] | 0x20) <= 0x7A {
            hasLetter = true
            position += 1
        }
        var label = String(decoding: bytes[start..<position], as: UTF8.self)
        while label.hasSuffix(".") { label.removeLast() }
        guard position < bytes.count else { return nil }
        let isMarked = ":).-".utf8.contains(bytes[position])
        if isMarked { position += 1 }
        let endsWithDot = bytes[position - 1] == 0x2E
        guard position < bytes.count, bytes[position] == 0x20 else { return nil }
        // Plain `3.` and `3)` are Markdown's own lists.
        guard
            spelled || hasLetter && isMarked
                || (dots > (endsWithDot ? 1 : 0) && start == 0 && dots < 4 && label.holds("."))
        else { return nil }
        while position < bytes.count, bytes[position] == 0x20 || bytes[position] == UInt8(ascii: "-") { position += 1 }
        self.label = label
        length = position
    }
}
