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
                parts(assignment.index ?? [], in: .plain)
                parts(assignment.value.parts, in: .plain)
            }
            for word in simple.words { self.word(word) }
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
            parts(inner, in: .plain)
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
            for word in words { self.word(word) }
        case .arithmetic(let inner):
            text += "(("
            parts(inner, in: .plain)
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

    private mutating func word(_ word: ShellWord) {
        text += "\u{1}"
        parts(word.parts, in: .plain)
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
            case .doubleQuoted(let inner): self.parts(inner, in: .doubleQuoted)
            case .parameter(let parameter):
                text += "\u{3}\(parameter.name)\(parameter.operation)\(parameter.isIndirect)"
                self.parts(parameter.index ?? [], in: .plain)
                self.parts(parameter.argument, in: context == .plain ? .plain : .doubleQuoted)
                text += "\u{4}"
            case .command(let inner), .process(let inner, _): list(inner)
            case .arithmetic(let inner):
                text += "\u{5}"
                self.parts(inner, in: .plain)
            case .array(let words): for word in words { self.word(word) }
            case .placeholder(let name): text += "\u{6}\(name)"
            }
        }
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
