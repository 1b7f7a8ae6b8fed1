import ByteText

/// Takes off what programs put around a text that was copied out of them.
enum PastedText {
    /// Lines that are looked at for the signs of a mail, a chat or a wiki.
    private static let head = 400

    static func clean(_ lines: [SourceLine]) -> [SourceLine] {
        withoutButtons(ChatLog.withoutNames(MailText.withoutHeaders(lines)))
    }

    private static let buttons: Set<Substring> = [
        "Expand", "Expand source", "Collapse", "Collapse source", "Copy", "Copied!", "Copy code", "Copy to clipboard",
        "Copied", "Show more", "Show less", "Click here to expand...",
    ]

    /// Labels of buttons, and who changed the page when, as a wiki's page has them.
    private static func withoutButtons(_ lines: [SourceLine]) -> [SourceLine] {
        var lines = lines
        for index in lines.indices {
            let text = lines[index].trimmed
            guard text.utf8.count < 200, let first = text.utf8.first, first.isCapital else { continue }
            let isByline =
                index < 12 && (text.hasPrefix("Created by ") || text.hasPrefix("Owned by "))
                && (text.holds("modified") || text.holds("updated") || text.holds(" on "))
            if isByline || buttons.contains(text) { lines[index].text = "" }
        }
        return lines
    }
}

/// A mail as its text: the subject becomes the title, other headers and the signature go.
enum MailText {
    private static let headers = [
        "From:", "To:", "Cc:", "Subject:", "Date:", "Sent:", "Reply-To:", "Message-ID:", "CC:", "Bcc:", "Importance:",
    ]

    static func withoutHeaders(_ lines: [SourceLine]) -> [SourceLine] {
        guard let first = lines.firstIndex(where: { !$0.isBlank }) else { return lines }
        var end = first
        while end < min(lines.count, first + 20), headers.contains(where: lines[end].text.hasPrefix) { end += 1 }
        guard end > first + 1, lines[first..<end].contains(where: { $0.text.hasPrefix("Subject:") }) else {
            return lines
        }
        var lines = lines
        for index in first..<end {
            lines[index].text =
                lines[index].text.hasPrefix("Subject:")
                ? "# " + ClauseReader.capitalized(String(subject(lines[index].text.dropFirst(8)))) : ""
        }
        // The signature: at most a dozen lines after the mark of RFC 3676, section 4.3.
        if let mark = lines.lastIndex(where: { $0.text == "-- " || $0.text == "--" }), lines.count - mark < 14 {
            for index in mark..<lines.count { lines[index].text = "" }
        }
        return lines
    }

    private static func subject(_ text: Substring) -> Substring {
        var text = text.trimmedSpace
        while let colon = text.firstIndex(of: ":"),
            ["re", "fwd", "fw", "aw", "wg", "sv"].contains(text[..<colon].lowercased())
        {
            text = text[text.index(after: colon)...].trimmedSpace
        }
        return text
    }
}

/// A conversation copied out of a chat, without who said it when.
enum ChatLog {
    static func withoutNames(_ lines: [SourceLine]) -> [SourceLine] {
        guard lines.prefix(400).count(where: { isName($0.trimmed) }) > 1 else { return lines }
        return lines.map { isName($0.trimmed) ? SourceLine("", $0.number) : $0 }
    }

    /// `Ada Lovelace  9:02 AM`, `ada [14:03]`, `14:03`.
    private static func isName(_ text: Substring) -> Bool {
        let ends: ByteSet = "0123456789[]()Mm"
        guard text.utf8.count < 80, let last = text.utf8.last, ends.contains(last) else { return false }
        var words = text.parts(between: " ")
        if let last = words.last, ["AM", "PM", "am", "pm"].contains(last) { words.removeLast() }
        guard let last = words.popLast() else { return false }
        let time = last.filter { $0 != "[" && $0 != "]" && $0 != "(" && $0 != ")" }
        let parts = time.parts(between: ":", omittingEmpty: false)
        guard parts.count == 2 || parts.count == 3, parts.allSatisfy({ (1...2).contains($0.utf8.count) }),
            parts.allSatisfy({ $0.utf8.allSatisfy(\.isDigit) })
        else { return false }
        if words.last?.lowercased() == "at" { words.removeLast() }
        // A name is a few words that begin with a capital, or one handle.
        return words.count < 4
            && words.allSatisfy { word in
                word.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || "-_.'@()".unicodeScalars.contains($0) }
            }
            && (words.count < 2 || words.allSatisfy { $0.first?.isUppercase == true || $0.hasPrefix("(") })
    }
}
