import ByteText
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
    /// The command of the step.
    let command: Int?

    private static let actions = [
        "action", "fix", "solution", "resolution", "what to do", "remedy", "mitigation", "response", "next step",
        "instructions", "procedure", "remediation", "do this", "how to fix",
    ]
    private static let causes = [
        "cause", "symptom", "symptoms", "error", "condition", "if", "alert", "problem", "message", "status", "when",
        "scenario", "state", "issue", "output", "result", "see", "situation", "case", "finding", "observation", "sign",
        "question",
    ]
    private static let steps: Set<String> = [
        "step", "steps", "task", "what", "activity", "instruction", "to do", "action", "description", "what to do",
    ]

    init(_ table: TableBlock) {
        let titles = table.header.map { $0.display.lowercased() }
        let numbers = table.rows.compactMap { $0.first?.display }
        // Codes of errors are numbers as well; those of steps count up from one.
        let counts = numbers.compactMap { Int($0.filter(\.isNumber)) }
        let isNumbered =
            !numbers.isEmpty && titles.count > 1 && counts.first.map { $0 < 2 } == true
            && numbers.allSatisfy { cell in
                !cell.isEmpty && cell.utf8.count < 5 && cell.allSatisfy { $0.isNumber || $0 == "." || $0 == ")" }
            }
        self.titles = titles
        let command = titles.firstIndex { ["query", "code"].contains($0) || $0.hasPrefix("command") }
        self.command = command
        let action = titles.firstIndex { title in Self.actions.contains(where: title.holds) }
        let named = titles.indices.first { index in
            (!isNumbered || index > 0) && Self.steps.contains(titles[index])
                && (isNumbered || ["step", "steps", "task"].contains(titles[index])
                    || titles[index] == "description" && titles.contains("#"))
        }
        let cause = titles.firstIndex { title in
            !title.holds("expected")
                && Self.causes.contains { title == $0 || title.hasPrefix($0 + " ") || title.hasSuffix(" " + $0) }
        }
        if isNumbered {
            // The rows are a procedure, whatever else stands in them.
            let other = titles.indices.first { index in
                index > 0 && index != command
                    && !["expected", "result", "note", "comment"].contains(where: titles[index].holds)
            }
            step = named ?? action ?? other ?? command
            (self.action, self.cause) = (nil, nil)
        } else {
            step = cause == nil || named != nil ? named ?? (action == nil ? nil : named) : nil
            self.action = action ?? (cause == nil ? nil : command)
            self.cause = cause ?? (action ?? 0 > 0 && titles.count < 5 && command == nil ? 0 : nil)
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
                let others = row.indices.filter { index in
                    index != cause && index != action && !row[index].isBlank && table.header.indices.contains(index)
                }
                decide(
                    row[cause], row[action], title: columns.titles[cause],
                    notes: others.map { "\(table.header[$0].display): \(row[$0].display)" })
            } else if let column = columns.step ?? columns.action ?? columns.command, row.indices.contains(column) {
                step(row, column, columns, table)
            } else {
                note(row.map(\.display).joined(separator: " | "))
            }
        }
        // "Otherwise" after a table is about all of its rows.
        openDecision = nil
    }

    private mutating func decide(_ cause: MarkedText, _ action: MarkedText, title: String, notes: [String]) {
        guard !cause.isBlank, !action.isBlank else { return }
        pendingNotes += notes
        let label = title.hasSuffix("see") || title == "if" || title == "when" ? "" : title + ": "
        addDecision(
            condition: label + cause.display, then: action.display,
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
        let first = findings.steps.count
        if let place = columns.command, place != column, row.indices.contains(place), !row[place].isBlank {
            command(row[place], title: row[column])
        } else {
            cell(row[column], isStep: true)
        }
        guard findings.steps.count > first else { return }
        for (index, other) in row.enumerated()
        where index != column && index != columns.command && !other.isBlank && columns.titles.indices.contains(index) {
            let title = columns.titles[index]
            if title.holds("expected") || title.holds("result") {
                findings.steps[findings.steps.count - 1].expected.append(other.display)
            } else if !other.display.allSatisfy({ $0.isNumber || $0 == "." || $0 == ")" }) {
                note("\(table.header[index].display): \(other.display)")
            }
        }
    }

    /// The command of a row, with what the row says to do as its title.
    private mutating func command(_ text: MarkedText, title: MarkedText) {
        let spans = text.codeSpans
        let code = spans.count == 1 ? String(decoding: text.bytes[spans[0]], as: UTF8.self) : text.display
        guard shape.judge(code) >= (spans.isEmpty ? .strong : .weak), !code.holds("`") else {
            let first = findings.steps.count
            cell(title, isStep: true)
            if findings.steps.count > first { return note(text.display) }
            return cell(text, isStep: true)
        }
        addCommand(
            CodeUnit(kind: .command(.shell), text: String(code.trimmedSpace), lines: text.line...text.line),
            title: title.display, rule: "table.command")
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
