import ByteText

/// A whole page of HTML as Markdown: a page saved from a wiki, or the source of one.
struct HTMLPage {
    /// Deeper lists are written as lists of this depth, so that the margin stays bounded.
    private static let maximumDepth = 6
    private static let skipped: Set<String> = [
        "script", "style", "nav", "footer", "svg", "noscript", "select", "button", "template", "iframe",
    ]
    private static let blocks: Set<String> = [
        "p", "div", "section", "article", "main", "header", "body", "html", "head", "dl", "dt", "dd", "figure",
        "center", "hr", "details", "summary", "blockquote", "aside",
    ]

    private let bytes: [UInt8]
    /// Number of the source line of each line in `bytes`.
    private let numbers: [Int]
    private var position = 0
    private var line = 0
    private var output: [SourceLine] = []
    private var text: [UInt8] = []
    private var textLine = 0
    private var lists: [(isOrdered: Bool, count: Int)] = []
    private var marker: String?
    private var heading = 0
    private var hasTitle = false
    private var pageTitle = ""
    private var preformatted: (lines: [SourceLine], language: String)?
    private var link: String?
    private var row: [String]?
    private var rows = 0

    /// Whether the text is a page, rather than a text with some tags in it.
    static func isLikely(_ lines: [SourceLine]) -> Bool {
        guard let first = lines.first(where: { !$0.isBlank })?.trimmed, first.hasPrefix("<") else { return false }
        let start = first.prefix(15).lowercased()
        if start.hasPrefix("<!doctype html") || start.hasPrefix("<html") { return true }
        let written = lines.prefix(200).filter { !$0.isBlank }
        let tagged = written.count { line in
            let text = line.trimmed
            return text.hasPrefix("<") && HTMLText.isKnownTag(String(text.prefix { $0 != ">" }) + ">")
        }
        return written.count > 1 && tagged * 10 > written.count * 6
    }

    static func rewrite(_ lines: [SourceLine]) -> [SourceLine] {
        var page = HTMLPage(lines)
        page.run()
        return page.output
    }

    private init(_ lines: [SourceLine]) {
        var bytes: [UInt8] = []
        for line in lines {
            bytes.append(contentsOf: line.text.utf8)
            bytes.append(0x0A)
        }
        self.bytes = bytes
        numbers = lines.map(\.number)
    }

    private var number: Int { numbers[min(line, numbers.count - 1)] }

    private mutating func run() {
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "<"), let tag = HTMLTag(bytes, position) {
                advance(to: tag.end)
                handle(tag)
            } else {
                append(byte)
                advance(to: position + 1)
            }
        }
        if preformatted != nil { closePreformatted() }
        flush()
        if !hasTitle, !pageTitle.isEmpty { output.insert(SourceLine("# " + pageTitle, numbers[0]), at: 0) }
    }

    private mutating func advance(to end: Int) {
        for index in position..<min(end, bytes.count) where bytes[index] == 0x0A { line += 1 }
        position = end
    }

    private mutating func append(_ byte: UInt8) {
        if preformatted != nil {
            if byte == 0x0A {
                let line = SourceLine(HTMLText.decodeEntities(taken()), number)
                preformatted?.lines.append(line)
            } else {
                text.append(byte)
            }
            return
        }
        let isSpace = byte == 0x0A || byte == 0x20 || byte == 0x09
        if isSpace, text.isEmpty || text.last == 0x20 { return }
        if text.isEmpty { textLine = number }
        text.append(isSpace ? 0x20 : byte)
    }

    private mutating func append(_ mark: String) {
        if text.isEmpty { textLine = number }
        text.append(contentsOf: mark.utf8)
    }

    /// The text so far, which is then empty.
    private mutating func taken() -> String {
        defer { text.removeAll(keepingCapacity: true) }
        return String(decoding: text, as: UTF8.self)
    }

    private var depth: Int { min(lists.count, Self.maximumDepth) }

    /// Writes the text so far as a line of its own.
    private mutating func flush() {
        guard row == nil else {
            append(UInt8(0x20))
            return
        }
        let line = HTMLText.decodeEntities(taken()).trimmedSpace
        guard !line.isEmpty, line != "****" else { return }
        var margin = String(repeating: "    ", count: depth)
        if let marker, depth > 0 { margin = String(margin.dropLast(4)) + marker }
        marker = nil
        let mark = heading > 0 ? String(repeating: "#", count: heading) + " " : ""
        if heading == 1 { hasTitle = true }
        output.append(SourceLine(margin + mark + line, textLine))
    }

    private mutating func blank() {
        flush()
        if row == nil, output.last?.isBlank == false { output.append(SourceLine("", number)) }
    }

    // MARK: Tags

    private mutating func handle(_ tag: HTMLTag) {
        if Self.skipped.contains(tag.name) {
            if !tag.isClosing { skip(tag.name) }
            return
        }
        if preformatted != nil, tag.name != "pre" {
            if tag.name == "code", !tag.isClosing, preformatted?.language.isEmpty == true {
                let language = tag.language
                preformatted?.language = language
            } else if tag.name == "br" {
                append(UInt8(0x0A))
            }
            return
        }
        switch tag.name {
        case "h1", "h2", "h3", "h4", "h5", "h6":
            blank()
            heading = tag.isClosing ? 0 : Int(tag.name.utf8.last ?? 0x31) - 0x30
        case "title":
            flush()
            if !tag.isClosing { pageTitle = title() }
        case "br": flush()
        case "ul", "ol": list(tag)
        case "li":
            flush()
            if !tag.isClosing { item() }
        case "pre": if tag.isClosing { closePreformatted() } else { openPreformatted(tag) }
        case "code", "kbd", "samp", "tt": append("`")
        case "strong", "b": if heading == 0, row == nil { append("**") }
        case "a": anchor(tag)
        case "tr", "td", "th", "table", "thead", "tbody": cell(tag)
        case _ where Self.blocks.contains(tag.name): blank()
        default: break
        }
    }

    /// Passes by everything up to the closing tag.
    private mutating func skip(_ name: String) {
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "<"), let tag = HTMLTag(bytes, position), tag.isClosing, tag.name == name
            {
                return advance(to: tag.end)
            }
            advance(to: position + 1)
        }
    }

    private mutating func title() -> String {
        var title: [UInt8] = []
        while position < bytes.count, bytes[position] != UInt8(ascii: "<") {
            title.append(bytes[position] == 0x0A ? 0x20 : bytes[position])
            advance(to: position + 1)
        }
        return String(HTMLText.decodeEntities(String(decoding: title, as: UTF8.self)).trimmedSpace)
    }

    private mutating func list(_ tag: HTMLTag) {
        flush()
        // A heading that was not closed ends here.
        heading = 0
        if tag.isClosing {
            if !lists.isEmpty { lists.removeLast() }
            marker = nil
            if lists.isEmpty { blank() }
        } else {
            if lists.isEmpty { blank() }
            lists.append((tag.name == "ol", 0))
        }
    }

    private mutating func item() {
        guard let last = lists.indices.last else { return }
        lists[last].count += 1
        // Four columns, so that what belongs to the item stands under its text.
        let label = lists[last].isOrdered ? "\(lists[last].count)." : "-"
        marker = label.padding(to: 4)
    }

    private mutating func anchor(_ tag: HTMLTag) {
        if !tag.isClosing {
            guard link == nil, let target = tag.attribute("href"),
                target.hasPrefix("http") || target.hasPrefix("#"), !target.holds(" "), !target.holds(")")
            else { return }
            link = target
            append("[")
        } else if let target = link {
            link = nil
            append("](\(target))")
        }
    }

    private mutating func openPreformatted(_ tag: HTMLTag) {
        blank()
        preformatted = ([], tag.language)
    }

    private mutating func closePreformatted() {
        guard let block = preformatted else { return }
        var lines = block.lines
        if !text.isEmpty { lines.append(SourceLine(HTMLText.decodeEntities(taken()), number)) }
        preformatted = nil
        guard let first = lines.first else { return }
        let margin = String(repeating: "    ", count: depth)
        if let marker, depth > 0 {
            output.append(SourceLine(String(margin.dropLast(4)) + marker, first.number))
            self.marker = nil
        }
        output.append(SourceLine(margin + "~~~~" + block.language, first.number))
        output += lines.map { SourceLine(margin + $0.text, $0.number) }
        output.append(SourceLine(margin + "~~~~", number))
        output.append(SourceLine("", number))
    }

    private mutating func cell(_ tag: HTMLTag) {
        switch (tag.name, tag.isClosing) {
        case ("table", _):
            endRow()
            blank()
            rows = 0
        case ("tr", false):
            endRow()
            flush()
            row = []
        case ("tr", true): endRow()
        case ("td", false), ("th", false):
            // A cell that is not closed ends where the next one begins.
            if row != nil, text.contains(where: { $0 != 0x20 }) { endCell() } else { text.removeAll() }
        case ("td", true), ("th", true): endCell()
        default: break
        }
    }

    private mutating func endCell() {
        guard row != nil else { return }
        let value = HTMLText.decodeEntities(taken()).trimmedSpace
        row?.append(value.parts(between: "|", omittingEmpty: false).joined(separator: "\\|"))
    }

    private mutating func endRow() {
        if text.contains(where: { $0 != 0x20 }) { endCell() }
        guard let cells = row else { return }
        row = nil
        text.removeAll()
        guard !cells.isEmpty else { return }
        output.append(SourceLine("| " + cells.joined(separator: " | ") + " |", number))
        rows += 1
        if rows == 1 { output.append(SourceLine("|" + String(repeating: "---|", count: cells.count), number)) }
    }
}

/// One tag of HTML, or a comment, which has no name.
struct HTMLTag {
    /// In small letters.
    let name: String
    let isClosing: Bool
    /// Offset after the tag.
    let end: Int
    private let body: String

    /// Longer tags than this are none of a page's text.
    private static let limit = 2048

    /// The tag at this offset; `nil` where there is none, such as at a placeholder in angle brackets.
    init?(_ bytes: [UInt8], _ start: Int) {
        if start + 3 < bytes.count, bytes[start + 1] == UInt8(ascii: "!") {
            let isComment = bytes[start + 2] == 0x2D && bytes[start + 3] == 0x2D
            var position = start + 2
            while position < bytes.count {
                let isEnd = bytes[position] == UInt8(ascii: ">")
                if isEnd, !isComment || (bytes[position - 1] == 0x2D && bytes[position - 2] == 0x2D) { break }
                position += 1
            }
            (name, isClosing, end, body) = ("", false, min(position + 1, bytes.count), "")
            return
        }
        // A tag holds no other tag: the search ends at the next one, which keeps it linear.
        let window = bytes[(start + 1)..<max(start + 1, min(bytes.count, start + Self.limit))]
        guard let close = window.firstIndex(where: { $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "<") }),
            bytes[close] == UInt8(ascii: ">")
        else { return nil }
        let body = String(decoding: bytes[start...close], as: UTF8.self)
        guard let name = HTMLText.knownName(body) else { return nil }
        self.name = name
        self.body = body
        isClosing = start + 1 < bytes.count && bytes[start + 1] == UInt8(ascii: "/")
        end = close + 1
    }

    /// The value of an attribute in quotes.
    func attribute(_ name: String) -> String? {
        for quote in ["\"", "'"] {
            guard let start = body.firstRange(of: " \(name)=\(quote)"),
                let end = body[start.upperBound...].firstRange(of: quote)
            else { continue }
            return HTMLText.decodeEntities(String(body[start.upperBound..<end.lowerBound]))
        }
        return nil
    }

    /// `bash` of `class="language-bash"`, `class="brush: bash"`.
    var language: String {
        let words = (attribute("class") ?? "").parts(between: " :;").map(String.init)
        for word in words {
            for prefix in ["language-", "lang-", "highlight-source-"] where word.hasPrefix(prefix) {
                return String(word.dropFirst(prefix.count))
            }
        }
        if let brush = words.firstIndex(of: "brush"), brush + 1 < words.count { return words[brush + 1] }
        return attribute("data-lang") ?? ""
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String {
        self + String(repeating: " ", count: Swift.max(1, width - utf8.count))
    }
}
