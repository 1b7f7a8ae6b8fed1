/// Safety for Slack's own markup.
package enum Mrkdwn {
    /// Escapes what Slack takes for control sequences: mentions, links, dates. Applied once.
    package static func escape(_ text: String) -> String {
        guard
            text.utf8.contains(where: { $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") })
        else { return text }
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// Escapes, and keeps `*`, `_`, `~` and `` ` `` from formatting by a zero-width space behind each that could. For
    /// prose only: a command that somebody may copy goes into rich text.
    package static func neutralize(_ text: String) -> String {
        let escaped = escape(text)
        guard escaped.contains(where: { markers.contains($0) }) else { return escaped }
        var result = ""
        let characters = Array(escaped)
        for (index, character) in characters.enumerated() {
            result.append(character)
            guard markers.contains(character) else { continue }
            let before = index > 0 && isWordPart(characters[index - 1])
            let after = index + 1 < characters.count && isWordPart(characters[index + 1])
            // Within a word, as in payment_svc, Slack formats nothing.
            if character == "`" || !(before && after) { result.append("\u{200B}") }
        }
        return result
    }

    /// A fenced block of code in mrkdwn whose content cannot end it. Prefer `rich_text_preformatted`.
    package static func codeBlock(_ text: String) -> String {
        var body = DisplayText.sanitize(text)
        while let range = body.firstRange(of: "```") { body.replaceSubrange(range, with: "``\u{200B}`") }
        return "```\n\(escape(body))\n```"
    }

    /// Takes Slack's escaping back, as it is on text that comes in.
    package static func unescape(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
        return text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
    }

    private static let markers: Set<Character> = ["*", "_", "~", "`"]

    private static func isWordPart(_ character: Character) -> Bool { character.isLetter || character.isNumber }
}
