/// Lines at the beginning of a document that name what it is about: `**Service:** checkout`, `Alert: PodCrashLooping`.
/// They say the same as front matter, and are no prose.
enum LabelLines {
    /// Lines with text that are looked at.
    private static let limit = 40
    private static let keys = ["service", "services", "alert", "alerts", "alertname", "alert name"]

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
            guard let (key, value) = label(text), values[key] == nil else { continue }
            values[key] = value
            lines[index] = SourceLine("", lines[index].number)
        }
        return values
    }

    private static func label(_ text: Substring) -> (key: String, value: String)? {
        let plain = text.filter { $0 != "*" && $0 != "`" }
        guard let colon = plain.firstIndex(of: ":") else { return nil }
        let key = String(plain[..<colon].trimmedSpace).lowercased()
        let value = String(plain[plain.index(after: colon)...].trimmedSpace)
        let isNames =
            !value.isEmpty && value.utf8.count < 200
            && value.split(separator: ",").allSatisfy { name in
                name.split(separator: " ").count <= 2
                    && name.utf8.allSatisfy { $0.isLetter || $0.isDigit || " -_./@".utf8.contains($0) }
            }
        guard keys.contains(key), isNames else { return nil }
        return (key == "alert name" ? "alertname" : key, value)
    }
}
