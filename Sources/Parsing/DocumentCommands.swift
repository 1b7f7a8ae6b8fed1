import ByteText
import RunbookModel

extension DocumentWalk {
    /// A block of code with the words before it.
    mutating func code(_ block: CodeBlock, lead pending: inout [Sentence], _ item: inout Item?) {
        let announced = pending.last ?? sections.last.map(\.heading)
        let units = reader.read(block, lead: CodeLead(announced, section: sectionTitle ?? ""))
        guard units.contains(where: { if case .command = $0.kind { true } else { false } }) else {
            prose(&pending, &item)
            for unit in units { sample(unit, language: block.language) }
            return
        }
        if let last = pending.last, forbids(last) {
            // "Do not run this:" shows what to stay away from.
            prose(&pending, &item)
            for unit in units { sample(unit, language: block.language) }
            return
        }
        var (lead, rest) = takeLead(&pending, inItem: item != nil)
        if let sentence = lead, undoes(sentence, units) { return addLead(rest, after: nil) }
        if let sentence = lead, standsAlone(sentence, units, inItem: item != nil) {
            pending += [sentence] + rest
            (lead, rest) = (nil, [])
        }
        prose(&pending, &item)
        if item == nil { takeBackAnnounced(units) }
        if let lead, item == nil { commandInLead(lead, units) }
        var title = item.flatMap { $0.isStep && findings.steps.count == $0.firstStep ? $0.title : nil }
        var decision: Int?
        var isSkipped = false
        if lead == nil { (title, decision) = joinList(title) }
        if let lead {
            if let said = PrerequisiteSentences.saidBeside(lead) { addPrerequisite(said, line: lead.line) }
            switch ClauseReader.read(lead) {
            case .condition(let conditional):
                decision = guardCommands(conditional, lead)
                isSkipped = Self.skips(conditional)
                title = isSkipped ? nil : conditional.action.flatMap { commandTitle($0.text) } ?? title
            case .otherwise(let action):
                decision = guardOtherwise(lead, action)
                title = action?.text
            case .action(let action):
                if !explainsExample(lead), let text = commandTitle(action.text) { title = text }
                if let before = lead.words.first, before == "before" { addPrerequisite(lead.display, line: lead.line) }
            case .prerequisite: addPrerequisite(lead.display, line: lead.line)
            default:
                if lead.isQuestion {
                    title = lead.display
                } else if let text = statementTitle(lead) {
                    title = text
                } else if item?.title == nil, item != nil, lead.words.count > 1, lead.words.count < 10 {
                    // What an item says of its command is its title, verb or not.
                    title = ClauseReader.capitalized(ClauseReader.trimmed(lead.display))
                }
            }
            if title.map({ !lead.display.holds($0) && ClauseReader.trimmed(lead.display).count > $0.count + 12 })
                ?? true
            {
                pendingNotes.append(lead.display)
            }
        }
        let first = findings.steps.count
        add(units, title: title, language: block.language)
        if let decision, decision < findings.steps.count {
            let ways = (StepDraft.Target.index(first), StepDraft.Target.index(findings.steps.count))
            (findings.steps[decision].thenTarget, findings.steps[decision].elseTarget) =
                isSkipped ? (ways.1, ways.0) : ways
        }
        addLead(rest, after: lead)
        if item != nil, item?.title == nil { item?.title = title }
    }

    /// A sentence with a command of its own that is not in the block is a step, and no title of what is in it.
    private func standsAlone(_ lead: Sentence, _ units: [CodeUnit], inItem: Bool) -> Bool {
        let isAnnounced: (String) -> Bool = { text in
            units.contains { $0.text.holds(text) || text.holds($0.text) && $0.text.utf8.count > 3 }
        }
        let clause = ClauseReader.read(lead)
        let codes = lead.tokens.filter { $0.kind == .code && !isAnnounced(String($0.text.trimmedSpace)) }
        guard !codes.isEmpty, !lead.endsWithColon else { return false }
        let found = inline.find(in: lead, clause: clause, isItem: inItem).filter { !isAnnounced($0.text) }
        if !found.isEmpty { return true }
        guard case .action(let action) = clause, ["run", "trigger", "start", "execute"].contains(action.verb) else {
            return false
        }
        return lead.tokens.dropFirst(action.start + 1).prefix(2).contains { $0.kind == .code }
    }

    /// "To undo:", and then a block: the way back of the step before.
    private mutating func undoes(_ lead: Sentence, _ units: [CodeUnit]) -> Bool {
        guard lead.endsWithColon, units.count == 1, case .command = units[0].kind, Self.saysBack(lead),
            let last = undoableStep
        else { return false }
        findings.steps[last].rollback = units[0].text
        return true
    }

    /// A list item that a code block outside the list completes: "1. Check the address", and then the command.
    private mutating func joinList(_ title: String?) -> (String?, Int?) {
        guard let end = endOfList, end == findings.steps.count - 1 else { return (title, nil) }
        let step = findings.steps[end]
        if step.kind == .decision, step.then.isEmpty { return (title, end) }
        // "3. If the share is full, remove old files:", and then the command.
        if step.kind == .manual, step.rule == "condition.action", end > 0,
            findings.steps[end - 1].thenTarget == .index(end), findings.steps[end - 1].kind == .decision,
            endedWithColon
        {
            findings.steps.removeLast()
            pendingNotes = step.notes + pendingNotes
            return (step.title, end - 1)
        }
        guard step.kind == .manual, step.rule == "list.item" else { return (title, nil) }
        findings.steps.removeLast()
        pendingNotes = step.notes + pendingNotes
        return (step.title, nil)
    }

    /// "Skip this if the site can't be reached": the commands below are for the other case.
    private static func skips(_ conditional: Conditional) -> Bool {
        guard let action = conditional.action, ["skip", "ignore", "omit"].contains(action.verb) else { return false }
        let words = action.text.lowercased().parts(between: " ")
        return words.count < 5 && words.contains { ["this", "it", "these", "section", "part"].contains($0) }
    }

    private mutating func addLead(_ rest: [Sentence], after lead: Sentence?) {
        if let lead { addLinks(lead) }
        for sentence in rest {
            if case .expectation = ClauseReader.read(sentence) {
                expectation(sentence)
            } else if Self.saysWhatToLookFor(sentence) {
                expectation(sentence)
            } else {
                note(sentence)
            }
        }
    }

    /// "Look for “timeout”": what to see in the output of the command beside it.
    private static func saysWhatToLookFor(_ sentence: Sentence) -> Bool {
        ["look", "watch"].contains(sentence.words.first ?? "") && sentence.words.dropFirst().first == "for"
    }

    /// A sentence that says more about the instruction before it and asks for nothing itself.
    private static func onlyComments(_ sentence: Sentence) -> Bool {
        if saysWhatToLookFor(sentence) { return true }
        switch ClauseReader.read(sentence) {
        case .expectation, .statement: return !sentence.tokens.contains { $0.kind == .code }
        default: return false
        }
    }

    /// The sentence that introduces the commands, and what stands between it and them.
    private func takeLead(_ pending: inout [Sentence], inItem: Bool) -> (Sentence?, [Sentence]) {
        guard let last = pending.last else { return (nil, []) }
        if inItem, pending.count > 1, case .action = ClauseReader.read(pending[0]),
            pending.dropFirst().allSatisfy(Self.onlyComments)
        {
            let (lead, rest) = (pending[0], Array(pending.dropFirst()))
            pending = []
            return (lead, rest)
        }
        func introduces(_ sentence: Sentence) -> Bool {
            switch ClauseReader.read(sentence) {
            case .action, .condition, .otherwise: true
            default: false
            }
        }
        let calls = pending.lastIndex { sentence in
            sentence.contains(anyOf: [
                ["following", "command"], ["following", "commands"], ["this", "command"], ["these", "commands"],
                ["command", "below"],
            ])
        }
        let conditional = pending.firstIndex { sentence in
            if case .condition(let conditional) = ClauseReader.read(sentence) {
                conditional.action != nil
            } else {
                false
            }
        }
        if !last.endsWithColon, let place = calls ?? conditional, place < pending.count - 1, !inItem || place == 0 {
            let (lead, rest) = (pending[place], Array(pending[(place + 1)...]))
            pending.removeSubrange(place...)
            return (lead, rest)
        }
        if last.endsWithColon || introduces(last) { return (pending.popLast(), []) }
        let place = inItem ? pending.firstIndex(where: introduces) : pending.lastIndex(where: introduces)
        guard let place, !inItem || place == 0 else { return (pending.popLast(), []) }
        let lead = pending[place]
        let rest = Array(pending[(place + 1)...])
        pending.removeSubrange(place...)
        return (lead, rest)
    }

    private static let wrongs: Set<String> = ["incorrect", "wrong", "bad", "don't", "anti-pattern", "forbidden"]

    /// "# DON'T DO THIS" above a command.
    private static func forbids(comment: String) -> Bool {
        let lower = comment.lowercased()
        return ["don't ", "do not ", "dont ", "never ", "wrong", "bad:", "incorrect", "not like this"]
            .contains(where: lower.hasPrefix)
    }

    private func forbids(_ sentence: Sentence) -> Bool {
        let words = sentence.words
        if sentence.endsWithColon, words.count < 4, !Self.wrongs.isDisjoint(with: words) { return true }
        guard let place = words.firstIndex(where: { ["not", "don't", "never", "avoid"].contains($0) }), place < 5,
            place + 1 < words.count
        else { return false }
        return words[place] == "avoid"
            || ["run", "use", "execute", "do", "try", "type", "enter", "be", "ever"].contains(words[place + 1])
                && words.contains("do")
            || words[place] == "never"
            || words[place] == "don't" && ["run", "use", "execute", "do"].contains(words[place + 1])
    }

    mutating func guardCommands(_ conditional: Conditional, _ lead: Sentence) -> Int? {
        guard !isFull else { return nil }
        decide(conditional, lead)
        return findings.steps.count - 1
    }

    mutating func guardOtherwise(_ lead: Sentence, _ action: Action?) -> Int? {
        guard let open = openDecision, findings.steps.indices.contains(open), findings.steps[open].otherwise == nil,
            !isFull
        else { return nil }
        let start = ClauseReader.otherwiseStart(lead.tokens) ?? 0
        let text = start < lead.tokens.count ? lead.display(start..<lead.tokens.count) : lead.display
        let then = ClauseReader.trimmed(text)
        findings.steps[open].otherwise = then
        addDecision(
            condition: "otherwise (not: \(findings.steps[open].condition))", then: then,
            line: lead.line...lead.text.lastLine, rule: "condition.otherwise")
        return findings.steps.count - 1
    }

    private static let genericVerbs: Set<String> = [
        "run", "use", "execute", "do", "try", "enter", "type", "issue", "invoke", "perform",
    ]

    private static let emptyWords: Set<String> = [
        "the", "following", "command", "commands", "this", "these", "that", "it", "so", "script", "a", "below",
        "steps", "step", "query", "then", "run", "to", "do", "them",
        "however", "if", "needed", "necessary", "for", "example", "or", "alternatively", "and", "also", "now",
        "you", "can", "running", "with", "using", "by",
        "we", "one", "out", "", "like", "in", "as", "follows", "see", "e.g", "eg",
    ]

    /// What leads over to the command behind it.
    private static let tails = [
        " by running the following command", " by running the following", " by running",
        " with the following command",
        " using the following command", " using the following commands", " with the following",
        " using the following",
        " with this command", " using this command", " with the command", " using the command", " with", " using",
        " like this", " as follows",
        " via", " by using", " by executing", " with this", " using this",
    ]

    /// The title that an instruction before a command gives; `nil` where it says nothing of its own.
    func commandTitle(_ text: String) -> String? {
        var title = ClauseReader.trimmed(text)
        var lower = title.lowercased()
        if let tail = Self.tails.first(where: lower.hasSuffix) {
            title = String(title.dropLast(tail.count))
            lower = String(lower.dropLast(tail.count))
        }
        let words = lower.parts(between: " ")
        guard let first = words.first else { return nil }
        if ["run", "use", "execute", "try", "enter", "issue"].contains(first),
            let call = words.prefix(6).firstIndex(where: { ["command", "commands", "script", "query"].contains($0) }),
            call + 2 < words.count, words[call + 1] == "to"
        {
            let rest = title.parts(between: " ").dropFirst(call + 2).joined(separator: " ")
            return ClauseReader.capitalized(rest)
        }
        let isEmpty: (Substring) -> Bool = { Self.emptyWords.contains($0.filter { !",:.\"“”'".contains($0) }) }
        if words.allSatisfy(isEmpty) { return nil }
        if Self.genericVerbs.contains(String(first)) || first == "check", words.dropFirst().allSatisfy(isEmpty) {
            return nil
        }
        return title
    }

    /// "`etcdctl` can be used to fetch the size": the purpose of a statement, or the statement itself where it ends
    /// with a colon.
    private func statementTitle(_ lead: Sentence) -> String? {
        let tokens = lead.tokens
        if let place = lead.index(of: ["used", "to"]), place + 2 < tokens.count, Verbs.isVerb(tokens[place + 2].text) {
            return ClauseReader.capitalized(ClauseReader.trimmed(lead.display((place + 2)..<tokens.count)))
        }
        // "Now we extract the certificate …"
        if let place = tokens.prefix(3).firstIndex(where: { $0.text == "we" }), place + 1 < tokens.count,
            Verbs.isVerb(tokens[place + 1].text), tokens[place + 1].text != "have"
        {
            return commandTitle(ClauseReader.capitalized(lead.display((place + 1)..<tokens.count)))
        }
        guard lead.endsWithColon, tokens.count > 3, tokens.count < 30 else { return nil }
        return commandTitle(ClauseReader.capitalized(lead.display))
    }

    // MARK: Adding

    private mutating func add(_ units: [CodeUnit], title: String?, language: String) {
        var title = title
        for unit in units {
            if case .command = unit.kind, unit.comment.map(Self.forbids(comment:)) != true {
                if isFull {
                    findings.isCut = true
                    return
                }
                let guarding = unit.comment.flatMap { condition(comment: $0, at: unit.lines.lowerBound) }
                addCommand(unit, title: guarding == nil ? unit.comment ?? title : nil, rule: "code.command")
                if let guarding, guarding < findings.steps.count - 1 {
                    findings.steps[guarding].thenTarget = .index(guarding + 1)
                    findings.steps[guarding].elseTarget = .index(guarding + 2)
                }
                if unit.comment != nil, let title { findings.steps[findings.steps.count - 1].notes.append(title) }
                title = nil
            } else {
                sample(unit, language: unit.kind == .output ? "" : language)
            }
        }
    }

    /// "# if it is stuck, delete it" and "# otherwise" above a command: the question that it depends on.
    private mutating func condition(comment: String, at line: Int) -> Int? {
        let sentence = Sentence(MarkedText(plain: comment, line: line))
        guard !isFull, ["if", "unless", "only", "otherwise", "else"].contains(sentence.tokens.first?.text) else {
            return nil
        }
        switch ClauseReader.read(sentence) {
        case .condition(let conditional): return guardCommands(conditional, sentence)
        case .otherwise(let action): return guardOtherwise(sentence, action)
        default:
            guard sentence.tokens.count > 2, let start = sentence.tokens.firstIndex(where: { $0.text == "if" }) else {
                return nil
            }
            addDecision(
                condition: sentence.display((start + 1)..<sentence.tokens.count), then: "", line: line...line,
                rule: "code.condition")
            return findings.steps.count - 1
        }
    }

    mutating func addCommand(_ unit: CodeUnit, title: String?, rule: String) {
        guard !isFull, case .command(let language) = unit.kind else { return }
        var title = title
        if title == nil, let section = sections.last, section.level > 0, !section.isTitleUsed,
            findings.steps.count == section.firstStep
        {
            title = headingTitle(section)
            if title != nil { sections[sections.count - 1].isTitleUsed = true }
        }
        var step = StepDraft(
            kind: .command, title: title.map { ClauseReader.trimmed(ClauseReader.capitalized($0)) } ?? "",
            section: sectionTitle,
            lines: unit.lines, rule: rule)
        step.command = unit.text
        step.language = language
        append(step)
    }

    private func headingTitle(_ section: Section) -> String? {
        guard let first = section.heading.words.first else { return nil }
        if Verbs.isVerb(first) || section.isNumbered { return section.title }
        if let base = Verbs.base(ofGerund: first), section.title.holds(" ") {
            return ClauseReader.capitalized(base) + section.title.drop { $0 != " " }
        }
        return nil
    }

    /// Output and content stay with the step that they belong to.
    mutating func sample(_ unit: CodeUnit, language: String) {
        let text = unit.text.utf8.count > 4000 ? String(unit.text.prefix(4000)) + "\n…" : unit.text
        let fence = text.holds("```") ? "````" : "```"
        let note = "\(fence)\(language)\n\(text)\n\(fence)"
        let began = sections.last?.firstStep ?? 0
        if let last = findings.steps.indices.last, last >= began {
            findings.steps[last].notes.append(note)
        } else {
            pendingNotes.append(note)
        }
    }
}
