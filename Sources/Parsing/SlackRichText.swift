import ByteText
import JSONTree

/// Slack's rich text blocks as Markdown.
enum SlackRichText {
    /// One `rich_text` block.
    static func markdown(_ block: JSONValue) -> String {
        var writer = Writer()
        for element in block["elements"]?.array ?? [] { writer.write(element) }
        return writer.lines.joined(separator: "\n")
    }

    private struct Writer {
        var lines: [String] = []
        /// Where the content of the list item before begins; a fence there belongs to it.
        private var itemIndent: Int?
        private var numbers: [Int: Int] = [:]

        mutating func write(_ element: JSONValue) {
            switch element["type"]?.string {
            case "rich_text_section":
                let text = SlackRichText.text(of: element, inCode: false)
                guard !text.trimmedSpace.isEmpty else { return }
                endList()
                add(text, prefix: "")
            case "rich_text_list": list(element)
            case "rich_text_preformatted": fence(element)
            case "rich_text_quote":
                endList()
                add(SlackRichText.text(of: element, inCode: false), prefix: "> ")
                lines.append("")
            default: break
            }
        }

        private mutating func endList() {
            if itemIndent != nil { lines.append("") }
            itemIndent = nil
            numbers = [:]
        }

        private mutating func add(_ text: String, prefix: String) {
            for line in text.parts(between: "\n", omittingEmpty: false) { lines.append(prefix + line) }
        }

        private mutating func list(_ element: JSONValue) {
            let indent = min(element["indent"]?.int ?? 0, 8)
            let isOrdered = element["style"]?.string == "ordered"
            var number = (element["offset"]?.int).map { $0 + 1 } ?? numbers[indent].map { $0 + 1 } ?? 1
            if let last = lines.last, itemIndent == nil, !last.isEmpty { lines.append("") }
            let margin = String(repeating: " ", count: indent * 4)
            for item in element["elements"]?.array ?? [] {
                let text = SlackRichText.text(of: item, inCode: false)
                let marker = isOrdered ? "\(number). " : "- "
                let parts = text.parts(between: "\n", omittingEmpty: false)
                lines.append(margin + marker + (parts.first ?? ""))
                let width = indent * 4 + marker.utf8.count
                for part in parts.dropFirst() { lines.append(String(repeating: " ", count: width) + part) }
                itemIndent = width
                if isOrdered {
                    numbers[indent] = number
                    number += 1
                }
            }
            numbers = numbers.filter { $0.key <= indent }
        }

        private mutating func fence(_ element: JSONValue) {
            let text = SlackRichText.text(of: element, inCode: true)
            let mark = text.holds("```") ? "~~~~" : "```"
            let margin = String(repeating: " ", count: itemIndent ?? 0)
            if itemIndent == nil, let last = lines.last, !last.isEmpty { lines.append("") }
            lines.append(margin + mark + (element["language"]?.string ?? ""))
            for line in text.parts(between: "\n", omittingEmpty: false) { lines.append(margin + line) }
            lines.append(margin + mark)
            if itemIndent == nil { lines.append("") }
        }
    }

    /// The text of a section.
    private static func text(of section: JSONValue, inCode: Bool) -> String {
        var output = ""
        var openCode = false
        for element in section["elements"]?.array ?? [] {
            let isCode = element["style"]?["code"]?.bool == true && !inCode
            if isCode != openCode {
                output += "`"
                openCode = isCode
            }
            output += piece(element, inCode: inCode || isCode)
        }
        return openCode ? output + "`" : output
    }

    private static func piece(_ element: JSONValue, inCode: Bool) -> String {
        switch element["type"]?.string {
        case "text":
            let text = element["text"]?.string ?? ""
            guard !inCode, element["style"]?["bold"]?.bool == true, !text.trimmedSpace.isEmpty else { return text }
            let lead = text.prefix { $0 == " " || $0 == "\n" }
            let tail = String(text.reversed().prefix { $0 == " " || $0 == "\n" }.reversed())
            return lead + "**" + text.trimmedSpace + "**" + tail
        case "link":
            return SlackText.link(url: element["url"]?.string ?? "", label: element["text"]?.string, inCode: inCode)
        case "user": return "@" + (element["user_id"]?.string ?? "")
        case "channel": return "#" + (element["channel_id"]?.string ?? "")
        case "usergroup": return "@" + (element["usergroup_id"]?.string ?? "")
        case "broadcast": return "@" + (element["range"]?.string ?? "")
        case "emoji": return ":" + (element["name"]?.string ?? "") + ":"
        case "date": return element["fallback"]?.string ?? ""
        case "color": return element["value"]?.string ?? ""
        default: return element["text"]?.string ?? ""
        }
    }
}
