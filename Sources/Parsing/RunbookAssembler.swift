import ByteText
import RiskRules
import RunbookModel

/// Makes a runbook of what was found in a document.
struct RunbookAssembler {
    let classifier: RiskClassifier
    let findings: DocumentFindings
    let frontMatter: [String: String]
    /// The places that the author may refer to, by their names.
    private let labels: [String: [StepLabel]]
    private var variables: [Variable] = []
    /// Assigned names and their literal values, over the whole document.
    private var assignments: [String: String] = [:]
    private var steps: [Step] = []
    private var ambiguities: [Ambiguity] = []

    init(findings: DocumentFindings, frontMatter: [String: String], classifier: RiskClassifier) {
        self.findings = findings
        labels = Dictionary(grouping: findings.labels, by: \.name)
        self.frontMatter = frontMatter
        self.classifier = classifier
    }

    mutating func assemble() -> RunbookContent {
        for draft in findings.steps {
            guard let command = draft.command, let (name, value) = ShellNames.assignment(command) else { continue }
            let isLiteral =
                PlaceholderScanner.scan(value, language: .shell).isEmpty && !value.holds("$") && !value.holds("`")
            if isLiteral, assignments[name] == nil, value != "..." { assignments[name] = value }
        }
        for (index, draft) in findings.steps.enumerated() { steps.append(step(draft, at: index)) }
        nameExamples()
        attachRollbacks()
        var content = RunbookContent(title: title, summary: findings.summary.joined(separator: " "))
        content.variables = variables
        content.steps = steps
        content.alerts = NameFinder.alerts(title: content.title, frontMatter: frontMatter, findings: findings)
        content.services = NameFinder.services(frontMatter: frontMatter, steps: steps)
        content.severity = NameFinder.severity(frontMatter: frontMatter)
        content.owner = NameFinder.owner(frontMatter: frontMatter, findings: findings)
        content.dashboards = findings.dashboards.isEmpty ? nil : findings.dashboards
        content.prerequisites = findings.prerequisites
        PrerequisiteFinder.addTools(to: &content)
        content.ambiguities = findings.ambiguities + ambiguities + AmbiguityFinder.find(in: content)
        if findings.isCut {
            content.ambiguities.append(
                Ambiguity(
                    text: "The document has more than \(Limits.steps) steps; the rest was not read.",
                    suggestion: "Split it into several runbooks."))
        }
        content.ambiguities.sort { ($0.step ?? 0, $0.line ?? 0) < ($1.step ?? 0, $1.line ?? 0) }
        return content
    }

    private static let genericTitles: Set<String> = [
        "steps", "procedure", "overview", "instructions", "runbook", "what to do", "prerequisites", "summary",
    ]

    private var title: String {
        for candidate in [findings.title, frontMatter["title"]] {
            if let candidate, !candidate.isEmpty, !candidate.holds("<%") { return candidate }
        }
        if let alert = frontMatter["alert"] ?? frontMatter["alertname"], !alert.isEmpty, !alert.holds(",") {
            return alert
        }
        if let heading = findings.headings.first(where: {
            !$0.hasSuffix("?") && !Self.genericTitles.contains($0.lowercased()) && !$0.holds("<%")
        }) {
            return heading
        }
        if let trigger = findings.trigger { return ClauseReader.capitalized(trigger) }
        return Self.shortened(findings.summary.first ?? steps.first?.title ?? "")
    }

    /// At most 80 characters, cut between words.
    static func shortened(_ text: String, to limit: Int = 80) -> String {
        guard text.count > limit else { return ClauseReader.trimmed(text) }
        let head = text.prefix(limit)
        guard let space = head.lastIndex(of: " ") else { return head + "…" }
        return ClauseReader.trimmed(String(head[..<space])) + "…"
    }

    // MARK: Steps

    private mutating func step(_ draft: StepDraft, at index: Int) -> Step {
        var step = Step(
            number: index + 1, kind: draft.kind, title: draft.title, language: draft.language,
            expected: draft.expected.isEmpty ? nil : draft.expected.joined(separator: " "), notes: draft.notes,
            section: draft.section, lines: draft.lines, origin: StepOrigins.origin(draft.rule))
        switch draft.kind {
        case .command: command(draft, &step)
        case .manual: manual(draft, &step)
        case .decision: step.branch = branch(draft, at: index)
        }
        step.check = ExpectationReader.check(step)
        return step
    }

    private mutating func command(_ draft: StepDraft, _ step: inout Step) {
        guard let written = draft.command else { return }
        let command = CommandCleaning.straighten(written)
        if command != written {
            ambiguities.append(
                Ambiguity(
                    step: step.number, line: draft.lines.lowerBound,
                    text: "The command has typographic quotes or dashes, which a shell takes for letters.",
                    suggestion: "Use straight quotes and hyphens.", resolution: "Straightened: `\(command)`"))
        }
        step.command = command
        let assessment = classifier.assess(command, language: draft.language)
        step.risk = assessment.risk
        step.reasons = assessment.reasons
        for placeholder in PlaceholderScanner.scan(command, language: draft.language) {
            step.variables.append(variable(placeholder))
        }
        if let inverse = assessment.inverse {
            step.rollback = Rollback(command: inverse.command, source: .derived, capture: inverse.capture)
        }
        if let undo = draft.rollback {
            step.rollback = Rollback(command: CommandCleaning.straighten(undo), source: .document)
        }
        if step.title.isEmpty || Self.saysNothing(step.title, about: command) {
            step.title = Self.title(of: command, assessment)
        }
    }

    /// "`netstat`", "Restore command": a title that has no word but those of the command.
    private static func saysNothing(_ title: String, about command: String) -> Bool {
        guard title.utf8.count < 40 else { return false }
        let words = title.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "-" }
        guard !words.isEmpty, words.count < 4 else { return false }
        let known = Set(command.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "-" })
        return words.allSatisfy { known.contains($0) || ["command", "commands", "the", "using", "with"].contains($0) }
            && (!Verbs.isVerb(String(words[0])) || words.contains("command") && words.count > 1)
    }

    /// A title for a command that the author gave none.
    private static func title(of command: String, _ assessment: RiskAssessment) -> String {
        let effect = ClauseReader.trimmed(assessment.effect)
        if assessment.unknown.isEmpty, !effect.isEmpty, effect.utf8.count < 120, !effect.holds("\n") {
            guard effect.holds("…") else { return effect }
            // What the effect leaves out is a value that the command takes from a variable.
            let values = PlaceholderScanner.scan(command, language: .shell).map(\.text)
            if values.count == 1, effect.split(separator: "…", omittingEmptySubsequences: false).count == 2 {
                return effect.replacing("…", by: values[0])
            }
        }
        let line = command.parts(between: "\n").first.map { String($0.trimmedSpace) } ?? command
        return "Run `\(line.count > 70 ? String(line.prefix(69)) + "…" : line)`"
    }

    /// Variables of one runbook; further ones are only named.
    static let maximumVariables = 400

    /// The name for a placeholder: one for the same thing throughout.
    private mutating func variable(_ placeholder: Placeholder) -> String {
        if let known = variables.first(where: { $0.placeholder == placeholder.text }) { return known.name }
        let key = VariableNames.key(placeholder.name)
        let name = variables.first { VariableNames.key($0.name) == key }?.name ?? placeholder.name
        let plain = placeholder.text.filter { $0 != "$" && $0 != "{" && $0 != "}" }
        // `NAME=` with nothing behind it waits to be filled in.
        let value = placeholder.text.hasPrefix("$") ? assignments[plain].flatMap { $0.isEmpty ? nil : $0 } : nil
        guard variables.count < Self.maximumVariables else { return name }
        variables.append(
            VariableFacts.complete(Variable(name: name, placeholder: placeholder.text, defaultValue: value)))
        return name
    }

    /// Gives the commands the variables that only the text tells of. The table of variables decides their order, as it
    /// does where the Markdown of a runbook is read.
    private mutating func nameExamples() {
        for example in findings.examples
        where steps.contains(where: { $0.command.map { ExampleValues.stands(example.text, in: $0) } ?? false }) {
            _ = variable(Placeholder(text: example.text, name: example.name))
        }
        let plain = variables.filter { ExampleValues.isPlain($0.placeholder) }
        guard !plain.isEmpty else { return }
        for index in steps.indices {
            guard let command = steps[index].command else { continue }
            steps[index].variables += ExampleValues.names(in: command, steps[index].language, of: plain)
        }
    }

    private func manual(_ draft: StepDraft, _ step: inout Step) {
        let sentence = Sentence(MarkedText(plain: draft.title, line: 1))
        var verb = draft.verb ?? sentence.words.first ?? ""
        let second = sentence.words.dropFirst().first { Verbs.destroying.contains($0) || Verbs.changing.contains($0) }
        if draft.verb == nil, !Verbs.isVerb(verb) {
            verb =
                sentence.words.compactMap { Verbs.base(ofParticiple: $0) }.first {
                    Verbs.changing.contains($0) || Verbs.destroying.contains($0)
                } ?? verb
        } else if Verbs.reading.contains(verb), !Verbs.changing.contains(verb), let second,
            ["and", "to", "then"].contains(where: { sentence.index(of: [$0, second]) != nil })
        {
            verb = second
        }
        if Verbs.destroying.contains(verb) {
            step.risk = .red
            step.reasons = [
                RiskReason(
                    rule: "manual.\(verb)", text: "A person does this, and “\(verb)” can't be taken back.", risk: .red)
            ]
        } else if Verbs.changing.contains(verb), !(Verbs.reading.contains(verb) && draft.verb != nil) {
            step.risk = .yellow
            step.reasons = [
                RiskReason(
                    rule: "manual.\(verb)", text: "A person does this, and “\(verb)” changes something.", risk: .yellow)
            ]
        } else {
            step.reasons = [
                RiskReason(rule: "manual", text: "A person does this; it seems to change nothing.", risk: .green)
            ]
        }
        step.variables = []
    }

    // MARK: Branches

    private mutating func branch(_ draft: StepDraft, at index: Int) -> Branch {
        var branch = Branch(condition: draft.condition, then: draft.then, otherwise: draft.otherwise)
        branch.thenStep = number(draft.thenTarget, from: index, draft)
        branch.elseStep = number(draft.elseTarget, from: index, draft)
        if let previous = steps.last { branch.test = ConditionReader.test(draft.condition, after: previous) }
        return branch
    }

    /// The number of the step that a branch leads to; `nil` goes on with the next one, or ends.
    private mutating func number(_ target: StepDraft.Target?, from index: Int, _ draft: StepDraft) -> Int? {
        switch target {
        case nil: return nil
        case .index(let step): return step < findings.steps.count ? step + 1 : nil
        case .reference(let name):
            let candidates = labels[name] ?? []
            let label =
                candidates.first { $0.scope == draft.scope } ?? candidates.last { $0.step <= index } ?? candidates.first
            if let label, label.step < findings.steps.count { return label.step + 1 }
            if label == nil {
                ambiguities.append(
                    Ambiguity(
                        step: index + 1, line: draft.lines.lowerBound,
                        text: "It refers to “\(name)”, which is not in this document.",
                        suggestion: "Say which step to go to."))
            }
            return nil
        }
    }

    // MARK: Rollbacks

    /// Gives each change the way back that the document has for it.
    private mutating func attachRollbacks() {
        let starts = [
            "undo", "revert", "roll back", "rollback", "back out", "take back", "restore the previous",
            "restore the old", "restore the original", "put back",
        ]
        for (index, draft) in findings.steps.enumerated() where draft.kind == .command {
            let title = draft.title.lowercased()
            guard draft.isRollback || starts.contains(where: title.hasPrefix), let undo = steps[index].command else {
                continue
            }
            let words = Self.operands(undo)
            var best: (index: Int, shared: Int)?
            for earlier in steps.indices.prefix(index).suffix(60).reversed() {
                guard steps[earlier].kind == .command, steps[earlier].risk != .green,
                    !findings.steps[earlier].isRollback, let command = steps[earlier].command
                else { continue }
                let shared = words.intersection(Self.operands(command)).count
                if shared > best?.shared ?? 0 { best = (earlier, shared) }
            }
            if best == nil, draft.isRollback { best = onlyChange(before: index).map { ($0, 1) } }
            if let best, steps[best.index].rollback?.source != .document {
                steps[best.index].rollback = Rollback(command: undo, source: .document)
            }
        }
    }

    /// The one command before that changes something, where the section about taking it back has one command too.
    private func onlyChange(before index: Int) -> Int? {
        let undos = findings.steps.count { $0.isRollback && $0.kind == .command }
        let changes = steps.indices.prefix(index).filter {
            steps[$0].kind == .command && steps[$0].risk != .green && !findings.steps[$0].isRollback
        }
        return undos == 1 && changes.count == 1 ? changes[0] : nil
    }

    private static func operands(_ command: String) -> Set<String> {
        Set(command.parts(between: " \n\t\"'=").map(String.init).filter { $0.count > 3 && !$0.hasPrefix("-") })
    }
}

/// Takes back what text processors do to commands.
enum CommandCleaning {
    static func straighten(_ command: String) -> String {
        guard command.utf8.contains(0xE2) else { return command }
        var output = String.UnicodeScalarView()
        for scalar in command.unicodeScalars {
            switch scalar.value {
            case 0x2018, 0x2019, 0x201B: output.append("'")
            case 0x201C, 0x201D, 0x201F, 0x201E: output.append("\"")
            // An en or em dash before a letter was two hyphens.
            case 0x2013: output.append("-")
            case 0x2014:
                output.append("-")
                output.append("-")
            default: output.append(scalar)
            }
        }
        return String(output)
    }
}
