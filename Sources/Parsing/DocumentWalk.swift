import ByteText
import RunbookModel

/// Walks through the blocks of a document and makes steps of them, in the order of the document.
struct DocumentWalk {
    struct Section {
        var level: Int
        var title: String
        var role: SectionRole
        var heading: Sentence
        var isNumbered: Bool
        /// Number of steps when the section began.
        var firstStep: Int
        /// A decision that the whole section depends on.
        var guardStep: Int?
        var hasChildren = false
        var isTitleUsed = false
        /// Links that the section only points at.
        var pointers: [String] = []
    }

    var findings = DocumentFindings()
    let shape: CommandShape
    let reader: CodeReader
    let inline: InlineCommands
    let source: SourceLookup
    var sections: [Section] = []
    /// Context that waits for the next step.
    var pendingNotes: [String] = []
    var scope = 0
    /// The last decision whose "otherwise" has not been said.
    var openDecision: Int?
    /// The step of the last item of a list that has just ended: a code block that follows belongs to it.
    var endOfList: Int?
    /// The sentence before the one that is being read, within its paragraph.
    var previousSentence: Sentence?
    /// Whether the last item of the list before ended with a colon.
    var endedWithColon = false
    /// Whether the item that is being read has a number and is one sentence.
    var isNumberedLine = false
    /// Whether headings divide the document, so that what stands before the first is an introduction.
    var hasSections = false
    /// Whether the author numbered the steps.
    var hasNumberedSteps = false
    /// The level of the only heading at the top, where that is not the first level.
    private var titleLevel = 1

    init(shape: CommandShape, source: SourceLookup) {
        self.shape = shape
        self.source = source
        reader = CodeReader(shape: shape)
        inline = InlineCommands(shape: shape)
    }

    static func run(_ blocks: [DocumentBlock], shape: CommandShape, source: SourceLookup) -> DocumentFindings {
        var walk = DocumentWalk(shape: shape, source: source)
        walk.hasSections = blocks.contains { if case .heading(let level, _) = $0 { level > 1 } else { false } }
        walk.hasNumberedSteps = blocks.contains { block in
            if case .list(let list) = block { list.isOrdered && list.items.count > 2 } else { false }
        }
        let levels = blocks.compactMap { block in if case .heading(let level, _) = block { level } else { nil } }
        if let first = levels.first, case .heading? = blocks.first, levels.count(where: { $0 <= first }) == 1 {
            walk.titleLevel = first
        }
        walk.findings.examples = ExampleValues.find(in: blocks)
        walk.walk(blocks, item: nil)
        walk.leaveSections(from: 0)
        walk.finish()
        return walk.findings
    }

    var role: SectionRole { sections.last?.role ?? .procedure }
    var isFull: Bool { findings.steps.count >= Limits.steps }

    /// What a list item asks of its contents.
    struct Item {
        /// The first sentence becomes a step, whatever it looks like.
        var isStep: Bool
        var firstStep: Int
        /// The first instruction, for titles.
        var title: String?
    }

    mutating func walk(_ blocks: [DocumentBlock], item: Item?) {
        var item = item
        var pending: [Sentence] = []
        for (index, block) in blocks.enumerated() {
            if isFull {
                findings.isCut = true
                return
            }
            switch block {
            case .heading(let level, let text):
                prose(&pending, &item)
                if item == nil { enter(level, text) } else { pending = SentenceSplitter.split(text) }
            case .paragraph(let text):
                if pending.last?.endsWithColon == true, let block = command(alone: text) {
                    code(block, lead: &pending, &item)
                    break
                }
                prose(&pending, &item)
                var leads = false
                if index + 1 < blocks.count, case .code = blocks[index + 1] { leads = true }
                pending = paragraph(text, &item, leads: leads)
            case .code(let code): self.code(code, lead: &pending, &item)
            case .list(let list):
                let before = findings.steps.count
                self.list(list, lead: &pending, &item)
                endOfList = findings.steps.count > before ? findings.steps.count - 1 : nil
                continue
            case .aside(let label, let inner):
                prose(&pending, &item)
                aside(label, inner)
            case .table(let table):
                prose(&pending, &item)
                self.table(table)
            }
            endOfList = nil
        }
        prose(&pending, &item)
    }

    /// A paragraph that is nothing but a command in backticks, as a block.
    private func command(alone text: MarkedText) -> CodeBlock? {
        let spans = text.codeSpans
        guard spans.count == 1, text.bytes.first == MarkedText.codeStart, text.bytes.last == MarkedText.codeEnd else {
            return nil
        }
        let code = String(decoding: text.bytes[spans[0]], as: UTF8.self)
        guard shape.judge(code) >= .plausible, code.trimmedSpace.utf8.contains(0x20) else { return nil }
        return CodeBlock(language: "bash", lines: [code], firstLine: text.line, isFenced: false)
    }

    /// The sentences of a paragraph. One that is numbered by hand, or is nothing but a command, is dealt with at once.
    /// - Parameter leads: a block of code follows, which the words may be about.
    private mutating func paragraph(_ text: MarkedText, _ item: inout Item?, leads: Bool) -> [Sentence] {
        var text = text
        if let line = source.bareCommand(at: text.line, shape: shape) {
            let unit = CodeUnit(kind: .command(.shell), text: line, lines: text.line...text.line)
            addCommand(unit, title: item?.title, rule: "line.command")
            guard let end = text.bytes.firstIndex(of: MarkedText.lineBreak) else { return [] }
            text = text.part((end + 1)..<text.bytes.count)
        }
        if item == nil, let first = text.bytes.first, first > 0x06,
            let label = HandLabel(Substring(String(decoding: text.bytes.prefix(24), as: UTF8.self)))
        {
            findings.labels.append(StepLabel(name: label.label, step: findings.steps.count, scope: scope))
            text.bytes.removeFirst(min(label.length, text.bytes.count))
            var inner: Item? = Item(isStep: role != .description, firstStep: findings.steps.count)
            var sentences = SentenceSplitter.split(text)
            if sentences.last?.endsWithColon == true || leads && sentences.count == 1 { return sentences }
            prose(&sentences, &inner)
            return []
        }
        return SentenceSplitter.split(text)
    }

    // MARK: Sections

    /// The level of what the reader unfolds: below all headings.
    static let foldLevel = 7

    mutating func enter(_ level: Int, _ text: MarkedText) {
        leaveSections(from: level)
        var text = text
        var anchors: [String] = []
        if let brace = text.bytes.lastIndex(of: UInt8(ascii: "{")), brace > 0, text.bytes.last == UInt8(ascii: "}"),
            text.bytes[brace...].starts(with: "{#".utf8)
        {
            anchors.append(String(decoding: text.bytes[(brace + 2)..<(text.bytes.count - 1)], as: UTF8.self))
            text.bytes.removeSubrange(brace...)
        }
        while text.bytes.last == 0x20 || text.bytes.last == UInt8(ascii: "#") { text.bytes.removeLast() }
        anchors.append(Self.slug(text.display))
        let label = Self.takeLabel(&text)
        let heading = Sentence(text)
        let title = heading.display
        if findings.title == nil, level == titleLevel || level == 1, findings.steps.isEmpty, !title.holds("<%"),
            !title.isEmpty
        {
            findings.title = title
            sections.append(
                Section(level: 0, title: "", role: .procedure, heading: heading, isNumbered: false, firstStep: 0))
            return
        }
        findings.headings.append(title)
        if !sections.isEmpty { sections[sections.count - 1].hasChildren = true }
        let inherited = sections.last?.role ?? .procedure
        let own = SectionRole(heading: heading)
        let section = Section(
            level: level, title: title, role: own ?? Self.role(under: inherited, heading), heading: heading,
            isNumbered: label != nil, firstStep: findings.steps.count)
        if let label { anchors.append(label) }
        for anchor in anchors {
            findings.labels.append(StepLabel(name: anchor, step: findings.steps.count, scope: -1))
        }
        scope += 1
        openDecision = nil
        sections.append(section)
        guardSection(own)
    }

    /// A heading that tells to do something is about doing, wherever it stands.
    private static func role(under inherited: SectionRole, _ heading: Sentence) -> SectionRole {
        if inherited == .reference { return .procedure }
        if inherited == .description, heading.words.count > 1, Verbs.isVerb(heading.words[0]) { return .procedure }
        return inherited
    }

    /// Whether this is the text before the first section of a document that has sections.
    var isIntroduction: Bool { hasSections && sections.allSatisfy { $0.level == 0 } }

    /// A heading that asks something, or names a way back, makes its section depend on the answer.
    private mutating func guardSection(_ own: SectionRole?) {
        guard let section = sections.last else { return }
        let line = section.heading.line
        // "No" below a heading that asks: what stands below "Yes" must not run into it.
        if section.heading.words == ["no"], let asked = sections.dropLast().last?.guardStep, !isFull {
            findings.steps[asked].elseTarget = .index(findings.steps.count)
            addDecision(
                condition: "not: " + findings.steps[asked].condition, then: "follow this section", line: line...line,
                rule: "heading.question")
        } else if own == .rollback, findings.steps.contains(where: { $0.kind == .command }) {
            addDecision(
                condition: "the changes have to be taken back", then: section.title, line: line...line,
                rule: "heading.rollback")
        } else if section.role == .procedure, let text = headingCondition(section) {
            // A decision here would shift the author's numbers; the guarded steps carry the condition as a note.
            if hasNumberedSteps, section.heading.words.first == "if", section.level != Self.foldLevel {
                return pendingNotes.append(section.title)
            }
            addDecision(condition: text, then: "follow this section", line: line...line, rule: "heading.question")
        } else {
            return
        }
        sections[sections.count - 1].guardStep = findings.steps.count - 1
        findings.steps[findings.steps.count - 1].thenTarget = .index(findings.steps.count)
        openDecision = nil
    }

    private static let stateWords: Set<String> = [
        "is", "are", "was", "were", "has", "have", "does", "doesn't", "isn't", "aren't", "fails", "failed",
        "hangs", "can't", "cannot", "shows", "says", "returns", "stays", "keeps", "still", "helped",
    ]

    /// What a heading asks or states as a condition of the text below it; `nil` for other headings.
    private func headingCondition(_ section: Section) -> String? {
        let words = section.heading.words
        guard words.count > 2, let first = words.first else { return nil }
        // "Which index is it?" can't be answered with yes or no.
        if section.heading.isQuestion { return ClauseReader.yesNoWords.contains(first) ? section.title : nil }
        if first == "if" || first == "when" && section.level == Self.foldLevel {
            return ClauseReader.capitalized(String(section.title.dropFirst(first.utf8.count).trimmedSpace))
        }
        guard section.level == Self.foldLevel, !Verbs.isVerb(first),
            words.dropFirst().contains(where: Self.stateWords.contains)
        else { return nil }
        return section.title
    }

    /// Ends the sections of this level and below.
    mutating func leaveSections(from level: Int) {
        while let section = sections.last, section.level >= level, section.level > 0 || level == 0 {
            let made = findings.steps.count - section.firstStep
            if let decision = section.guardStep, decision < findings.steps.count {
                if made == 1, section.role == .rollback {
                    findings.steps.removeLast()
                } else if findings.steps[decision].elseTarget == nil {
                    findings.steps[decision].elseTarget = .index(findings.steps.count)
                }
            } else if made == 0, !section.hasChildren, section.role == .procedure, !isFull {
                headingStep(section)
            }
            sections.removeLast()
        }
        if level == 0 { sections.removeAll() }
    }

    /// A section that says no more than its heading: the heading is the step.
    private mutating func headingStep(_ section: Section) {
        let first = section.heading.words.first ?? ""
        guard Verbs.isVerb(first), section.heading.words.count > 1, section.isNumbered || !section.pointers.isEmpty
        else { return }
        let line = section.heading.line
        var title = section.title
        if let pointer = section.pointers.first, pointer.utf8.count < 90 { title += " (see \(pointer))" }
        addManual(title: title, verb: first, lines: line...line, rule: "heading.action")
    }

    /// `3` of `3. Launch …`, `Step 3: …` or `3) …`, taken off the heading.
    private static func takeLabel(_ text: inout MarkedText) -> String? {
        let start = Substring(String(decoding: text.bytes.prefix(24), as: UTF8.self))
        if let label = HandLabel(start) {
            text.bytes.removeFirst(min(label.length, text.bytes.count))
            return label.label
        }
        guard DialectRewriter.isListItem(start), let space = text.bytes.firstIndex(of: 0x20) else { return nil }
        let digits = text.bytes.prefix { $0.isDigit }
        guard !digits.isEmpty else { return nil }
        let label = String(decoding: digits, as: UTF8.self)
        text.bytes.removeFirst(space + 1)
        while text.bytes.first == 0x20 { text.bytes.removeFirst() }
        return label
    }

    /// The anchor that renderers make of a heading.
    static func slug(_ text: String) -> String {
        var slug: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x41...0x5A: slug.append(byte + 0x20)
            case 0x61...0x7A, 0x30...0x39, UInt8(ascii: "_"), UInt8(ascii: "-"): slug.append(byte)
            case 0x20: slug.append(UInt8(ascii: "-"))
            case 0x80...: slug.append(byte)
            default: break
            }
        }
        return String(decoding: slug, as: UTF8.self)
    }

    private mutating func finish() {
        guard !pendingNotes.isEmpty else { return }
        if findings.steps.isEmpty {
            findings.summary += pendingNotes
        } else {
            findings.steps[findings.steps.count - 1].notes += pendingNotes
        }
        pendingNotes = []
    }
}

/// The lines of the source as they stand in it.
struct SourceLookup: Sendable {
    private let lines: [SourceLine]

    /// - Parameter lines: with ascending numbers.
    init(_ lines: [SourceLine]) { self.lines = lines }

    /// The raw line of this number.
    func line(_ number: Int) -> String? {
        var low = 0
        var high = lines.count
        while low < high {
            let middle = (low + high) / 2
            if lines[middle].number < number { low = middle + 1 } else { high = middle }
        }
        return low < lines.count && lines[low].number == number ? lines[low].text : nil
    }

    /// A line that is a command and nothing else, without list marker and prompt.
    func bareCommand(at number: Int, shape: CommandShape) -> String? {
        guard let raw = line(number) else { return nil }
        var text = raw.trimmedSpace
        if DialectRewriter.isListItem(text), let space = text.firstIndex(of: " ") { text = text[space...].trimmedSpace }
        if text.holds("`") || text.hasPrefix("[") || text.hasSuffix(":") { return nil }
        var isTyped = false
        if let prompt = Prompt(String(text)), prompt.kind == .shell {
            text = prompt.rest
            isTyped = true
        }
        if isTyped, text.hasPrefix("/") || text.hasPrefix("./"), shape.judge(text) >= .weak { return String(text) }
        return shape.judge(text) == .strong && text.utf8.contains(0x20) ? String(text) : nil
    }
}
