/// Phrases that are looked for together: one pass over a sentence, whatever their number.
struct PhraseSet: Sendable {
    private let phrases: [String: [[String]]]

    init(_ phrases: [[String]]) { self.phrases = Dictionary(grouping: phrases) { $0.first ?? "" } }

    /// The first of the phrases to begin at or after a token; `nil` when none does before `limit`.
    func match(in tokens: [Token], from start: Int = 0, before limit: Int = .max) -> (place: Int, phrase: [String])? {
        var place = start
        while place < min(limit, tokens.count) {
            if tokens[place].kind == .word, let candidates = phrases[tokens[place].text] {
                for phrase in candidates where place + phrase.count <= tokens.count {
                    if phrase.indices.allSatisfy({ tokens[place + $0].text == phrase[$0] }) { return (place, phrase) }
                }
            }
            place += 1
        }
        return nil
    }
}

extension String {
    /// Whether these bytes stand in the text. Much faster than searching for characters, and the same for ASCII.
    func holds(_ needle: String) -> Bool { firstByte(of: needle) != nil }

    /// Offset of the first place where these bytes stand.
    func firstByte(of needle: String) -> Int? {
        var text = self
        var needle = needle
        return text.withUTF8 { text in
            needle.withUTF8 { needle in
                guard let first = needle.first, text.count >= needle.count else { return nil }
                var place = 0
                while place <= text.count - needle.count {
                    if text[place] == first, needle.indices.allSatisfy({ text[place + $0] == needle[$0] }) {
                        return place
                    }
                    place += 1
                }
                return nil
            }
        }
    }
}
