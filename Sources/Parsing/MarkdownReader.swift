import ByteText
import CMarkGFM

/// Reads lines of Markdown into blocks, by cmark-gfm.
struct MarkdownReader {
    /// Deeper blocks are read as the text that stands in them.
    private static let maximumDepth = 24
    private static let extensions = ["table", "strikethrough", "tasklist"]

    private let lines: [SourceLine]

    /// The blocks of these lines; the lines need not be neighbours in the source.
    static func read(_ lines: [SourceLine]) -> [DocumentBlock] {
        guard !lines.isEmpty else { return [] }
        cmark_gfm_core_extensions_ensure_registered()
        guard let parser = cmark_parser_new(CMARK_OPT_DEFAULT) else { return [] }
        defer { cmark_parser_free(parser) }
        for name in extensions {
            if let syntax = cmark_find_syntax_extension(name) {
                cmark_parser_attach_syntax_extension(parser, syntax)
            }
        }
        for line in lines {
            var text = line.text
            text.append("\n")
            text.withUTF8 { buffer in
                buffer.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
            }
        }
        guard let document = cmark_parser_finish(parser) else { return [] }
        defer { cmark_node_free(document) }
        return MarkdownReader(lines: lines).blocks(in: document, depth: 0)
    }

    /// The line in the source that a line of the parsed text came from.
    private func source(_ line: Int32) -> Int {
        lines[min(max(Int(line) - 1, 0), lines.count - 1)].number
    }

    private func blocks(in parent: OpaquePointer, depth: Int) -> [DocumentBlock] {
        var blocks: [DocumentBlock] = []
        var next = cmark_node_first_child(parent)
        while let node = next {
            append(node, to: &blocks, depth: depth)
            next = cmark_node_next(node)
        }
        return blocks
    }

    private func append(_ node: OpaquePointer, to blocks: inout [DocumentBlock], depth: Int) {
        let line = source(cmark_node_get_start_line(node))
        guard depth < Self.maximumDepth else {
            blocks.append(.paragraph(inlines(of: node, line: line)))
            return
        }
        switch cmark_node_get_type(node) {
        case CMARK_NODE_HEADING:
            blocks.append(.heading(level: Int(cmark_node_get_heading_level(node)), inlines(of: node, line: line)))
        case CMARK_NODE_PARAGRAPH:
            let text = inlines(of: node, line: line)
            if isAllStrong(node), text.bytes.count < 80 {
                blocks.append(.heading(level: 6, text))
            } else if !text.isBlank {
                blocks.append(.paragraph(text))
            }
        case CMARK_NODE_CODE_BLOCK: blocks.append(.code(code(node, line: line)))
        case CMARK_NODE_HTML_BLOCK:
            if let text = htmlText(node, line: line) { blocks.append(.paragraph(text)) }
        case CMARK_NODE_BLOCK_QUOTE: blocks.append(aside(node, depth: depth))
        case CMARK_NODE_LIST: blocks.append(.list(list(node, depth: depth)))
        case CMARK_NODE_THEMATIC_BREAK: break
        default:
            if String(cString: cmark_node_get_type_string(node)) == "table" {
                blocks.append(.table(table(node, line: line)))
            }
        }
    }

    private func isAllStrong(_ node: OpaquePointer) -> Bool {
        guard let only = cmark_node_first_child(node), cmark_node_next(only) == nil else { return false }
        return cmark_node_get_type(only) == CMARK_NODE_STRONG
    }

    private func code(_ node: OpaquePointer, line: Int) -> CodeBlock {
        var (length, offset) = (Int32(0), Int32(0))
        var mark = CChar(0)
        let isFenced = cmark_node_get_fenced(node, &length, &offset, &mark) != 0
        let info = cmark_node_get_fence_info(node).map { String(cString: $0) } ?? ""
        let text = cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
        var lines = text.parts(between: "\n", omittingEmpty: false).map(String.init)
        if lines.last?.isEmpty == true { lines.removeLast() }
        let start = source(cmark_node_get_start_line(node) + (isFenced ? 1 : 0))
        return CodeBlock(language: Self.language(info), lines: lines, firstLine: start, isFenced: isFenced)
    }

    /// `bash` of ` bash title="x"`, `{.bash}` or `language-bash`.
    static func language(_ info: String) -> String {
        let word = info.parts(between: " \t,{}.:=").first.map { $0.lowercased() } ?? ""
        return word.hasPrefix("language-") ? String(word.dropFirst(9)) : word
    }

    private static let asideLabels: Set<String> = [
        "note", "notice", "warning", "caution", "danger", "important", "tip", "nb",
    ]

    private func aside(_ node: OpaquePointer, depth: Int) -> DocumentBlock {
        var inner = blocks(in: node, depth: depth + 1)
        guard case .paragraph(let first)? = inner.first else { return .aside(label: nil, inner) }
        let words = Sentence(first).tokens
        // GitHub's form: `[!NOTE]` on a line of its own.
        if words.count >= 4, words[0].text == "[", words[1].text == "!", words[3].text == "]" {
            let rest = first.part(words[3].range.upperBound..<first.bytes.count)
            if rest.isBlank { inner.removeFirst() } else { inner[0] = .paragraph(rest) }
            return .aside(label: words[2].text, inner)
        }
        if let word = words.first?.text, Self.asideLabels.contains(word) { return .aside(label: word, inner) }
        return .aside(label: nil, inner)
    }

    private func list(_ node: OpaquePointer, depth: Int) -> ListBlock {
        let isOrdered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
        var number = Int(cmark_node_get_list_start(node))
        var items: [ListBlock.Item] = []
        var next = cmark_node_first_child(node)
        while let item = next {
            let first = source(cmark_node_get_start_line(item))
            let last = max(first, source(cmark_node_get_end_line(item)))
            items.append(
                ListBlock.Item(
                    label: isOrdered ? String(number) : nil, blocks: blocks(in: item, depth: depth + 1),
                    lines: first...last))
            number += 1
            next = cmark_node_next(item)
        }
        return ListBlock(isOrdered: isOrdered, items: items)
    }

    private func table(_ node: OpaquePointer, line: Int) -> TableBlock {
        var table = TableBlock(header: [], rows: [], line: line)
        var next = cmark_node_first_child(node)
        while let row = next {
            var cells: [MarkedText] = []
            var cell = cmark_node_first_child(row)
            while let current = cell {
                cells.append(inlines(of: current, line: source(cmark_node_get_start_line(row))))
                cell = cmark_node_next(current)
            }
            if cmark_gfm_extensions_get_table_row_is_header(row) != 0 {
                table.header = cells
            } else {
                table.rows.append(cells)
            }
            next = cmark_node_next(row)
        }
        return table
    }

    private func inlines(of node: OpaquePointer, line: Int) -> MarkedText {
        var text = MarkedText(line: line)
        guard let iterator = cmark_iter_new(node) else { return text }
        defer { cmark_iter_free(iterator) }
        var imageDepth = 0
        while true {
            let event = cmark_iter_next(iterator)
            if event == CMARK_EVENT_DONE { break }
            guard let current = cmark_iter_get_node(iterator) else { break }
            let entering = event == CMARK_EVENT_ENTER
            let type = cmark_node_get_type(current)
            if type == CMARK_NODE_IMAGE {
                imageDepth += entering ? 1 : -1
                continue
            }
            if imageDepth > 0 { continue }
            appendInline(current, type, entering: entering, to: &text.bytes)
        }
        return text
    }

    private func appendInline(
        _ node: OpaquePointer, _ type: cmark_node_type, entering: Bool, to bytes: inout [UInt8]
    ) {
        switch type {
        case CMARK_NODE_TEXT: Self.appendLiteral(node, to: &bytes)
        case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: bytes.append(MarkedText.lineBreak)
        case CMARK_NODE_CODE:
            bytes.append(MarkedText.codeStart)
            Self.appendLiteral(node, to: &bytes)
            bytes.append(MarkedText.codeEnd)
        case CMARK_NODE_HTML_INLINE:
            guard let literal = cmark_node_get_literal(node) else { return }
            let tag = String(cString: literal)
            if HTMLText.isLineBreak(tag) {
                bytes.append(MarkedText.lineBreak)
            } else if !HTMLText.isKnownTag(tag) {
                bytes.append(contentsOf: tag.utf8)
            }
        case CMARK_NODE_LINK:
            if entering {
                bytes.append(MarkedText.linkStart)
            } else {
                bytes.append(MarkedText.linkTarget)
                if let url = cmark_node_get_url(node) { bytes.append(contentsOf: String(cString: url).utf8) }
                bytes.append(MarkedText.linkEnd)
            }
        default: break
        }
    }

    private static func appendLiteral(_ node: OpaquePointer, to bytes: inout [UInt8]) {
        guard var literal = cmark_node_get_literal(node) else { return }
        while literal.pointee != 0 {
            let byte = UInt8(bitPattern: literal.pointee)
            if !MarkedText.isMark(byte) { bytes.append(byte) }
            literal += 1
        }
    }

    private func htmlText(_ node: OpaquePointer, line: Int) -> MarkedText? {
        guard let literal = cmark_node_get_literal(node) else { return nil }
        let text = MarkedText(plain: HTMLText.withoutTags(String(cString: literal)), line: line)
        return text.isBlank ? nil : text
    }
}
