import ByteText
import RunbookModel

/// Finds what a reader would have to ask the author. Says nothing where the text answers by itself.
struct AmbiguityFinder {
    let content: RunbookContent
    /// What the text says about what its instructions leave open.
    private(set) lazy var answers = AnswerFinder(content)
    private var found: [Ambiguity] = []
    /// Scripts that were looked for in the text; each look reads all of it.
    private var scripts = 0
    private static let maximumScripts = 30

    static func find(in content: RunbookContent) -> [Ambiguity] {
        var finder = AmbiguityFinder(content: content)
        for (index, step) in content.steps.enumerated() { finder.look(at: step, index) }
        finder.withoutRollback()
        return finder.found
    }

    private init(content: RunbookContent) { self.content = content }

    mutating func add(_ step: Step, _ text: String, _ suggestion: String, resolution: String? = nil) {
        guard found.count < 200 else { return }
        found.append(
            Ambiguity(
                step: step.number, line: step.lines?.lowerBound, text: text, suggestion: suggestion,
                resolution: resolution))
    }

    private mutating func look(at step: Step, _ index: Int) {
        switch step.kind {
        case .command: lookAtCommand(step)
        case .manual: lookAtWords(step, index)
        case .decision: threshold(step)
        }
        unfinished(step)
    }

    // MARK: Commands

    private mutating func lookAtCommand(_ step: Step) {
        guard let command = step.command else { return }
        let dots = content.variables.filter { $0.placeholder == "..." && step.variables.contains($0.name) }
        if !dots.isEmpty, command.holds("...") {
            let name = dots[0].name == "value" ? "A value in the command" : "The value of \(dots[0].name)"
            add(step, "\(name) is left as dots.", "Say where to find the value.")
        } else if let word = Self.elided(command, step.language) {
            add(step, "“\(word)” in the command leaves something out.", "Write it out, or use a placeholder.")
        }
        if command.hasPrefix("./"), let name = command.parts(between: " \n").first {
            guard scripts < Self.maximumScripts else { return }
            scripts += 1
            let script = String(name.dropFirst(2))
            let isExplained = content.steps.contains { other in
                other.number < step.number
                    && (other.title.holds(script) || other.notes.contains { $0.holds(script) }
                        || other.command?.holds(script) == true)
            }
            if !isExplained {
                add(
                    step, "`\(name)` is called from the working directory, and nothing says where it comes from.",
                    "Give the repository or the full path of \(script).")
            }
        }
    }

    /// Whether a step stands in the part that takes changes back: it is the way back itself.
    private static func takesBack(_ step: Step) -> Bool {
        guard let section = step.section else { return false }
        return SectionRole(heading: Sentence(MarkedText(plain: section, line: 1))) == .rollback
    }

    /// Files that a program leaves behind and makes anew.
    private static func removesOnlyTraces(_ command: String) -> Bool {
        let words = command.parts(between: " \t").filter { $0 != "sudo" }
        guard words.first == "rm", !command.utf8.contains(where: { "|;&\n$".utf8.contains($0) }) else { return false }
        let operands = words.dropFirst().filter { !$0.hasPrefix("-") }
        return !operands.isEmpty
            && operands.allSatisfy { file in [".lock", ".pid", ".lck"].contains(where: file.hasSuffix) }
    }

    /// Programs in whose language a path that ends in dots means all below it.
    private static let recursive: Set<Substring> = [
        "go", "bazel", "bazelisk", "golangci-lint", "gofmt", "buck", "gotestsum",
    ]

    /// `rm -rf /data/…`, `docker run … nginx`: a part of the command that the author left out.
    private static func elided(_ command: String, _ language: CommandLanguage) -> String? {
        guard language == .shell, command.holds("…") || command.holds("/...") else { return nil }
        var quotes = 0
        for word in command.parts(between: " \n\t") {
            let isQuoted = quotes % 2 == 1 || word.hasPrefix("'") || word.hasPrefix("\"")
            quotes += word.utf8.count { $0 == UInt8(ascii: "'") || $0 == UInt8(ascii: "\"") }
            if isQuoted { continue }
            if word.holds("…") { return String(word) }
            if word.hasSuffix("/..."), !command.parts(between: " \n\t;&|").contains(where: Self.recursive.contains) {
                return String(word)
            }
        }
        return nil
    }

    /// One doubt for all steps that have no way back: the answer is often the same.
    private mutating func withoutRollback() {
        let undos = Set(content.steps.compactMap { $0.rollback?.command })
        let steps = content.steps.filter { step in
            step.kind == .command && step.risk == .red && step.rollback == nil && !Self.takesBack(step)
                && !(step.command.map { undos.contains($0) || Self.removesOnlyTraces($0) } ?? false)
        }
        guard let first = steps.first else { return }
        let numbers = steps.map { String($0.number) }
        let which =
            numbers.count == 1
            ? "Step \(numbers[0]) is red"
            : "Steps \(numbers.prefix(12).joined(separator: ", "))\(numbers.count > 12 ? ", …" : "") are red"
        add(first, "\(which), and no way back is given.", "Say how to undo it, or what to check before.")
    }

    // MARK: Decisions

    private static let vagueWords: Set<String> = [
        "high", "higher", "low", "slow", "many", "large", "big", "close", "normal", "excessive", "abnormal",
        "elevated", "often", "frequently", "long", "significant", "acceptable", "reasonable", "unusual", "bad", "poor",
        "lots", "heavy", "huge",
    ]

    /// "If latency is high": how high?
    private mutating func threshold(_ step: Step) {
        // A heading or a row names a case; its numbers stand elsewhere.
        if let rule = step.origin?.rule, rule != "condition", rule != "condition.otherwise" { return }
        guard let branch = step.branch, !branch.condition.contains(where: \.isNumber), !branch.condition.holds("`")
        else { return }
        let words = Sentence(MarkedText(plain: branch.condition, line: 1)).words
        guard let word = words.first(where: Self.vagueWords.contains), words.count < 20 else { return }
        add(step, "“\(branch.condition)”: what counts as \(word)?", "Give a number or an example.")
    }

    private mutating func unfinished(_ step: Step) {
        for note in [step.title] + step.notes where note.utf8.count < 2000 {
            if let mark = ["TODO", "TBD", "FIXME", "TBC", "???"].first(where: { Self.hasWord($0, in: note) }) {
                return add(step, "The text is unfinished here: \(mark).", "Finish it, or take it out.")
            }
        }
    }

    private static func hasWord(_ word: String, in text: String) -> Bool {
        guard let place = text.firstByte(of: word) else { return false }
        let after = text.utf8.dropFirst(place + word.utf8.count).first
        return (place == 0 || text.utf8.dropFirst(place - 1).first?.isLetter == false) && after?.isLetter != true
    }
}
