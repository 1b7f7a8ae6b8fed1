import ByteText

extension ClauseReader {
    private static let conditionOpeners: [[String]] = [
        ["in", "the", "event", "that"], ["in", "the", "event", "of"], ["in", "case", "of"], ["in", "case"],
        ["only", "if"],
        ["even", "if"], ["if"], ["unless"], ["when"], ["whenever"], ["should"], ["provided", "that"],
        ["as", "long", "as"],
        ["for", "cases", "where"], ["where"], ["depending", "on"],
    ]
    private static let leadWords: Set<String> = [
        "and", "but", "also", "however", "then", "now", "or", "so", ",", "next", "finally", "note", "alternatively",
        "again",
        "only", "otherwise",
    ]
    /// Words that begin a question which is answered with yes or no.
    static let yesNoWords: Set<String> = [
        "is", "are", "was", "were", "does", "do", "did", "has", "have", "had", "can", "could", "will", "would",
        "should", "isn't", "aren't", "doesn't", "didn't", "hasn't", "any", "am",
    ]
    /// Conditions that decide nothing.
    private static let courtesies: Set<String> = [
        "possible", "necessary", "needed", "required", "applicable", "desired", "available", "any", "appropriate", "so",
        "otherwise", "questions", "feedback", "curious", "interested", "relevant", "preferred", "unsure", "needs",
        "wanted",
    ]

    /// The sentence as a condition and what follows from it; `nil` when it has none that decides anything.
    static func conditional(_ sentence: Sentence) -> Conditional? {
        let tokens = sentence.tokens
        var start = 0
        while start < tokens.count, leadWords.contains(tokens[start].text) { start += 1 }
        let texts = tokens.map(\.text)
        if let opener = conditionOpeners.first(where: { texts[start...].starts(with: $0) }), tokens[start].kind == .word
        {
            return leading(sentence, start, opener)
        }
        return trailing(sentence, from: start)
    }

    private static func leading(_ sentence: Sentence, _ start: Int, _ opener: [String]) -> Conditional? {
        let tokens = sentence.tokens
        let first = start + opener.count
        guard first < tokens.count else { return nil }
        let word = opener[0]
        if word == "if", let answer = answer(sentence, first) { return answer }
        if courtesies.contains(tokens[first].text), tokens.count - first < 3 || tokens[first + 1].text == "," {
            return nil
        }
        if word == "should", tokens[first].text != "you", !["the", "this", "any", "it"].contains(tokens[first].text) {
            return nil
        }
        if word == "where", start == 0, tokens.count < 4 { return nil }
        let isTemporal = word == "when" || word == "whenever" || word == "where" || word == "depending"
        guard let (end, next) = split(sentence, first) else {
            // "If the pods are not running:" is about the block that follows.
            guard sentence.endsWithColon, !isTemporal, tokens.count > first + 2 else { return nil }
            return Conditional(
                condition: trimmed(sentence.display(first..<tokens.count)), then: "",
                conditionTokens: first..<tokens.count, thenTokens: tokens.count..<tokens.count)
        }
        let words = Set(tokens[first..<end].map(\.text))
        if !words.isDisjoint(with: ["questions", "feedback", "curious", "interested"]) { return nil }
        let action = action(sentence, from: next) ?? laterAction(sentence, from: next)
        // "When you find it, delete it" is a step like any other; "when it is full" may be a condition.
        if isTemporal {
            // "When the alert fires, …" is why one reads this at all.
            if !words.isDisjoint(with: ["alert", "paged", "alarm", "alerted", "incident"]), words.count < 12 {
                return nil
            }
            guard action != nil || word == "depending",
                !["you", "we", "all", "everything", "done", "finished"].contains(tokens[first].text)
            else { return nil }
        }
        let then = trimmed(sentence.display(next..<tokens.count))
        let condition = (word == "unless" ? "not: " : "") + trimmed(sentence.display(first..<end))
        return Conditional(
            condition: condition, then: then, conditionTokens: first..<end, thenTokens: next..<tokens.count,
            action: action, isFollowUp: isFollowUp(tokens[first..<end].map(\.text)))
    }

    /// "If so, …", "if yes, …": what the question before leads to.
    private static func answer(_ sentence: Sentence, _ first: Int) -> Conditional? {
        let tokens = sentence.tokens
        guard ["so", "yes", "true"].contains(tokens[first].text), first + 2 < tokens.count,
            [",", "then", ":"].contains(tokens[first + 1].text) || jumps.contains(tokens[first + 1].text)
        else { return nil }
        var next = first + (jumps.contains(tokens[first + 1].text) ? 1 : 2)
        if tokens[next].text == "then" { next += 1 }
        guard next < tokens.count else { return nil }
        var conditional = Conditional(
            condition: tokens[first].text, then: trimmed(sentence.display(next..<tokens.count)),
            conditionTokens: first..<(first + 1), thenTokens: next..<tokens.count, action: action(sentence, from: next))
        conditional.isAnswer = true
        return conditional
    }

    /// "…, the partner has sent nothing and you should phone them": the instruction after what is told.
    private static func laterAction(_ sentence: Sentence, from start: Int) -> Action? {
        let tokens = sentence.tokens
        for index in (start + 1)..<max(start + 1, tokens.count)
        where ["you", "we"].contains(tokens[index].text)
            && ["and", "so", ",", ";"].contains(tokens[index - 1].text)
        {
            if let action = modal(sentence, index) { return action }
        }
        return nil
    }

    /// "it doesn't", "that does not work", "not", "they aren't".
    private static func isFollowUp(_ words: [String]) -> Bool {
        guard let first = words.first, words.count < 7 else { return false }
        if first == "not" { return true }
        guard ["it", "that", "this", "they", "there", "these", "those", "none", "neither"].contains(first) else {
            return false
        }
        return words.contains { $0 == "not" || $0.hasSuffix("n't") || $0 == "fails" || $0 == "isn't" || $0 == "none" }
    }

    private static let jumps: Set<String> = [
        "go", "skip", "proceed", "continue", "escalate", "page", "contact", "jump", "restart", "see", "run", "stop",
        "use", "follow",
    ]

    /// Where the condition ends and the consequence begins.
    private static func split(_ sentence: Sentence, _ first: Int) -> (Int, Int)? {
        let tokens = sentence.tokens
        var fallback: (Int, Int)?
        var from = first + 1
        // "In case of an error: wait, then retry"
        let colon = tokens[first...].firstIndex { $0.text == ":" }
        if let colon, colon > first + 1, colon + 1 < tokens.count, colon < comma(tokens, from: from) ?? tokens.count,
            action(sentence, from: colon + 1) != nil || isCall(tokens, after: colon)
        {
            return (colon, colon + 1)
        }
        while let comma = comma(tokens, from: from) {
            var next = comma + 1
            while next < tokens.count, tokens[next].text == "then" || tokens[next].text == "please" { next += 1 }
            guard next < tokens.count, tokens[next].text != "otherwise", tokens[next].text != "else" else { break }
            if action(sentence, from: next) != nil { return (comma, next) }
            if fallback == nil { fallback = (comma, next) }
            from = comma + 1
        }
        if let fallback { return fallback }
        if let then = tokens[first...].firstIndex(where: { $0.text == "then" }), then > first + 1,
            then + 1 < tokens.count
        {
            return (then, then + 1)
        }
        // The dash of an option stands before its letter without a space.
        let isMark = { (index: Int) in
            [":", "-", "–", "—", "→"].contains(tokens[index].text)
                && (index + 1 == tokens.count || tokens[index + 1].range.lowerBound > tokens[index].range.upperBound)
        }
        if let mark = tokens.indices.dropFirst(first).first(where: isMark),
            mark > first + 1,
            mark + 1 < tokens.count
        {
            return (mark, mark + 1)
        }
        for index in (first + 2)..<max(first + 2, tokens.count) where tokens[index].kind == .word {
            let before = tokens[index - 1].text
            if Self.jumps.contains(tokens[index].text) || Verbs.destroying.contains(tokens[index].text),
                ![
                    "to", "or", "of", "for", "in", "can", "will", "not", "you", "we", "should", "must", "and", "the",
                    "a",
                ].contains(before)
            {
                return (index, index)
            }
            if ["you", "we"].contains(tokens[index].text), index + 1 < tokens.count,
                ["need", "should", "can", "must", "have", "will", "may", "could"].contains(tokens[index + 1].text)
            {
                return (index, index)
            }
        }
        return nil
    }

    /// Whether a command follows in backticks.
    private static func isCall(_ tokens: [Token], after index: Int) -> Bool {
        guard index + 1 < tokens.count, tokens[index + 1].kind == .code else { return false }
        let code = tokens[index + 1].text
        return code.trimmedSpace.utf8.contains(0x20) && CommandShape().judge(code) >= .plausible
    }

    private static let questions: Set<String> = [
        "check", "see", "verify", "determine", "know", "ask", "wonder", "test", "decide", "confirm", "as", "find",
        "out",
        "examine", "checking", "see,", "even", "unsure", "evaluate", "validate", "sure", "whether", "or",
        "especially",
    ]

    /// "Contact the team if the cause is not apparent."
    private static func trailing(_ sentence: Sentence, from start: Int) -> Conditional? {
        let tokens = sentence.tokens
        var depth = 0
        var found: Int?
        for index in start..<tokens.count where tokens[index].kind != .code {
            switch tokens[index].text {
            case "(": depth += 1
            case ")": depth -= 1
            case "if", "unless": if depth <= 0, index > start + 1, found == nil { found = index }
            default: break
            }
        }
        guard let found, found + 3 < tokens.count else { return nil }
        let before = tokens[found - 1].text
        if Self.questions.contains(before)
            || tokens[start..<found].contains(where: {
                ["check", "see", "verify", "whether", "determine", "confirm"].contains($0.text) && found - start < 8
            })
        {
            return nil
        }
        let condition = Array(tokens[(found + 1)...].map(\.text))
        let isUnless = tokens[found].text == "unless"
        if courtesies.contains(condition[0]) || (condition[0] == "it" && condition.count < 7 && !isUnless) {
            return nil
        }
        if condition[0] == "you", condition.count > 2,
            ["happen", "want", "like", "wish", "need", "have", "prefer", "are", "can"].contains(condition[1])
        {
            return nil
        }
        guard let action = action(sentence, from: start) else { return nil }
        var end = found
        while end > start, tokens[end - 1].text == "," || tokens[end - 1].text == "only" { end -= 1 }
        let text = capitalized(trimmed(sentence.display(action.start..<max(action.start + 1, end))))
        // "Restart it if the load is high: `…`"
        let colon = tokens[(found + 1)...].firstIndex { $0.text == ":" }
        let last = colon.flatMap { $0 > found + 2 && isCall(tokens, after: $0) ? $0 : nil } ?? tokens.count
        return Conditional(
            condition: (tokens[found].text == "unless" ? "not: " : "")
                + trimmed(sentence.display((found + 1)..<last)),
            then: text, conditionTokens: (found + 1)..<last,
            thenTokens: last < tokens.count ? (last + 1)..<tokens.count : start..<end,
            action: Action(text: text, verb: action.verb, start: action.start))
    }

    /// The alert of "When the payment latency alert fires, …"; `nil` for other sentences.
    static func trigger(_ sentence: Sentence) -> String? {
        let tokens = sentence.tokens
        guard let first = tokens.first?.text, ["when", "if", "once"].contains(first),
            let alert = tokens.prefix(14).firstIndex(where: { $0.text == "alert" || $0.text == "alarm" }),
            alert > 1, alert + 1 < tokens.count,
            ["fires", "is", "triggers", "goes", "fired", "comes", "pages"].contains(tokens[alert + 1].text)
        else { return nil }
        let start = ["the", "a", "an", "this", "our"].contains(tokens[1].text) ? 2 : 1
        return start < alert ? sentence.display(start..<(alert + 1)) : nil
    }

    // MARK: Other kinds

    private static let expectationPhrases = PhraseSet([
        ["should", "see"], ["should", "now", "see"], ["will", "see"], ["you'll", "see"], ["should", "now", "be"],
        ["should", "show"],
        ["should", "return"], ["should", "output"], ["should", "contain"], ["should", "look"], ["should", "succeed"],
        ["should", "fail"], ["should", "say"], ["should", "list"], ["should", "display"], ["should", "print"],
        ["will", "show"],
        ["will", "display"], ["will", "output"], ["will", "print"], ["will", "return"], ["will", "list"],
        ["should", "be", "able"],
        ["should", "start"], ["should", "report"], ["should", "get"], ["will", "say"], ["will", "report"],
        ["should", "have"],
        ["expected", "output"], ["expected", "result"], ["should", "be"], ["should", "come"], ["should", "read"],
        ["should", "drop"],
        ["should", "recover"], ["should", "now"], ["should", "go"], ["should", "disappear"], ["should", "resolve"],
    ])
    private static let expectationSubjects: Set<String> = [
        "you", "it", "this", "that", "output", "result", "results", "they", "there", "we", "command", "expected",
        "response", "expect",
        "you'll", "these", "everything", "pods", "pod", "status", "alert", "these", "value", "space", "all", "service",
    ]

    static func isExpectation(_ sentence: Sentence, from start: Int) -> Bool {
        let tokens = sentence.tokens
        guard start < tokens.count else { return false }
        if tokens[0].text == "expected" || tokens[0].text == "expect" { return true }
        var from = start + 1
        while let (place, _) = expectationPhrases.match(in: tokens, from: from, before: start + 9) {
            if tokens[start..<place].contains(where: { expectationSubjects.contains($0.text) }) { return true }
            from = place + 1
        }
        return false
    }

    private static let prerequisitePhrases = PhraseSet([
        ["make", "sure", "you", "have"], ["make", "sure", "you", "are"], ["make", "sure", "you're"],
        ["make", "sure", "that", "you", "have"],
        ["make", "sure", "that", "you", "are"], ["ensure", "you", "have"], ["ensure", "you", "are"],
        ["ensure", "that", "you", "have"],
        ["ensure", "that", "you", "are"], ["ensure", "you're"], ["this", "assumes"], ["assumes", "that", "you"],
        ["assuming", "you", "have"],
        ["assuming", "that", "you", "have"], ["assumes", "you"], ["you", "must", "have"], ["you", "must", "be"],
        ["you", "need", "access"],
        ["need", "to", "have", "access"], ["need", "to", "be", "connected"], ["need", "to", "be", "logged"],
        ["steps", "require"],
        ["procedure", "requires"], ["runbook", "requires"], ["you", "should", "have", "access"],
        ["must", "be", "connected"], ["must", "be", "installed"], ["must", "be", "logged"],
        ["you", "need", "the", "following"],
        ["you'll", "need", "access"], ["will", "need", "access"], ["need", "permission"],
        ["you", "have", "access", "to"], ["you", "need", "to", "have"], ["need", "the", "role"],
        ["you", "need", "rights"], ["need", "administrator"], ["need", "local", "administrator"],
        ["you'll", "need", "an"], ["you", "need", "an", "account"], ["you", "need", "a", "role"],
        ["need", "membership"], ["need", "root"], ["needs", "to", "be", "installed"],
        ["you", "will", "need", "access"],
        ["you", "will", "need", "to", "have"], ["you", "need", "permissions"], ["requires", "access", "to"],
        ["requires", "that", "you"], ["you", "are", "expected", "to", "have"], ["only", "people", "with"],
        ["need", "admin"], ["you", "will", "need", "a"], ["you'll", "need", "a"], ["you'll", "need", "the"],
        ["you", "will", "need", "the"],
        ["need", "to", "be", "on", "the"], ["required", "permissions"], ["need", "to", "be", "a", "member"],
        ["prerequisite"], ["prerequisites"],
    ])

    static func isPrerequisite(_ sentence: Sentence) -> Bool {
        let tokens = sentence.tokens
        if PrerequisiteSentences.isOne(sentence) { return true }
        // "Assumptions: …", "Prerequisite: …"
        if tokens.count > 2, tokens.count < 60, tokens[1].text == ":", SectionRole.isPrerequisiteWord(tokens[0].text) {
            return true
        }
        // "You'll need `openssl`"
        if let place = sentence.index(of: ["you'll", "need"]) ?? sentence.index(of: ["you", "need"]), place < 2,
            place + 2 < tokens.count, tokens.count < 40, tokens[place + 2].kind == .code
        {
            return true
        }
        guard sentence.tokens.count < 60, sentence.tokens.first?.text != "if",
            let (place, phrase) = prerequisitePhrases.match(in: sentence.tokens)
        else { return false }
        // "Make sure you are …" counts where the sentence begins with it.
        return phrase[0] != "make" && phrase[0] != "ensure" || place < 3
    }

    /// The token after "otherwise" at the beginning; `nil` when the sentence does not begin so.
    static func otherwiseStart(_ tokens: [Token]) -> Int? {
        let texts = tokens.prefix(4).map(\.text)
        for opener in [
            ["otherwise"], ["else"], ["if", "not"], ["failing", "that"], ["or", "else"],
            ["in", "all", "other", "cases"],
        ]
        where texts.starts(with: opener) {
            var next = opener.count
            if opener == ["if", "not"], next < tokens.count, tokens[next].text != "," { continue }
            while next < tokens.count, tokens[next].kind == .punctuation { next += 1 }
            return next
        }
        return nil
    }
}
