import RunbookModel

/// Finds the runbook that a step of another tells people to follow.
package enum RunbookMention {
    private static let verbs: Set<Substring> = [
        "follow", "run", "start", "execute", "use", "perform", "complete", "apply", "do", "through",
    ]
    private static let kinds: Set<Substring> = ["runbook", "playbook", "procedure"]

    /// The title, of `titles`, that the text of a step asks to follow: a verb, the whole title, and the word runbook
    /// before or behind it. `nil` for none, and where two fit.
    package static func title(in step: Step, of titles: [String]) -> String? {
        let text = words(([step.title] + step.notes).joined(separator: " . "), stops: true)
        let found = titles.filter { title in
            let wanted = words(title)
            return wanted.count > 1 && asks(text, for: wanted)
        }
        // Of two, the longer one may hold the other.
        guard let longest = found.max(by: { $0.count < $1.count }) else { return nil }
        let whole = words(longest)
        let isOnly = found.allSatisfy { $0 == longest || contains(whole, words($0)) }
        return isOnly ? longest : nil
    }

    /// A title as it is compared.
    package static func key(_ title: String) -> String { words(title).joined(separator: " ") }

    /// The words of a text; with `stops`, the end of a sentence is a word of its own.
    private static func words(_ text: String, stops: Bool = false) -> [Substring] {
        let parts = text.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "." }
        return parts.flatMap { part -> [Substring] in
            var word = part
            while word.last == "." { word.removeLast() }
            let end: [Substring] = stops && word.count < part.count ? ["."] : []
            return word.isEmpty ? end : [word] + end
        }
    }

    private static func contains(_ text: [Substring], _ part: [Substring]) -> Bool {
        guard part.count <= text.count else { return false }
        return (0...(text.count - part.count)).contains { Array(text[$0..<($0 + part.count)]) == part }
    }

    /// Words that may stand between the verb and the title.
    private static let reach = 4

    private static func asks(_ text: [Substring], for title: [Substring]) -> Bool {
        guard title.count <= text.count else { return false }
        let namesKind = title.contains { kinds.contains($0) }
        for start in 0...(text.count - title.count) {
            let end = start + title.count
            guard Array(text[start..<end]) == title else { continue }
            let before = text[max(0, start - reach)..<start]
            guard before.contains(where: { verbs.contains($0) }), !before.contains("not"), !before.contains(".") else {
                continue
            }
            let isNamed =
                namesKind || (end < text.count && kinds.contains(text[end]))
                || before.contains { kinds.contains($0) }
            if isNamed { return true }
        }
        return false
    }
}
