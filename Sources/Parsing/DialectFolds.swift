import ByteText

/// Parts that a reader unfolds or that stand in a frame: HTML's `<details>`, Confluence's `{expand}` and `{panel}`.
extension DialectRewriter {
    /// Folds within folds, beyond which the marks are dropped and the text stays.
    static let maximumDepth = 3

    /// A fold of HTML becomes a quotation with its summary as the heading; `false` where it is not closed. All of it may
    /// stand on one line.
    mutating func details(_ line: SourceLine) -> Bool {
        guard depth < Self.maximumDepth, let end = closing(of: "<details", with: "</details") else { return false }
        var body = Array(lines[index...end])
        let last = body.count - 1
        let (before, behind) = body[last].text.parted(atLast: "</details")
        body[last].text = before
        let title = takeSummary(&body)
        body[0].text = HTMLText.withoutTags(body[0].text)
        fold(body, title: title, label: "expand", line)
        if !behind.isEmpty { output.append(SourceLine(behind, lines[end].number)) }
        index = end + 1
        return true
    }

    /// The text of `<summary>`, which is taken out of the body.
    private func takeSummary(_ body: inout [SourceLine]) -> String {
        guard let first = body.prefix(6).firstIndex(where: { $0.text.holds("<summary") }),
            let last = body.prefix(6)[first...].firstIndex(where: { $0.text.holds("</summary>") }),
            let start = body[first].text.firstRange(of: "<summary"),
            let end = body[last].text.firstRange(of: "</summary>"), first < last || start.lowerBound < end.lowerBound
        else { return "" }
        var title = ""
        for place in first...last {
            let text = body[place].text
            let from = place == first ? start.lowerBound : text.startIndex
            let to = place == last ? end.lowerBound : text.endIndex
            title += text[from..<to] + " "
            let before = place == first ? text[..<from] : ""
            let after = place == last ? text[end.upperBound...].trimmedSpace : ""
            body[place].text = String(before + after)
        }
        return String(HTMLText.withoutTags(title).trimmedSpace)
    }

    /// The line with the mark that closes what the current line opens.
    private mutating func closing(of open: String, with close: String) -> Int? {
        guard !neverClosed.contains(close) else { return nil }
        var level = 0
        for place in index..<lines.count {
            if lines[place].trimmed.hasPrefix(open) { level += 1 }
            if lines[place].text.holds(close) {
                level -= 1
                if level == 0 { return place }
            }
        }
        neverClosed.insert(close)
        return nil
    }

    private static let frames: Set<Substring> = [
        "expand", "panel", "info", "note", "warning", "tip", "excerpt", "section", "column",
    ]

    /// A macro of Confluence with text between its marks; `false` for any other line.
    mutating func macro(_ line: SourceLine, _ text: Substring) -> Bool {
        let name = text.dropFirst().prefix { $0.isLetter }
        guard Self.frames.contains(name), let brace = text.firstIndex(of: "}") else { return false }
        let close = "{\(name)}"
        let parts = text[..<brace].parts(between: "|:").dropFirst()
        let named = parts.first { $0.hasPrefix("title=") }?.dropFirst(6)
        let title = (named ?? parts.first { !$0.holds("=") }).map(String.init)
        let label = ["expand", "panel", "excerpt", "section", "column"].contains(name) ? "expand" : String(name)
        let rest = text[text.index(after: brace)...]
        if !rest.isEmpty {
            guard rest.hasSuffix(close) else { return false }
            let body = [SourceLine(String(rest.dropLast(close.utf8.count)), line.number)]
            fold(body, title: title ?? "", label: label, line)
            index += 1
            return true
        }
        guard depth < Self.maximumDepth, !neverClosed.contains(close) else { return false }
        guard let end = lines[(index + 1)...].firstIndex(where: { $0.trimmed == close }) else {
            neverClosed.insert(close)
            return false
        }
        fold(Array(lines[(index + 1)..<end]), title: title ?? "", label: label, line)
        index = end + 1
        return true
    }

    private mutating func fold(_ body: [SourceLine], title: String, label: String, _ line: SourceLine) {
        var inner = DialectRewriter.rewrite(body, isPlain: isPlain, depth: depth + 1)
        if !title.isEmpty {
            inner.insert(SourceLine((label == "expand" ? "###### " : "") + title, line.number), at: 0)
            inner.insert(SourceLine("", line.number), at: 1)
        }
        // A frame without a title says nothing: its text stands among the rest.
        if label == "expand", title.isEmpty {
            output.append(contentsOf: inner)
        } else {
            quote(inner, label: label, indent: line.indent, number: line.number)
        }
    }

    // MARK: Tables

    private static let tabTableLimit = 500

    /// Lines of cells with tabs between them, as spreadsheets and wikis copy their tables.
    mutating func tabTable() -> Bool {
        func cells(_ line: SourceLine) -> [Substring] { line.trimmed.parts(between: "\t", omittingEmpty: false) }
        let width = cells(lines[index]).count
        guard width > 1 else { return false }
        let rows = lines[index...].prefix(Self.tabTableLimit).prefix { cells($0).count == width }
        guard rows.count > 2 || rows.count == 2 && width > 2 else { return false }
        output.append(SourceLine("", lines[index].number))
        for (place, row) in rows.enumerated() {
            let texts = cells(row).map { String($0.trimmedSpace).replacing("|", by: "\\|") }
            output.append(SourceLine("| " + texts.joined(separator: " | ") + " |", row.number))
            if place == 0 {
                output.append(
                    SourceLine("|" + String(repeating: "---|", count: width), row.number))
            }
        }
        output.append(SourceLine("", rows.last?.number ?? lines[index].number))
        index += rows.count
        return true
    }

    // MARK: Plain text

    private static let commonHeadings: Set<String> = [
        "steps", "procedure", "resolution", "solution", "diagnosis", "mitigation", "remediation", "verification",
        "escalation", "instructions", "what to do", "actions", "fix", "recovery", "how to fix", "checks", "notes",
        "troubleshooting", "investigation", "triage", "afterwards", "follow-up", "runbook", "purpose",
    ]

    /// A heading of a text without mark-up: a short line that names a part of a runbook, or is written in capitals.
    func plainHeading(_ line: SourceLine, _ text: Substring) -> String? {
        guard isPlain, line.indent == 0, text.utf8.count < 60, index + 1 < lines.count else { return nil }
        if let previous = output.last, !previous.isBlank,
            !".:!?~}".contains(previous.trimmed.last ?? "."), previous.indent == 0, !previous.text.hasPrefix("#"),
            !Self.isListItem(previous.trimmed)
        {
            return nil
        }
        let title = text.hasSuffix(":") ? text.dropLast() : text
        guard let first = title.utf8.first, first.isCapital, let last = title.utf8.last,
            last.isLetter || last.isDigit || last == UInt8(ascii: ")")
        else { return nil }
        let words = title.parts(between: " ")
        let letters = title.utf8.filter(\.isLetter)
        let isShouted = letters.count > 4 && letters.allSatisfy(\.isCapital) && words.count < 9
        let isKnown =
            words.count < 5
            && (Self.commonHeadings.contains(title.lowercased())
                || SectionRole(heading: Sentence(MarkedText(plain: String(title), line: 1))) != nil)
        // A line in capitals with a colon and text of its own below is one as well.
        guard isKnown || (isShouted && words.count > 1) || (isShouted && text.hasSuffix(":")) else { return nil }
        let isFirst = !output.contains { !$0.isBlank }
        return (isFirst && !text.hasSuffix(":") ? "# " : "## ") + title
    }

    /// The first line of a text without mark-up, where it stands alone and is no sentence.
    func plainTitle(_ line: SourceLine, _ text: Substring) -> String? {
        guard isPlain, line.indent == 0, text.utf8.count < 80, !hasWritten, index + 1 < lines.count,
            let first = text.utf8.first, first.isCapital || first.isDigit || first >= 0x80, !text.hasSuffix("."),
            !text.hasSuffix("!"),
            !text.hasSuffix(":"), !text.hasSuffix(","), !Self.isListItem(text), HandLabel(text) == nil
        else { return nil }
        let next = lines[(index + 1)...].first { !$0.isBlank }?.trimmed ?? ""
        let isUnderlined = next.utf8.first.map { mark in
            "=-~".utf8.contains(mark) && next.utf8.allSatisfy { $0 == mark }
        }
        if isUnderlined ?? false { return nil }
        let words = Sentence(MarkedText(plain: String(text), line: 1)).words
        guard words.count > 1, words.count < 12, !Verbs.isVerb(words[0]) else { return nil }
        return lines[index + 1].isBlank || next.utf8.first?.isCapital == true && next.utf8.count > text.utf8.count
            ? "# " + text : nil
    }

    /// "---- MOVE", "==== Before ====": a title behind a rule.
    func ruledHeading(_ line: SourceLine, _ text: Substring) -> String? {
        guard line.indent == 0, let mark = text.utf8.first, "-=~".utf8.contains(mark) else { return nil }
        let rest = Substring(text.utf8.drop { $0 == mark })
        guard text.utf8.count - rest.utf8.count > 3, rest.utf8.first == 0x20 else { return nil }
        var title = rest.trimmedSpace
        while title.utf8.last == mark { title.removeLast() }
        title = title.trimmedSpace
        guard let first = title.utf8.first, first.isLetter || first.isDigit, title.utf8.count < 60,
            !".:;,".utf8.contains(title.utf8.last ?? 0), title.parts(between: " ").count < 8
        else { return nil }
        return "## " + title
    }

    /// "inactive   -> start it": an outcome and what to do, as an item of a list.
    func outcome(_ line: SourceLine, _ text: Substring) -> String? {
        guard isPlain, line.indent > 0, !Self.isListItem(text), text.utf8.count < 300,
            let arrow = text.firstRange(of: " -> ") ?? text.firstRange(of: " → ")
        else { return nil }
        let left = text[..<arrow.lowerBound].trimmedSpace
        guard !left.isEmpty, left.utf8.count < 60, shape.judge(text) < .strong else { return nil }
        return "- " + left + " -> " + text[arrow.upperBound...].trimmedSpace
    }

    /// Whether a line stands directly below that of an item, and the item ends with it or with others like it.
    private func endsItem(_ line: SourceLine) -> Bool {
        guard let previous = output.last, Self.isListItem(previous.trimmed), line.indent > previous.indent else {
            return false
        }
        let rest = lines[(index + 1)...].drop {
            !$0.isBlank && $0.indent >= line.indent && shape.judge($0.trimmed) == .strong
        }
        guard let next = rest.first else { return true }
        return next.isBlank || Self.isListItem(next.trimmed) || next.indent == 0 && next.trimmed.hasPrefix("#")
    }

    /// A command below the words that it belongs to, set off by its margin: it holds no word of a sentence.
    func isSetOff(_ line: SourceLine, _ text: Substring) -> Bool {
        guard isPlain || endsItem(line), let previous = output.last, line.indent > 1,
            previous.isBlank || line.indent > previous.indent || previous.trimmed.hasPrefix("~~~~"),
            shape.judge(text) == .strong || isPrompted(text)
        else { return false }
        var quote: Character?
        let spoken = text.parts(between: " ").contains { word in
            if let open = quote {
                if word.hasSuffix(String(open)) { quote = nil }
                return false
            }
            if let first = word.first, first == "'" || first == "\"" {
                if !(word.count > 1 && word.last == first) { quote = first }
                return false
            }
            return ProgramNames.sentenceWords.contains(word.lowercased()) && word != "in" && word != "for"
        }
        return !spoken
    }
}

extension String {
    /// The text before the last place of a tag and that behind it.
    fileprivate func parted(atLast tag: String) -> (before: String, behind: String) {
        guard let place = ranges(of: tag).last else { return (self, "") }
        let behind = self[place.upperBound...].drop { $0 != ">" }.dropFirst()
        return (String(self[..<place.lowerBound]), String(behind.trimmedSpace))
    }
}
