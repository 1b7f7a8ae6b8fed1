import RunbookModel

/// Conditions in words as conditions that a program can evaluate.
enum ConditionReader {
    private static let comparisons: [(words: [String], comparison: Comparison)] = [
        (["greater", "than", "or", "equal", "to"], .greaterOrEqual),
        (["less", "than", "or", "equal", "to"], .lessOrEqual),
        (["more", "than"], .greater), (["greater", "than"], .greater), (["higher", "than"], .greater),
        (["exceeds"], .greater),
        (["exceed"], .greater), (["above"], .greater), (["over"], .greater), (["larger", "than"], .greater),
        (["less", "than"], .less), (["fewer", "than"], .less), (["lower", "than"], .less), (["below"], .less),
        (["under"], .less),
        (["at", "least"], .greaterOrEqual), (["at", "most"], .lessOrEqual), (["equals"], .equal),
        (["equal", "to"], .equal),
        ([">", "="], .greaterOrEqual), (["<", "="], .lessOrEqual), ([">"], .greater), (["<"], .less),
    ]

    /// What can be tested after a step ran; `nil` where a person must judge.
    static func test(_ condition: String, after step: Step) -> Condition? {
        guard step.kind == .command, let command = step.command, !condition.hasPrefix("not: ") else { return nil }
        let sentence = Sentence(MarkedText(plain: condition, line: 1))
        if let code = exitCode(sentence) { return code }
        if printsCount(command), let number = number(sentence) { return number }
        return pattern(condition, sentence)
    }

    private static func exitCode(_ sentence: Sentence) -> Condition? {
        guard let place = sentence.index(of: ["exit", "code"]) ?? sentence.index(of: ["exit", "status"]) else {
            return nil
        }
        let rest = sentence.tokens[(place + 2)...]
        guard let token = rest.first(where: { $0.kind == .number }), let code = Int(token.text) else {
            return rest.contains { $0.text == "non-zero" || $0.text == "nonzero" } ? .exitCode(.notEqual, 0) : nil
        }
        return .exitCode(rest.contains { $0.text == "not" || $0.text == "isn't" } ? .notEqual : .equal, code)
    }

    /// Whether a command prints one number.
    private static func printsCount(_ command: String) -> Bool {
        let last = command.split(separator: "|").last.map { $0.trimmedSpace } ?? ""
        let words = last.split(separator: " ")
        if words.first == "wc", words.contains("-l") || words.contains("-c") || words.contains("-w") { return true }
        return (words.first == "grep" || words.first == "egrep")
            && words.contains { $0.hasPrefix("-") && !$0.hasPrefix("--") && $0.contains("c") || $0 == "--count" }
    }

    private static func number(_ sentence: Sentence) -> Condition? {
        for (words, comparison) in comparisons {
            guard let place = sentence.index(of: words), place + words.count < sentence.tokens.count else { continue }
            let token = sentence.tokens[place + words.count]
            guard token.kind == .number, let bound = Double(token.text) else { continue }
            return .number(comparison, bound)
        }
        return nil
    }

    /// "the output contains `x`".
    private static func pattern(_ condition: String, _ sentence: Sentence) -> Condition? {
        let words = Set(sentence.words)
        guard words.contains("output") || words.contains("result"),
            !words.isDisjoint(with: ["contains", "includes", "shows", "says", "has"]),
            words.isDisjoint(with: ["not", "no", "doesn't", "isn't", "without"])
        else { return nil }
        for mark in ["`", "\"", "'"] {
            let parts = condition.split(separator: mark, omittingEmptySubsequences: false)
            if parts.count == 3, !parts[1].isEmpty { return .contains(String(parts[1])) }
        }
        return nil
    }
}
