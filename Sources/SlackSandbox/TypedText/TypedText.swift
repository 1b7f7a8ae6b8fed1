import JSONTree

/// What Slack makes of a text that a person typed or pasted: the `text` of the message, escaped and with its links
/// marked, and the same as a `rich_text` block.
struct TypedText {
    /// The names that can be mentioned.
    struct Directory {
        /// Handle → user id.
        var users: [String: String] = [:]
        /// Name → channel id.
        var channels: [String: String] = [:]
        /// Handle → user group id.
        var usergroups: [String: String] = [:]
    }

    let text: String
    /// The elements of the `rich_text` block.
    let elements: [JSONValue]

    init(_ typed: String, directory: Directory) {
        var builder = Builder(inline: InlineText(directory: directory))
        let normalized = typed.replacing("\r\n", with: "\n")
        for piece in Self.fences(in: normalized) {
            switch piece {
            case .code(let code): builder.addPreformatted(code)
            case .prose(let prose):
                for line in prose.split(separator: "\n", omittingEmptySubsequences: false) { builder.addLine(line) }
            }
        }
        builder.flush()
        text = builder.lines.joined(separator: "\n")
        elements = builder.elements
    }

    private enum Piece {
        case prose(Substring)
        case code(Substring)
    }

    /// Splits at pairs of three backticks. One that is not closed is plain text.
    private static func fences(in text: String) -> [Piece] {
        var pieces: [Piece] = []
        var rest = text[...]
        while let open = rest.firstRange(of: "```"),
            let close = rest[open.upperBound...].firstRange(of: "```"), close.lowerBound > open.upperBound
        {
            var before = rest[..<open.lowerBound]
            if before.last == "\n" { before.removeLast() }
            if !before.isEmpty { pieces.append(.prose(before)) }
            var code = rest[open.upperBound..<close.lowerBound]
            if code.first == "\n" { code.removeFirst() }
            if code.last == "\n" { code.removeLast() }
            pieces.append(.code(code))
            rest = rest[close.upperBound...]
            if rest.first == "\n" { rest.removeFirst() }
        }
        if !rest.isEmpty { pieces.append(.prose(rest)) }
        return pieces
    }
}

/// Collects lines into sections, lists, quotes and code blocks.
private struct Builder {
    private enum Open: Equatable {
        case none
        case section
        case quote
        case list(style: String, indent: Int, offset: Int)
    }

    let inline: InlineText
    var lines: [String] = []
    var elements: [JSONValue] = []
    private var open = Open.none
    /// The inline elements of the section or quote, or the items of the list.
    private var content: [JSONValue] = []

    init(inline: InlineText) { self.inline = inline }

    mutating func addPreformatted(_ code: Substring) {
        flush()
        let (text, parts) = inline.code(code)
        lines.append("```\n\(text)\n```")
        elements.append(["type": "rich_text_preformatted", "elements": .array(parts), "border": 0])
    }

    mutating func addLine(_ line: Substring) {
        if line.hasPrefix("> ") || line == ">" {
            add(line.dropFirst(2), to: .quote, prefix: "&gt; ")
        } else if let item = ListItem(line) {
            addItem(item)
        } else {
            add(line, to: .section, prefix: "")
        }
    }

    private mutating func add(_ line: Substring, to kind: Open, prefix: String) {
        let (text, parts) = inline.prose(line)
        if open != kind {
            flush()
            open = kind
        } else {
            content.append(["type": "text", "text": "\n"])
        }
        lines.append(prefix + text)
        content += parts
    }

    private mutating func addItem(_ item: ListItem) {
        let (text, parts) = inline.prose(item.text)
        let style = item.number == nil ? "bullet" : "ordered"
        if case .list(style, item.indent, _) = open {
        } else {
            flush()
            open = .list(style: style, indent: item.indent, offset: (item.number ?? 1) - 1)
        }
        let margin = String(repeating: "    ", count: item.indent)
        let mark = item.number.map { "\($0). " } ?? (item.indent % 2 == 0 ? "• " : "◦ ")
        lines.append(margin + mark + text)
        content.append(["type": "rich_text_section", "elements": .array(parts)])
    }

    mutating func flush() {
        let merged = content.reduce(into: [JSONValue]()) { list, part in
            // Neighbouring plain texts are one element, as in Slack's own blocks.
            if part["type"] == "text", part["style"] == nil, let last = list.last, last["type"] == "text",
                last["style"] == nil, let first = last["text"]?.string, let second = part["text"]?.string
            {
                list[list.count - 1]["text"] = .string(first + second)
            } else {
                list.append(part)
            }
        }
        switch open {
        case .none: break
        case .section: elements.append(["type": "rich_text_section", "elements": .array(merged)])
        case .quote: elements.append(["type": "rich_text_quote", "elements": .array(merged)])
        case .list(let style, let indent, let offset):
            var list: JSONValue = [
                "type": "rich_text_list", "style": .string(style), "indent": .int(indent), "border": 0,
                "elements": .array(content),
            ]
            if offset > 0 { list["offset"] = .int(offset) }
            elements.append(list)
        }
        open = .none
        content = []
    }
}

/// A line that begins with a bullet or a number.
private struct ListItem {
    let indent: Int
    let number: Int?
    let text: Substring

    init?(_ line: Substring) {
        let spaces = line.prefix { $0 == " " || $0 == "\t" }
        let rest = line.dropFirst(spaces.count)
        indent = min(spaces.reduce(0) { $0 + ($1 == "\t" ? 4 : 1) } / 2, 8)
        if let mark = rest.first, "-*•◦".contains(mark), rest.dropFirst().first == " " {
            number = nil
            text = rest.dropFirst(2)
        } else {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard (1...4).contains(digits.count), let value = Int(digits), value > 0,
                rest.dropFirst(digits.count).hasPrefix(". ")
            else { return nil }
            number = value
            text = rest.dropFirst(digits.count + 2)
        }
        guard !text.isEmpty else { return nil }
    }
}
