import ByteText

/// A line on its way to the block reader, and the line of the source that it came from.
struct SourceLine: Hashable, Sendable {
    var text: String
    /// From 1.
    var number: Int

    init(_ text: String, _ number: Int) {
        self.text = text
        self.number = number
    }

    var isBlank: Bool { text.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 } }

    /// White space at the beginning; a tab counts as four.
    var indent: Int {
        var width = 0
        for byte in text.utf8 {
            if byte == 0x20 { width += 1 } else if byte == 0x09 { width += 4 } else { break }
        }
        return width
    }

    var trimmed: Substring { text.trimmedSpace }
}

/// A text cut into lines, with what stands before and around the document taken off.
struct SourceText: Sendable {
    var lines: [SourceLine]
    /// Keys and values of the front matter, keys in lower case, each list as one line with commas.
    var frontMatter: [String: String] = [:]

    /// - Parameter numbers: the line of the source that each line of the text came from, where that is not its own.
    init(_ text: String, numbers: [Int] = []) {
        lines = []
        for (index, line) in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            lines.append(SourceLine(Self.clean(line), numbers.indices.contains(index) ? numbers[index] : index + 1))
        }
        takeFrontMatter()
        frontMatter.merge(LabelLines.take(from: &lines)) { front, _ in front }
    }

    /// The line without control characters, zero-width characters and carriage returns; other spaces become plain.
    private static func clean(_ line: Substring.UTF8View) -> String {
        let needsWork = line.contains { ($0 < 0x20 && $0 != 0x09) || $0 == 0xC2 || $0 == 0xE2 || $0 == 0xEF }
        guard needsWork else { return String(Substring(line)) }
        var scalars = String.UnicodeScalarView()
        for scalar in Substring(line).unicodeScalars {
            switch scalar.value {
            case 0x09: scalars.append(scalar)
            case 0..<0x20, 0x7F, 0x200B...0x200F, 0x2060, 0xFEFF, 0x202A...0x202E, 0x2066...0x2069: continue
            case 0xA0, 0x2000...0x200A, 0x202F: scalars.append(" ")
            default: scalars.append(scalar)
            }
        }
        return String(scalars)
    }

    private mutating func takeFrontMatter() {
        guard let first = lines.first?.trimmed, first == "---" || first == "+++" else { return }
        guard let end = lines.prefix(200).dropFirst().firstIndex(where: { $0.trimmed == first }) else { return }
        var key = ""
        for line in lines[1..<end] {
            let text = line.trimmed
            if text.hasPrefix("- "), !key.isEmpty {
                let item = Self.unquoted(text.dropFirst(2))
                frontMatter[key] = (frontMatter[key].flatMap { $0.isEmpty ? nil : $0 + ", " } ?? "") + item
            } else if let colon = text.firstIndex(where: { $0 == ":" || $0 == "=" }), line.indent == 0 {
                key = String(text[..<colon].trimmedSpace).lowercased()
                frontMatter[key] = Self.unquoted(text[text.index(after: colon)...])
            }
        }
        lines.removeSubrange(...end)
    }

    private static func unquoted(_ text: Substring) -> String {
        var value = text.trimmedSpace
        if value.hasPrefix("["), value.hasSuffix("]"), value.utf8.count > 1 { value = value.dropFirst().dropLast() }
        for quote in ["\"", "'"] where value.utf8.count > 1 && value.hasPrefix(quote) && value.hasSuffix(quote) {
            value = value.dropFirst().dropLast()
        }
        return String(value)
    }
}
