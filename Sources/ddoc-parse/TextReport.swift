import Parsing
import RiskRules
import RunbookModel

/// A runbook for a terminal.
struct TextReport {
    let colours: Bool
    let width: Int
    /// Whether to say which rule found what.
    let explain: Bool
    var output = ""

    init(colours: Bool, width: Int, explain: Bool = false) {
        self.colours = colours
        self.width = width
        self.explain = explain
    }

    /// The report on a runbook.
    mutating func render(_ content: RunbookContent) -> String {
        output = ""
        paragraph(Columns.harmless(content.title), indent: 0, code: "1")
        if !content.summary.isEmpty { paragraph(Columns.harmless(content.summary), indent: 0, limit: 3) }
        line(counts(content))
        quality(content)
        field("Owner", content.owner)
        field("Severity", content.severity)
        field("Alerts", content.alerts.isEmpty ? nil : content.alerts.joined(separator: ", "))
        field("Services", content.services.isEmpty ? nil : content.services.joined(separator: ", "))
        for link in content.dashboards ?? [] { field("Dashboard", "\(link.label) \(link.target)") }
        if !content.prerequisites.isEmpty {
            heading("Before you begin")
            for entry in content.prerequisites {
                bullet("·", entry.text, faint: entry.isDerived == true ? "(the commands need it)" : "")
            }
        }
        if !content.variables.isEmpty {
            heading("Variables")
            for variable in content.variables { bullet("·", words(variable)) }
        }
        heading("Steps")
        var section: String?
        for step in content.steps {
            if step.section != section, let name = step.section {
                line("")
                paragraph(Columns.harmless(name), indent: 2, code: "2")
            }
            section = step.section
            self.step(step, total: content.steps.count)
        }
        doubts("Doubts", content.ambiguities.filter { $0.resolution == nil })
        doubts("Answered by the text itself", content.ambiguities.filter { $0.resolution != nil })
        return output
    }

    /// The report on a single command.
    mutating func render(_ command: String, _ assessment: RiskAssessment) -> String {
        output = ""
        line(mark(assessment.risk) + " " + style("1", assessment.risk.rawValue) + "  " + assessment.effect)
        for reason in assessment.reasons { bullet("·", reason.text, faint: reason.rule) }
        if let inverse = assessment.inverse { field("Undo", inverse.command) }
        return output
    }

    /// The report on a single command, part by part.
    mutating func render(_ explanation: RiskExplanation) -> String {
        output = ""
        let risk = explanation.assessment.risk
        line(mark(risk) + " " + style("1", risk.rawValue))
        for sentence in explanation.sentences { bullet("·", sentence) }
        heading("Word by word")
        tokens(explanation.tokens, indent: 2)
        line("")
        line(style("2", "rules " + explanation.assessment.rulesVersion))
        return output
    }

    private mutating func tokens(_ list: [ExplainedToken], indent: Int) {
        let margin = String(repeating: " ", count: indent)
        for token in list {
            let text = token.text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "⏎")
            let sign = token.role == .unknown ? "?" : token.risk.map { $0 > .green ? mark($0) : " " } ?? " "
            line(margin + sign + " " + style("33", text) + "  " + style("2", token.role.rawValue))
            paragraph(token.meaning, indent: indent + 4)
            tokens(token.payload, indent: indent + 4)
        }
    }

    // MARK: The whole

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

    private mutating func quality(_ content: RunbookContent) {
        let quality = QualityScorer.score(content)
        line("Quality: \(quality.score) of 100")
        for reason in explain ? quality.reasons : Array(quality.losses.prefix(3)) {
            bullet(
                reason.points == reason.outOf ? "+" : "-",
                reason.text, faint: "(\(reason.points) of \(reason.outOf))")
        }
    }

    private func words(_ variable: Variable) -> String {
        var words = variable.placeholder
        if let kind = variable.kind { words += "  a \(kind.rawValue)" }
        if let value = variable.defaultValue { words += "  (else \(value))" }
        if let label = variable.alertLabel { words += "  (from the alert's label \(label))" }
        return words
    }

    private mutating func doubts(_ name: String, _ doubts: [Ambiguity]) {
        guard !doubts.isEmpty else { return }
        heading(name)
        for doubt in doubts {
            let place = doubt.step.map { "step \($0)" } ?? doubt.line.map { "line \($0)" } ?? "document"
            bullet(doubt.resolution == nil ? "!" : "·", "\(place): \(doubt.text)")
            paragraph(Columns.harmless(doubt.resolution ?? doubt.suggestion), indent: 4)
        }
    }

    // MARK: A step

    private mutating func step(_ step: Step, total: Int) {
        let digits = String(total).count
        let number = String(repeating: " ", count: max(0, digits - String(step.number).count)) + String(step.number)
        let icon = step.kind == .decision ? style("36", "?") : mark(step.risk)
        let margin = 2 + digits + 3
        paragraph(
            Columns.harmless(step.title), indent: margin, code: "1", lead: "  \(number) \(icon) ")
        if let command = step.command {
            for part in Columns.harmless(command).split(separator: "\n", omittingEmptySubsequences: false) {
                line(String(repeating: " ", count: margin) + style("33", String(part)))
            }
        }
        if let branch = step.branch {
            let then = branch.thenStep.map { " → step \($0)" } ?? ""
            labelled("yes", branch.then + then, margin)
            if branch.otherwise != nil || branch.elseStep != nil {
                let jump = branch.elseStep.map { " → step \($0)" } ?? ""
                labelled("no", (branch.otherwise ?? "go on") + jump, margin)
            }
        }
        if step.risk != .green, let reason = step.reasons.first, step.kind == .command, !explain {
            paragraph(Columns.harmless(reason.text), indent: margin, code: "2")
        }
        if let expected = step.expected { labelled("expect", expected, margin) }
        if let rollback = step.rollback {
            let undo = rollback.command.split(separator: "\n").joined(separator: " ⏎ ")
            labelled("undo", undo + (rollback.source == .derived ? "  (derived)" : ""), margin)
            if let capture = rollback.capture { labelled("undo needs", capture, margin) }
        } else if step.kind == .command, step.risk != .green {
            line(String(repeating: " ", count: margin) + style("2", "undo: none known"))
        }
        if explain { self.explain(step, margin) }
    }

    private mutating func explain(_ step: Step, _ margin: Int) {
        var place = ""
        if let lines = step.lines {
            place =
                lines.count == 1
                ? ", line \(lines.lowerBound)" : ", lines \(lines.lowerBound) to \(lines.upperBound)"
        }
        if let origin = step.origin {
            paragraph("step: \(origin.text)\(place)  [\(origin.rule)]", indent: margin, hanging: 2, code: "2")
        }
        guard step.kind != .decision else { return }
        for reason in step.reasons {
            paragraph(
                "\(reason.risk.rawValue): \(Columns.harmless(reason.text))  [\(reason.rule)]", indent: margin,
                hanging: 2, code: "2")
        }
    }

    private mutating func labelled(_ label: String, _ text: String, _ margin: Int) {
        paragraph("\(label): " + Columns.harmless(text), indent: margin, hanging: 2)
    }
}
