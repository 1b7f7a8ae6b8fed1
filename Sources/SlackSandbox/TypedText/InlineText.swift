import JSONTree

/// The inside of a line: escapes, links, mentions, emoji and styles.
struct InlineText {
    let directory: TypedText.Directory

    /// The escaped text of a message.
    static func escaped(_ text: some StringProtocol) -> String {
        var output = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": output += "&amp;"
            case "<": output += "&lt;"
            case ">": output += "&gt;"
            default: output.unicodeScalars.append(character)
            }
        }
        return output
    }

    /// A line or block of code: links are still marked, nothing else is.
    func code(_ text: Substring) -> (text: String, elements: [JSONValue]) {
        pieces(text, style: nil, mentions: false)
    }

    /// A line of prose.
    func prose(_ line: Substring) -> (text: String, elements: [JSONValue]) {
        var text = ""
        var elements: [JSONValue] = []
        for span in StyledSpan.spans(of: line) {
            let (inner, parts) = pieces(span.text, style: span.style, mentions: span.style != .code)
            let mark = span.style?.mark ?? ""
            text += mark + inner + mark
            elements += parts
        }
        return (text, elements)
    }

    private func pieces(
        _ text: Substring, style: StyledSpan.Style?, mentions: Bool
    ) -> (text: String, elements: [JSONValue]) {
        var output = ""
        var elements: [JSONValue] = []
        var plain = ""
        func styled(_ element: JSONValue) -> JSONValue {
            var element = element
            if let style { element["style"] = [style.rawValue: true] }
            return element
        }
        func endPlain() {
            guard !plain.isEmpty else { return }
            output += Self.escaped(plain)
            elements.append(styled(["type": "text", "text": .string(plain)]))
            plain = ""
        }
        var rest = text
        var previous: Character?
        while !rest.isEmpty {
            if LinkScanner.mayBegin(after: previous), let link = LinkScanner.link(at: rest) {
                endPlain()
                output += link.markup
                elements.append(styled(link.element))
                previous = rest[rest.index(rest.startIndex, offsetBy: link.length - 1)]
                rest = rest.dropFirst(link.length)
            } else if mentions, LinkScanner.mayBegin(after: previous), let mention = mention(at: rest) {
                endPlain()
                output += mention.markup
                elements.append(styled(mention.element))
                previous = "x"
                rest = rest.dropFirst(mention.length)
            } else {
                let character = rest.removeFirst()
                plain.append(character)
                previous = character
            }
        }
        endPlain()
        return (output, elements)
    }

    private struct Mention {
        let markup: String
        let element: JSONValue
        let length: Int
    }

    private func mention(at rest: Substring) -> Mention? {
        guard let sign = rest.first, "@#:".contains(sign) else { return nil }
        let name = String(rest.dropFirst().prefix { $0.isLetter || $0.isNumber || "-_+".contains($0) })
        guard !name.isEmpty else { return nil }
        let length = name.count + 1
        switch sign {
        case ":":
            guard rest.dropFirst(length).first == ":", name.contains(where: \.isLetter) else { return nil }
            return Mention(
                markup: ":\(name):", element: ["type": "emoji", "name": .string(name)], length: length + 1)
        case "#":
            guard let id = directory.channels[name] else { return nil }
            return Mention(
                markup: "<#\(id)|\(name)>", element: ["type": "channel", "channel_id": .string(id)], length: length)
        default:
            if ["here", "channel", "everyone"].contains(name) {
                return Mention(
                    markup: "<!\(name)>", element: ["type": "broadcast", "range": .string(name)], length: length)
            }
            if let id = directory.usergroups[name] {
                return Mention(
                    markup: "<!subteam^\(id)>", element: ["type": "usergroup", "usergroup_id": .string(id)],
                    length: length)
            }
            guard let id = directory.users[name] else { return nil }
            return Mention(markup: "<@\(id)>", element: ["type": "user", "user_id": .string(id)], length: length)
        }
    }
}

/// A run of text in one style.
struct StyledSpan {
    enum Style: String {
        case bold
        case italic
        case strike
        case code

        var mark: String {
            switch self {
            case .bold: "*"
            case .italic: "_"
            case .strike: "~"
            case .code: "`"
            }
        }

        init?(mark: Character) {
            switch mark {
            case "*": self = .bold
            case "_": self = .italic
            case "~": self = .strike
            case "`": self = .code
            default: return nil
            }
        }
    }

    let text: Substring
    let style: Style?

    /// The styled runs of a line. A mark begins a run at a word's beginning and ends it at a word's end.
    static func spans(of line: Substring) -> [StyledSpan] {
        var spans: [StyledSpan] = []
        var plainStart = line.startIndex
        var index = line.startIndex
        var previous: Character?
        while index < line.endIndex {
            let character = line[index]
            if let style = Style(mark: character), !isWord(previous), let end = close(style, in: line, from: index) {
                if plainStart < index { spans.append(StyledSpan(text: line[plainStart..<index], style: nil)) }
                spans.append(StyledSpan(text: line[line.index(after: index)..<end], style: style))
                index = line.index(after: end)
                plainStart = index
                previous = character
            } else {
                previous = character
                index = line.index(after: index)
            }
        }
        if plainStart < line.endIndex { spans.append(StyledSpan(text: line[plainStart...], style: nil)) }
        return spans
    }

    private static func isWord(_ character: Character?) -> Bool {
        character.map { $0.isLetter || $0.isNumber } ?? false
    }

    private static func close(_ style: Style, in line: Substring, from open: Substring.Index) -> Substring.Index? {
        let first = line.index(after: open)
        guard first < line.endIndex, !line[first].isWhitespace, line[first] != line[open] else { return nil }
        var index = first
        while index < line.endIndex {
            let after = line.index(after: index)
            if line[index] == line[open], index > first, !line[line.index(before: index)].isWhitespace,
                after == line.endIndex || !isWord(line[after]),
                style == .code || after == line.endIndex || line[after] != line[open]
            {
                return index
            }
            index = after
        }
        return nil
    }
}
