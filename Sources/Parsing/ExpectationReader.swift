import ByteText
import RunbookModel

/// What an author says should come out, as a check that needs no person. Only a whole sentence that says a number, of a
/// command that prints one number: a text that stands in the output may stand in its contrary, too.
enum ExpectationReader {
    private static let verbs: Set<Substring> = ["be", "return", "print", "show", "read", "say", "equal"]
    private static let bounds: [(words: [Substring], comparison: Comparison)] = [
        ([], .equal), (["exactly"], .equal), (["at", "least"], .greaterOrEqual), (["at", "most"], .lessOrEqual),
        (["more", "than"], .greater), (["above"], .greater), (["less", "than"], .less), (["fewer", "than"], .less),
        (["below"], .less),
    ]
    /// Bytes of a plain sentence.
    private static let lengthLimit = 200
    /// Words that may stand before `should`.
    private static let subjectLimit = 5
    /// Words that make of a plain sentence something else.
    private static let doubtful: Set<Substring> = ["not", "no", "never", "or", "and", "if", "unless", "when", "each"]

    /// The check; `nil` where a person must look.
    static func check(_ step: Step) -> StepCheck? {
        guard step.kind == .command, step.language == .shell, let command = step.command, let expected = step.expected,
            expected.utf8.count <= lengthLimit
        else { return nil }
        let text = expected.lowercased().filter { $0 != "`" && $0 != "*" }
        var words = text.parts(between: " \r\n")
        if let last = words.popLast() { words.append(last.last == "." ? last.dropLast() : last) }
        guard let place = words.firstIndex(where: { $0 == "should" || $0 == "must" }), place <= subjectLimit,
            words.count - place >= 3, verbs.contains(words[place + 1]), !words.contains(where: doubtful.contains),
            let number = plainNumber(words[words.count - 1])
        else { return nil }
        let bound = Array(words[(place + 2)..<(words.count - 1)])
        guard let comparison = bounds.first(where: { $0.words == bound })?.comparison,
            ConditionReader.printsCount(command) || (printsStatus(command) && (100...599).contains(number))
        else { return nil }
        return StepCheck(condition: .number(comparison, number))
    }

    private static func plainNumber(_ word: Substring) -> Double? {
        guard word.utf8.allSatisfy({ (0x30...0x39).contains($0) }), word.utf8.count <= 9 else { return nil }
        return Double(word)
    }

    private static let outputFlags: Set<Substring> = ["-o", "--output"]

    /// Whether a command prints the status of an HTTP answer, and nothing else.
    private static func printsStatus(_ command: String) -> Bool {
        guard !command.holds("|"), !command.holds(";"), !command.holds("&&") else { return false }
        let words = command.parts(between: " '\"\r\n")
        guard words.first == "curl", let format = words.firstIndex(where: { $0 == "-w" || $0 == "--write-out" }),
            words.indices.contains(format + 1), ["%{http_code}", "%{http_code}\\n"].contains(words[format + 1]),
            let output = words.firstIndex(where: { Self.outputFlags.contains($0) || $0 == "-so" }),
            words.indices.contains(output + 1)
        else { return false }
        return words[output + 1] == "/dev/null" && words.contains { $0 == "-s" || $0 == "-so" || $0 == "--silent" }
    }
}
