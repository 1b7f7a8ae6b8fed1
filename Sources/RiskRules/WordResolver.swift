import ByteText
import RunbookModel
import ShellSyntax

/// From words to arguments: what is known is put in, what runs on the way is judged.
extension ScriptAnalyzer {
    /// The arguments that a word becomes.
    mutating func resolve(_ word: ShellWord) -> [Argument] {
        if let plain = word.plainText, !Self.hasSpecials(plain) {
            return [Argument(text: plain, range: word.range)]
        }
        var pieces: [Piece] = []
        for part in word.parts { collect(part, isQuoted: false, into: &pieces) }
        if pieces.contains(where: { $0.canBrace && $0.text.utf8.contains(UInt8(ascii: "{")) }) {
            guard let variants = BraceExpansion.expand(pieces) else {
                addUnknown("shell.braces", "The braces make too many words.", text(of: word), word.range)
                return [
                    Argument(
                        text: String(Argument.unknownPart), unknown: .output, startsUnknown: true, isManifold: true,
                        range: word.range)
                ]
            }
            return variants.flatMap { fields(of: $0, range: word.range) }
        }
        return fields(of: pieces, range: word.range)
    }

    private static func hasSpecials(_ text: String) -> Bool {
        var isOpen = false
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "*"), UInt8(ascii: "?"): return true
            case UInt8(ascii: "["): isOpen = true
            case UInt8(ascii: "]") where isOpen: return true
            default: break
            }
        }
        return false
    }

    func text(of word: ShellWord) -> String {
        guard outerRange == nil || depth > 0 else { return "" }
        let utf8 = text.utf8
        guard word.range.upperBound <= utf8.count else { return "" }
        let start = utf8.index(utf8.startIndex, offsetBy: word.range.lowerBound)
        let end = utf8.index(utf8.startIndex, offsetBy: word.range.upperBound)
        return String(text[start..<end])
    }

    /// A piece of a word with what may still happen to it.
    struct Piece {
        var text: String
        var unknown: Argument.Source?
        /// Split at blanks, and patterns in it are expanded.
        var splits = false
        /// Unquoted text of the word itself.
        var canBrace = false
        var isManifold = false
        /// `"$@"`, an array: the words that it stands for.
        var list: [Argument]?

        static func unknownPiece(_ source: Argument.Source, isQuoted: Bool) -> Piece {
            Piece(text: String(Argument.unknownPart), unknown: source, isManifold: !isQuoted)
        }
    }

    private mutating func collect(_ part: WordPart, isQuoted: Bool, into pieces: inout [Piece]) {
        switch part {
        case .literal(let text): pieces.append(Piece(text: text, canBrace: !isQuoted))
        case .quoted(let text): pieces.append(Piece(text: text))
        case .doubleQuoted(let parts):
            if parts.isEmpty { pieces.append(Piece(text: "")) }
            for inner in parts { collect(inner, isQuoted: true, into: &pieces) }
        case .placeholder(let text): pieces.append(Piece(text: text, unknown: .placeholder))
        case .parameter(let parameter): collect(parameter, isQuoted: isQuoted, into: &pieces)
        case .command, .process:
            visit(part)
            let isProcess = if case .process = part { true } else { false }
            var source = Argument.Source.output
            if case .command(let list) = part, ResourceNames.arePrinted(by: list) { source = .name }
            pieces.append(isProcess ? Piece(text: "/dev/fd/63") : .unknownPiece(source, isQuoted: isQuoted))
        case .arithmetic(let parts):
            analyzeArithmetic(parts, range: 0..<0)
            // A number: never an option that means anything, never a path.
            pieces.append(Piece(text: "0", unknown: nil))
        case .array(let words):
            for word in words { _ = resolve(word) }
            pieces.append(.unknownPiece(.output, isQuoted: false))
        }
    }

    private mutating func collect(
        _ parameter: ParameterExpansion, isQuoted: Bool, into pieces: inout [Piece]
    ) {
        for part in parameter.argument { visit(part) }
        for part in parameter.index ?? [] { visit(part) }
        // An index, and the places of `${name:from:to}`, are evaluated as arithmetic.
        for part in (parameter.index ?? []) + (parameter.operation == ":" ? parameter.argument : []) {
            switch part {
            case .literal(let text), .quoted(let text):
                if text != "@", text != "*" { checkEvaluated(text, range: nil) }
            case .parameter(let inner): checkEvaluated(inner.name, range: nil)
            default: break
            }
        }
        if parameter.operation.hasPrefix("@") || parameter.operation.holds("@") {
            add(.yellow, "shell.expansion", "The expansion of '\(parameter.name)' may run commands.")
        }
        if parameter.operation.hasSuffix("=") { scope.forget(parameter.name) }
        if parameter.isIndirect {
            pieces.append(.unknownPiece(.output, isQuoted: isQuoted))
            return
        }
        if parameter.operation == "length" || parameter.name == "?" || parameter.name == "#" || parameter.name == "$" {
            pieces.append(Piece(text: "0"))
            return
        }
        if let list = positionalList(parameter), parameter.operation.isEmpty {
            pieces.append(Piece(text: "", list: list))
            return
        }
        switch scope.variables[parameter.name] {
        case .text(let value) where parameter.operation.isEmpty && parameter.index == nil:
            pieces.append(Piece(text: value, splits: !isQuoted))
        case .list(let values) where parameter.operation.isEmpty:
            let whole = 0..<0
            pieces.append(Piece(text: "", list: values.map { Argument(text: $0, range: whole) }))
        case .names where parameter.operation.isEmpty && parameter.index == nil:
            pieces.append(.unknownPiece(.name, isQuoted: isQuoted))
        case nil where parameter.name == "IFS" || "@*".contains(parameter.name):
            pieces.append(.unknownPiece(.output, isQuoted: isQuoted))
        case nil
        where (parameter.operation == ":-" || parameter.operation == "-") && scope.variables[parameter.name] == nil:
            // `${name:-default}`: filled in, or the default, which must hold as well.
            var defaults: [Piece] = []
            for part in parameter.argument { collect(part, isQuoted: true, into: &defaults) }
            let isKnown = defaults.allSatisfy { $0.unknown == nil && $0.list == nil }
            let text = defaults.map(\.text).joined()
            let isSuspect = !isKnown || text.hasPrefix("-") || pieces.isEmpty && text.holds(" ")
            pieces.append(.unknownPiece(isSuspect ? .output : .placeholder, isQuoted: isQuoted))
        case nil: pieces.append(.unknownPiece(parameter.operation.isEmpty ? .placeholder : .output, isQuoted: isQuoted))
        default: pieces.append(.unknownPiece(.output, isQuoted: isQuoted))
        }
    }

    private func positionalList(_ parameter: ParameterExpansion) -> [Argument]? {
        guard let positional = scope.positional else { return nil }
        if parameter.name == "@" || parameter.name == "*" { return positional }
        guard let number = Int(parameter.name), number > 0 else { return nil }
        return number <= positional.count ? [positional[number - 1]] : []
    }

    /// Judges what runs inside a part.
    mutating func visit(_ part: WordPart) {
        switch part {
        case .command(let list): analyzeAside(list)
        // What reads from `>(…)` gets the output of another command.
        case .process(let list, let isInput): analyzeAside(list, input: isInput ? .none : .opaque)
        case .doubleQuoted(let parts), .arithmetic(let parts): for inner in parts { visit(inner) }
        case .parameter(let parameter):
            for inner in parameter.argument { visit(inner) }
            for inner in parameter.index ?? [] { visit(inner) }
        case .array(let words): for word in words { _ = resolve(word) }
        case .literal, .quoted, .placeholder: break
        }
    }

    /// Splits at the blanks of unquoted values and puts the pieces together.
    private func fields(of pieces: [Piece], range: Range<Int>) -> [Argument] {
        var fields: [Argument] = []
        var current = Argument(text: "", range: range)
        var isStarted = false
        for piece in pieces {
            if let list = piece.list {
                for (index, argument) in list.enumerated() {
                    if index > 0 {
                        fields.append(current)
                        current = Argument(text: "", range: range)
                    }
                    if current.text.isEmpty { current.startsUnknown = argument.startsUnknown }
                    current.text += argument.text
                    current.unknown = max(current.unknown, argument.unknown)
                    current.isManifold = current.isManifold || argument.isManifold
                    isStarted = true
                }
                continue
            }
            if piece.splits {
                let parts = piece.text.split(omittingEmptySubsequences: false) { scope.isSeparator($0) }
                for (index, part) in parts.enumerated() {
                    if index > 0, isStarted {
                        fields.append(current)
                        current = Argument(text: "", range: range)
                        isStarted = false
                    }
                    if !part.isEmpty {
                        current.text += part
                        isStarted = true
                        if Self.hasSpecials(String(part)) { current.isGlob = true }
                    }
                }
                continue
            }
            if piece.unknown != nil, current.text.isEmpty { current.startsUnknown = true }
            current.text += piece.text
            current.unknown = max(current.unknown, piece.unknown)
            if piece.isManifold { current.isManifold = true }
            if piece.canBrace, Self.hasGlob(piece.text) { current.isGlob = true }
            isStarted = true
        }
        if isStarted { fields.append(current) }
        return fields
    }

    private static func hasGlob(_ text: String) -> Bool {
        text.utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }
            || text.utf8.contains(UInt8(ascii: "[")) && text.utf8.contains(UInt8(ascii: "]"))
    }
}

private func max(_ left: Argument.Source?, _ right: Argument.Source?) -> Argument.Source? {
    guard let left else { return right }
    guard let right else { return left }
    return left < right ? right : left
}

extension Scope {
    func isSeparator(_ character: Character) -> Bool { separators?.contains(character) ?? true }
}
