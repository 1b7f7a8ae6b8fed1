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
