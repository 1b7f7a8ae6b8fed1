/// The words of a text as they are compared: lower case, split at separators and at the humps of camelCase, without
/// endings, without what stands in every alert.
enum TermExtraction {
    /// The terms of `text` in their order, repeated as they are.
    static func terms(_ text: String) -> [String] { words(text).map(stem) }

    /// The words of `text` in lower case, before their endings are cut.
    static func words(_ text: String) -> [String] {
        var words: [String] = []
        for token in text.split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
            let parts = humps(token)
            if parts.count > 1, !token.contains(where: \.isNumber) { words.append(token.lowercased()) }
            words += parts.map { $0.lowercased() }.filter { isTelling($0) }
        }
        return words
    }

    private static func isTelling(_ word: String) -> Bool {
        word.count > 1 && !word.allSatisfy(\.isNumber) && !commonWords.contains(word)
    }

    /// `KubeAPIDown2` → `Kube`, `API`, `Down`, `2`.
    private static func humps(_ token: Substring) -> [Substring] {
        var parts: [Substring] = []
        var start = token.startIndex
        var index = token.startIndex
        while index < token.endIndex {
            let next = token.index(after: index)
            if next < token.endIndex, isHump(token, at: next) {
                parts.append(token[start..<next])
                start = next
            }
            index = next
        }
        parts.append(token[start...])
        return parts
    }

    /// Whether a new part begins at `index`, which is not the first.
    private static func isHump(_ token: Substring, at index: Substring.Index) -> Bool {
        let before = token[token.index(before: index)]
        let here = token[index]
        if before.isNumber != here.isNumber { return true }
        guard here.isUppercase else { return false }
        if !before.isUppercase { return true }
        // The last capital of a row begins the next word: `APIDown`.
        let next = token.index(after: index)
        return next < token.endIndex && token[next].isLowercase
    }

    private static let endings: [(ending: String, replacement: String)] = [
        ("ations", "at"), ("ation", "at"), ("ings", ""), ("ing", ""), ("ies", "y"), ("edly", ""), ("ed", ""),
        ("ers", "er"), ("es", ""), ("s", ""), ("ly", ""), ("ments", ""), ("ment", ""), ("e", ""),
    ]

    /// Cuts the commonest English endings. Not a linguist: the same for both sides is all that counts.
    static func stem(_ word: String) -> String {
        guard word.count > 3 else { return word }
        var stem = word
        for (ending, replacement) in endings where stem.hasSuffix(ending) && stem.count - ending.count >= 3 {
            if ending == "s", stem.hasSuffix("ss") { continue }
            stem = stem.dropLast(ending.count) + replacement
            break
        }
        if stem.count > 3, let last = stem.last, last == stem.dropLast().last, !"ls".contains(last) {
            stem.removeLast()
        }
        if stem.count > 3, stem.last == "e" { stem.removeLast() }
        return stem
    }

    /// Words that tell no alert from another.
    private static let commonWords = Set(
        """
        a an the of to in on at for from by with and or is are was were be been being has have had not no this that it \
        its as into than then there when which while will can could may more less least some any all each one about due \
        over under up out if else so such only other also too very after before within during until across per via \
        between isn doesn aren hasn don didn wasn alert alerts alerting fires fired firing warning critical info \
        severity please see you your we our
        """.split(separator: " ").map(String.init))
}
