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
        case .slack: return read(document: SourceText(SlackText.plain(text)), isPlain: true)
        case .plain: return read(document: SourceText(text), isPlain: true)
        case .auto, .markdown: return read(document: SourceText(text), isPlain: false)
        }
    }

    private func read(document: SourceText, isPlain: Bool) -> RunbookContent {
        var lines = FormatDetection.withoutQuoting(document.lines)
        if ReStructuredText.isLikely(lines) {
            lines = ReStructuredText.rewrite(lines)
        } else if AsciiDoc.isLikely(lines) {
            lines = AsciiDoc.rewrite(lines)
        }
        if ConfluenceMarkup.isLikely(lines) { lines = ConfluenceMarkup.rewrite(lines) }
        let blocks = MarkdownReader.read(DialectRewriter.rewrite(lines, isPlain: isPlain))
        return read(lines: document, blocks: blocks)
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
                guard let name = text.split(separator: " ", maxSplits: 1).first.map(String.init),
                    CommandShape.isProgramName(name),
                    name.utf8.count > 2, text.utf8.contains(0x20), !ProgramNames.sentenceWords.contains(name),
                    !Verbs.isVerb(name),
                    Verbs.base(ofGerund: name) == nil, Verbs.base(ofParticiple: name) == nil
                else { continue }
                if prompt?.kind == .shell { sure.insert(name) }
                if isShell || (code.lines.count == 1 && !code.language.isEmpty == false) {
                    counts[name, default: 0] += CommandShape().judge(text) >= .plausible ? 2 : 0
                }
            }
        }
        return sure.union(counts.filter { $0.value >= 2 }.keys)
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
