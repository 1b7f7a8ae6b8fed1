import ByteText
import RunbookModel

extension DocumentWalk {
    static let jumps: Set<String> = [
        "go", "skip", "proceed", "continue", "jump", "move", "return", "repeat", "see", "refer", "restart",
    ]

    /// Verbs that only say where to read on. "Restart the node" and "move the file" do something, unless they name a
    /// step.
    static let wayVerbs: Set<String> = ["go", "skip", "proceed", "continue", "jump", "see", "refer", "return"]

    mutating func condition(_ conditional: Conditional, _ sentence: Sentence) {
        if conditional.isFollowUp, let open = openDecision, isUnanswered(open) {
            return otherwise(
                sentence, text: conditional.then, reference: self.reference(sentence, conditional.thenTokens))
        }
        if let open = openDecision, open == lastDecision, findings.steps[open].otherwise == nil,
            Self.isOpposite(findings.steps[open].condition, conditional.condition)
        {
            return otherwise(
                sentence, text: conditional.then, reference: self.reference(sentence, conditional.thenTokens))
        }
        decide(conditional, sentence)
        let decision = findings.steps.count - 1
        // "3. If the lag grows, tell the team" is one step of the author's: the question says what to do. What changes
        // something stays a step of its own, with its colour.
        if isNumberedLine, let action = conditional.action, onlyReads(action, sentence) {
            addLinks(sentence)
            if let reference = reference(sentence, conditional.thenTokens) {
                findings.steps[decision].thenTarget = .reference(reference)
            }
            return
        }
        if let reference = reference(sentence, conditional.thenTokens) {
            findings.steps[decision].thenTarget = .reference(reference)
        } else if let action = conditional.action, !Self.wayVerbs.contains(action.verb), !isFull,
            findings.steps[decision].kind == .decision
        {
            addManual(
                title: action.text, verb: action.verb, lines: sentence.line...sentence.text.lastLine,
                rule: "condition.action")
            findings.steps[decision].thenTarget = .index(decision + 1)
            findings.steps[decision].elseTarget = .index(decision + 2)
        }
        addLinks(sentence)
    }

    /// Whether following an instruction changes nothing.
    private func onlyReads(_ action: Action, _ sentence: Sentence) -> Bool {
        guard Verbs.reading.contains(action.verb), !Verbs.changing.contains(action.verb) else { return false }
        return !sentence.tokens[min(action.start + 1, sentence.tokens.count)...].contains { token in
            Verbs.changing.contains(token.text) || Verbs.destroying.contains(token.text)
        }
    }

    /// Whether "otherwise" can still be about this decision: nothing stands after it but what it leads to.
    func isUnanswered(_ decision: Int) -> Bool {
        let count = findings.steps.count
        guard findings.steps.indices.contains(decision), findings.steps[decision].otherwise == nil else { return false }
        return decision == count - 1 || findings.steps[decision].elseTarget == .index(count)
    }

    /// Adds the decision alone.
    mutating func decide(_ conditional: Conditional, _ sentence: Sentence) {
        let conditional = answered(conditional, sentence)
        var condition = conditional.condition
        // "If it doesn't" says nothing without what stands before.
        if conditional.isFollowUp {
            let isWhole = ["none", "nothing", "neither"].contains(condition.prefix { $0 != " " }.lowercased())
            let before = isWhole ? "" : previousSentence.map(\.display) ?? findings.steps.last.map(\.title) ?? ""
            if !before.isEmpty { condition += " (\(ClauseReader.trimmed(before)))" }
        }
        addDecision(
            condition: condition, then: conditional.then, line: sentence.line...sentence.text.lastLine,
            rule: "condition")
    }

    private var lastDecision: Int? { findings.steps.lastIndex { $0.kind == .decision } }

    mutating func otherwise(_ sentence: Sentence, _ action: Action?) {
        var text = sentence.display
        if let start = ClauseReader.otherwiseStart(sentence.tokens), start < sentence.tokens.count {
            text = sentence.display(start..<sentence.tokens.count)
        }
        otherwise(sentence, text: ClauseReader.trimmed(text), reference: reference(sentence, 0..<sentence.tokens.count))
    }

    /// Completes the decision before; where there is none, the sentence is a step of its own.
    private mutating func otherwise(_ sentence: Sentence, text: String, reference: String?) {
        guard let open = openDecision, isUnanswered(open) else {
            if let action = ClauseReader.action(sentence, from: 0) {
                addManual(action, sentence, rule: "prose.action")
            } else {
                note(sentence)
            }
            return
        }
        findings.steps[open].otherwise = text
        findings.steps[open].lines =
            findings.steps[open].lines.lowerBound...max(findings.steps[open].lines.upperBound, sentence.text.lastLine)
        if let reference { findings.steps[open].elseTarget = .reference(reference) }
        addLinks(sentence)
    }

    /// Whether two conditions are the same but for a "not".
    static func isOpposite(_ first: String, _ second: String) -> Bool {
        func parts(_ text: String) -> (words: [String], isNegated: Bool) {
            var negated = false
            var words: [String] = []
            for word in text.lowercased().parts(between: " ").map(String.init) {
                if word == "not" || word == "no" || word == "not:" {
                    negated.toggle()
                } else if word.hasSuffix("n't") {
                    negated.toggle()
                    words.append(String(word.dropLast(3)))
                } else {
                    words.append(word)
                }
            }
            return (words, negated)
        }
        let (left, right) = (parts(first), parts(second))
        return left.isNegated != right.isNegated && left.words == right.words
    }

    /// What "go to step 6" or a link within the document refers to, among these tokens.
    func reference(_ sentence: Sentence, _ range: Range<Int>) -> String? {
        let tokens = sentence.tokens
        guard !range.isEmpty, range.upperBound <= tokens.count else { return nil }
        let bytes = tokens[range.lowerBound].range.lowerBound..<tokens[range.upperBound - 1].range.upperBound
        let jumps = tokens[range].contains { Self.jumps.contains($0.text) }
        if let link = sentence.text.links.first(where: { $0.target.hasPrefix("#") }), jumps,
            sentence.text.bytes[bytes].contains(MarkedText.linkStart)
                || bytes.upperBound >= sentence.text.bytes.count - 4
        {
            return String(link.target.dropFirst())
        }
        for index in range where index + 3 < tokens.count && tokens[index].text == "(" {
            if tokens[index + 1].text == "step", tokens[index + 2].kind == .number, tokens[index + 3].text == ")" {
                return tokens[index + 2].text
            }
        }
        guard jumps else { return nil }
        for index in range where index + 1 < tokens.count && tokens[index + 1].text.first?.isNumber == true {
            let word = tokens[index].text
            let isJump =
                word == "goto"
                || (word == "to" && index > 0
                    && ["go", "skip", "jump", "return", "back"].contains(tokens[index - 1].text))
            if word == "step" || word == "steps" || isJump { return tokens[index + 1].text }
        }
        return nil
    }
}
