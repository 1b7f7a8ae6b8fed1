import BotTestKit
import Parsing
import RunbookModel
import Testing

@Suite struct RoundTripTests {
    static let samples = [
        UnderstandingTests.prose, "# T\n\n1. Run `a`\n", "```bash\necho \"```\" '`x`'\n```\n",
        "```bash\n# List all of them\t.\nkubectl get pv\n```\n",
        "```bash\nNAMESPACE=\nkubectl get pods -n $NAMESPACE\n```\n",
        "Note this.\n\n```yaml\na: 1\n\nb: 2\n```\n\nRestart it. You should see x.",
        "1. Run `kubectl scale deploy/<name> --replicas=3`\n2. If it fails, go to step 1. Otherwise stop.\n\n```sql\nSELECT 1;\n```",
    ]

    @Test(arguments: samples)
    func markdownReadsBackTheSame(text: String) {
        let content = parse(text)
        let markdown = RunbookMarkdown.render(content)
        #expect(withoutLines(parse(markdown)) == withoutLines(content))
        #expect(RunbookMarkdown.render(parse(markdown)) == markdown)
    }

    @Test func raisedColoursStay() {
        var content = parse("1. Run `df -h`\n2. Look at the graph")
        content.steps[0].risk = .red
        content.steps[1].risk = .yellow
        let again = parse(RunbookMarkdown.render(content))
        #expect(again.steps.map(\.risk) == [.red, .yellow])
    }

    /// Spaces in front, and accents that melt with what is written before them.
    @Test(arguments: ["  | a", "\u{301}a", " \u{301}", "a: b: \u{308}c", "a\r\r\nb\r", "a\n\n  b\n\u{301}c"])
    func fieldsKeepTheirFirstCharacters(text: String) {
        var content = parse("1. Run `df -h <disk>`\n2. If it is full, go to step 1. Otherwise look at the graph.")
        content.summary = text
        content.owner = text
        content.prerequisites = [Prerequisite(text: text, line: 1)]
        content.ambiguities = [Ambiguity(step: 1, line: 1, text: text, suggestion: "ask", resolution: text)]
        content.steps[0].notes = [text]
        content.steps[0].expected = text
        content.steps[0].section = text
        content.steps[1].branch?.then = text
        let again = parse(RunbookMarkdown.render(content))
        #expect(again.summary == text && again.owner == text && again.prerequisites.map(\.text) == [text])
        #expect(again.ambiguities.map(\.text) == [text] && again.ambiguities.map(\.resolution) == [text])
        let step = again.steps[0]
        #expect(step.notes == [text] && step.expected == text && step.section == text)
        #expect(again.steps[1].branch?.then == text)
        #expect(again.variables == content.variables && !content.variables.isEmpty)
    }

    @Test func anEditorMayEndTheLinesItsWay() {
        let content = parse(Self.samples[0])
        let edited = RunbookMarkdown.render(content).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(withoutLines(parse(edited.joined(separator: "\r\n"))) == withoutLines(content))
    }

    @Test func sameTextSameRunbook() {
        for text in Self.samples { #expect(parse(text) == parse(text)) }
    }

    /// Every document of the corpus: no crash, steps within the text, word for word, and the way back.
    @Test func corpus() throws {
        let names = Corpus.names(in: "runbooks").filter { $0.hasSuffix(".md") || $0.hasSuffix(".rst") }
        for name in names {
            let bytes = try #require(Corpus.bytes("runbooks/" + name))
            guard case .runbook(let content, let text) = RunbookParser().parse(bytes: bytes) else {
                Issue.record("\(name) is text")
                continue
            }
            #expect(RunbookParser().parse(bytes: bytes) == .runbook(content, text: text), "\(name)")
            #expect(withoutLines(parse(RunbookMarkdown.render(content))) == withoutLines(content), "\(name)")
            #expect(!content.title.isEmpty, "\(name)")
            let squashed = squash(text)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
            for step in content.steps {
                #expect(!step.title.isEmpty, "\(name) step \(step.number)")
                if let command = step.command { #expect(squashed.contains(squash(command)), "\(name): \(command)") }
                if let range = step.lines {
                    #expect(range.lowerBound >= 1 && range.upperBound <= lines, "\(name) step \(step.number)")
                }
                for target in [step.branch?.thenStep, step.branch?.elseStep].compactMap(\.self) {
                    #expect(content.steps.indices.contains(target - 1), "\(name) step \(step.number)")
                }
            }
        }
    }

    private func squash(_ text: String) -> String {
        text.split { $0.isWhitespace }.joined(separator: " ")
    }
}
