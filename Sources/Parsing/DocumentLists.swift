import ByteText
import RunbookModel

extension DocumentWalk {
    mutating func list(_ list: ListBlock, lead pending: inout [Sentence], _ item: inout Item?) {
        endedWithColon = list.items.last.map { Self.lastSentenceEndsWithColon($0) } ?? false
        if isTableOfContents(list) { return prose(&pending, &item) }
        let lead = pending.last
        let isSteps = isStepList(list, lead: lead)
        let announced = lead.map { ClauseReader.read($0) }
        if announced == .prerequisite, let lead, lead.endsWithColon || PrerequisiteSentences.announcesList(lead) {
            pending.removeLast()
            prose(&pending, &item)
            for element in list.items { addPrerequisites(element) }
            return
        }
        if let lead, isCases(list, lead: lead) {
            prose(&pending, &item)
            cases(list)
            return
        }
        var decision: Int?
        if isSteps, let lead, lead.endsWithColon, case .condition(let conditional)? = announced, role != .description,
            role != .reference
        {
            pending.removeLast()
            prose(&pending, &item)
            decision = findings.steps.count
            decide(conditional, lead)
        } else {
            // "Check the following:" and a list of things is one step with these things.
            prose(&pending, &item)
            if !isSteps, let lead, lead.endsWithColon, case .action(let action)? = announced, role == .procedure,
                item?.isStep != true, announce(list, action, lead)
            {
                return
            }
        }
        let first = findings.steps.count
        if !isSteps, detail(list, &item) { return }
        items(list, isSteps: isSteps)
        if let decision, decision < findings.steps.count {
            findings.steps[decision].thenTarget = findings.steps.count > first ? .index(first) : nil
            findings.steps[decision].elseTarget = .index(findings.steps.count)
        }
    }

    /// "Check the following:" and a list of things is one step with these things; whether all of them are in its title.
    private mutating func announce(_ list: ListBlock, _ action: Action, _ lead: Sentence) -> Bool {
        if findings.steps.last?.title != action.text {
            guard !isGeneric(lead), !Self.pointing.contains(action.verb) else { return false }
            addManual(title: action.text, verb: action.verb, lines: lead.line...lead.text.lastLine, rule: "list.lead")
        }
        guard let last = findings.steps.indices.last, action.text.parts(between: " ").count < 4,
            let points = points(list)
        else { return false }
        findings.steps[last].title += ": " + points
        return true
    }

    /// Verbs that only announce a list.
    private static let pointing: Set<String> = [
        "see", "note", "consider", "refer", "read", "use", "follow", "remember", "have", "keep", "take", "choose",
        "include",
        "select", "try", "do", "perform", "show", "name", "list", "find", "understand", "run", "expect",
    ]

    /// Short points under an instruction, such as the fields of a form, become part of it.
    private mutating func detail(_ list: ListBlock, _ item: inout Item?) -> Bool {
        guard let item, item.isStep, findings.steps.count == item.firstStep + 1, let last = findings.steps.indices.last,
            findings.steps[last].kind == .manual, let points = points(list)
        else { return false }
        findings.steps[last].title += ": " + points
        return true
    }

    /// The items in one line, where they are short.
    private func points(_ list: ListBlock) -> String? {
        guard list.items.count < 9 else { return nil }
        var points: [String] = []
        for element in list.items {
            guard element.blocks.count == 1, case .paragraph(let text)? = element.blocks.first else { return nil }
            // A command is a step, and no part of a title.
            let calls = text.codeSpans.contains { span in
                let code = String(decoding: text.bytes[span], as: UTF8.self)
                return code.trimmedSpace.utf8.contains(0x20) && shape.judge(code) == .strong
            }
            if calls { return nil }
            points.append(ClauseReader.trimmed(text.display))
        }
        let joined = points.joined(separator: "; ")
        return joined.count < 160 ? joined : nil
    }

    private mutating func items(_ list: ListBlock, isSteps: Bool) {
        if isSteps { scope += 1 }
        let outer = scope
        for element in list.items {
            if isFull {
                findings.isCut = true
                return
            }
            scope = outer
            if isSteps, let label = element.label {
                findings.labels.append(StepLabel(name: label, step: findings.steps.count, scope: outer))
            }
            if role == .prerequisites {
                addPrerequisites(element)
                continue
            }
            if arrow(element) { continue }
            if !isSteps, !element.blocks.contains(where: Self.holdsCode) {
                context(element)
                continue
            }
            let item = Item(isStep: isSteps, firstStep: findings.steps.count)
            isNumberedLine = element.label != nil && Self.isOneSentence(element)
            walk(element.blocks, item: item)
            isNumberedLine = false
        }
        // "If none of this works" after a list is about all of it.
        if isSteps, list.items.count > 1 { openDecision = nil }
    }

    private static func lastSentenceEndsWithColon(_ element: ListBlock.Item) -> Bool {
        guard case .paragraph(let text)? = element.blocks.last else { return false }
        return text.bytes.last { $0 > 0x20 } == UInt8(ascii: ":")
    }

    private static func isOneSentence(_ element: ListBlock.Item) -> Bool {
        guard element.blocks.count == 1, let sentence = firstSentence(element),
            case .paragraph(let text)? = element.blocks.first
        else { return false }
        return sentence.text.bytes.count == text.bytes.count
    }

    /// An item that is no step stays with the step before; a command in it is a step all the same.
    private mutating func context(_ element: ListBlock.Item) {
        for block in element.blocks {
            switch block {
            case .paragraph(let text), .heading(_, let text):
                if let line = source.bareCommand(at: text.line, shape: shape), role != .reference {
                    addCommand(
                        CodeUnit(kind: .command(.shell), text: line, lines: text.line...text.line), title: nil,
                        rule: "line.command")
                    continue
                }
                var isFirst = true
                // "Is it full?", and then "Yes: …" below it.
                if previousSentence?.isQuestion != true { previousSentence = nil }
                for sentence in SentenceSplitter.split(text) {
                    defer { previousSentence = sentence }
                    if answer(sentence) { continue }
                    var item: Item? = Item(isStep: false, firstStep: isFirst ? findings.steps.count : -1)
                    let clause = ClauseReader.read(sentence)
                    if role != .description, role != .reference, inlineStep(sentence, clause, &item) { continue }
                    if role == .procedure, case .condition(let conditional) = clause, conditional.action != nil {
                        condition(conditional, sentence)
                    } else if role == .procedure, case .prerequisite = clause {
                        addPrerequisite(sentence)
                    } else {
                        note((isFirst ? "• " : "") + sentence.display, links: sentence.text.links)
                    }
                    isFirst = false
                }
            case .list(let inner): for child in inner.items { context(child) }
            case .code(let code):
                var none: [Sentence] = []
                var item: Item?
                self.code(code, lead: &none, &item)
            default: walk([block], item: nil)
            }
        }
    }

    private static func holdsCode(_ block: DocumentBlock) -> Bool {
        switch block {
        case .code: true
        case .list(let list): list.items.contains { $0.blocks.contains(where: holdsCode) }
        case .aside(_, let blocks): blocks.contains(where: holdsCode)
        default: false
        }
    }

    private mutating func addPrerequisites(_ element: ListBlock.Item) {
        for block in element.blocks {
            switch block {
            case .paragraph(let text):
                var none: Item?
                for sentence in SentenceSplitter.split(text)
                where !inlineStep(sentence, ClauseReader.read(sentence), &none) {
                    addPrerequisite(sentence)
                }
            case .list(let list): for inner in list.items { addPrerequisites(inner) }
            default: walk([block], item: nil)
            }
        }
    }

    /// Only links to places in this document.
    private func isTableOfContents(_ list: ListBlock) -> Bool {
        list.items.count > 1
            && list.items.allSatisfy { item in
                item.blocks.allSatisfy { block in
                    switch block {
                    case .paragraph(let text):
                        text.bytes.first == MarkedText.linkStart && text.bytes.last == MarkedText.linkEnd
                            && text.links.allSatisfy { $0.target.hasPrefix("#") }
                    case .list(let inner): isTableOfContents(inner) || inner.items.count == 1
                    default: false
                    }
                }
            }
    }

    /// Whether the items are things to do, rather than things that are told.
    private func isStepList(_ list: ListBlock, lead: Sentence?) -> Bool {
        guard role != .reference else { return false }
        // "10." goes on with a list that a block of code had ended.
        if list.isOrdered, role != .description, let first = list.items.first?.label.flatMap({ Int($0) }), first > 1,
            findings.labels.contains(where: { Int($0.name) == first - 1 && $0.scope == scope })
        {
            return true
        }
        var doing = 0
        for item in list.items.prefix(40) {
            guard let sentence = Self.firstSentence(item) else {
                doing += item.blocks.contains(where: Self.holdsCode) ? 1 : 0
                continue
            }
            switch ClauseReader.read(sentence) {
            case .action, .condition, .otherwise: doing += 1
            default:
                let isCode = sentence.tokens.count == 1 && sentence.tokens[0].kind == .code
                if isCode && shape.judge(sentence.tokens[0].text) == .strong || Self.holdsCommand(item, source, shape) {
                    doing += 1
                }
            }
        }
        let share = Double(doing) / Double(max(1, min(40, list.items.count)))
        if let lead, Self.announcesFacts(lead) { return share == 1 && list.isOrdered }
        if role == .description { return list.isOrdered && share >= 0.8 }
        return list.isOrdered ? share >= 0.34 : share >= 0.6
    }

    private static func holdsCommand(_ item: ListBlock.Item, _ source: SourceLookup, _ shape: CommandShape) -> Bool {
        let hasCall = item.blocks.contains { block in
            guard case .code(let code) = block else { return false }
            return code.lines.contains { shape.judge($0) == .strong }
        }
        if hasCall { return true }
        guard case .paragraph(let text)? = item.blocks.first else { return false }
        return source.bareCommand(at: text.line, shape: shape) != nil
    }

    private static func firstSentence(_ item: ListBlock.Item) -> Sentence? {
        guard case .paragraph(let text)? = item.blocks.first else { return nil }
        return SentenceSplitter.split(text).first
    }

    private static func announcesFacts(_ lead: Sentence) -> Bool {
        lead.contains(anyOf: [
            ["reasons"], ["include"], ["includes"], ["consists", "of"], ["such", "as"], ["causes"], ["examples"],
            ["means"],
            ["either"], ["could", "be"], ["may", "be"], ["impact"], ["by"], ["are", "as", "follows"], ["features"],
            ["this", "will"], ["would", "do"],
        ]) && lead.endsWithColon && !lead.contains(anyOf: [["follow"], ["steps"], ["perform"], ["run"]])
    }

    // MARK: Asides

    mutating func aside(_ label: String?, _ blocks: [DocumentBlock]) {
        if label == "expand", case .heading(_, let title)? = blocks.first {
            enter(Self.foldLevel, title)
            walk(Array(blocks.dropFirst()), item: nil)
            leaveSections(from: Self.foldLevel)
            return
        }
        if blocks.contains(where: Self.holdsCode)
            || label == nil && blocks.contains(where: { if case .list = $0 { true } else { false } })
        {
            walk(blocks, item: nil)
            return
        }
        for block in blocks {
            guard case .paragraph(let text) = block else {
                walk([block], item: nil)
                continue
            }
            // A quotation that is a call: its mark was meant as a prompt.
            if label == nil, role == .procedure, !text.bytes.contains(MarkedText.lineBreak), text.codeSpans.isEmpty,
                shape.judge(text.display) == .strong
            {
                addCommand(
                    CodeUnit(kind: .command(.shell), text: text.display, lines: text.line...text.line), title: nil,
                    rule: "line.command")
                continue
            }
            var none: Item?
            previousSentence = nil
            for sentence in SentenceSplitter.split(text) {
                defer { previousSentence = sentence }
                let clause = ClauseReader.read(sentence)
                if case .condition(let conditional) = clause, role == .procedure, conditional.action != nil {
                    condition(conditional, sentence)
                } else if case .prerequisite = clause {
                    addPrerequisite(sentence.display, line: sentence.line)
                } else if role != .procedure || !inlineStep(sentence, clause, &none) {
                    if case .action(let action) = clause, role == .procedure, label == nil || label == "important",
                        action.verb != "note"
                    {
                        addManual(
                            title: action.text, verb: action.verb, lines: sentence.line...sentence.text.lastLine,
                            rule: "aside.action")
                    } else {
                        note(
                            (label.map { ClauseReader.capitalized($0) + ": " } ?? "") + sentence.display,
                            links: sentence.text.links)
                    }
                }
            }
        }
    }
}
