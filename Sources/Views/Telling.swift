import BlockKit
import JSONTree
import RunbookModel

/// A line for people, of words, names and links.
struct Line {
    private(set) var pieces: [JSONValue] = []

    init(_ text: String = "", bold: Bool = false) {
        if !text.isEmpty { add(text, bold: bold) }
    }

    private mutating func add(_ text: String, bold: Bool) {
        pieces.append(["kind": .string(bold ? "bold" : "text"), "text": .string(text)])
    }

    /// - Parameter text: at most 3000 characters that fit on a line.
    func text(_ text: String) -> Line { adding { $0.add(text, bold: false) } }

    func bold(_ text: String) -> Line { adding { $0.add(text, bold: true) } }

    /// The name of a user (`U…`, `W…`) or of a user group (`S…`): whoever it is gets told by Slack.
    func mention(_ id: String) -> Line {
        adding { $0.pieces.append(["kind": .string(id.hasPrefix("S") ? "group" : "user"), "id": .string(id)]) }
    }

    /// Names with commas between them.
    func mentions(_ ids: [String], last: String = " and ") -> Line {
        var line = self
        for (index, id) in ids.enumerated() {
            if index > 0 { line = line.text(index == ids.count - 1 ? last : ", ") }
            line = line.mention(id)
        }
        return line
    }

    /// Words that lead somewhere; only the words where the address is not known.
    func link(_ text: String, _ url: String?) -> Line {
        guard let url else { return self.text(text) }
        return adding { $0.pieces.append(["kind": "link", "text": .string(text), "url": .string(url)]) }
    }

    private func adding(_ change: (inout Line) -> Void) -> Line {
        var line = self
        change(&line)
        return line
    }
}

extension JSONValue {
    init(lines: [Line]) { self = .array(lines.filter { !$0.pieces.isEmpty }.map { .array($0.pieces) }) }
}

/// Whose answer would be taken, for those whose is not.
package enum WhoMay {
    /// People and groups that are named at most.
    static let limit = 5

    static func line(_ ids: [String]) -> [Line] {
        let named = Array(ids.prefix(limit))
        guard !named.isEmpty else { return [] }
        let line = Line("Ask ").mentions(named, last: " or ").text(".")
        return [ids.count > limit ? line.text(" \(ids.count - limit) more may, too.") : line]
    }
}

/// Where a message of ours can be opened.
package enum MessageLink {
    /// Slack takes whoever opens it to their own workspace.
    package static func url(_ channel: ChannelID, _ message: MessageTimestamp) -> String {
        "https://slack.com/archives/\(channel)/p\(message.rawValue.filter(\.isNumber))"
    }
}

extension Screen {
    /// Lines for a whole channel or thread.
    /// - Parameter text: the same in one sentence, for notifications.
    static func told(_ text: String, title: String? = nil, _ lines: [Line]) -> Screen {
        Screen(
            "announcement",
            [
                "text": .string(Words.clip(text, 300)), "title": JSONValue(title.map { Words.clip($0, 120) }),
                "lines": JSONValue(lines: lines),
            ])
    }
}
