import RunbookModel
import ShellSyntax

/// What the rules said about a part of a command on the way; collected only for an explanation.
struct TokenNotes {
    struct Note {
        var range: Range<Int>
        var role: ExplainedToken.Role
        var meaning: String
    }

    private(set) var notes: [Note] = []
    /// Texts that run as commands of their own.
    private(set) var payloads: [String] = []

    mutating func add(_ range: Range<Int>, _ role: ExplainedToken.Role, _ meaning: String) {
        guard notes.count < ScriptAnalyzer.noteLimit else { return }
        notes.append(Note(range: range, role: role, meaning: meaning))
    }

    mutating func addPayload(_ text: String) {
        if payloads.count < 64, !payloads.contains(text) { payloads.append(text) }
    }
}

extension ScriptAnalyzer {
    static let noteLimit = 10_000

    /// Notes a call: its program, and what its words are as long as no rule says more.
    mutating func note(_ arguments: [Argument], input: StandardInput) {
        guard notes != nil, let first = arguments.first else { return }
        notes?.add(first.range, .program, "The program '\(first.display)'.")
        var isOperand = false
        for argument in arguments.dropFirst() {
            if argument.text == "--", !isOperand {
                isOperand = true
                notes?.add(argument.range, .connector, "Ends the options of \(first.display).")
            } else if argument.isOption, !isOperand {
                notes?.add(argument.range, .option, "An option of \(first.display).")
            } else {
                notes?.add(argument.range, .operand, "An argument of \(first.display).")
            }
        }
    }

    /// Notes what the table of a program says about each word.
    mutating func note(_ call: Call, _ parsed: ParsedCall, _ rule: SubcommandRule, _ tool: ToolTable) {
        guard notes != nil else { return }
        for (word, operand) in zip(rule.path, parsed.operands) {
            let rest = Array(parsed.operands.dropFirst(rule.path.count))
            let effect = rule.effect.map { fill($0, parsed, rest, call) } ?? "What \(call.name) is to do."
            notes?.add(operand.range, word == "*" ? .operand : .subcommand, effect)
        }
        for (index, operand) in parsed.operands.dropFirst(rule.path.count).enumerated() {
            if let limit = rule.operandLimit, rule.risk == .green, index >= limit {
                notes?.add(operand.range, .unknown, "No rule says what \(call.name) does with it.")
            } else {
                notes?.add(operand.range, .operand, "What \(call.name) works on.")
            }
        }
        for option in parsed.options {
            let known = rule.options[option.name] ?? tool.options[option.name]
            let role: ExplainedToken.Role = known == nil && !rule.takesAnyOption ? .unknown : .option
            notes?.add(option.range, role, Self.meaning(of: known, option.name, call.name))
            if let value = option.value, value.range != option.range {
                notes?.add(value.range, .value, "The value of \(option.name).")
            }
        }
        for stranger in parsed.strangers where !rule.takesAnyOption {
            notes?.add(stranger.range, .unknown, "An option that is not known of \(call.name).")
        }
    }

    private static func meaning(of option: OptionRule?, _ name: String, _ program: String) -> String {
        guard let option else { return "An option of \(program) that no rule explains." }
        let some = option.values.isEmpty ? "" : " (for \(option.values.joined(separator: ", ")))"
        switch option.effect {
        case .raises(let risk): return "\(name) makes it \(risk.rawValue)\(some)."
        case .executes: return "\(name) runs a program."
        case .dryRun: return "\(name) only shows what would happen\(some)."
        case .discloses: return "\(name) shows secrets\(some)."
        case .isHeavy: return "\(name) may put load on the system\(some)."
        case .isEndless: return "\(name) makes it go on until it is stopped\(some)."
        case .bounds: return "\(name) puts a bound to it."
        case nil: return "\(name) is known to be harmless."
        }
    }
}
