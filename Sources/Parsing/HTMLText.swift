/// What is known of HTML inside other texts.
enum HTMLText {
    private static let tags: Set<String> = [
        "a", "abbr", "article", "aside", "b", "big", "blockquote", "body", "br", "center", "cite", "code", "dd", "del",
        "details", "div", "dl", "dt", "em", "figure", "figcaption", "font", "footer", "h1", "h2", "h3", "h4", "h5",
        "h6", "head", "header", "hr", "html", "i", "iframe", "button", "noscript", "select", "template", "img", "ins",
        "kbd", "li", "link", "main", "mark", "meta",
        "nav", "ol", "p", "picture", "pre", "s", "samp", "script", "section", "small", "source", "span", "strike",
        "strong", "style", "sub", "summary", "sup", "svg", "table", "tbody", "td", "tfoot", "th", "thead", "title",
        "tr", "tt", "u", "ul", "var", "video",
    ]

    /// The name of the tag, without `/` and attributes.
    private static func name(_ tag: String) -> String {
        var name = ""
        for byte in tag.utf8.dropFirst() {
            if byte == UInt8(ascii: "/"), name.isEmpty { continue }
            let isLetter = byte.isLetter
            let isDigit = byte.isDigit && !name.isEmpty
            guard isLetter || isDigit else {
                // `<pod-name>` is a placeholder, `<br />` and `<a href>` are tags.
                if byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == UInt8(ascii: ">")
                    || byte == UInt8(ascii: "/")
                {
                    break
                }
                return ""
            }
            name.unicodeScalars.append(UnicodeScalar(isDigit ? byte : byte | 0x20))
        }
        return name
    }

    /// Whether this is a tag of HTML or a comment, rather than a placeholder in angle brackets.
    static func isKnownTag(_ tag: String) -> Bool { tag.hasPrefix("<!") || tags.contains(name(tag)) }

    /// The name of a tag of HTML in small letters; `nil` where it is none.
    static func knownName(_ tag: String) -> String? {
        let name = name(tag)
        return tags.contains(name) ? name : nil
    }

    static func isLineBreak(_ tag: String) -> Bool { name(tag) == "br" }

    /// The text with known tags and comments taken out; placeholders stay.
    static func withoutTags(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var position = 0
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "<") {
                if bytes[position...].starts(with: "<!--".utf8) {
                    position = commentEnd(bytes, from: position)
                    continue
                }
                // Longer tags than this are no tags of a runbook; the bound keeps the search linear.
                let window = bytes[(position + 1)..<max(position + 1, min(position + 512, bytes.count))]
                if let end = window.firstIndex(where: { $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "<") }),
                    bytes[end] == UInt8(ascii: ">"),
                    isKnownTag(String(decoding: bytes[position...end], as: UTF8.self))
                {
                    position = end + 1
                    continue
                }
            }
            output.append(bytes[position])
            position += 1
        }
        return decodeEntities(String(decoding: output, as: UTF8.self))
    }

    private static func commentEnd(_ bytes: [UInt8], from start: Int) -> Int {
        var position = start + 4
        while position + 2 < bytes.count {
            if bytes[position] == 0x2D, bytes[position + 1] == 0x2D, bytes[position + 2] == 0x3E { return position + 3 }
            position += 1
        }
        return bytes.count
    }

    private static let entities: [(name: String, text: String)] = [
        ("amp;", "&"), ("lt;", "<"), ("gt;", ">"), ("quot;", "\""), ("apos;", "'"), ("nbsp;", " "), ("rarr;", "→"),
        ("ndash;", "–"), ("mdash;", "—"), ("hellip;", "…"), ("rsquo;", "’"), ("lsquo;", "‘"), ("ldquo;", "“"),
        ("rdquo;", "”"), ("bull;", "•"), ("middot;", "·"),
    ]

    /// `&amp;`, `&lt;`, `&#39;`, `&#x2019;` and the like as characters, once; what is not known stays.
    static func decodeEntities(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
        let bytes = Array(text.utf8)
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var position = 0
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "&"), let (scalar, end) = numericEntity(bytes, position) {
                output.append(contentsOf: String(scalar).utf8)
                position = end
            } else if bytes[position] == UInt8(ascii: "&"),
                let entity = Self.entities.first(where: { bytes[(position + 1)...].starts(with: $0.name.utf8) })
            {
                output.append(contentsOf: entity.text.utf8)
                position += 1 + entity.name.utf8.count
            } else {
                output.append(bytes[position])
                position += 1
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// The character of `&#39;` or `&#x27;`, and the offset after it.
    private static func numericEntity(_ bytes: [UInt8], _ start: Int) -> (UnicodeScalar, Int)? {
        guard start + 3 < bytes.count, bytes[start + 1] == UInt8(ascii: "#") else { return nil }
        let isHex = bytes[start + 2] | 0x20 == UInt8(ascii: "x")
        let begin = start + (isHex ? 3 : 2)
        guard let end = bytes[begin..<min(bytes.count, begin + 8)].firstIndex(of: UInt8(ascii: ";")),
            let value = UInt32(String(decoding: bytes[begin..<end], as: UTF8.self), radix: isHex ? 16 : 10),
            value > 0x1F || value == 0x0A, let scalar = UnicodeScalar(value)
        else { return nil }
        return (value == 0xA0 ? " " : scalar, end + 1)
    }
}
