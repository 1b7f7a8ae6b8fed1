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
    ]

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

    /// Several labels on one line are parted by a dot or a bar; a line of a table is not one.
    private static func parts(of text: Substring) -> [Substring] {
        for mark in [" · ", " • ", " | "] where text.holds(mark) && !text.hasPrefix("|") {
            return text.split(separator: mark).map(\.trimmedSpace)
        }
        return [text]
    }

    private static func label(_ text: Substring) -> (key: String, value: String)? {
        var plain = Substring(text.filter { $0 != "*" && $0 != "`" }).trimmedSpace
        for bullet in ["- ", "💡 "] where plain.hasPrefix(bullet) { plain = plain.dropFirst(2).trimmedSpace }
        // A field of reStructuredText.
        if plain.hasPrefix(":") { plain = plain.dropFirst() }
        guard let colon = plain.firstIndex(of: ":") else { return nil }
        guard let key = keys[String(plain[..<colon].trimmedSpace).lowercased()] else { return nil }
        var value = plain[plain.index(after: colon)...].trimmedSpace
        while value.hasSuffix(".") { value = value.dropLast() }
        let words = key == "owner" ? 4 : 2
        let isNames =
            !value.isEmpty && value.utf8.count < 200
            && value.parts(between: ",").allSatisfy { name in
                name.parts(between: " ").count <= words
                    && name.utf8.allSatisfy { $0.isLetter || $0.isDigit || " -_./@#&+".utf8.contains($0) }
            }
        return isNames ? (key, String(value)) : nil
    }
}
