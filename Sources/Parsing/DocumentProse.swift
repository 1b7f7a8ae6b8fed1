import ByteText
import RunbookModel

extension DocumentWalk {
    /// Turns sentences that no block took as its introduction into steps and context.
    mutating func prose(_ pending: inout [Sentence], _ item: inout Item?) {
        let sentences = pending
        pending = []
        var isFirst = true
        for sentence in sentences where sentence.tokens.contains(where: { $0.kind != .punctuation }) {
            if isFull {
                findings.isCut = true
                return
            }
            previousSentence = isFirst ? nil : previousSentence
            self.sentence(sentence, &item, isFirst: isFirst)
            previousSentence = sentence
            isFirst = false
        }
    }

    private mutating func sentence(_ sentence: Sentence, _ item: inout Item?, isFirst: Bool) {
        let clause = ClauseReader.read(sentence)
        if findings.trigger == nil, findings.steps.isEmpty { findings.trigger = ClauseReader.trigger(sentence) }
        let rememberTitle = { (item: inout Item?, title: String) in
            if item != nil, item?.title == nil { item?.title = title }
        }
        if role == .prerequisites, clause != .statement || findings.prerequisites.isEmpty || item != nil {
            if inlineStep(sentence, clause, &item) { return }
            if !sentence.endsWithColon { addPrerequisite(sentence) }
            return
        }
        if role == .reference || sentence.endsWithColon && clause == .statement { return note(sentence) }
        let isStep = item.map { $0.isStep && findings.steps.count == $0.firstStep } ?? false
        if role == .description, !isStep {
            if clause == .prerequisite {
                addPrerequisite(sentence)
            } else {
                note(sentence)
            }
            return
        }
        if explainsExample(sentence) { return note(sentence) }
        if clause != .statement || isStep, let said = PrerequisiteSentences.saidBeside(sentence) {
            addPrerequisite(said, line: sentence.line)
        }
        if completes(sentence, clause) || wayBack(sentence) || answer(sentence) { return }
        if isOutline, case .action = clause, item == nil { return note(sentence) }
        if inlineStep(sentence, clause, &item) { return }
        switch clause {
        case .action(let action):
            if jump(sentence, action, isStep: isStep) || until(sentence, action) { return }
            rememberTitle(&item, action.text)
            if let item, item.isStep, findings.steps.count > item.firstStep { return note(sentence) }
            if isGeneric(sentence) || isAside(sentence, action) { return note(sentence) }
            addManual(action, sentence, rule: item == nil ? "prose.action" : "list.item")
            alternative(action, sentence)
        case .condition(let conditional):
            self.condition(conditional, sentence)
        case .otherwise(let action):
            self.otherwise(sentence, action)
        case .expectation:
            if isStep { forced(sentence) } else { expectation(sentence) }
        case .prerequisite:
            // "Make sure you are in the right region", in the middle of a list, is something to look at then.
            if isStep, isFirst, findings.steps.count > sections.last?.firstStep ?? 0 { return forced(sentence) }
            addPrerequisite(sentence)
            if isStep { note(sentence) }
        case .statement:
            if isStep, isFirst { forced(sentence) } else { statement(sentence) }
        }
        if case .statement = clause { return }
        if case .prerequisite = clause { return }
        if let before = beforehand(sentence) { addPrerequisite(before, line: sentence.line) }
    }

    private static let rollbackLabels: Set<String> = ["rollback", "undo", "revert", "back-out", "backout", "roll-back"]
    private static let rollbackPhrases = [
        ["roll", "back"], ["back", "out"], ["take", "it", "back"], ["take", "back"],
    ]

    /// "Rollback: …", "To undo this, …", "(revert with …)": a sentence about the way back.
    static func saysBack(_ sentence: Sentence) -> Bool {
        var texts = sentence.tokens.prefix(6).map(\.text)[...]
        while let first = texts.first, ["(", "to"].contains(first) { texts.removeFirst() }
        guard let first = texts.first else { return false }
        return rollbackLabels.contains(first) || rollbackPhrases.contains { texts.starts(with: $0) }
    }

    /// The command just before, where nothing says yet how it is taken back.
    var undoableStep: Int? {
        let began = sections.last?.firstStep ?? 0
        guard role != .rollback, let last = findings.steps.indices.last, last >= began,
            findings.steps[last].kind == .command, findings.steps[last].rollback == nil
        else { return nil }
        return last
    }

    /// "Rollback: `…`" beside a command is its way back and no step.
    private mutating func wayBack(_ sentence: Sentence) -> Bool {
        guard let last = undoableStep, Self.saysBack(sentence), sentence.tokens.count < 20 else { return false }
        let codes = sentence.tokens.filter { $0.kind == .code }
        guard codes.count == 1, shape.judge(codes[0].text) >= .plausible else { return false }
        findings.steps[last].rollback = String(codes[0].text.trimmedSpace)
        return true
    }

    /// The text before the first step of a document whose steps are numbered: it tells what they are for.
    private var isOutline: Bool {
        hasNumberedSteps && findings.steps.isEmpty && sections.allSatisfy { $0.level == 0 }
    }

    /// "… Then do X": what a condition before leads to, where it did not say.
    private mutating func completes(_ sentence: Sentence, _ clause: Clause) -> Bool {
        guard let open = openDecision, findings.steps.indices.contains(open), findings.steps[open].then.isEmpty,
            open == findings.steps.count - 1,
            sentence.tokens.first?.text == "then", sentence.tokens.count > 2
        else { return false }
        findings.steps[open].then = ClauseReader.trimmed(sentence.display(1..<sentence.tokens.count))
        if let reference = reference(sentence, 0..<sentence.tokens.count) {
            findings.steps[open].thenTarget = .reference(reference)
        } else if case .action(let action) = clause, !Self.wayVerbs.contains(action.verb), !isFull {
            addManual(
                title: action.text, verb: action.verb, lines: sentence.line...sentence.text.lastLine,
                rule: "condition.action")
            findings.steps[open].thenTarget = .index(open + 1)
            findings.steps[open].elseTarget = .index(open + 2)
        }
        return true
    }

    /// "Skip to step 4" after a condition says where it leads.
    private mutating func jump(_ sentence: Sentence, _ action: Action, isStep: Bool) -> Bool {
        guard Self.jumps.contains(action.verb), action.verb != "repeat",
            let reference = reference(sentence, 0..<sentence.tokens.count)
        else { return false }
        if let open = openDecision, findings.steps.indices.contains(open), findings.steps[open].thenTarget == nil {
            findings.steps[open].thenTarget = .reference(reference)
            if findings.steps[open].then.isEmpty { findings.steps[open].then = ClauseReader.trimmed(sentence.display) }
        } else if isStep {
            // Without it the numbers of the author's other steps would be off by one.
            forced(sentence)
        } else {
            note(sentence)
        }
        return true
    }

    /// "Before running …, you'll need to …": what comes first is also something to have ready.
    private func beforehand(_ sentence: Sentence) -> String? {
        let openings = ["running", "starting", "proceeding", "continuing", "executing", "performing", "attempting"]
        guard sentence.words.count > 4, sentence.words.first == "before" else { return nil }
        return openings.contains(sentence.words[1]) || ["begin", "start", "proceed"].contains(sentence.words[2])
            ? sentence.display : nil
    }

    /// A list item of a procedure is a step even where no verb begins it.
    private mutating func forced(_ sentence: Sentence) {
        addManual(
            title: ClauseReader.trimmed(sentence.display), verb: nil, lines: sentence.line...sentence.text.lastLine,
            rule: "list.item")
        addLinks(sentence)
    }

    /// "Follow these steps:" announces what stands below and asks for nothing itself.
    func isGeneric(_ sentence: Sentence) -> Bool {
        if sentence.contains(anyOf: [
            ["steps", "below"], ["instructions", "below"], ["described", "below"], ["below", "steps"],
            ["commands", "below"], ["listed", "below"],
        ]) {
            return true
        }
        guard sentence.endsWithColon else { return false }
        return sentence.contains(anyOf: [
            ["following"], ["these", "steps"], ["below"], ["as", "follows"], ["this"], ["the", "steps"],
            ["like", "so"],
        ])
    }

    /// "We may need to …" in an introduction tells what the document is for; "use with care" asks for nothing.
    private func isAside(_ sentence: Sentence, _ action: Action) -> Bool {
        if action.verb == "use", sentence.contains(anyOf: [["with", "care"], ["with", "caution"]]) { return true }
        guard isIntroduction else { return false }
        return sentence.contains(anyOf: [["may"], ["might"], ["can"], ["could"], ["sometimes"], ["will"]])
    }

    /// "Verify that it recovered, otherwise …": the second half depends on the first.
    private mutating func alternative(_ action: Action, _ sentence: Sentence) {
        let tokens = sentence.tokens
        guard let place = tokens.firstIndex(where: { $0.text == "otherwise" }), place > action.start + 1,
            place + 1 < tokens.count,
            let last = findings.steps.indices.last, !isFull
        else { return }
        var end = place
        while end > 0,
            tokens[end - 1].kind == .punctuation || tokens[end - 1].text == "and" || tokens[end - 1].text == "or"
        { end -= 1 }
        let first = ClauseReader.capitalized(sentence.display(action.start..<end))
        findings.steps[last].title = first
        var start = action.start + 1
        if start < end, ["that", "if", "whether", "sure"].contains(tokens[start].text) { start += 1 }
        guard start < end else { return }
        let other = ClauseReader.trimmed(sentence.display((place + 1)..<tokens.count))
        addDecision(
            condition: sentence.display(start..<end), then: "go on", line: sentence.line...sentence.text.lastLine,
            rule: "condition.otherwise")
        let decision = findings.steps.count - 1
        findings.steps[decision].otherwise = other
        if let reference = reference(sentence, (place + 1)..<tokens.count) {
            findings.steps[decision].elseTarget = .reference(reference)
        } else if let follow = ClauseReader.action(sentence, from: place + 1), !isFull {
            addManual(
                title: follow.text, verb: follow.verb, lines: sentence.line...sentence.text.lastLine,
                rule: "condition.action")
            findings.steps[decision].thenTarget = .index(decision + 2)
            findings.steps[decision].elseTarget = .index(decision + 1)
        }
        openDecision = nil
    }

    private mutating func statement(_ sentence: Sentence) {
        if let section = sections.last, section.level > 0, findings.steps.count == section.firstStep,
            let link = sentence.text.links.first,
            ["see", "refer", "follow", "read"].contains(sentence.words.first ?? "")
        {
            sections[sections.count - 1].pointers.append(link.label)
        }
        note(sentence)
    }

    // MARK: Context

    /// Keeps a sentence that is no step: with the step before it in the same section, else with the next one.
    mutating func note(_ sentence: Sentence) { note(sentence.display, links: sentence.text.links) }

    mutating func note(_ text: String, links: [MarkedText.Link] = []) {
        var text = text
        for link in links.prefix(8) where !link.target.hasPrefix("#") && link.target != link.label {
            text += " (\(link.target))"
        }
        let began = sections.last?.firstStep ?? 0
        if role == .reference, findings.owner == nil, text.utf8.count < 120,
            ["owner", "owners", "team", "owning team", "maintainers"].contains(
                sections.last?.title.lowercased() ?? "")
        {
            findings.owner = ClauseReader.trimmed(text.hasPrefix("• ") ? String(text.dropFirst(2)) : text)
        }
        if let last = findings.steps.indices.last, last >= began {
            findings.steps[last].notes.append(text)
        } else if findings.steps.isEmpty, !Self.warns(text),
            sections.allSatisfy({ $0.level == 0 }) || (role == .description && findings.summary.isEmpty)
        {
            findings.summary.append(text)
        } else {
            pendingNotes.append(text)
        }
    }

    /// A warning belongs to what comes next, and not into the summary.
    private static func warns(_ text: String) -> Bool {
        if ["⚠", "🚨", "❗", "⛔"].contains(where: { text[...].hasPrefix($0) }) { return true }
        let words = text.prefix(60).lowercased()[...]
        return ["warning:", "caution:", "danger:", "important:", "attention:", "do not ", "don't ", "never "]
            .contains(where: words.hasPrefix) || words.holds(" only on ") || words.holds(" only if ")
    }

    mutating func addLinks(_ sentence: Sentence) {
        guard let last = findings.steps.indices.last else { return }
        for link in sentence.text.links.prefix(8) where !link.target.hasPrefix("#") {
            findings.steps[last].notes.append("\(link.label): \(link.target)")
        }
    }

    mutating func expectation(_ sentence: Sentence) {
        let began = sections.last?.firstStep ?? 0
        guard let last = findings.steps.indices.last, last >= began else { return note(sentence) }
        findings.steps[last].expected.append(sentence.display)
    }

    /// Keeps the addresses of what it links to: that is where the reader gets it.
    mutating func addPrerequisite(_ sentence: Sentence) {
        let links = sentence.text.links.prefix(8).filter { !$0.target.hasPrefix("#") && $0.target != $0.label }
        let text = ClauseReader.trimmed(sentence.display) + links.map { " (\($0.target))" }.joined()
        addPrerequisite(text, line: sentence.line)
    }

    mutating func addPrerequisite(_ text: String, line: Int) {
        let text = ClauseReader.trimmed(text)
        guard !text.isEmpty, findings.prerequisites.count < 200 else { return }
        if !findings.prerequisites.contains(where: { $0.text == text }) {
            findings.prerequisites.append(Prerequisite(text: text, line: line))
        }
    }

    // MARK: Steps

    mutating func addManual(title: String, verb: String?, lines: ClosedRange<Int>, rule: String) {
        guard !isFull else { return }
        var step = StepDraft(
            kind: .manual, title: ClauseReader.capitalized(title), section: sectionTitle, lines: lines, rule: rule)
        step.verb = verb
        append(step)
    }

    mutating func addManual(_ action: Action, _ sentence: Sentence, rule: String) {
        addManual(title: action.text, verb: action.verb, lines: sentence.line...sentence.text.lastLine, rule: rule)
        addLinks(sentence)
        // What stands before the verb is the author's too: "In another terminal, …".
        let before = action.start > 2 ? sentence.display(0..<action.start) : ""
        let isPlace = Self.placeWords.contains(sentence.tokens[0].text) && !before.isEmpty
        if isPlace || before.utf8.count > 12, let last = findings.steps.indices.last {
            findings.steps[last].notes.append(sentence.display)
        }
    }

    /// "In Jenkins, …", "On db-1, …": where to do it is never left out.
    private static let placeWords: Set<String> = ["in", "on", "at", "from", "under", "via", "inside", "within", "with"]

    mutating func addDecision(condition: String, then: String, line: ClosedRange<Int>, rule: String) {
        guard !isFull else { return }
        var step = StepDraft(
            kind: .decision, title: Self.question(condition), section: sectionTitle, lines: line, rule: rule)
        step.condition = condition
        step.then = then
        append(step)
        openDecision = findings.steps.count - 1
    }

    private static let auxiliaries: Set<String> = ["are", "have", "can", "were", "had", "will"]

    /// A condition as a question.
    static func question(_ condition: String) -> String {
        if condition.hasPrefix("not: "), condition.hasSuffix("?") {
            return "Was the answer to “\(condition.dropFirst(5))” no?"
        }
        if condition.hasPrefix("not: ") { return "Is this not so: \(condition.dropFirst(5))?" }
        if condition.hasSuffix("?") { return ClauseReader.capitalized(condition) }
        let words = condition.parts(between: " ", maxSplits: 2).map(String.init)
        guard words.count > 2 else { return ClauseReader.capitalized(condition) + "?" }
        let first = words[0].lowercased()
        let second = words[1].lowercased()
        if first == "there" || first == "it" || first == "this" || first == "that" || first == "they",
            ["is", "are", "was", "were", "has", "have", "can", "does"].contains(second)
        {
            return "\(ClauseReader.capitalized(second)) \(first) \(words[2])?"
        }
        if first == "you" || first == "we", second == "do" { return "Do \(first) \(words[2])?" }
        if first == "you" || first == "we" {
            if Self.auxiliaries.contains(second) { return "\(ClauseReader.capitalized(second)) \(first) \(words[2])?" }
            if !second.hasSuffix("'re"), !second.hasSuffix("ed") { return "Do \(first) \(words[1]) \(words[2])?" }
        }
        return ClauseReader.capitalized(condition) + "?"
    }

    mutating func append(_ draft: StepDraft) {
        var draft = draft
        draft.title = String(draft.title.trimmedSpace)
        draft.scope = scope
        draft.isRollback = role == .rollback
        draft.notes = pendingNotes + draft.notes
        pendingNotes = []
        findings.steps.append(draft)
    }

    var sectionTitle: String? {
        sections.last { !$0.title.isEmpty }?.title
    }
}
