import ByteText

/// Lines at the beginning of a document that name what it is about: `**Service:** checkout`, `Alert: PodCrashLooping`,
/// `:Owner: dba`, `Severity: P2 · Owner: storage`. They say the same as front matter, and are no prose.
enum LabelLines {
    /// Lines with text that are looked at.
    private static let limit = 40
    /// What the author may call it, and the key that it is kept under.
    private static let keys: [String: String] = [
        "service": "service", "services": "services", "alert": "alert", "alerts": "alerts", "alertname": "alertname",
        "alert name": "alertname", "severity": "severity", "priority": "severity", "owner": "owner",
        "owners": "owner", "owning team": "owner", "team": "owner", "service owner": "owner",
        "maintained by": "owner", "maintainer": "owner", "maintainers": "owner", "owned by": "owner",
    ]
    /// What begins a line that says it without a colon.
    private static let openings = ["Owned by ", "Maintained by "]

    /// Takes such lines out of a document.
    /// - Returns: the values by key, as in front matter; a blank line stands where each was.
    static func take(from lines: inout [SourceLine]) -> [String: String] {
        var values: [String: String] = [:]
        var seen = 0
        for index in lines.indices {
            let text = lines[index].trimmed
            guard !text.isEmpty else { continue }
            // Commands and steps begin: what looks like a label there belongs to them.
            guard seen < limit, !text.hasPrefix("```"), !text.hasPrefix("~~~"), text.first?.isNumber != true else {
                break
            }
            seen += 1
            guard text.utf8.count < 600 else { continue }
            if let row = row(text) {
                if isRow(lines, index), values[row.key] == nil { values[row.key] = row.value }
                continue
            }
            let parts = parts(of: text)
            let labels = parts.map(label)
            guard labels.contains(where: { $0 != nil }) else { continue }
            var rest: [Substring] = []
            for (part, label) in zip(parts, labels) {
                if let label, values[label.key] == nil {
                    values[label.key] = label.value
                } else {
                    rest.append(part)
                }
            }
            // What else stands on the line stays, so that nothing is lost.
            lines[index] = SourceLine(rest.joined(separator: " · "), lines[index].number)
        }
        return values
    }

    /// Several labels on one line are parted by a dot, a bar or a tab; a line of a table is not one.
    private static func parts(of text: Substring) -> [Substring] {
        for mark in [" · ", " • ", " | ", "\t"] where text.holds(mark) && !text.hasPrefix("|") {
            return text.split(separator: mark).map(\.trimmedSpace)
        }
        return [text]
    }

    /// `| Owner | storage |`: a row of a table of two columns. It stays where it is, as a table can't miss a row.
    private static func row(_ text: Substring) -> (key: String, value: String)? {
        guard text.hasPrefix("|"), text.hasSuffix("|"), text.utf8.count < 300 else { return nil }
        let cells = text.dropFirst().dropLast().parts(between: "|", omittingEmpty: false)
        return cells.count == 2 ? label("\(cells[0].trimmedSpace): \(cells[1].trimmedSpace)"[...]) : nil
    }

    /// Whether the table has several such rows: the head of a table of alerts begins with "Alert", too.
    private static func isRow(_ lines: [SourceLine], _ index: Int) -> Bool {
        var first = index
        while first > 0, lines[first - 1].trimmed.hasPrefix("|"), index - first < limit { first -= 1 }
        let table = lines[first...].prefix(2 * limit).prefix { $0.trimmed.hasPrefix("|") }
        return table.count { row($0.trimmed) != nil } > 1
    }

    private static func label(_ text: Substring) -> (key: String, value: String)? {
        var plain = Substring(text.filter { $0 != "*" && $0 != "`" }).trimmedSpace
        for bullet in ["- ", "💡 "] where plain.hasPrefix(bullet) { plain = plain.dropFirst(2).trimmedSpace }
        // A field of reStructuredText.
        if plain.hasPrefix(":") { plain = plain.dropFirst() }
        if let opening = openings.first(where: { plain.hasPrefix($0) }) {
            plain = "Owner: " + plain.dropFirst(opening.count).trimmedSpace
        }
        guard let colon = plain.firstIndex(of: ":") else { return nil }
        guard let key = keys[String(plain[..<colon].trimmedSpace).lowercased()] else { return nil }
        var value = plain[plain.index(after: colon)...].trimmedSpace
        while value.hasSuffix(".") { value = value.dropLast() }
        if key == "owner", let bare = value.after("the ") { value = bare }
        let words = key == "owner" ? 5 : key == "severity" ? 4 : 2
        let isNames =
            !value.isEmpty && value.utf8.count < 200
            && value.parts(between: ",").allSatisfy { name in
                name.parts(between: " ").count <= words
                    && name.utf8.allSatisfy {
                        $0.isLetter || $0.isDigit || " -_./@#&+".utf8.contains($0)
                            || key == "owner" && "()".utf8.contains($0)
                    }
            }
        return isNames ? (key, String(value)) : nil
    }
}
