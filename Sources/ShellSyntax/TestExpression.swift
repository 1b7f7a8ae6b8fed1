/// Whether the words between `[[` and `]]` make a condition.
struct TestExpression {
    private let words: [ShellWord]
    private var index = 0
    private var depth = 0

    init(words: [ShellWord]) { self.words = words }

    private static let binaryOperators: Set<String> = [
        "==", "=", "!=", "=~", "<", ">", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef",
    ]
    private static let unaryLetters: Set<Character> = Set("abcdefghknoprstuvwxzGLNORS")

    private var current: String? { index < words.count ? words[index].plainText ?? "" : nil }

    /// Whether all of the words are used up by one condition.
    mutating func isValid() -> Bool { disjunction() && index == words.count }

    private mutating func disjunction() -> Bool {
        guard conjunction() else { return false }
        while current == "||" {
            index += 1
            guard conjunction() else { return false }
        }
        return true
    }

    private mutating func conjunction() -> Bool {
        guard primary() else { return false }
        while current == "&&" {
            index += 1
            guard primary() else { return false }
        }
        return true
    }

    private mutating func primary() -> Bool {
        while current == "!" { index += 1 }
        guard let word = current, !["&&", "||", ")", "<", ">"].contains(word) else { return false }
        index += 1
        if word == "(" {
            guard depth < ShellParser.depthLimit else { return false }
            depth += 1
            defer { depth -= 1 }
            guard disjunction(), current == ")" else { return false }
            index += 1
            return true
        }
        if word.count == 2, word.first == "-", let letter = word.last, Self.unaryLetters.contains(letter) {
            guard let operand = current, !["&&", "||", ")", "(", "<", ">"].contains(operand) else { return false }
            index += 1
            return true
        }
        guard let next = current, Self.binaryOperators.contains(next) else { return true }
        index += 1
        guard let operand = current, !["&&", "||", ")", "<", ">"].contains(operand) || next == "=~" else {
            return false
        }
        index += 1
        return true
    }
}
