import RunbookModel

/// Problems, differences and summaries for a terminal.
extension TextReport {
    /// The line that stands before the report on one of several files.
    mutating func heading(_ path: String, isFirst: Bool) -> String {
        output = ""
        if !isFirst { line("") }
        let name = "── \(Columns.harmless(path)) "
        let rest = max(2, width - Columns.width(of: name[...]))
        line(style("2", name + String(repeating: "─", count: rest)))
        return output
    }

    /// One problem as `path:line: rule: text`, on one line, as compilers write it.
    mutating func render(_ finding: CheckFinding, _ path: String) -> String {
        output = ""
        let place = path + (finding.line.map { ":\($0)" } ?? "")
        let step = finding.step.map { "step \($0): " } ?? ""
        let suggestion = finding.suggestion.isEmpty ? "" : " " + finding.suggestion
        let text = oneLine(step + finding.text) + style("2", oneLine(suggestion))
        line("\(style("1", Columns.harmless(place))): \(style("31", finding.rule.rawValue)): \(text)")
        return output
    }

    private func oneLine(_ text: String) -> String {
        let isSpaced = text.first?.isWhitespace == true
        let words = Columns.harmless(text).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return isSpaced ? " " + words : words
    }

    /// What is said when all files were read.
    mutating func summary(_ lines: [String]) -> String {
        output = ""
        for text in lines { paragraph(text, indent: 0, code: "1") }
        return lines.isEmpty ? "" : output
    }

    /// The difference of two runbooks.
    mutating func render(_ diff: RunbookDiff, old: RunbookContent, new: RunbookContent) -> String {
        output = ""
        paragraph(Columns.harmless(new.title), indent: 0, code: "1")
        if let title = diff.title { labelledChange("title", title.before, title.after, 0) }
        let parts = [
            (diff.added.count, "new"), (diff.removed.count, "gone"), (diff.changed.count, "changed"),
            (diff.steps.count { $0.isMoved && !$0.isChanged }, "moved"), (diff.unchanged.count, "as before"),
        ]
        line(parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: "   "))
        for change in diff.steps where !change.isUnchanged {
            line("")
            self.change(change, old: old, new: new)
        }
        return output
    }

    private mutating func change(_ change: StepChange, old: RunbookContent, new: RunbookContent) {
        let title = Columns.harmless(change.title)
        if change.isAdded, let step = new.steps.first(where: { $0.number == change.after }) {
            paragraph(title, indent: 2, code: "1", lead: style("32", "+ ") + "\(step.number) \(mark(step.risk)) ")
            command(step, sign: "+", code: "32")
        } else if change.isRemoved, let step = old.steps.first(where: { $0.number == change.before }) {
            paragraph(
                title, indent: 2, code: "1", lead: style("31", "- ") + "was \(step.number) \(mark(step.risk)) ")
            command(step, sign: "-", code: "31")
        } else {
            let number = "\(change.after ?? 0)"
            let moved = change.isMoved ? "  (moved, was step \(change.before ?? 0))" : ""
            paragraph(
                title + moved, indent: 2, code: "1", lead: style("33", change.isChanged ? "~ " : "↕ ") + number + " ")
            for field in change.fields { labelledChange(field.field.name, field.before, field.after, 2) }
        }
    }

    private mutating func command(_ step: Step, sign: String, code: String) {
        for part in Columns.harmless(step.command ?? "").split(separator: "\n") {
            line(style(code, "  \(sign) \(part)"))
        }
    }

    private mutating func labelledChange(_ name: String, _ before: String?, _ after: String?, _ indent: Int) {
        let margin = String(repeating: " ", count: indent)
        line(margin + style("2", name + ":"))
        for (sign, code, text) in [("-", "31", before), ("+", "32", after)] {
            for part in Columns.harmless(text ?? "").split(separator: "\n") {
                line(margin + style(code, "  \(sign) \(part)"))
            }
        }
    }
}
