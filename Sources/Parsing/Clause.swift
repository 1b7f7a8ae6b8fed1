import ByteText

/// What a sentence of a runbook asks for.
enum Clause: Hashable, Sendable {
    /// Something to do.
    case action(Action)
    /// Something to do under a condition.
    case condition(Conditional)
    /// What the outcome of the step before should look like.
    case expectation
    /// What must hold before one begins.
    case prerequisite
    /// What to do when the condition before does not hold.
    case otherwise(Action?)
    /// Tells something.
    case statement
}

struct Action: Hashable, Sendable {
    /// The instruction, from its verb on, with a capital letter.
    var text: String
    /// The verb in its base form.
    var verb: String
    /// First token of the instruction.
    var start: Int
}

struct Conditional: Hashable, Sendable {
    var condition: String
    /// What to do, as the author wrote it.
    var then: String
    /// Tokens of the condition and of the consequence.
    var conditionTokens: Range<Int>
    var thenTokens: Range<Int>
    /// The instruction in the consequence; `nil` where it only says what it means.
    var action: Action?
    /// "If it doesn't, …": the other side of the condition before, where there was one.
    var isFollowUp = false
    /// "If so, …": the condition is the question before.
    var isAnswer = false
}

/// Reads sentences.
struct ClauseReader: Sendable {
    /// Reads one sentence.
    static func read(_ sentence: Sentence) -> Clause {
        let tokens = sentence.tokens
        guard tokens.contains(where: { $0.kind != .punctuation }) else { return .statement }
        if isPrerequisite(sentence) { return .prerequisite }
        if isPurpose(sentence) { return .statement }
        if let conditional = conditional(sentence) {
            if isExpectation(sentence, from: conditional.thenTokens.lowerBound), conditional.action == nil {
                return .expectation
            }
            return .condition(conditional)
        }
        if isExpectation(sentence, from: 0) { return .expectation }
        if let start = otherwiseStart(tokens) { return .otherwise(action(sentence, from: start)) }
        if let action = action(sentence, from: 0) { return .action(action) }
        return .statement
    }

    private static let documents: Set<String> = [
        "runbook", "guide", "page", "playbook", "procedure", "document", "article", "sop",
    ]

    /// "Use this runbook when …", "Follow this guide if …": what the text is for, and no step of it.
    private static func isPurpose(_ sentence: Sentence) -> Bool {
        let tokens = sentence.tokens
        guard tokens.count > 4, ["use", "follow", "read", "run"].contains(tokens[0].text),
            ["this", "these"].contains(tokens[1].text)
        else { return false }
        let next = Self.documents.contains(tokens[2].text) ? 3 : 2
        guard next == 3 || tokens[0].text != "run" else { return false }
        return ["when", "if", "in", "for", "whenever", "only"].contains(tokens[next].text)
    }

    // MARK: Actions

    private static let openers: Set<String> = [
        "first", "firstly", "then", "next", "now", "finally", "lastly", "also", "please", "and", "second", "secondly",
        "third", "alternatively", "again", "just", "simply", "immediately", "optionally", "afterwards", "so",
        "additionally", "manually", "quickly", "carefully", "always", "thirdly", "but", "or", "instead", "eventually",
    ]
    private static let modals: [[String]] = [
        ["need", "to"], ["needs", "to"], ["have", "to"], ["will", "need", "to"], ["will", "have", "to"], ["should"],
        ["can"],
        ["must"], ["could"], ["may", "want", "to"], ["might", "want", "to"], ["can", "now"], ["should", "now"],
        ["will", "want", "to"], ["should", "then"], ["can", "then"], ["can", "also"], ["should", "also"], ["may"],
        ["can", "try"], ["could", "try"], ["ought", "to"], ["are", "going", "to"], ["will"], ["want", "to"],
        ["'ll", "need", "to"], ["might", "need", "to"], ["may", "need", "to"], ["can", "simply"], ["can", "either"],
    ]
    private static let subjects: Set<String> = ["you", "we", "you'll", "we'll", "someone", "oncall", "on-call"]
    /// Words that open a phrase before the instruction: "In the console, click …".
    private static let phraseOpeners: Set<String> = [
        "to", "in", "on", "from", "under", "after", "once", "before", "prior", "as", "for", "within", "using", "with",
        "by",
        "at",
        "following", "when", "while", "via", "inside", "through", "since", "if", "during", "now",
    ]

    /// The instruction in a sentence that begins at a token; `nil` when there is none.
    static func action(_ sentence: Sentence, from start: Int) -> Action? {
        let tokens = sentence.tokens
        var position = start
        while position < tokens.count {
            if openers.contains(tokens[position].text) || tokens[position].kind == .punctuation {
                position += 1
            } else if position + 1 < tokens.count, ["after", "before"].contains(tokens[position].text),
                ["that", "this"].contains(tokens[position + 1].text)
            {
                position += 2
            } else {
                break
            }
        }
        guard position < tokens.count else { return nil }
        if let action = imperative(sentence, position) { return action }
        if let action = modal(sentence, position) { return action }
        guard phraseOpeners.contains(tokens[position].text), tokens[position].kind == .word else { return nil }
        return afterPhrase(sentence, position)
    }

    /// "To see X, do Y", "In Z, click W".
    private static func afterPhrase(_ sentence: Sentence, _ start: Int) -> Action? {
        let tokens = sentence.tokens
        guard let comma = comma(tokens, from: start + 1), comma + 1 < tokens.count else {
            return purposeWithoutComma(sentence, start)
        }
        let isPurpose = tokens[start].text == "to" && start + 1 < comma
        guard let action = instruction(sentence, afterComma: comma) else {
            guard isPurpose, Verbs.isVerb(tokens[start + 1].text), !generic.contains(tokens[start + 1].text) else {
                return nil
            }
            return make(sentence, start + 1, until: comma)
        }
        if isPurpose, generic.contains(action.verb), !generic.contains(tokens[start + 1].text) {
            return Action(
                text: capitalized(sentence.display((start + 1)..<comma)), verb: tokens[start + 1].text, start: start + 1
            )
        }
        return Action(text: action.text, verb: action.verb, start: action.start)
    }

    private static let generic: Set<String> = [
        "run", "use", "execute", "do", "try", "invoke", "type", "issue", "enter", "perform", "follow",
    ]

    /// The instruction after this comma or one of the next ones.
    private static func instruction(_ sentence: Sentence, afterComma first: Int) -> Action? {
        var next: Int? = first
        for _ in 0..<4 {
            guard let comma = next else { return nil }
            var position = comma + 1
            while position < sentence.tokens.count, openers.contains(sentence.tokens[position].text) { position += 1 }
            guard position < sentence.tokens.count else { return nil }
            if let action = imperative(sentence, position) ?? modal(sentence, position) { return action }
            next = Self.comma(sentence.tokens, from: comma + 1)
        }
        return nil
    }

    private static let runs: Set<String> = ["run", "use", "execute", "type", "you", "we", "do", "enter"]

    /// "To resize the volume run:".
    private static func purposeWithoutComma(_ sentence: Sentence, _ start: Int) -> Action? {
        let tokens = sentence.tokens
        guard tokens[start].text == "to", sentence.endsWithColon, start + 2 < tokens.count else { return nil }
        let end = tokens[(start + 2)...].firstIndex { Self.runs.contains($0.text) } ?? tokens.count - 1
        return make(sentence, start + 1, until: end)
    }

    private static func make(_ sentence: Sentence, _ start: Int, until end: Int) -> Action? {
        guard start < end else { return nil }
        return Action(
            text: capitalized(sentence.display(start..<end)), verb: sentence.tokens[start].text, start: start)
    }

    /// A sentence, or the part from a token on, that begins with a verb.
    private static func imperative(_ sentence: Sentence, _ start: Int) -> Action? {
        let tokens = sentence.tokens
        var verb = tokens[start].text
        guard tokens[start].kind == .word else { return nil }
        if verb == "do", start + 1 < tokens.count, tokens[start + 1].text != "not", tokens[start + 1].text != "n't" {
            guard start + 2 < tokens.count else { return nil }
        } else if !Verbs.isVerb(verb) {
            guard verb.hasSuffix("ly"), start + 1 < tokens.count, Verbs.isVerb(tokens[start + 1].text) else {
                return nil
            }
            verb = tokens[start + 1].text
        }
        if !Verbs.clausal.contains(verb), isNoun(tokens, start) { return nil }
        if Verbs.nounLike.contains(verb), !takesObject(tokens, start) { return nil }
        if verb == "see" || verb == "refer" || verb == "read", start + 1 < tokens.count, isPointer(sentence, start) {
            return nil
        }
        if verb == "note", !sentence.contains(anyOf: [["note", "down"], ["note", "the"]]) { return nil }
        return Action(text: title(sentence, start), verb: verb, start: start)
    }

    /// The instruction from a token on; the whole sentence where it would only say "delete them".
    private static func title(_ sentence: Sentence, _ start: Int) -> String {
        let words = sentence.tokens[start...].filter { $0.kind != .punctuation }
        if words.count < 2 { return capitalized(trimmed(sentence.display)) }
        if start > 2, words.count < 4, let last = words.last,
            ["it", "them", "this", "that", "these", "so"].contains(last.text)
        {
            return capitalized(trimmed(sentence.display))
        }
        return capitalized(trimmed(sentence.display(start..<sentence.tokens.count)))
    }

    private static let finiteVerbs: Set<String> = [
        "is", "are", "was", "were", "has", "have", "will", "can", "may", "must", "should", "does", "contains",
        "means",
        "fails", "failed", "happens", "allows", "refers", "occurs", "shows", "depends",
    ]

    private static let breaks: Set<String> = [
        "the", "a", "an", "to", "on", "in", "into", "if", "whether", "that", "for", "from", "with", "any", "all",
        "your",
        "this", "these", "it", "them", "at", "up", "down", "out", "by", "each", "every", "one", "and", "or", "our",
    ]

    /// "Access logs are …": the first word is part of a noun, as a finite verb follows soon.
    private static func isNoun(_ tokens: [Token], _ start: Int) -> Bool {
        for token in tokens[(start + 1)...].prefix(4) {
            if Self.finiteVerbs.contains(token.text) { return true }
            if token.kind != .word || Self.breaks.contains(token.text) { return false }
        }
        return false
    }

    private static let articles: Set<String> = [
        "a", "an", "the", "your", "our", "their", "every", "each", "all", "both", "it", "them", "this", "that",
        "these", "those", "someone", "somebody", "everyone", "everybody", "any", "one", "two", "over", "to", "us",
    ]

    /// "Name a scribe", but not "name of the cluster": an article, a pronoun or a number follows.
    private static func takesObject(_ tokens: [Token], _ start: Int) -> Bool {
        guard start + 1 < tokens.count else { return false }
        let next = tokens[start + 1]
        return Self.articles.contains(next.text) || next.kind == .code || next.text.hasPrefix("#")
            || next.text.hasPrefix("@")
    }

    /// "See the documentation": points at a text rather than asking for something.
    private static func isPointer(_ sentence: Sentence, _ start: Int) -> Bool {
        let tokens = sentence.tokens
        let next = tokens[start + 1].text
        if ["also", "below", "above", "here", "our", "this", "for", "to"].contains(next) { return true }
        return !sentence.text.links.isEmpty || sentence.words.contains("documentation") || next.hasPrefix("http")
            || tokens[start].text == "refer"
    }

    /// "You need to …", "we should …", "it may be necessary to …".
    static func modal(_ sentence: Sentence, _ start: Int) -> Action? {
        let tokens = sentence.tokens
        if tokens[start].text == "it", let to = sentence.index(of: ["to"], from: start + 2), to < start + 7,
            necessities.contains(tokens[to - 1].text)
        {
            return verbPhrase(sentence, to + 1)
        }
        guard subjects.contains(tokens[start].text) else { return nil }
        var position = start + 1
        if position < tokens.count, tokens[position].text == "will" || tokens[position].text == "then" { position += 1 }
        let texts = tokens[position...].prefix(4).map(\.text)
        let best = modals.filter { texts.starts(with: $0) }.max { $0.count < $1.count }
        if let best { position += best.count } else if !tokens[start].text.hasSuffix("'ll") { return nil }
        return verbPhrase(
            sentence, position, isDuty: best.map { duties.contains($0[0]) || $0.contains("need") } == true)
    }

    private static let necessities: Set<String> = [
        "necessary", "important", "essential", "recommended", "advisable", "best", "crucial", "vital", "required",
    ]
    private static let duties: Set<String> = ["should", "must", "need", "needs", "have", "ought"]
    /// What one should be, have or notice is nothing to do.
    private static let idle: Set<String> = [
        "be", "have", "see", "know", "notice", "expect", "not", "never", "only", "receive", "understand", "need",
        "want",
        "like", "feel", "become", "also", "still", "always", "already", "now", "both", "all", "either", "at", "in",
        "of", "get", "look", "the", "a", "an", "this", "that", "first", "just", "to", "no", "with", "for", "by",
    ]

    /// The verb after a modal; "try restarting" counts as "restart".
    /// - Parameter isDuty: after "you should" any word may be a verb that is not in the lists.
    private static func verbPhrase(_ sentence: Sentence, _ start: Int, isDuty: Bool = false) -> Action? {
        let tokens = sentence.tokens
        var position = start
        while position < tokens.count, openers.contains(tokens[position].text) || tokens[position].text.hasSuffix("ly")
        { position += 1 }
        guard position < tokens.count else { return nil }
        let text = tokens[position].text
        if text == "see", position + 1 < tokens.count { return nil }
        if tokens[position].kind == .code, position + 1 < tokens.count,
            ["into", "to", "onto", "on"].contains(tokens[position + 1].text)
        {
            return Action(text: trimmed(sentence.display(position..<tokens.count)), verb: "connect", start: position)
        }
        if text == "try" || text == "to", position + 1 < tokens.count, tokens[position + 1].text == "to" || text == "to"
        {
            return verbPhrase(sentence, position + (text == "to" ? 1 : 2))
        }
        if text == "try", position + 1 < tokens.count, let base = Verbs.base(ofGerund: tokens[position + 1].text) {
            let rest = sentence.display((position + 2)..<tokens.count)
            return Action(text: capitalized(trimmed(base + " " + rest)), verb: base, start: position)
        }
        if let base = Verbs.base(ofGerund: text) {
            let rest = sentence.display((position + 1)..<tokens.count)
            return Action(text: capitalized(trimmed(base + " " + rest)), verb: base, start: position)
        }
        guard Verbs.isVerb(text) || isDuty && isUnknownVerb(tokens, position) else { return nil }
        return Action(text: title(sentence, position), verb: text, start: position)
    }

    /// "You should reinstate the service": a word with an object behind it.
    private static func isUnknownVerb(_ tokens: [Token], _ position: Int) -> Bool {
        let word = tokens[position]
        guard word.kind == .word, !idle.contains(word.text), word.text.utf8.allSatisfy(\.isSmall),
            !["ed", "ly", "ing"].contains(where: word.text.hasSuffix), position + 1 < tokens.count
        else { return false }
        return articles.contains(tokens[position + 1].text) || tokens[position + 1].kind == .code
    }

    /// The next comma outside parentheses.
    static func comma(_ tokens: [Token], from start: Int) -> Int? {
        var depth = 0
        for index in start..<max(start, tokens.count) {
            switch tokens[index].text {
            case "(": depth += 1
            case ")": depth -= 1
            case "," where depth <= 0 && tokens[index].kind == .punctuation: return index
            default: break
            }
        }
        return nil
    }

    static func capitalized(_ text: String) -> String {
        guard let first = text.first else { return text }
        // Most titles begin with a capital already.
        if let byte = text.utf8.first, byte < 0x80, !byte.isSmall { return text }
        let word = text.prefix { $0 != " " }
        if word == "ssh" { return "SSH" + text.dropFirst(3) }
        if first.isLowercase, ProgramNames.distinct.contains(String(word)),
            !ProgramNames.ambiguous.contains(String(word))
        {
            return text
        }
        return first.uppercased() + text.dropFirst()
    }

    /// Without the marks at the end that a title does not need.
    static func trimmed(_ text: String) -> String {
        let marks: ByteSet = ".:;, "
        var rest = text.utf8[...]
        while let last = rest.last, marks.contains(last), !rest.suffix(3).elementsEqual("...".utf8) {
            rest = rest.dropLast()
        }
        return rest.endIndex == text.endIndex ? text : String(Substring(rest))
    }
}
