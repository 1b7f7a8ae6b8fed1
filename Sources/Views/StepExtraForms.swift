import RunbookModel

/// Conditions and values as people type them into the form of a step.
extension Condition {
    /// The condition as it is typed: `exit code = 0`, `>= 3`, `contains ready`.
    package var line: String {
        switch self {
        case .exitCode(let comparison, let bound): "exit code \(comparison.rawValue) \(bound)"
        case .number(let comparison, let bound):
            "\(comparison.rawValue) \(Int(exactly: bound).map(String.init) ?? String(bound))"
        case .contains(let text): "contains \(text)"
        }
    }

    /// Reads what `line` writes; `nil` for other words.
    package init?(line: String) {
        var text = line.trimmed
        if text.lowercased().hasPrefix("contains ") {
            let wanted = text.dropFirst("contains ".count).description.trimmed
            guard !wanted.isEmpty else { return nil }
            self = .contains(wanted)
            return
        }
        let isExitCode = text.lowercased().hasPrefix("exit code")
        if isExitCode { text = text.dropFirst("exit code".count).description.trimmed }
        var comparison = Comparison.equal
        for (sign, meaning) in Self.signs where text.hasPrefix(sign) {
            comparison = meaning
            text = text.dropFirst(sign.count).description.trimmed
            break
        }
        if isExitCode {
            guard let bound = Int(text), (0...255).contains(bound) else { return nil }
            self = .exitCode(comparison, bound)
        } else {
            guard let bound = Double(text), bound.isFinite else { return nil }
            self = .number(comparison, bound)
        }
    }

    /// Longer signs first.
    private static let signs: [(String, Comparison)] = [
        ("<=", .lessOrEqual), ("≤", .lessOrEqual), (">=", .greaterOrEqual), ("≥", .greaterOrEqual), ("!=", .notEqual),
        ("≠", .notEqual), ("==", .equal), ("=", .equal), ("<", .less), (">", .greater),
    ]
}

extension ValueCapture {
    /// The capture as it is typed: `pod = first line`, `count = number`, `id = /id: (.+)/`.
    package var line: String {
        switch source {
        case .firstLine: "\(variable) = first line"
        case .number: "\(variable) = number"
        case .pattern(let pattern): "\(variable) = /\(pattern)/"
        }
    }

    /// Reads what `line` writes; `nil` for other words.
    package init?(line: String) {
        guard let sign = line.firstIndex(where: { $0 == "=" || $0 == ":" }) else { return nil }
        let name = line[..<sign].drop { "<${ \t".contains($0) }.prefix {
            $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0))
        }
        let variable = name.lowercased().replacing("-", with: "_")
        guard !variable.isEmpty, variable.count <= 60 else { return nil }
        let how = String(line[line.index(after: sign)...]).trimmed
        switch how.lowercased() {
        case "first line", "the first line": self.init(variable: variable, source: .firstLine)
        case "number", "the number": self.init(variable: variable, source: .number)
        default:
            guard how.count > 2, how.hasPrefix("/"), how.hasSuffix("/") else { return nil }
            self.init(variable: variable, source: .pattern(String(how.dropFirst().dropLast())))
        }
    }
}

/// What the form of a step asks for beside the step itself.
package struct StepExtrasForm: Hashable, Sendable {
    /// `nil` when it was not asked for.
    package var handling: Handling?
    package var captures: EditedText
    package var checkCommand: EditedText
    package var checkCondition: EditedText
    package var runbook: EditedText

    /// A choice of the form.
    package enum Handling: String, CaseIterable, Hashable, Sendable {
        /// As the colour says.
        case colour
        case ask
        case byHand

        package var value: StepHandling? {
            switch self {
            case .colour: nil
            case .ask: .ask
            case .byHand: .byHand
            }
        }
    }

    /// - Throws: `FormErrors` for lines that cannot be read.
    init(_ form: FormState) throws(FormErrors) {
        handling = form.choice(.stepHandling).flatMap { Handling(rawValue: $0) }
        captures = form.edited(.stepCaptures)
        checkCommand = form.edited(.stepCheckCommand)
        checkCondition = form.edited(.stepCheckCondition)
        runbook = form.edited(.stepRunbook)
        var errors: [String: String] = [:]
        if case .text(let lines) = captures, !lines.isEmpty, Self.captures(in: lines) == nil {
            errors[FormField.stepCaptures.rawValue] =
                "One value per line, at most \(Limits.capturesPerStep): pod = first line, count = number, or id = /id: (.+)/."
        }
        if case .text(let line) = checkCondition, !line.isEmpty, Condition(line: line) == nil {
            errors[FormField.stepCheckCondition.rawValue] = "Write it like: exit code = 0, or >= 3, or contains ready."
        }
        guard errors.isEmpty else { throw FormErrors(errors) }
    }

    /// The values that the lines of an input name; `nil` when one cannot be read, or they are too many.
    package static func captures(in text: String) -> [ValueCapture]? {
        let lines = text.split(whereSeparator: \.isNewline).map { String($0).trimmed }.filter { !$0.isEmpty }
        let captures = lines.compactMap { ValueCapture(line: $0) }
        let names = Set(captures.map(\.variable))
        guard captures.count == lines.count, names.count == lines.count, lines.count <= Limits.capturesPerStep else {
            return nil
        }
        return captures
    }
}
