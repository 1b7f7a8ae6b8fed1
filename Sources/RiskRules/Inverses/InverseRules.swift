import ByteText
import RunbookModel

/// What takes back calls whose inverse has to be worked out from their words. An inverse is only given when it takes
/// back exactly what was done: with an option that is not listed here, with several things where only one can be read
/// first, or when the old value is lost, there is none.
enum InverseRules {
    typealias Rule = @Sendable (PlainCall) -> Inverse?

    static let all: [String: Rule] = [hosts, clusters, clouds, databases].reduce(into: [:]) { all, part in
        all.merge(part) { first, _ in first }
    }

    /// A pair of words of which either takes the other back.
    static func opposite(_ word: String, in pairs: [(String, String)]) -> String? {
        for (one, other) in pairs {
            if word == one { return other }
            if word == other { return one }
        }
        return nil
    }
}

/// A call of which every word is known, and where it runs.
struct PlainCall {
    let name: String
    /// The words in front, such as `sudo`, quoted as they have to be.
    let prefix: [String]
    let words: [String]

    init?(_ call: Call) {
        guard !call.isRemote, call.arguments.allSatisfy(\.isKnown) else { return nil }
        name = call.name
        prefix = call.prefix
        words = call.arguments.map(\.text)
    }

    /// A command line of words: each is quoted, but one that waits for the captured state is put in as it is.
    func line(_ words: [String]) -> String {
        (prefix + words.map { $0.holds(Inverse.previousPlaceholder) ? $0 : ShellQuoting.quoted($0) })
            .joined(separator: " ")
    }

    /// The words with one of them exchanged for its opposite.
    func exchanging(_ word: String, for other: String) -> Inverse? {
        guard let index = words.firstIndex(of: word), words.lastIndex(of: word) == index else { return nil }
        var words = words
        words[index] = other
        return Inverse(command: line([name] + words))
    }

    /// Operands and options; `nil` when there is an option that is not listed.
    /// - Parameters:
    ///   - values: options with a value, in the same word or the next.
    ///   - lists: options with one or more values in the words behind them.
    ///   - flags: options without a value.
    func parsed(values: Set<String> = [], lists: Set<String> = [], flags: Set<String> = []) -> PlainOptions? {
        var result = PlainOptions()
        var index = 0
        while index < words.count {
            let word = words[index]
            index += 1
            guard word.hasPrefix("-"), word != "-" else {
                result.operands.append(word)
                continue
            }
            if flags.contains(word) {
                result.options.append(PlainOptions.Option(name: word, values: []))
                continue
            }
            if lists.contains(word) {
                var list: [String] = []
                while index < words.count, !words[index].hasPrefix("-") {
                    list.append(words[index])
                    index += 1
                }
                guard !list.isEmpty else { return nil }
                result.options.append(PlainOptions.Option(name: word, values: list))
                continue
            }
            if values.contains(word) {
                guard index < words.count else { return nil }
                result.options.append(PlainOptions.Option(name: word, values: [words[index]]))
                index += 1
                continue
            }
            guard let sign = word.firstIndex(of: "="), case let name = String(word[..<sign]), values.contains(name)
            else { return nil }
            let value = String(word[word.index(after: sign)...])
            result.options.append(PlainOptions.Option(name: name, values: [value], isAttached: true))
        }
        return result
    }
}

/// The operands and options of a call in which every option is known.
struct PlainOptions {
    struct Option {
        var name: String
        var values: [String]
        /// `--name=value`: some programs take it in no other way.
        var isAttached = false

        var words: [String] { isAttached ? ["\(name)=\(values[0])"] : [name] + values }
    }

    var operands: [String] = []
    var options: [Option] = []

    func value(_ names: String...) -> String? {
        let found = options.filter { names.contains($0.name) }
        return found.count == 1 ? found[0].values.first : nil
    }

    func has(_ names: String...) -> Bool { options.contains { names.contains($0.name) } }

    /// The words of these options, as they stood.
    func kept(_ names: Set<String>) -> [String] { options.filter { names.contains($0.name) }.flatMap(\.words) }
}

extension ScriptAnalyzer {
    /// Adds what takes the call back, when that is known, to what was found about it.
    /// - Parameter mark: the state before the call was looked at.
    mutating func deriveInverse(of call: Call, since mark: Verdict.Mark) {
        // In a loop or a condition it may have run several times, or not at all.
        guard depth == 0, branches == 0, verdict.changed(since: mark), let rule = InverseRules.all[call.name],
            let plain = PlainCall(call), let inverse = rule(plain)
        else { return }
        if let capture = inverse.capture {
            var reader = ScriptAnalyzer(rules: rules, text: capture)
            reader.analyze(capture)
            guard reader.verdict.assessment(rulesVersion: "").runsAlone else { return }
        }
        verdict.settle(inverse, since: mark)
    }
}
