extension RunStep {
    /// What the person types to confirm the step's command.
    package var confirmationTarget: String { target(of: command) }

    /// What the person types to confirm the step's undo.
    package var undoConfirmationTarget: String { target(of: undoable) }

    /// The command that takes back the last forward attempt that really began; `nil` when nothing did, or no undo is
    /// known.
    package var undoable: RenderedCommand? {
        let last = attempts.last { attempt in
            guard attempt.purpose == .forward else { return false }
            if case .notStarted = attempt.result { return false }
            return true
        }
        guard let undo = last?.undo, !undo.needsCapture else { return nil }
        return undo
    }

    private func target(of command: RenderedCommand?) -> String {
        let choices = [command?.assessment.target, step.title].compactMap { $0?.asTypedTarget }
        return choices.first { (1...60).contains($0.count) && $0.canBeTyped } ?? "step \(step.number)"
    }
}

extension RenderedCommand {
    /// The colour that its gate goes by when it is an undo: it changes something, whatever the rules know of it.
    package var undoRisk: Risk { max(.yellow, assessment.risk) }
}

extension Inverse {
    /// Stands in an undo for the state that its capture command prints.
    package static let previousPlaceholder = "{{previous}}"
}

extension RenderedCommand {
    /// Whether the text still waits for a captured state; such a command is never run.
    package var needsCapture: Bool { text.contains(Inverse.previousPlaceholder) }
}

extension String {
    /// A target as it is compared: white space at the ends and in rows does not matter, all else does.
    package var asTypedTarget: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}

extension String {
    /// Whether a person can type it as it looks: nothing in it is invisible.
    fileprivate var canBeTyped: Bool { unicodeScalars.allSatisfy(\.isVisible) }
}
