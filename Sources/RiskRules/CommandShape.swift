import ByteText
import ShellSyntax

/// The structure of a script without its positions: two scripts with the same shape run the same programs with the
/// same number of arguments.
struct CommandShape {
    private(set) var text = ""
    /// How each marker was quoted where it was found.
    private(set) var contexts: [String: Set<Context>] = [:]
    private let marker: String?

    enum Context: Hashable {
        case plain
        case doubleQuoted
        case singleQuoted
        case expandedDocument
        case literalDocument
        /// Worked out as a number, quoted or not; an index in it may run a command.
        case arithmetic
        /// Taken as the name of a variable, quoted or not; an index in it may run a command.
        case name
    }

    /// - Parameter marker: what every marker starts with; digits and a closing `Z` follow.
    init(of script: ShellScript, marker: String? = nil) {
        self.marker = marker
        list(script.commands)
    }

    private mutating func list(_ list: CommandList) {
        text += "("
        for item in list.items {
            for (index, pipeline) in item.pipelines.enumerated() {
                if index > 0 { text += item.connectors[index - 1] == .and ? "&&" : "||" }
                text += pipeline.isNegated ? "!" : ""
                for stage in pipeline.stages {
                    command(stage)
                    text += "|"
                }
            }
            text += item.inBackground ? "&" : ";"
        }
        text += ")"
    }

    private mutating func command(_ command: Command) {
        switch command.kind {
        case .simple(let simple):
            for assignment in simple.assignments {
                text += "\u{1}\(assignment.name)\(assignment.isAppend ? "+" : "")="
                parts(assignment.index ?? [], in: .arithmetic)
                parts(assignment.value.parts, in: .plain)
            }
            let context = Self.context(ofArguments: simple.words)
            for (index, word) in simple.words.enumerated() {
                // What stands behind `name=` is a value, unless it is declared as something that is worked out.
                let isValue = context == .name && word.isAssignment && !Self.isDeclaredSpecially(simple.words)
                self.word(word, in: index == 0 || isValue ? .plain : context)
            }
        case .subshell(let inner), .group(let inner): list(inner)
        case .conditional(let branches, let otherwise):
            for branch in branches {
                text += "if"
                list(branch.condition)
                list(branch.body)
            }
            if let otherwise { list(otherwise) }
        case .loop(let condition, let body):
            text += "while"
            list(condition)
            list(body)
        case .forEach(let variable, let words, let body):
            text += "for \(variable)"
            for word in words ?? [] { self.word(word) }
            list(body)
        case .arithmeticFor(let inner, let body):
            parts(inner, in: .arithmetic)
            list(body)
        case .caseOf(let subject, let arms):
            text += "case"
            word(subject)
            for arm in arms {
                for pattern in arm.patterns { word(pattern) }
                list(arm.body)
            }
        case .function(let name, let body):
            text += "function \(name)"
            self.command(body)
        case .test(let words):
            text += "[["
            let operators = Set(words.compactMap(\.plainText))
            var context = Context.plain
            if !operators.isDisjoint(with: ["-v", "-R"]) { context = .name }
            if !operators.isDisjoint(with: ["-eq", "-ne", "-lt", "-le", "-gt", "-ge"]) { context = .arithmetic }
            for word in words { self.word(word, in: context) }
        case .arithmetic(let inner):
            text += "(("
            parts(inner, in: .arithmetic)
        case .coprocess(let inner):
            text += "coproc"
            self.command(inner)
        }
        for redirection in command.redirections { self.redirection(redirection) }
    }

    private mutating func redirection(_ redirection: Redirection) {
        text += "\u{2}\(redirection.descriptor ?? -1)\(redirection.variable ?? "")\(redirection.operation.rawValue)"
        word(redirection.target)
        let isLiteral =
            redirection.body.count == 1 && { if case .quoted = redirection.body[0] { true } else { false } }()
        let isQuotedDelimiter =
            isLiteral
            && redirection.target.parts.contains {
                if case .literal = $0 { false } else { true }
            }
        parts(redirection.body, in: isQuotedDelimiter ? .literalDocument : .expandedDocument)
    }

    private mutating func word(_ word: ShellWord, in context: Context = .plain) {
        text += "\u{1}"
        parts(word.parts, in: context)
    }

    /// Whether an option of `declare` makes values numbers or names.
    private static func isDeclaredSpecially(_ words: [ShellWord]) -> Bool {
        words.dropFirst().compactMap(\.plainText).contains { option in
            option.hasPrefix("-") && option.contains { $0 == "i" || $0 == "n" }
        }
    }

    /// How a builtin takes its arguments.
    private static func context(ofArguments words: [ShellWord]) -> Context {
        let options = Set(words.dropFirst().compactMap(\.plainText))
        switch words.first?.plainText {
        case "let": return .arithmetic
        case "read", "unset", "declare", "typeset", "local", "export", "readonly", "mapfile", "readarray", "getopts":
            return .name
        case "printf", "test", "[", "wait": return options.isDisjoint(with: ["-v", "-R", "-p"]) ? .plain : .name
        default: return .plain
        }
    }

    private mutating func parts(_ parts: [WordPart], in context: Context) {
        for part in parts {
            switch part {
            case .literal(let literal):
                note(literal, context)
                text += literal
            case .quoted(let quoted):
                note(quoted, context == .plain ? .singleQuoted : context)
                text += quoted
            case .doubleQuoted(let inner): self.parts(inner, in: context.isEvaluated ? context : .doubleQuoted)
            case .parameter(let parameter):
                text += "\u{3}\(parameter.name)\(parameter.operation)\(parameter.isIndirect)"
                self.parts(parameter.index ?? [], in: .arithmetic)
                self.parts(parameter.argument, in: Self.context(ofArgumentOf: parameter, within: context))
                text += "\u{4}"
            case .command(let inner), .process(let inner, _): list(inner)
            case .arithmetic(let inner):
                text += "\u{5}"
                self.parts(inner, in: .arithmetic)
            case .array(let words): for word in words { self.word(word) }
            case .placeholder(let name): text += "\u{6}\(name)"
            }
        }
    }

    private static func context(
        ofArgumentOf parameter: ParameterExpansion, within context: Context
    ) -> Context {
        // `${name:offset:length}` is worked out.
        if parameter.operation == ":" { return .arithmetic }
        return context == .plain || context.isEvaluated ? context : .doubleQuoted
    }

    private mutating func note(_ piece: String, _ context: Context) {
        guard let marker, piece.contains(marker) else { return }
        var rest = piece[...]
        while let start = rest.firstRange(of: marker) {
            let digits = rest[start.upperBound...].prefix(while: \.isNumber)
            contexts[marker + digits + "Z", default: []].insert(context)
            rest = rest[digits.endIndex...]
        }
    }
}

extension CommandShape.Context {
    /// Whether quoting does not keep the text from being worked out.
    fileprivate var isEvaluated: Bool { self == .arithmetic || self == .name }
}

extension ShellWord {
    /// Whether a name and `=` stand in front, unquoted.
    fileprivate var isAssignment: Bool {
        guard case .literal(let text)? = parts.first, let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")) else {
            return false
        }
        return !text[..<equals].isEmpty
            && text[..<equals].utf8.allSatisfy { byte in
                byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
            }
    }

    /// The word when it is one piece of plain text.
    var plainText: String? {
        guard parts.count == 1 else { return nil }
        switch parts[0] {
        case .literal(let text), .quoted(let text): return text
        default: return nil
        }
    }
}
