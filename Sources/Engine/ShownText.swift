import RunbookModel

/// What a person has before their eyes when they answer: the audit trail keeps it in full.
extension Run {
    /// The offer of the whole runbook.
    var shownAtStart: String {
        var lines = ["\(title), version \(runbookVersion)"]
        if let match { lines.append("Confidence \(match.confidence): \(match.reasons.joined(separator: "; "))") }
        for (name, value) in values.sorted(by: { $0.key < $1.key }) { lines.append("\(name) = \(value)") }
        if let place { lines += ["Changes run on: \(place.change)", "Reading runs on: \(place.read)"] }
        lines += (preflight?.findings ?? []).map { "\($0.kind.rawValue) \($0.name): \($0.outcome.rawValue)" }
        lines += steps.map { "\($0.step.number). [\($0.risk.rawValue)] \($0.command?.text ?? $0.step.title)" }
        return lines.joined(separator: "\n")
    }

    /// A step with its command, or its undo, and what the rules say of it.
    func shown(_ index: Int, _ purpose: Attempt.Purpose = .forward) -> String {
        let step = steps[index]
        let origin = step.added.map { "Typed by \($0.by)" } ?? "Step \(step.step.number) of \(plannedCount)"
        var lines = ["\(origin): \(step.step.title)"]
        if let branch = step.step.branch { lines.append("If: \(branch.condition)") }
        let command =
            switch purpose {
            case .forward: step.command
            case .undo: step.undoable
            case .capture: step.captureCommand
            case .check: step.checkCommand
            }
        guard let command else {
            lines += step.step.command.map { ["By hand: \($0)"] } ?? []
            return lines.joined(separator: "\n")
        }
        lines.append("\(purpose.heading): \(command.text)")
        if let place { lines.append("Runs on: \(place.words(for: command.assessment.risk))") }
        lines.append("Target: \(command.assessment.target ?? "unknown")")
        lines.append("Effect: \(command.assessment.effect)")
        let risk =
            switch purpose {
            case .forward: step.risk
            case .undo: command.undoRisk
            case .capture, .check: command.assessment.risk
            }
        lines.append("Colour: \(risk.rawValue)")
        lines += command.assessment.reasons.map { "- \($0.text) (\($0.rule))" }
        if purpose == .forward { lines.append("Undo: \(step.undoCommand?.text ?? "none known")") }
        lines.append("Rules: \(command.assessment.rulesVersion)")
        return lines.joined(separator: "\n")
    }
}

extension Attempt.Purpose {
    fileprivate var heading: String {
        switch self {
        case .forward: "Command"
        case .undo: "Undo"
        case .capture: "Reads the state before"
        case .check: "Looks whether it worked"
        }
    }
}
