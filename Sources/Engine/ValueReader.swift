import RunbookModel

extension ValueCapture {
    /// What reading a value came to.
    package enum Finding: Hashable, Sendable {
        case found(String)
        /// Why there is none, as the end of a sentence.
        case missing(String)
    }

    /// Reads the value from what a command printed. The output is hostile: what could be taken for an option, holds a
    /// secret that was masked, or cannot be seen, is no value.
    package func read(from output: CommandOutput) -> Finding {
        let found: String?
        switch source {
        case .firstLine:
            found = output.text.split(whereSeparator: \.isNewline).lazy.map(\.trimmingSpace).first { !$0.isEmpty }
        case .number: found = output.onlyNumber.map(\.plain)
        case .pattern(let text):
            do throws(BoundedPattern.Problem) {
                found = try BoundedPattern(text).firstMatch(in: output.text).map { $0.trimmingSpace }
            } catch {
                return .missing("the pattern cannot be used: \(error.sentence)")
            }
        }
        guard let found, !found.isEmpty else { return .missing(nothing(in: output)) }
        return judged(found)
    }

    private func judged(_ value: String) -> Finding {
        if value.contains(CommandOutput.secretSign) { return .missing("it is a secret, or holds one") }
        if value.utf8.count > Limits.valueBytes { return .missing("it is longer than \(Limits.valueBytes) bytes") }
        if value.hasPrefix("-") { return .missing("it begins with “-”, and a command would take it for an option") }
        guard value.unicodeScalars.allSatisfy(\.isVisible) else { return .missing("there is a hidden character in it") }
        return .found(value)
    }

    private func nothing(in output: CommandOutput) -> String {
        switch source {
        case .firstLine: "the output is empty"
        case .number: "there is not exactly one number in the output"
        case .pattern: "nothing in the output fits the pattern"
        }
    }
}

extension StringProtocol {
    /// Without the white space at both ends.
    var trimmingSpace: String {
        let start = drop { $0.isWhitespace }
        return start.lastIndex { !$0.isWhitespace }.map { String(start[...$0]) } ?? ""
    }
}
