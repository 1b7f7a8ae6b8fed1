import ByteText
import RunbookModel

/// Labels in front of what they lead to: "**Let's Encrypt**: renew it with …", "still broken -> page the platform team".
extension DocumentWalk {
    /// A label and what it leads to.
    private struct Labelled {
        var label: MarkedText
        var rest: MarkedText
    }

    /// Whether this is a list of cases, each with what it leads to.
    /// - Parameter lead: the sentence before the list.
    func isCases(_ list: ListBlock, lead: Sentence) -> Bool {
        guard role == .procedure, list.items.count > 1, lead.endsWithColon, Self.announcesCases(lead) else {
            return false
        }
        return list.items.allSatisfy { Self.parts(of: $0, marks: Self.caseMarks) != nil }
    }

    /// Reads a list of cases into decisions.
    mutating func cases(_ list: ListBlock) {
        for item in list.items {
            guard !isFull, let part = Self.parts(of: item, marks: Self.caseMarks) else { break }
            decide(part, item)
        }
        openDecision = nil
    }

    private static let caseMarks = arrows + [": ", " – ", " — ", " - "]

    /// An item such as "still broken -> page the platform team".
    mutating func arrow(_ element: ListBlock.Item) -> Bool {
        guard role == .procedure, !isFull, let part = Self.parts(of: element, marks: Self.arrows) else { return false }
        let label = Sentence(part.label)
        // "File -> Open" and "Observe -> Metrics" are ways through a menu.
        let isMenu =
            part.label.bytes.first?.isCapital == true && part.rest.bytes.first?.isCapital == true
            && label.words.count < 4
        guard ClauseReader.action(label, from: 0) == nil, !isMenu, !label.words.isEmpty,
            ClauseReader.action(Sentence(part.rest), from: 0) != nil || !part.rest.codeSpans.isEmpty
        else { return false }
        decide(part, element)
        return true
    }

    private static let arrows = [" -> ", " → ", " => ", " --> "]

    /// "Depending on the issuer:", "One of these is the case:"
    private static func announcesCases(_ lead: Sentence) -> Bool {
        lead.contains(anyOf: [
            ["depending", "on"], ["depends", "on"], ["in", "each", "case"], ["for", "each", "case"],
            ["which", "of"], ["one", "of", "the", "following"], ["one", "of", "these"], ["possible", "causes"],
            ["what", "you", "see"], ["possible", "results"], ["common", "causes"], ["the", "following", "cases"],
        ])
    }

    private static func parts(of item: ListBlock.Item, marks: [String]) -> Labelled? {
        guard case .paragraph(let text)? = item.blocks.first else { return nil }
        var inCode = false
        for place in text.bytes.indices.prefix(120) {
            if text.bytes[place] == MarkedText.codeStart { inCode = true }
            if text.bytes[place] == MarkedText.codeEnd { inCode = false }
            guard !inCode, place > 0,
                let mark = marks.first(where: { text.bytes[place...].starts(with: $0.utf8) })
            else { continue }
            let label = text.part(0..<place)
            let rest = text.part((place + mark.utf8.count)..<text.bytes.count)
            return label.isBlank || rest.isBlank ? nil : Labelled(label: label, rest: rest)
        }
        return nil
    }

    private mutating func decide(_ part: Labelled, _ element: ListBlock.Item) {
        if let label = element.label {
            findings.labels.append(StepLabel(name: label, step: findings.steps.count, scope: scope))
        }
        addDecision(
            condition: part.label.display, then: ClauseReader.trimmed(part.rest.display),
            line: part.label.line...part.rest.lastLine, rule: "label.condition")
        let decision = findings.steps.count - 1
        let sentence = Sentence(part.rest)
        if let reference = reference(sentence, 0..<sentence.tokens.count) {
            findings.steps[decision].thenTarget = .reference(reference)
            return
        }
        let first = findings.steps.count
        walk([.paragraph(part.rest)] + element.blocks.dropFirst(), item: Item(isStep: false, firstStep: first))
        if findings.steps.count > first {
            findings.steps[decision].thenTarget = .index(first)
            findings.steps[decision].elseTarget = .index(findings.steps.count)
        }
    }

    // MARK: Answers to questions

    /// "Yes: go on with step 4", "No → close it", "If so, …": what a question before leads to.
    mutating func answer(_ sentence: Sentence) -> Bool {
        let tokens = sentence.tokens
        guard tokens.count > 2, role != .description, role != .reference,
            ["yes", "no"].contains(tokens[0].text), [":", "-", "→", ",", "–", "—", "="].contains(tokens[1].text)
        else { return false }
        var start = 1
        while start < tokens.count, tokens[start].kind == .punctuation || "→–—".contains(tokens[start].text) {
            start += 1
        }
        guard start < tokens.count else { return false }
        let text = ClauseReader.trimmed(sentence.display(start..<tokens.count))
        let isNamed = tokens[start].text == "step" && start + 1 < tokens.count && tokens[start + 1].kind == .number
        let target = isNamed ? tokens[start + 1].text : reference(sentence, 0..<tokens.count)
        guard let decision = askedDecision(sentence) else { return false }
        if tokens[0].text == "yes" {
            findings.steps[decision].then = text
            if let target { findings.steps[decision].thenTarget = .reference(target) }
        } else {
            findings.steps[decision].otherwise = text
            if let target { findings.steps[decision].elseTarget = .reference(target) }
        }
        if findings.steps[decision].rule == "question.answer", target == nil {
            answerStep(sentence, from: start, isYes: tokens[0].text == "yes", decision)
        }
        openDecision = decision
        return true
    }

    /// What an answer asks for, as a step that only this answer leads to.
    private mutating func answerStep(_ sentence: Sentence, from start: Int, isYes: Bool, _ decision: Int) {
        let action = ClauseReader.action(sentence, from: start).flatMap { Self.wayVerbs.contains($0.verb) ? nil : $0 }
        let command = inline.find(in: sentence, clause: action.map { .action($0) } ?? .statement, isItem: true).first
        guard action != nil || command != nil, !isFull else { return }
        // The steps of a "yes" before must not run into those of the "no".
        let other = findings.steps.count
        if !isYes, case .index(let yes)? = findings.steps[decision].thenTarget, yes < other {
            findings.steps[decision].elseTarget = .index(other)
            addDecision(
                condition: "not: " + findings.steps[decision].condition, then: "",
                line: sentence.line...sentence.text.lastLine, rule: "question.other")
            guard !isFull else { return }
        }
        let guarding = findings.steps.count > other ? other : decision
        let step = findings.steps.count
        if let command {
            addCommand(command, of: sentence, title: action?.text)
        } else if let action {
            addManual(
                title: action.text, verb: action.verb, lines: sentence.line...sentence.text.lastLine,
                rule: "condition.action")
        }
        if isYes || guarding != decision {
            findings.steps[guarding].thenTarget = .index(step)
            findings.steps[guarding].elseTarget = .index(step + 1)
        } else {
            findings.steps[decision].elseTarget = .index(step)
            if findings.steps[decision].thenTarget == nil { findings.steps[decision].thenTarget = .index(step + 1) }
        }
    }

    /// "If so, …" after a question.
    mutating func answered(_ conditional: Conditional, _ sentence: Sentence) -> Conditional {
        guard conditional.isAnswer else { return conditional }
        var conditional = conditional
        if let question = takeQuestion() {
            conditional.condition = question
        } else if let previous = previousSentence, previous.isQuestion {
            conditional.condition = previous.display
        }
        return conditional
    }

    /// The decision that "Yes: …" is about: of the question before, of the heading, or one that is already answered by
    /// half.
    private mutating func askedDecision(_ sentence: Sentence) -> Int? {
        if let open = openDecision, findings.steps.indices.contains(open),
            findings.steps[open].rule == "question.answer" || open == findings.steps.count - 1
        {
            return open
        }
        if let question = takeQuestion() ?? previousQuestion {
            addDecision(
                condition: question, then: "", line: sentence.line...sentence.text.lastLine, rule: "question.answer")
            return isFull ? nil : findings.steps.count - 1
        }
        return sections.last { $0.guardStep != nil }?.guardStep
    }

    private var previousQuestion: String? {
        guard let previous = previousSentence, previous.isQuestion else { return nil }
        return previous.display
    }

    /// A question that has just become a step of its own, which it is not when its answers follow.
    private mutating func takeQuestion() -> String? {
        guard let last = findings.steps.last, last.kind == .manual, last.title.hasSuffix("?"),
            previousSentence?.isQuestion == true
        else { return nil }
        findings.steps.removeLast()
        pendingNotes = last.notes + pendingNotes
        return last.title
    }

    // MARK: Until

    /// "Repeat step 6 until it says “active”", "Wait until it answers, then go to step 6": what ends the waiting is a
    /// condition.
    mutating func until(_ sentence: Sentence, _ action: Action) -> Bool {
        let tokens = sentence.tokens
        guard let place = tokens.firstIndex(where: { $0.text == "until" }), place > action.start,
            place + 2 < tokens.count,
            !isFull
        else { return false }
        let lines = sentence.line...sentence.text.lastLine
        if action.verb == "repeat", let target = reference(sentence, action.start..<place) {
            addDecision(
                condition: ClauseReader.trimmed(sentence.display((place + 1)..<tokens.count)), then: "go on",
                line: lines, rule: "prose.repeat")
            let decision = findings.steps.count - 1
            findings.steps[decision].otherwise = ClauseReader.capitalized(sentence.display(action.start..<place))
            findings.steps[decision].elseTarget = .reference(target)
            openDecision = nil
            return true
        }
        guard let comma = ClauseReader.comma(tokens, from: place), comma + 1 < tokens.count,
            let target = reference(sentence, (comma + 1)..<tokens.count)
        else { return false }
        addManual(
            title: ClauseReader.capitalized(sentence.display(action.start..<comma)), verb: action.verb, lines: lines,
            rule: "prose.action")
        guard !isFull else { return true }
        addDecision(
            condition: ClauseReader.trimmed(sentence.display((place + 1)..<comma)),
            then: ClauseReader.trimmed(
                sentence.display(
                    (tokens[comma + 1].text == "then" && comma + 2 < tokens.count ? comma + 2 : comma + 1)..<tokens
                        .count)),
            line: lines, rule: "condition")
        findings.steps[findings.steps.count - 1].thenTarget = .reference(target)
        return true
    }
}
