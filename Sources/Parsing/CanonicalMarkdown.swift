import ByteText
import RiskRules
import RunbookModel

/// Reads what `RunbookMarkdown` wrote.
struct CanonicalMarkdown {
    private let classifier: RiskClassifier
    private let lines: [Substring]
    private var index = 0
    private var content = RunbookContent(title: "")

    /// The runbook; `nil` when the text is not of that form.
    static func read(_ text: String, classifier: RiskClassifier) -> RunbookContent? {
        guard text.hasPrefix(RunbookMarkdown.marker) else { return nil }
        // Only where an editor ended all lines so is a carriage return no part of the text.
        let endsWithReturns = text[...].hasPrefix(RunbookMarkdown.marker + "\r")
        let lines = text.parts(between: "\n", omittingEmpty: false).map { line in
            endsWithReturns && line.hasSuffix("\r") ? Substring(line.utf8.dropLast()) : line
        }
        var reader = CanonicalMarkdown(classifier: classifier, lines: lines)
        return reader.run()
    }

    private init(classifier: RiskClassifier, lines: [Substring]) {
        self.classifier = classifier
        self.lines = lines
    }

    private mutating func run() -> RunbookContent {
        var section = ""
        var summary: [Substring] = []
        while index < lines.count {
            let line = lines[index]
            if line.hasPrefix("### ") {
                if content.steps.count >= Limits.steps { break }
                step()
                continue
            }
            if let heading = line.after("## ") {
                section = String(heading)
            } else if content.title.isEmpty, let title = line.after("# ") {
                content.title = String(title)
            } else if section.isEmpty, let quoted = line.after("> ") ?? line.after(">") {
                summary.append(quoted)
            } else if line.hasPrefix("- ") {
                let number = index + 1
                add(item(), to: section, line: number)
                continue
            }
            index += 1
        }
        content.summary = summary.joined(separator: "\n")
        // Placeholders have their names in the table of variables, wherever that stands.
        var names = Dictionary(
            content.variables.map { ($0.placeholder, $0.name) }, uniquingKeysWith: { first, _ in first })
        for position in content.steps.indices {
            guard let command = content.steps[position].command else { continue }
            for placeholder in PlaceholderScanner.scan(command, language: content.steps[position].language) {
                let known = names[placeholder.text]
                if known == nil, content.variables.count < RunbookAssembler.maximumVariables {
                    names[placeholder.text] = placeholder.name
                    content.variables.append(
                        VariableFacts.complete(Variable(name: placeholder.name, placeholder: placeholder.text)))
                }
                content.steps[position].variables.append(known ?? placeholder.name)
            }
        }
        let plain = content.variables.filter { ExampleValues.isPlain($0.placeholder) }
        for position in content.steps.indices where !plain.isEmpty {
            guard let command = content.steps[position].command else { continue }
            content.steps[position].variables += ExampleValues.names(
                in: command, content.steps[position].language, of: plain)
        }
        return content
    }

    /// The text of an item with its indented lines.
    private mutating func item() -> String {
        var parts = [lines[index].after("- ") ?? lines[index]]
        index += 1
        while index < lines.count {
            if let further = lines[index].after("  ") {
                parts.append(further)
            } else if lines[index].isEmpty, index + 1 < lines.count, lines[index + 1].hasPrefix("  ") {
                parts.append("")
            } else {
                break
            }
            index += 1
        }
        return parts.joined(separator: "\n")
    }

    private mutating func add(_ text: String, to section: String, line: Int) {
        switch section {
        case "Services": content.services.append(text)
        case "Alerts": content.alerts.append(text)
        case "Severity": content.severity = content.severity ?? text
        case "Owner": content.owner = content.owner ?? text
        case "Dashboards":
            let parts = text.parts(between: " ", maxSplits: 1, omittingEmpty: false)
            content.dashboards =
                (content.dashboards ?? []) + [
                    DocumentLink(label: parts.count > 1 ? String(parts[1]) : "", target: String(parts[0]))
                ]
        case "Also needed":
            content.prerequisites.append(Prerequisite(text: text, line: line, isDerived: true))
        case "Prerequisites": content.prerequisites.append(Prerequisite(text: text, line: line))
        case "Variables": variable(text)
        case "Doubts": doubt(text, line: line)
        default: break
        }
    }

    private mutating func variable(_ text: String) {
        var rest = text[...]
        guard let name = Self.takeCode(&rest), let behind = rest.after(" is ") else { return }
        rest = behind
        guard let placeholder = Self.takeCode(&rest) else { return }
        var variable = Variable(name: name, placeholder: placeholder)
        if let behind = rest.after(", else ") {
            rest = behind
            variable.defaultValue = Self.takeCode(&rest)
        }
        content.variables.append(VariableFacts.complete(variable))
    }

    /// Takes a code span off the front.
    private static func takeCode(_ text: inout Substring) -> String? {
        let mark = String(Substring(text.utf8.prefix { $0 == UInt8(ascii: "`") }))
        guard !mark.isEmpty, let rest = text.after(mark), let length = rest.firstByte(of: mark) else { return nil }
        var inner = rest.utf8.prefix(length)
        if mark.utf8.count > 1, inner.count > 1, inner.first == UInt8(ascii: " "), inner.last == UInt8(ascii: " ") {
            inner = inner.dropFirst().dropLast()
        }
        text = Substring(rest.utf8.dropFirst(length + mark.utf8.count))
        return String(Substring(inner))
    }

    private mutating func doubt(_ text: String, line: Int) {
        var ambiguity = Ambiguity(line: line, text: "", suggestion: "")
        var body: [Substring] = []
        for part in text.parts(between: "\n", omittingEmpty: false) {
            if let suggestion = part.after("Suggestion: ") {
                ambiguity.suggestion = String(suggestion)
            } else if let answer = part.after("Answer: ") {
                ambiguity.resolution = String(answer)
            } else if let resolution = ambiguity.resolution {
                ambiguity.resolution = resolution + "\n" + part
            } else {
                body.append(part)
            }
        }
        var whole = body.joined(separator: "\n")[...]
        if let place = whole.after("Step "), let colon = place.firstByte(of: ": "),
            let step = Int(Substring(place.utf8.prefix(colon)))
        {
            ambiguity.step = step
            whole = Substring(place.utf8.dropFirst(colon + 2))
        } else if let text = whole.after("Document: ") {
            whole = text
        }
        ambiguity.text = String(whole)
        content.ambiguities.append(ambiguity)
    }

    // MARK: Steps

    private mutating func step() {
        let first = index
        let title = (lines[index].after("### ") ?? "").drop { $0.isNumber }.drop { $0 == "." }
        index += 1
        var step = Step(number: content.steps.count + 1, kind: .manual, title: String(title.trimmedSpace))
        var colour: Risk?
        while index < lines.count, !lines[index].hasPrefix("## "), !lines[index].hasPrefix("### ") {
            let line = lines[index]
            if line.hasPrefix("```"), step.command == nil {
                command(&step)
            } else if line.hasPrefix("- ") {
                field(item(), &step, &colour)
            } else {
                index += 1
            }
        }
        if step.branch != nil { step.kind = .decision }
        if let command = step.command {
            let assessment = classifier.assess(command, language: step.language)
            step.risk = assessment.risk
            step.reasons = assessment.reasons
        }
        if let colour, step.kind == .manual || colour > step.risk { step.risk = colour }
        if step.kind == .decision, let previous = content.steps.last, let condition = step.branch?.condition {
            step.branch?.test = ConditionReader.test(condition, after: previous)
        }
        step.lines = (first + 1)...max(first + 1, index)
        content.steps.append(step)
    }

    private mutating func command(_ step: inout Step) {
        let mark = lines[index].prefix { $0 == "`" }
        let language = lines[index].dropFirst(mark.count)
        var body: [Substring] = []
        index += 1
        while index < lines.count, lines[index] != mark {
            body.append(lines[index])
            index += 1
        }
        index += 1
        step.kind = .command
        step.command = body.joined(separator: "\n")
        step.language =
            language.isEmpty || language == "bash" || language == "sh"
            ? .shell : CommandLanguage(rawValue: String(language))
    }

    private func field(_ text: String, _ step: inout Step, _ colour: inout Risk?) {
        guard let colon = text.firstByte(of: ":") else { return }
        let rest = Substring(text.utf8.dropFirst(colon + 1))
        let value = String(rest.after(" ") ?? rest)
        let parts = Substring(text.utf8.prefix(colon)).parts(between: " ").map(String.init)
        switch parts.first {
        case "If": step.branch = Branch(condition: value, then: "")
        case "Then":
            step.branch?.then = value
            step.branch?.thenStep = parts.last.flatMap(Int.init)
        case "Otherwise":
            step.branch?.otherwise = value.isEmpty ? nil : value
            step.branch?.elseStep = parts.last.flatMap(Int.init)
        case "Expect": step.expected = value
        case "Undo" where parts.last == "needs": step.rollback?.capture = value
        case "Undo":
            let source = parts.last.map { $0.filter(\.isLetter) }.flatMap(Rollback.Source.init) ?? .document
            step.rollback = Rollback(command: value, source: source)
        case "Colour":
            let words = value.parts(between: " ", maxSplits: 2).map(String.init)
            colour = words.first.flatMap(Risk.init)
            if words.count == 3, let colour {
                step.reasons = [
                    RiskReason(rule: words[1].filter { $0 != "(" && $0 != ")" }, text: words[2], risk: colour)
                ]
            }
        case "Section": step.section = value
        case "Note": step.notes.append(value)
        default: break
        }
    }
}
