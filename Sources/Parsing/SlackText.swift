import ByteText
import JSONTree

/// Text as Slack delivers it, turned back into what its author wrote.
package enum SlackText {
    /// The text of a message event as Markdown: its rich text blocks where it has any, else its `text`.
    package static func markdown(ofMessage message: JSONValue) -> String {
        let blocks = message["blocks"]?.array?.filter { $0["type"]?.string == "rich_text" } ?? []
        if !blocks.isEmpty {
            let text = blocks.map(SlackRichText.markdown).joined(separator: "\n\n")
            if !text.trimmedSpace.isEmpty { return text }
        }
        return message["text"]?.string.map(plain) ?? ""
    }

    /// A piece of mrkdwn with entities decoded once and Slack's own links undone: `<http://a.b|a.b>` was `a.b`.
    /// Text that never went through Slack's escaping, such as the value of an input field, comes out as it is, but for
    /// links, mentions and entities.
    package static func plain(_ mrkdwn: String) -> String {
        let fenced = separateFences(resolveTokens(mrkdwn)).text
        guard fenced.holds("*") else { return fenced }
        return fenced.parts(between: "\n", omittingEmpty: false).map(boldLine).joined(separator: "\n")
    }

    /// The same for a whole text, with the line of the source, from 1, that each line came from: a fence that begins
    /// within a line makes several of one.
    static func plainLines(_ mrkdwn: String) -> (text: String, numbers: [Int]) {
        let (fenced, inserted) = separateFences(resolveTokens(mrkdwn))
        var numbers = [1]
        for (offset, byte) in fenced.utf8.enumerated() where byte == 0x0A {
            numbers.append(numbers[numbers.count - 1] + (inserted.contains(offset) ? 0 : 1))
        }
        return (plain(mrkdwn), numbers)
    }

    /// `*Title*` on a line of its own is bold in Slack: a heading, where Markdown would only see emphasis.
    private static func boldLine(_ line: Substring) -> String {
        let text = line.trimmedSpace
        let inner = text.hasSuffix("*:") ? text.dropFirst().dropLast(2) : text.dropFirst().dropLast()
        guard text.utf8.count > 3, text.hasPrefix("*"), text.hasSuffix("*") || text.hasSuffix("*:"),
            !inner.holds("*"), inner.first != " "
        else { return String(line) }
        return "**\(inner)**"
    }

    // MARK: Tokens and entities

    private static func resolveTokens(_ text: String) -> String {
        let bytes = Array(text.utf8)
        guard bytes.contains(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") }) else { return text }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var position = 0
        var inCode = false
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "`") {
                inCode.toggle()
            } else if byte == UInt8(ascii: "<") {
                let window = bytes[(position + 1)..<min(bytes.count, position + 4096)]
                if let end = window.firstIndex(where: {
                    $0 == UInt8(ascii: ">") || $0 == 0x0A || $0 == UInt8(ascii: "<")
                }),
                    bytes[end] == UInt8(ascii: ">"),
                    let resolved = token(String(decoding: bytes[(position + 1)..<end], as: UTF8.self), inCode: inCode)
                {
                    output.append(contentsOf: resolved.utf8)
                    position = end + 1
                    continue
                }
            } else if byte == UInt8(ascii: "&") {
                let rest = bytes[(position + 1)...]
                let entities: [(String, UInt8)] = [("amp;", 0x26), ("lt;", 0x3C), ("gt;", 0x3E)]
                if let (name, character) = entities.first(where: { rest.starts(with: $0.0.utf8) }) {
                    output.append(character)
                    position += 1 + name.utf8.count
                    continue
                }
            }
            output.append(byte)
            position += 1
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// What stood where Slack put this token; `nil` when it is no token of Slack's.
    private static func token(_ inner: String, inCode: Bool) -> String? {
        let parts = inner.parts(between: "|", maxSplits: 1, omittingEmpty: false).map(String.init)
        let label = parts.count > 1 ? parts[1] : nil
        let target = parts[0]
        if target.hasPrefix("@U") || target.hasPrefix("@W") || target.hasPrefix("@B") {
            return label.map { "@" + $0 } ?? target
        }
        if target.hasPrefix("#C") || target.hasPrefix("#G") { return label.map { "#" + $0 } ?? target }
        if target.hasPrefix("!") {
            if let label { return label }
            let word = target.dropFirst().prefix { $0 != "^" }
            return ["here", "channel", "everyone"].contains(word) ? "@" + word : nil
        }
        if target.hasPrefix("mailto:") || target.hasPrefix("tel:") {
            return label ?? String(target.drop { $0 != ":" }.dropFirst())
        }
        guard
            target.hasPrefix("http://") || target.hasPrefix("https://") || target.hasPrefix("ftp://")
                || target.hasPrefix("ssh://")
        else { return nil }
        return link(url: decodeOnce(target), label: label.map(decodeOnce), inCode: inCode)
    }

    private static func decodeOnce(_ text: String) -> String { HTMLText.decodeEntities(text) }

    /// A link as its author wrote it.
    static func link(url: String, label: String?, inCode: Bool) -> String {
        guard let label, !label.isEmpty else { return url }
        let bare = url.split(separator: "://", maxSplits: 1).last.map(String.init) ?? url
        if inCode || label == url || label == bare || label + "/" == bare { return label }
        return "[\(label)](\(url))"
    }

    // MARK: Fences

    /// Slack lets a fence begin and end within a line; Markdown does not.
    /// - Returns: the text, and the UTF-8 offsets of the line ends that were put in.
    private static func separateFences(_ text: String) -> (text: String, inserted: Set<Int>) {
        guard text.holds("```") else { return (text, []) }
        let parts = text.split(separator: "```", omittingEmptySubsequences: false)
        guard parts.count > 2 else { return (text, []) }
        var output = ""
        var inserted: Set<Int> = []
        func breakLine() {
            inserted.insert(output.utf8.count)
            output += "\n"
        }
        for (index, part) in parts.enumerated() {
            let isCode = index % 2 == 1 && index < parts.count - 1
            guard isCode else {
                output += index > 0 && index % 2 == 1 ? "```" + part : String(part)
                continue
            }
            if !output.isEmpty, !output.hasSuffix("\n") { breakLine() }
            let lines = part.parts(between: "\n", maxSplits: 1, omittingEmpty: false)
            let isTag = lines.count > 1 && lines[0].allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
            output += "```"
            if !isTag { breakLine() }
            output += part
            if !part.hasSuffix("\n") { breakLine() }
            output += "```"
            if index + 1 < parts.count, !parts[index + 1].hasPrefix("\n"), !parts[index + 1].isEmpty { breakLine() }
        }
        return (output, inserted)
    }
}
