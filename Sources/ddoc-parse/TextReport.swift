import RunbookModel

/// A runbook for a terminal.
struct TextReport {
    let colours: Bool
    let width: Int
    private var output = ""

    init(colours: Bool, width: Int) {
        self.colours = colours
        self.width = width
    }

    /// The report on a runbook.
    mutating func render(_ content: RunbookContent) -> String {
        output = ""
        line(style("1", content.title))
        if !content.summary.isEmpty { paragraph(content.summary, indent: 0, limit: 3) }
        line(counts(content))
        if !content.alerts.isEmpty { field("Alerts", content.alerts.joined(separator: ", ")) }
        if !content.services.isEmpty { field("Services", content.services.joined(separator: ", ")) }
        if !content.prerequisites.isEmpty {
            heading("Before you begin")
            for entry in content.prerequisites { bullet("·", entry.text) }
        }
        if !content.variables.isEmpty {
            heading("Variables")
            for variable in content.variables {
                bullet("·", variable.placeholder + (variable.defaultValue.map { "  (else \($0))" } ?? ""))
            }
        }
        heading("Steps")
        var section: String?
        for step in content.steps {
            if step.section != section, let name = step.section {
                line("")
                line(style("2", "  " + name))
            }
            section = step.section
            self.step(step, total: content.steps.count)
        }
        if !content.ambiguities.isEmpty {
            heading("Doubts")
            for doubt in content.ambiguities { self.doubt(doubt) }
        }
        return output
    }

    /// The report on a single command.
    mutating func render(_ command: String, _ assessment: RiskAssessment) -> String {
        output = ""
        line(mark(assessment.risk) + " " + style("1", assessment.risk.rawValue) + "  " + assessment.effect)
        for reason in assessment.reasons { bullet("·", reason.text + style("2", "  " + reason.rule)) }
        if let inverse = assessment.inverse { field("Undo", inverse.command) }
        return output
    }

    private func counts(_ content: RunbookContent) -> String {
        let steps = content.steps.count
        let decisions = content.steps.count { $0.kind == .decision }
        var parts = ["\(steps) \(steps == 1 ? "step" : "steps")"]
        if decisions > 0 { parts.append("\(decisions) \(decisions == 1 ? "decision" : "decisions")") }
        for risk in Risk.allCases {
            let count = content.stepCount(risk)
            if count > 0 { parts.append("\(mark(risk)) \(count) \(risk.rawValue)") }
        }
        return parts.joined(separator: "   ")
    }

    private mutating func step(_ step: Step, total: Int) {
        let digits = String(total).count
        let number = String(repeating: " ", count: max(0, digits - String(step.number).count)) + String(step.number)
        let icon = step.kind == .decision ? style("36", "?") : mark(step.risk)
        paragraph("\(number) \(icon) " + style("1", step.title), indent: 2, hanging: digits + 3)
        let margin = 2 + digits + 3
        if let command = step.command {
            for part in command.split(separator: "\n", omittingEmptySubsequences: false) {
                line(String(repeating: " ", count: margin) + style("33", String(part)))
            }
        }
        if let branch = step.branch {
            let then = branch.thenStep.map { " → step \($0)" } ?? ""
            paragraph("yes: \(branch.then)\(then)", indent: margin)
            if branch.otherwise != nil || branch.elseStep != nil {
                let jump = branch.elseStep.map { " → step \($0)" } ?? ""
                paragraph("no:  \(branch.otherwise ?? "go on")\(jump)", indent: margin)
            }
        }
        if step.risk != .green, let reason = step.reasons.first, step.kind == .command {
            paragraph(style("2", reason.text), indent: margin)
        }
        if let expected = step.expected { paragraph("expect: " + expected, indent: margin) }
        if let rollback = step.rollback {
            let undo = rollback.command.split(separator: "\n").joined(separator: " ⏎ ")
            paragraph("undo: \(undo)" + (rollback.source == .derived ? "  (derived)" : ""), indent: margin)
        } else if step.kind == .command, step.risk != .green {
            line(String(repeating: " ", count: margin) + style("2", "undo: none known"))
        }
    }

    private mutating func doubt(_ doubt: Ambiguity) {
        let place = doubt.step.map { "step \($0)" } ?? doubt.line.map { "line \($0)" } ?? "document"
        bullet("!", "\(place): \(doubt.text)")
        if let resolution = doubt.resolution {
            paragraph("answered: " + resolution, indent: 4)
        } else {
            paragraph(doubt.suggestion, indent: 4)
        }
    }

    // MARK: Writing

    private func style(_ code: String, _ text: String) -> String { colours ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text }

    private func mark(_ risk: Risk) -> String {
        switch risk {
        case .green: style("32", "●")
        case .yellow: style("33", "▲")
        case .red: style("31", "■")
        }
    }

    private mutating func line(_ text: String) { output += text + "\n" }

    private mutating func heading(_ text: String) {
        line("")
        line(style("1", text))
    }

    private mutating func field(_ name: String, _ value: String) { paragraph("\(name): \(value)", indent: 0) }

    private mutating func bullet(_ mark: String, _ text: String) { paragraph("\(mark) \(text)", indent: 2, hanging: 2) }

    /// Text over as many lines as it needs.
    private mutating func paragraph(_ text: String, indent: Int, hanging: Int = 0, limit: Int = .max) {
        var current = String(repeating: " ", count: indent)
        var length = indent
        var written = 0
        var isEmpty = true
        for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
            let columns = word.filter { $0 != "\u{1B}" }.count
            if !isEmpty, length + 1 + columns > width {
                line(current)
                written += 1
                if written >= limit { return }
                current = String(repeating: " ", count: indent + hanging)
                length = indent + hanging
                isEmpty = true
            }
            if !isEmpty {
                current += " "
                length += 1
            }
            current += word
            length += columns
            isEmpty = false
        }
        if !isEmpty { line(current) }
    }
}
