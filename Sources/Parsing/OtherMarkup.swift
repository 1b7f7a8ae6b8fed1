import ByteText

/// The common parts of reStructuredText as Markdown, line by line.
enum ReStructuredText {
    static func isLikely(_ lines: [SourceLine]) -> Bool {
        var points = 0
        for (index, line) in lines.prefix(400).enumerated() {
            let text = line.trimmed
            if text.hasPrefix(".. "), text.holds("::") { points += 3 }
            if text.hasPrefix(".. _") { points += 3 }
            if index > 0, isUnderline(text), text.first != "-", text.first != "=", !lines[index - 1].isBlank {
                points += 1
                if text.first == "`", isAsLong(text, as: lines[index - 1]) { continue }
            }
            // "…::", and then a block with a margin.
            if text.hasSuffix("::"), index + 2 < lines.count, lines[index + 1].isBlank,
                lines[index + 2].indent > line.indent
            {
                points += 2
            }
            if text.hasPrefix("```") || text.hasPrefix("## ") { points -= 3 }
        }
        return points >= 3
    }

    /// A line of ticks under a title is no fence: it is as long as the title.
    private static func isAsLong(_ text: Substring, as title: SourceLine) -> Bool {
        text.utf8.count > 3 && abs(text.utf8.count - title.trimmed.utf8.count) < 3
    }

    private static func isUnderline(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, text.utf8.count > 2 else { return false }
        return "=-~^\"'#*+.:`_".utf8.contains(first) && text.utf8.allSatisfy { $0 == first }
    }

    static func rewrite(_ lines: [SourceLine]) -> [SourceLine] {
        var output: [SourceLine] = []
        var levels: [UInt8] = []
        var index = 0
        while index < lines.count {
            let line = lines[index]
            let text = line.trimmed
            if isUnderline(text), let mark = text.utf8.first, let previous = output.last, !previous.isBlank,
                previous.indent == 0, line.indent == 0, text.utf8.count + 1 >= previous.trimmed.utf8.count
            {
                let level = levels.firstIndex(of: mark) ?? levels.count
                if level == levels.count { levels.append(mark) }
                output[output.count - 1].text =
                    String(repeating: "#", count: min(level + 1, 6)) + " " + previous.trimmed
                output.append(SourceLine("", line.number))
                index += 1
            } else if isUnderline(text), line.indent == 0, index + 2 < lines.count, lines[index + 2].trimmed == text {
                index += 1  // An overline; the underline says the same.
            } else if text.hasPrefix(".. ") {
                directive(lines, &index, &output)
            } else if text.hasSuffix("::") {
                output.append(SourceLine(text.utf8.count > 2 ? String(line.text.dropLast()) : "", line.number))
                index += 1
                indented(lines, &index, &output, language: "", indent: line.indent)
            } else {
                output.append(SourceLine(withoutRoles(line.text), line.number))
                index += 1
            }
        }
        return output
    }

    private static func directive(_ lines: [SourceLine], _ index: inout Int, _ output: inout [SourceLine]) {
        let line = lines[index]
        let text = line.trimmed.dropFirst(3)
        index += 1
        guard let mark = text.firstRange(of: "::") else {
            output.append(SourceLine("", line.number))
            while index < lines.count, !lines[index].isBlank, lines[index].indent > line.indent { index += 1 }
            return
        }
        let name = text[..<mark.lowerBound].lowercased()
        let argument = text[mark.upperBound...].trimmedSpace
        while index < lines.count, lines[index].trimmed.hasPrefix(":"), lines[index].indent > line.indent { index += 1 }
        switch name {
        case "code-block", "code", "sourcecode", "prompt", "parsed-literal":
            indented(lines, &index, &output, language: String(argument), indent: line.indent)
        case "note", "warning", "tip", "important", "caution", "danger", "attention", "hint", "admonition":
            let margin = String(repeating: " ", count: line.indent) + "> "
            output.append(SourceLine("", line.number))
            output.append(SourceLine(margin + "[!\(name.uppercased())]", line.number))
            if !argument.isEmpty { output.append(SourceLine(margin + argument, line.number)) }
            while index < lines.count, lines[index].isBlank || lines[index].indent > line.indent {
                output.append(SourceLine(margin + lines[index].trimmed, lines[index].number))
                index += 1
            }
            output.append(SourceLine("", line.number))
        default:
            while index < lines.count, lines[index].isBlank || lines[index].indent > line.indent {
                output.append(SourceLine("", lines[index].number))
                index += 1
            }
        }
    }

    /// An indented block becomes a fence.
    private static func indented(
        _ lines: [SourceLine], _ index: inout Int, _ output: inout [SourceLine], language: String, indent: Int
    ) {
        var end = index
        while end < lines.count, lines[end].isBlank || lines[end].indent > indent { end += 1 }
        while end > index, lines[end - 1].isBlank { end -= 1 }
        var begin = index
        while begin < end, lines[begin].isBlank { begin += 1 }
        guard begin < end else { return }
        let body = lines[begin..<end]
        let common = body.filter { !$0.isBlank }.map(\.indent).min() ?? 0
        let margin = String(repeating: " ", count: indent)
        output.append(SourceLine("", lines[begin].number))
        output.append(SourceLine(margin + "~~~~" + language, lines[begin].number))
        for line in body {
            output.append(SourceLine(line.isBlank ? "" : margin + line.text.dropFirst(common), line.number))
        }
        output.append(SourceLine(margin + "~~~~", lines[end - 1].number))
        index = end
    }

    /// `:ref:`x`` and `:doc:`x </path>`` without the role and what it points to.
    private static func withoutRoles(_ text: String) -> String {
        guard text.holds(":`") else { return text }
        var output = ""
        for (index, part) in text.split(separator: ":`", omittingEmptySubsequences: false).enumerated() {
            var part = part
            if index > 0 {
                if let colon = output.lastIndex(of: ":"),
                    output[output.index(after: colon)...].allSatisfy({ $0.isLetter || $0 == "-" })
                {
                    output.removeSubrange(colon...)
                    if let tick = part.firstIndex(of: "`"), part[..<tick].hasSuffix(">"),
                        let target = part[..<tick].ranges(of: " <").last
                    {
                        part.removeSubrange(target.lowerBound..<tick)
                    }
                }
                output += "`"
            }
            output += part
        }
        return output
    }
}

/// Headings and numbered lists of Confluence's wiki mark-up as Markdown, line by line.
enum ConfluenceMarkup {
    static func isLikely(_ lines: [SourceLine]) -> Bool {
        lines.prefix(400).contains { level($0.trimmed) != nil }
            && !lines.prefix(400).contains { $0.text.hasPrefix("```") }
    }

    /// 2 of `h2. Title`.
    private static func level(_ text: Substring) -> Int? {
        let bytes = Array(text.utf8.prefix(4))
        guard bytes.count == 4, bytes[0] == UInt8(ascii: "h"), bytes[1] >= 0x31, bytes[1] <= 0x36, bytes[2] == 0x2E,
            bytes[3] == 0x20
        else {
            return nil
        }
        return Int(bytes[1] - 0x30)
    }

    /// `{{df -h}}` is code in this mark-up.
    private static func monospaced(_ text: String) -> String {
        guard text.holds("{{"), !text.holds("`") else { return text }
        var output = ""
        var rest = text[...]
        while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
            output += rest[..<open.lowerBound]
            output += "`"
            output += rest[open.upperBound..<close.lowerBound]
            output += "`"
            rest = rest[close.upperBound...]
        }
        output += rest
        return output
    }

    static func rewrite(_ lines: [SourceLine]) -> [SourceLine] {
        var number = 0
        var inCode = false
        return lines.map { line in
            let text = line.trimmed
            if text.hasPrefix("{code") || text == "{noformat}" {
                inCode.toggle()
                return line
            }
            if inCode { return line }
            if let level = level(text) {
                number = 0
                return SourceLine(String(repeating: "#", count: level) + " " + text.dropFirst(4), line.number)
            }
            let depth = text.prefix { $0 == "#" || $0 == "*" || $0 == "-" }
            guard let mark = depth.last, depth.count < 6, text.dropFirst(depth.count).first == " " else {
                return SourceLine(monospaced(line.text), line.number)
            }
            let rest = monospaced(String(text.dropFirst(depth.count)))
            if depth.count == 1, mark == "#" { number += 1 }
            let margin = String(repeating: " ", count: (depth.count - 1) * 4)
            let marker = mark == "#" ? (depth.count == 1 ? "\(number)." : "1.") : "-"
            return SourceLine(margin + marker + rest, line.number)
        }
    }
}

/// Headings and code blocks of AsciiDoc as Markdown, line by line.
enum AsciiDoc {
    static func isLikely(_ lines: [SourceLine]) -> Bool {
        let head = lines.prefix(400)
        if head.contains(where: { $0.text.hasPrefix("[source") && $0.text.holds("]") }) { return true }
        return head.first { !$0.isBlank }?.text.hasPrefix("= ") == true
    }

    static func rewrite(_ lines: [SourceLine]) -> [SourceLine] {
        var output: [SourceLine] = []
        var language = ""
        var index = 0
        while index < lines.count {
            let line = lines[index]
            let text = line.trimmed
            let equals = text.utf8.prefix { $0 == UInt8(ascii: "=") }.count
            index += 1
            if equals > 0, equals < 7, text.utf8.dropFirst(equals).first == 0x20 {
                output.append(SourceLine(String(repeating: "#", count: equals) + text.dropFirst(equals), line.number))
            } else if text.hasPrefix("["), text.hasSuffix("]"), text.hasPrefix("[source") || text.hasPrefix("[listing")
            {
                let parts = text.dropFirst().dropLast().parts(between: ",")
                language = parts.count > 1 ? String(parts[1].trimmedSpace) : ""
                output.append(SourceLine("", line.number))
            } else if text == "----" || text == "....",
                let end = lines[index...].firstIndex(where: { $0.trimmed == text })
            {
                output.append(SourceLine("~~~~" + language, line.number))
                let explains = lines[(end + 1)...].first { !$0.isBlank && $0.trimmed != "+" }?.trimmed
                let hasCallouts = explains.flatMap(callout(at:)) != nil
                output += lines[index..<end].map { hasCallouts ? withoutCallouts($0) : $0 }
                output.append(SourceLine("~~~~", lines[end].number))
                index = end + 1
                language = ""
            } else if text == "+" || text == "====" || (text.hasPrefix(":") && text.dropFirst().holds(":")) {
                output.append(SourceLine("", line.number))
            } else if text.hasPrefix(". "), line.indent == 0 {
                output.append(SourceLine("1. " + text.dropFirst(2), line.number))
            } else {
                output.append(line)
            }
        }
        return output
    }

    /// What follows `<1> ` on a line that explains a mark of the code above.
    private static func callout(at text: Substring) -> Substring? {
        guard text.hasPrefix("<"), let close = text.firstIndex(of: ">") else { return nil }
        let number = text[text.index(after: text.startIndex)..<close]
        let isNumber = number == "." || !number.isEmpty && number.allSatisfy(\.isNumber)
        return isNumber ? text[text.index(after: close)...].trimmedSpace : nil
    }

    /// A line of code without the marks that are explained below it: `ls -l <1>`.
    private static func withoutCallouts(_ line: SourceLine) -> SourceLine {
        var line = line
        while line.text.hasSuffix(">"), let open = line.text.ranges(of: " <").last,
            callout(at: line.text[line.text.index(after: open.lowerBound)...])?.isEmpty == true
        {
            line.text = String(line.text[..<open.lowerBound])
        }
        return line
    }
}
