import ByteText
import RunbookModel

/// Finds what a text says by itself about the things that one of its instructions leaves open.
struct AnswerFinder {
    private struct Line {
        var text: String
        var lower: String
        /// The step whose note it is; `nil` for the text before the steps.
        var step: Int?
    }

    private let lines: [Line]
    /// Sentences that are looked through for each question.
    private static let lineLimit = 400

    init(_ content: RunbookContent) {
        var lines: [Line] = []
        func take(_ text: String, _ step: Int?) {
            guard lines.count < Self.lineLimit, text.utf8.count < 20_000 else { return }
            for sentence in SentenceSplitter.split(MarkedText(plain: text, line: 1)).prefix(200) {
                let display = ClauseReader.trimmed(sentence.display)
                if display.utf8.count < 300 {
                    lines.append(Line(text: display, lower: display.lowercased(), step: step))
                }
            }
        }
        take(content.summary, nil)
        for entry in content.prerequisites where entry.isDerived != true { take(entry.text, nil) }
        for step in content.steps { step.notes.prefix(6).forEach { take($0, step.number) } }
        self.lines = lines
    }

    /// "The logs are in /var/log/app": the sentence that says where things of this kind are.
    func place(of nouns: [String]) -> String? {
        answer { line in
            let words = Self.words(line.lower)
            guard let noun = words.firstIndex(where: { nouns.contains(String($0)) }) else { return false }
            return words[(noun + 1)...].prefix(3).contains { ["is", "are", "in", "at", "under"].contains($0) }
                && words[(noun + 1)...].contains { $0.holds("/") && $0.utf8.count > 3 }
        }
    }

    /// The sentence that gives the whole path of a file.
    func path(of file: String) -> String? { answer { $0.lower.holds("/" + file) } }

    /// "The bastion is bastion-1.example.net."
    func name(of kind: String) -> String? {
        answer { line in
            let words = Self.words(line.lower)
            guard let place = words.firstIndex(where: { $0 == kind }) else { return false }
            let rest = words[(place + 1)...].drop { $0 == "host" || $0 == "server" }
            guard let verb = rest.first, ["is", "are", "called", ":"].contains(verb), let name = rest.dropFirst().first
            else { return false }
            return name.utf8.count > 3 && name.utf8.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
        }
    }

    /// The sentence that says how to reach those people.
    func contact(for names: [String]) -> String? {
        guard !names.isEmpty else { return nil }
        return answer { line in
            let words = Self.words(line.lower)
            return names.contains { name in name.utf8.count > 1 && words.contains { $0 == name } }
                && words.contains { $0.hasPrefix("#") && $0.utf8.count > 2 || $0.holds("@") || $0.hasPrefix("http") }
        }
    }

    private static func words(_ text: String) -> [Substring] {
        text.parts(between: " ,;()`\"").map { word in
            var word = word
            while let last = word.utf8.last, ".:".utf8.contains(last), word.utf8.count > 1 { word = word.dropLast() }
            return word
        }
    }

    private func answer(_ matches: (Line) -> Bool) -> String? {
        guard let line = lines.first(where: matches) else { return nil }
        return (line.step.map { "Step \($0) says: " } ?? "The text says: ") + line.text
    }
}
