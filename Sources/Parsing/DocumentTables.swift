import RunbookModel

/// What the columns of a table are for, from their titles.
private struct TableColumns {
    let titles: [String]
    /// What to do.
    let action: Int?
    /// A step of a numbered procedure.
    let step: Int?
    /// When to do it.
    let cause: Int?

    private static let actions = [
        "action", "fix", "solution", "resolution", "command", "what to do", "remedy", "mitigation", "response",
        "next step", "instructions", "procedure",
    ]
    private static let causes = [
        "cause", "symptom", "error", "condition", "if", "alert", "problem", "message", "status", "when", "scenario",
        "state", "issue", "output", "result",
    ]

    init(_ table: TableBlock) {
        let titles = table.header.map { $0.display.lowercased() }
        let isNumbered = table.rows.allSatisfy { row in
            row.first.map { cell in cell.display.allSatisfy { $0.isNumber || $0 == "." } } ?? true
        }
        self.titles = titles
        action = titles.firstIndex { title in Self.actions.contains(where: title.contains) }
        step = titles.indices.first { index in
            if isNumbered, index == 0 { return false }
            let title = titles[index]
            return ["step", "steps", "task"].contains(title) || title == "description" && titles.contains("#")
        }
        cause = titles.firstIndex { title in
            Self.causes.contains { title == $0 || title.hasPrefix($0 + " ") || title.hasSuffix(" " + $0) }
        }
    }
}

extension DocumentWalk {
    /// Rows of causes and actions become decisions, rows of steps become steps, other rows stay as context.
    mutating func table(_ table: TableBlock) {
        let columns = TableColumns(table)
        for row in table.rows {
            if isFull {
                findings.isCut = true
                return
            }
            if role == .reference {
                note(row.map(\.display).joined(separator: " | "))
            } else if let action = columns.action, let cause = columns.cause, action != cause,
                row.indices.contains(action),
                row.indices.contains(cause)
            {
                decide(row[cause], row[action], title: columns.titles[cause])
            } else if let column = columns.step ?? columns.action, row.indices.contains(column) {
                step(row, column, columns, table)
            } else {
                note(row.map(\.display).joined(separator: " | "))
            }
        }
        // "Otherwise" after a table is about all of its rows.
        openDecision = nil
    }

    private mutating func decide(_ cause: MarkedText, _ action: MarkedText, title: String) {
        guard !cause.isBlank, !action.isBlank else { return }
        addDecision(
            condition: "\(title): \(cause.display)", then: action.display,
            line: cause.line...max(cause.line, action.line), rule: "table.cause")
        let decision = findings.steps.count - 1
        cell(action, isStep: true)
        findings.steps[decision].thenTarget = .index(decision + 1)
        findings.steps[decision].elseTarget = .index(findings.steps.count)
    }

    private mutating func step(_ row: [MarkedText], _ column: Int, _ columns: TableColumns, _ table: TableBlock) {
        if let label = row.first?.display, !label.isEmpty, label.allSatisfy(\.isNumber) {
            findings.labels.append(StepLabel(name: label, step: findings.steps.count, scope: scope))
        }
        cell(row[column], isStep: true)
        for (index, other) in row.enumerated()
        where index != column && !other.isBlank && columns.titles.indices.contains(index) {
            let title = columns.titles[index]
            if title.contains("command") {
                cell(other, isStep: false)
            } else if title.contains("expected") || title.contains("result") {
                if let last = findings.steps.indices.last { findings.steps[last].expected.append(other.display) }
            } else if !other.display.allSatisfy(\.isNumber) {
                note("\(table.header[index].display): \(other.display)")
            }
        }
    }

    private mutating func cell(_ text: MarkedText, isStep: Bool) {
        let spans = text.codeSpans
        if spans.count == 1, text.bytes.first == MarkedText.codeStart, text.bytes.last == MarkedText.codeEnd {
            let code = String(decoding: text.bytes[spans[0]], as: UTF8.self)
            if shape.judge(code) >= .plausible {
                addCommand(
                    CodeUnit(kind: .command(.shell), text: code, lines: text.line...text.line), title: nil,
                    rule: "table.command")
                return
            }
        }
        var item: Item? = Item(isStep: isStep, firstStep: findings.steps.count)
        var sentences = SentenceSplitter.split(text)
        prose(&sentences, &item)
    }
}
