import ByteText
import RunbookModel

/// A runbook as Markdown: easy to read and to edit, and read back without guessing.
package enum RunbookMarkdown {
    /// First line of the form; it tells the parser that nothing has to be guessed.
    static let marker = "<!-- dd0c.runbook/1 -->"

    /// The runbook as a document that parses back to the same runbook, but for the line numbers.
    package static func render(_ content: RunbookContent) -> String {
        var lines = [marker, "# " + oneLine(content.title), ""]
        if !content.summary.isEmpty {
            for line in content.summary.parts(between: "\n", omittingEmpty: false) {
                lines.append("> " + line)
            }
            lines.append("")
        }
        list("Services", content.services, to: &lines)
        list("Alerts", content.alerts, to: &lines)
        list("Severity", content.severity.map { [$0] } ?? [], to: &lines)
        list("Owner", content.owner.map { [$0] } ?? [], to: &lines)
        list("Dashboards", (content.dashboards ?? []).map { "\($0.target) \(oneLine($0.label))" }, to: &lines)
        list("Prerequisites", content.prerequisites.filter { $0.isDerived != true }.map(\.text), to: &lines)
        list("Also needed", content.prerequisites.filter { $0.isDerived == true }.map(\.text), to: &lines)
        list(
            "Variables",
            content.variables.map { variable in
                code(variable.name) + " is " + code(variable.placeholder)
                    + (variable.defaultValue.map { ", else " + code($0) } ?? "")
            }, to: &lines)
        if !content.steps.isEmpty {
            lines += ["## Steps", ""]
            for step in content.steps { render(step, to: &lines) }
        }
        list("Doubts", content.ambiguities.map(doubt), to: &lines)
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func oneLine(_ text: String) -> String {
        text.parts(between: "\n").joined(separator: " ")
    }

    private static func list(_ heading: String, _ values: [String], to lines: inout [String]) {
        guard !values.isEmpty else { return }
        lines += ["## " + heading, ""]
        for value in values { item(value, to: &lines) }
        lines.append("")
    }

    /// An item; further lines of its text are indented.
    private static func item(_ text: String, to lines: inout [String]) {
        let parts = text.parts(between: "\n", omittingEmpty: false)
        lines.append("- " + (parts.first ?? ""))
        for part in parts.dropFirst() { lines.append("  " + part) }
    }

    /// Code between as many backticks as it needs.
    static func code(_ text: String) -> String {
        let longest = longestRun(in: text)
        guard longest > 0 else { return "`\(text)`" }
        let mark = String(repeating: "`", count: longest + 1)
        return "\(mark) \(text) \(mark)"
    }

    private static func longestRun(in text: String) -> Int {
        var longest = 0
        var run = 0
        for byte in text.utf8 {
            run = byte == UInt8(ascii: "`") ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }

    private static func fence(_ text: String, language: String, to lines: inout [String]) {
        let mark = String(repeating: "`", count: max(3, longestRun(in: text) + 1))
        lines.append(mark + language)
        lines += text.parts(between: "\n", omittingEmpty: false).map(String.init)
        lines.append(mark)
    }

    private static func render(_ step: Step, to lines: inout [String]) {
        lines += ["### \(step.number). " + oneLine(step.title), ""]
        if let command = step.command {
            fence(command, language: step.language.rawValue, to: &lines)
            lines.append("")
        }
        let began = lines.count
        if let branch = step.branch {
            item("If: " + branch.condition, to: &lines)
            item("Then\(target(branch.thenStep)): " + branch.then, to: &lines)
            if branch.otherwise != nil || branch.elseStep != nil {
                item("Otherwise\(target(branch.elseStep)): " + (branch.otherwise ?? ""), to: &lines)
            }
        }
        if let expected = step.expected { item("Expect: " + expected, to: &lines) }
        if let rollback = step.rollback {
            item("Undo (\(rollback.source.rawValue)): " + rollback.command, to: &lines)
            if let capture = rollback.capture { item("Undo needs: " + capture, to: &lines) }
        }
        if step.kind == .manual {
            let reason = step.reasons.first
            item("Colour: \(step.risk.rawValue)" + (reason.map { " (\($0.rule)) \($0.text)" } ?? ""), to: &lines)
        } else if step.kind == .command {
            item("Colour: \(step.risk.rawValue)", to: &lines)
        }
        if let section = step.section { item("Section: " + section, to: &lines) }
        for note in step.notes { item("Note: " + note, to: &lines) }
        if lines.count > began { lines.append("") }
    }

    private static func target(_ step: Int?) -> String { step.map { " go to \($0)" } ?? "" }

    private static func doubt(_ ambiguity: Ambiguity) -> String {
        var text = (ambiguity.step.map { "Step \($0): " } ?? "Document: ") + ambiguity.text
        text += "\nSuggestion: " + ambiguity.suggestion
        if let resolution = ambiguity.resolution { text += "\nAnswer: " + resolution }
        return text
    }
}
