import ByteText
import RiskRules
import RunbookModel

/// Reads a text that a person wrote for persons into a runbook. Deterministic: the same text gives the same runbook.
package struct RunbookParser: Sendable {
    private let classifier: RiskClassifier
    private let sourceBytes: Int

    /// - Parameters:
    ///   - classifier: gives each command its colour.
    ///   - sourceBytes: bytes of a text that are read at the most.
    package init(classifier: RiskClassifier = RiskClassifier(), sourceBytes: Int = Limits.sourceBytes) {
        self.classifier = classifier
        self.sourceBytes = sourceBytes
    }

    /// Reads a text. Never throws: doubts are ambiguities, and a text without steps gives content without steps.
    /// At most `sourceBytes` of the text are read and at most `Limits.steps` steps made; an ambiguity says so
    /// where a limit was reached.
    package func parse(_ text: String, as format: SourceFormat = .auto) -> RunbookContent {
        var text = text
        let isCut = text.utf8.count > sourceBytes
        if isCut { text = String(decoding: text.utf8.prefix(sourceBytes), as: UTF8.self) }
        var content = read(text, as: format == .auto ? FormatDetection.detect(text) : format)
        if isCut {
            content.ambiguities.append(
                Ambiguity(
                    text: "The text is longer than \(sourceBytes) bytes; the rest was not read.",
                    suggestion: "Split it into several runbooks."))
        }
        return content
    }

    private func read(_ text: String, as format: SourceFormat) -> RunbookContent {
        if let canonical = CanonicalMarkdown.read(text, classifier: classifier) { return canonical }
        switch format {
        case .history: return read(lines: SourceText(text), blocks: HistoryReader.blocks(text))
        case .cast: return read(lines: SourceText(text), blocks: CastReader.blocks(text))
        case .slack:
            let (plain, numbers) = SlackText.plainLines(text)
            return read(document: SourceText(plain, numbers: numbers), isPlain: true)
        case .plain: return read(document: SourceText(text), isPlain: true)
        case .auto, .markdown: return read(document: SourceText(text), isPlain: false)
        }
    }

    private func read(document: SourceText, isPlain: Bool) -> RunbookContent {
        var lines = PastedText.clean(FormatDetection.withoutQuoting(document.lines))
        if HTMLPage.isLikely(lines) {
            return read(document, markdown: DialectRewriter.rewrite(HTMLPage.rewrite(lines), isPlain: false))
        }
        if ReStructuredText.isLikely(lines) {
            lines = ReStructuredText.rewrite(lines)
        } else if AsciiDoc.isLikely(lines) {
            lines = AsciiDoc.rewrite(lines)
        }
        if ConfluenceMarkup.isLikely(lines) { lines = ConfluenceMarkup.rewrite(lines) }
        return read(document, markdown: DialectRewriter.rewrite(lines, isPlain: isPlain))
    }

    private func read(_ document: SourceText, markdown: [SourceLine]) -> RunbookContent {
        var table = TableLimit()
        let lines = table.apply(to: markdown)
        var content = read(lines: document, blocks: MarkdownReader.read(lines))
        if let line = table.cutAt {
            content.ambiguities.append(
                Ambiguity(
                    line: line, text: "A table has more than \(TableLimit.rows) rows; the rest was not read.",
                    suggestion: "Keep the rows that say what to do, and link to the rest."))
        }
        return content
    }

    private func read(lines: SourceText, blocks: [DocumentBlock]) -> RunbookContent {
        var shape = CommandShape()
        shape.documentPrograms = DocumentPrograms.find(in: blocks)
        var findings = DocumentWalk.run(blocks, shape: shape, source: SourceLookup(lines.lines))
        findings.dashboards = LinkFinder.dashboards(in: blocks)
        var assembler = RunbookAssembler(findings: findings, frontMatter: lines.frontMatter, classifier: classifier)
        return assembler.assemble()
    }
}

/// Programs that nobody else knows, learned from the blocks that are surely commands.
enum DocumentPrograms {
    static func find(in blocks: [DocumentBlock]) -> Set<String> {
        var counts: [String: Int] = [:]
        var sure: Set<String> = []
        visit(blocks) { code in
            let isShell = ["bash", "sh", "shell", "zsh", "console"].contains(code.language)
            guard code.lines.count < 200 else { return }
            for line in code.lines {
                let prompt = Prompt(line)
                let text = prompt?.kind == .shell ? prompt?.rest ?? "" : line.trimmedSpace
                guard let name = text.parts(between: " ", maxSplits: 1).first.map(String.init),
                    CommandShape.isProgramName(name),
                    name.utf8.count > 2, text.utf8.contains(0x20), !ProgramNames.sentenceWords.contains(name),
                    !Verbs.isVerb(name),
                    Verbs.base(ofGerund: name) == nil, Verbs.base(ofParticiple: name) == nil
                else { continue }
                if prompt?.kind == .shell { sure.insert(name) }
                // "total 48" was printed: who calls a tool that nobody knows gives it words.
                let isAlone =
                    code.lines.count == 1 && code.language.isEmpty
                    && !text.parts(between: " ").contains { word in
                        word.utf8.allSatisfy { $0.isDigit || $0 == UInt8(ascii: ".") }
                    }
                if isShell || isAlone {
                    counts[name, default: 0] += CommandShape().judge(text) >= .plausible ? 2 : 0
                }
            }
        }
        for (name, spans) in spans(in: blocks) where spans.count > 1 { sure.insert(name) }
        return sure.union(counts.filter { $0.value >= 2 }.keys)
    }

    /// Code within the text that has the shape of a command, by its first word: what the author calls in different
    /// ways is a program.
    private static func spans(in blocks: [DocumentBlock]) -> [String: Set<String>] {
        var found: [String: Set<String>] = [:]
        func look(_ text: MarkedText) {
            guard found.count < 500 else { return }
            for span in text.codeSpans where span.count < 400 {
                let code = String(decoding: text.bytes[span], as: UTF8.self)
                let words = code.parts(between: " ")
                guard words.count > 1, let name = words.first.map(String.init), CommandShape.isProgramName(name),
                    name.utf8.count > 2, !ProgramNames.sentenceWords.contains(name), !Verbs.isVerb(name),
                    found[name]?.count ?? 0 < 3, CommandShape().judge(code) >= .plausible
                else { continue }
                found[name, default: []].insert(code)
            }
        }
        visitTexts(blocks, look)
        return found
    }

    private static func visitTexts(_ blocks: [DocumentBlock], _ body: (MarkedText) -> Void) {
        for block in blocks {
            switch block {
            case .heading(_, let text), .paragraph(let text): body(text)
            case .list(let list): for item in list.items { visitTexts(item.blocks, body) }
            case .aside(_, let inner): visitTexts(inner, body)
            case .table(let table): for row in table.rows { row.forEach(body) }
            case .code: break
            }
        }
    }

    private static func visit(_ blocks: [DocumentBlock], _ body: (CodeBlock) -> Void) {
        for block in blocks {
            switch block {
            case .code(let code): body(code)
            case .list(let list): for item in list.items { visit(item.blocks, body) }
            case .aside(_, let inner): visit(inner, body)
            default: break
            }
        }
    }
}
