import ByteText
import RunbookModel

/// A command that stands inside a sentence.
struct InlineCommand: Hashable, Sendable {
    var text: String
    /// As it stands in the sentence: with its prompt, where it has one.
    var source: String
    var language: CommandLanguage
    /// Tokens of the sentence that it covers.
    var tokens: Range<Int>
}

/// Finds the commands that a sentence asks to run, and passes by the ones that it only mentions.
struct InlineCommands: Sendable {
    let shape: CommandShape

    private static let cues: Set<String> = [
        "run", "execute", "use", "using", "with", "via", "through", "do", "type", "enter", "issue", "invoke", "try",
        "command",
        "commands", "query", "following", "running", "executing", "by", "devtools", "console", "perform", "example",
        "send",
    ]
    private static let mentions: Set<String> = [
        "of", "when", "like", "as", "a", "an", "ran", "than", "called", "named", "is", "are", "because", "if", "after",
        "while",
        "your", "in", "from", "and/or", "whether", "about", "was", "because",
    ]
    static let negations: Set<String> = [
        "forbidden", "prohibited", "instead", "not", "don't", "never", "avoid", "doesn't", "without", "cannot", "can't",
        "won't", "shouldn't",
    ]
    private static let strongCues: Set<String> = [
        "run", "execute", "type", "enter", "invoke", "issue", "command", "try", "running", "executing", "query", "use",
        "using",
    ]

    func find(in sentence: Sentence, clause: Clause, isItem: Bool) -> [InlineCommand] {
        var found: [InlineCommand] = []
        for (index, token) in sentence.tokens.enumerated() where token.kind == .code {
            var clause = clause
            if case .expectation = clause {
                guard let asked = Self.askedFor(at: index, in: sentence) else { continue }
                clause = asked
            }
            let text = String(token.text.trimmedSpace)
            if let typed = typed(text, at: index, in: sentence, clause) {
                found.append(typed)
                continue
            }
            if let language = language(of: text, at: index, in: sentence, clause: clause, isItem: isItem) {
                found.append(
                    InlineCommand(text: text, source: text, language: language, tokens: index..<(index + 1)))
            }
        }
        if case .expectation = clause { return found }
        // "Use `a` or `b`": running both would be wrong; the other one stays in the author's words.
        found = found.enumerated().filter { place, command in
            place == 0 || command.tokens.lowerBound < 1
                || sentence.tokens[command.tokens.lowerBound - 1].text != "or"
        }.map(\.element)
        if found.isEmpty, let bare = bareCommand(in: sentence) { found.append(bare) }
        return found
    }

    /// "We ran `…`", "the output of `…`"
    private static let told: Set<String> = ["ran", "tried", "executed", "typed", "issued", "of"]

    /// A command with the prompt that it was typed at: nobody copies that to name a thing.
    private func typed(_ text: String, at index: Int, in sentence: Sentence, _ clause: Clause) -> InlineCommand? {
        guard let prompt = Prompt(text), !prompt.rest.isEmpty else { return nil }
        let rest = String(prompt.rest)
        let isTyped =
            switch prompt.kind {
            case .angle: false
            // `# of pods` is no call.
            case .root: shape.judge(rest) == .strong
            // `% free` is a share.
            case .shell where text.hasPrefix("%"): rest.utf8.contains(0x20) && shape.judge(rest) == .strong
            case .shell, .powershell: shape.judge(rest) >= .weak
            case .sql: QueryLanguages.isSQL(rest) || rest.hasPrefix("\\")
            case .redis, .client: true
            }
        let before = sentence.tokens[max(0, index - 5)..<index]
        guard isTyped, !isForbidden(before, clause), !Self.isRuledOut(sentence.tokens[(index + 1)...]),
            !before.suffix(2).contains(where: { Self.told.contains($0.text) })
        else { return nil }
        return InlineCommand(
            text: rest, source: text, language: CodeReader.language(prompt), tokens: index..<(index + 1))
    }

    /// What the part of a sentence that holds a command asks for, where another part says what will come of it:
    /// "Then list them: `…`, and it should show three", "the log should be short, you can read it with `…`".
    private static func askedFor(at index: Int, in sentence: Sentence) -> Clause? {
        if isInvited(sentence.tokens[..<index]) { return .statement }
        guard let action = ClauseReader.action(sentence, from: 0), action.start < index,
            !sentence.tokens[..<index].contains(where: { ["should", "will", "must"].contains($0.text) })
        else { return nil }
        return .action(action)
    }

    private static let invitations: [[String]] = [
        ["you", "can"], ["you", "could"], ["you", "may"], ["you", "should"], ["you", "must"], ["you", "need", "to"],
        ["you", "have", "to"], ["we", "can"], ["we", "could"], ["you", "might"], ["you", "want", "to"],
    ]

    /// Whether the words before a command ask the reader to do something with it: "you can view them with".
    private static func isInvited(_ before: ArraySlice<Token>) -> Bool {
        let texts = before.suffix(12).map(\.text)
        return invitations.contains { phrase in
            texts.indices.contains { place in
                let verb = place + phrase.count
                return verb < texts.count && texts[place...].starts(with: phrase)
                    && texts[verb...].prefix(2).contains(where: Verbs.isVerb)
            }
        }
    }

    /// "They can be seen with `…`", "a short test (`…`) can also be run".
    private static func isOffered(_ before: ArraySlice<Token>, _ after: ArraySlice<Token>) -> Bool {
        let next = after.drop { $0.text == ")" }.prefix(4).map(\.text)
        if next.first == "can", next.contains("be"), next.contains(where: ["run", "used", "executed"].contains) {
            return true
        }
        guard let last = before.last?.text, ["with", "by", "using", "via"].contains(last),
            let can = before.lastIndex(where: { $0.text == "can" }), can + 1 < before.endIndex
        else { return false }
        return before[(can + 1)...].prefix(2).contains { $0.text == "be" }
    }

    /// Whether nothing but words that introduce an example stand between a bracket and a command: "(e.g. `…`)".
    private static func isBracketed(_ before: ArraySlice<Token>) -> Bool {
        guard let open = before.suffix(5).lastIndex(where: { $0.text == "(" }) else { return false }
        return before[(open + 1)...].allSatisfy {
            [
                "e.g", "i.e", "eg", "ie", "for", "example", ".", ",", ":", "run", "use", "using", "with", "via", "by",
                "try",
            ]
            .contains($0.text)
        }
    }

    private static let things: Set<String> = [
        "script", "scripts", "tool", "utility", "binary", "cookbook", "module", "playbook", "job", "pipeline", "task",
        "workflow", "container", "pod", "service", "daemon", "process", "image", "role", "suite", "target", "stage",
        "shell", "session",
    ]

    private func language(
        of text: String, at index: Int, in sentence: Sentence, clause: Clause, isItem: Bool
    ) -> CommandLanguage? {
        let tokens = sentence.tokens
        let before = tokens[max(0, index - 7)..<index]
        let previous = before.last?.text ?? ""
        let next = index + 1 < tokens.count ? tokens[index + 1].text : ""
        let joinsNext = next == "and" && index + 2 < tokens.count && tokens[index + 2].kind == .code
        if !joinsNext,
            [
                "can", "will", "is", "may", "shows", "returns", "command", "commands", "and", "flag", "option", "error",
                "output", "status",
            ].contains(next), index == 0
        {
            return nil
        }
        if ["command", "commands"].contains(next),
            !before.suffix(3).contains(where: { ["run", "execute", "use", "running", "the"].contains($0.text) })
                || previous == "with"
        {
            return nil
        }
        // "Do not run `x`" is the opposite of a step.
        if isForbidden(before.suffix(5), clause) || Self.isRuledOut(tokens[(index + 1)...]) { return nil }
        let isCommand = text.utf8.contains(0x20) && shape.judge(text) == .strong
        if case .action = clause, isCommand {
            if Self.isBracketed(before), next == ")" || next == "," || next == "" || next == "or" { return .shell }
            // "Drain the pool `make drain`": the sentence goes on, or ends, with what is to be run.
            let isLast = !tokens[(index + 1)...].contains { $0.kind != .punctuation }
            if isLast || isItem && ["to", ".", ",", "and", ";"].contains(next), before.last?.kind == .word,
                !Self.mentions.contains(previous), !Self.joints.contains(previous),
                previous != "the"
            {
                return .shell
            }
        }
        // "Use commands like `…` to see the pods"
        if isCommand, case .action(let action) = clause, action.verb == "use", previous == "like",
            before.contains(where: { ["command", "commands"].contains($0.text) })
        {
            return .shell
        }
        if isItem, isStepOfItem(text, previous: previous, next: next, at: index, tokens) { return .shell }
        if case .action = clause, previous == ":", text.utf8.contains(0x20), shape.judge(text) >= .plausible,
            ProgramNames.isKnown(String(text.prefix { $0 != " " }))
        {
            return .shell
        }
        if previous == "the", Self.things.contains(next) { return nil }
        if isCommand, Self.isOffered(before, tokens[(index + 1)...]), !Self.mentions.contains(previous) {
            return .shell
        }
        if isCommand, Self.isInvited(tokens[..<index]), !Self.mentions.contains(previous) { return .shell }
        if previous == "to" || previous == "then", case .action = clause, shape.judge(text) == .strong,
            text.utf8.contains(0x20)
        {
            return .shell
        }
        // "`git gc` to clean up what is left"
        if index == 0, next == "to", tokens.count > 2, Verbs.isVerb(tokens[2].text), text.utf8.contains(0x20),
            shape.judge(text) >= .plausible
        {
            return .shell
        }
        // "Look at the log (`kubectl logs …`)"
        if previous == "(", next == ")", case .action = clause, shape.judge(text) == .strong,
            text.utf8.filter({ $0 == 0x20 }).count > 1
        {
            return .shell
        }
        let cue = before.last { Self.cues.contains($0.text) || $0.text == ":" }
        let leads =
            index == 0
            && (!tokens.dropFirst().contains { $0.kind != .punctuation }
                || (isItem && [":", "-", "–", "to", "(", ".", "for"].contains(next)))
        guard leads || (cue != nil && !Self.mentions.contains(previous)) || previous == ":" else { return nil }
        if cue?.text == "with" || cue?.text == "by" || cue?.text == "through" || cue?.text == "example",
            case .statement = clause, previous != ":"
        {
            return nil
        }
        if ["before", "when", "after", "once", "if"].contains(where: { word in before.contains { $0.text == word } }),
            clause == .statement
        {
            return nil
        }
        if QueryLanguages.isHTTPRequest(text) { return QueryLanguages.http }
        let wantsQuery = sentence.words.contains {
            ["query", "promql", "metric", "prometheus", "run", "expression"].contains($0)
        }
        if wantsQuery, QueryLanguages.isPromQL(text),
            text.utf8.contains(where: {
                $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "(") || $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "=")
            })
        {
            return .promql
        }
        if QueryLanguages.isSQL(text), text.utf8.contains(0x20) { return .sql }
        let verdict = shape.judge(text)
        let isStrongCue = cue.map { Self.strongCues.contains($0.text) } ?? false
        if !text.utf8.contains(0x20) {
            // "the `x.sh` script" names it.
            if Self.things.contains(next) { return nil }
            if text.hasPrefix("./") || text.hasSuffix(".sh") { return isStrongCue ? .shell : nil }
            guard ["run", "execute", "type", "invoke"].contains(previous) else { return nil }
            if ProgramNames.distinct.contains(text) || ProgramNames.ambiguous.contains(text) { return .shell }
            guard ["", ".", ",", "by", "and", "on", "as"].contains(next), text.utf8.count > 3 else { return nil }
            return CommandShape.isProgramName(text) && text.utf8.contains(where: { !$0.isLetter }) ? .shell : nil
        }
        if verdict == .strong { return CommandShape.isCmdlet(String(text.prefix { $0 != " " })) ? .powershell : .shell }
        if verdict == .plausible, isStrongCue || leads { return .shell }
        if verdict == .weak, ["run", "execute", ":"].contains(previous), isStrongCue { return .shell }
        return nil
    }

    private static let itemLeads: Set<String> = [
        ":", "(", "then", "first", "next", "finally", "afterwards", "via", "with", "do", "and", "also", "now", "by",
    ]
    private static let finite: Set<String> = [
        "is", "are", "was", "will", "would", "can", "may", "shows", "returns", "prints", "lists", "listens", "prevents",
        "runs", "needs", "should", "must", "does", "has", "fails", "command", "commands", "output",
    ]

    /// A call in the text of a numbered or bulleted step, where nothing tells that it is only mentioned.
    private func isStepOfItem(_ text: String, previous: String, next: String, at index: Int, _ tokens: [Token]) -> Bool
    {
        let words = ShellWords.split(text[...])
        guard words.count > 1, !Self.finite.contains(next), let program = words.first?.text else { return false }
        let isLast = !tokens[(index + 1)...].contains { $0.kind != .punctuation }
        let leads = index == 0 || Self.itemLeads.contains(previous) || previous == "," && index < 7
        switch shape.judge(text) {
        case .strong: return leads
        case .plausible:
            return leads && ProgramNames.isKnown(program)
        // A tool that nobody knows: where the item is nothing else, or ends in it.
        case .weak: return isLast && (index == 0 || previous == ":" || previous == "(")
        case .no: return false
        }
    }

    private static let verdicts: [[String]] = [
        ["must", "not"], ["must", "never"], ["should", "not"], ["shouldn't"], ["may", "not"], ["mustn't"], ["would"],
        ["is", "forbidden"], ["is", "not", "allowed"], ["is", "dangerous"], ["is", "prohibited"], ["is", "wrong"],
        ["is", "no", "longer"], ["used", "to"],
    ]

    /// "`x` must not be run": what is said behind a command.
    private static func isRuledOut(_ after: ArraySlice<Token>) -> Bool {
        let texts = after.prefix(3).map(\.text)
        return verdicts.contains { texts.starts(with: $0) }
    }

    /// "Do not run `x`" is the opposite of a step; "if it doesn't, run `x`" is none.
    private func isForbidden(_ before: ArraySlice<Token>, _ clause: Clause) -> Bool {
        // "We used to run `x`" tells of other days.
        if zip(before, before.dropFirst()).contains(where: { $0.text == "used" && $1.text == "to" }) { return true }
        return before.indices.contains { place in
            guard Self.negations.contains(before[place].text) else { return false }
            if case .condition(let conditional) = clause { return !conditional.conditionTokens.contains(place) }
            return true
        }
    }

    /// A command without any mark-up: "run kubectl get pods -n prod and look for restarts".
    private func bareCommand(in sentence: Sentence) -> InlineCommand? {
        let tokens = sentence.tokens
        for (index, token) in tokens.enumerated() where token.kind == .word && index > 0 {
            let isQuoted = tokens[index - 1].text == "\"" && index > 1
            let previous = tokens[index - (isQuoted ? 2 : 1)].text
            if tokens[..<index].suffix(5).contains(where: { Self.negations.contains($0.text) }) { continue }
            let isCalled = [
                "run", "execute", "running", "type", "executing", "with", "using", ":", "do", "via", "command", "by",
                "(",
            ].contains(previous)
            // "(make sure it is there)" is said, "(systemctl restart web)" is typed.
            if previous == "(", ProgramNames.ambiguous.contains(token.text) { continue }
            guard isCalled,
                ProgramNames.distinct.contains(token.text) || ProgramNames.ambiguous.contains(token.text)
                    || token.text.hasPrefix("./")
            else { continue }
            guard !tokens[index...].contains(where: { $0.kind == .code }) else { return nil }
            let end =
                isQuoted
                ? tokens[index...].firstIndex { $0.text == "\"" } ?? index
                : bareEnd(tokens, from: index, in: sentence.text)
            guard end > index + 1 else { continue }
            let bytes = sentence.text.bytes[tokens[index].range.lowerBound..<tokens[end - 1].range.upperBound]
            guard !bytes.contains(where: MarkedText.isMark) else { continue }
            let text = String(String(decoding: bytes, as: UTF8.self).trimmedSpace)
            // The programs of a shell are written small; `Helm` is the product.
            guard text.utf8.first.map({ $0 >= 0x61 || $0 == UInt8(ascii: ".") }) == true, shape.judge(text) == .strong
            else { continue }
            return InlineCommand(text: text, source: text, language: .shell, tokens: index..<end)
        }
        return nil
    }

    private static let joints: Set<String> = [
        "and", "that", "where", "whether", "to", "then", "until", "if", "so", "which", "but", "while", "when", "or",
        "because", "after",
        "before", "as", "on", "in", "for", "from",
    ]

    /// Where the sentence takes over again.
    private func bareEnd(_ tokens: [Token], from start: Int, in text: MarkedText) -> Int {
        var quote: String?
        for index in (start + 1)..<max(start + 1, tokens.count) {
            let token = tokens[index]
            if let open = quote {
                if token.text == open { quote = nil }
                continue
            }
            if token.text == "\"" || token.text == "'",
                tokens[(index + 1)...].contains(where: { $0.text == token.text })
            {
                quote = token.text
                continue
            }
            if token.text == ",", index + 1 < tokens.count, tokens[index + 1].range.lowerBound > token.range.upperBound
            {
                return index
            }
            if token.text == "." || token.text == ";", index == tokens.count - 1 { return index }
            if token.text == ":" { return index }
            if token.text == "(" || token.text == ")" { return index }
            if text.bytes[tokens[index - 1].range.upperBound..<token.range.lowerBound].contains(MarkedText.lineBreak),
                token.kind != .word || token.text.utf8.first.map({ $0 == UInt8(ascii: "-") }) != true
            {
                return index
            }
            if token.kind == .word, Self.joints.contains(token.text) { return index }
        }
        return tokens.count
    }
}
