import BotTestKit
import Foundation
import Parsing
import RunbookModel
import Testing

/// Damaged and grown texts: nothing may crash, take long, or read back differently. `DD0C_FUZZ_TEXTS` sets how many,
/// `DD0C_FUZZ_SEED` which.
@Suite struct FuzzTests {
    private static func number(_ name: String, else value: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap(Int.init) ?? value
    }

    private static let seed = UInt64(number("DD0C_FUZZ_SEED", else: 20))

    @Test func anyTextIsARunbook() {
        let parser = RunbookParser()
        var texts = RunbookTexts(seed: Self.seed, seeds: RunbookFiles.all.map(\.text))
        let clock = ContinuousClock()
        for index in 0..<Self.number("DD0C_FUZZ_TEXTS", else: 150) {
            let bytes = texts.next()
            let start = clock.now
            guard case .runbook(let content, let text) = parser.parse(bytes: bytes) else { continue }
            // Generous: the tests run beside others on slow machines.
            #expect(clock.now - start < .seconds(2), "text \(index)")
            #expect(content.steps.count <= Limits.steps)
            #expect(parser.parse(text) == content, "text \(index)")
            let lines = text.utf8.count { $0 == 0x0A } + 1
            for step in content.steps {
                #expect(step.lines.map { $0.lowerBound >= 1 && $0.upperBound <= lines + 1 } ?? true, "text \(index)")
                for target in [step.branch?.thenStep, step.branch?.elseStep].compactMap(\.self) {
                    #expect(content.steps.indices.contains(target - 1), "text \(index)")
                }
            }
            let quality = QualityScorer.score(content).score
            #expect((0...100).contains(quality))
        }
    }

    /// What was written as Markdown reads back as the same Markdown, whatever was in it.
    @Test func markdownOfAnyTextReadsBack() {
        let parser = RunbookParser()
        var texts = RunbookTexts(seed: Self.seed &+ 1, seeds: RunbookFiles.all.map(\.text))
        for index in 0..<Self.number("DD0C_FUZZ_TEXTS", else: 150) / 2 {
            guard case .runbook(let content, _) = parser.parse(bytes: texts.next()) else { continue }
            let markdown = RunbookMarkdown.render(content)
            #expect(RunbookMarkdown.render(parser.parse(markdown)) == markdown, "text \(index)")
        }
    }

    /// Eight times the text takes no more than some twenty times as long: nothing is quadratic.
    @Test(arguments: [
        "```\nls -l\n", "> ", "- a\n", "| a | b |\n", "a | b\n", "[a](", "*a ", "`a ``b ", "1a) x\n", "$ ls\nout\n",
        "<details>\n", "{code:x}\n", "{panel:title=a}\n", "<pre>\n", "<a href=\"", "# Is it up?\n",
        "If it fails, stop. ",
        "Is it up? If so, stop. ", "for x in a; do\n", "echo \"a'b\n", "::: note\na\n", "!!! note\n  a\n", "a -> b\n",
        "Owner: a | b\n", "**a**: b\n", "kubectl get x\n", "SELECT 1 '\n", "<a> {{b}} $C ", "&#x41;", "==\n", "\t- a\n",
        "Ada 9:02 AM\n", "Subject: a\n", "go to step 1. ", "<tr><td>a", "until it works, go to step 2. ",
    ])
    func timeIsLinear(unit: String) {
        func text(_ bytes: Int, _ head: String) -> String {
            head + String(repeating: unit, count: bytes / unit.utf8.count)
        }
        let parser = RunbookParser()
        let clock = ContinuousClock()
        for head in ["", "```bash\n", "<html>\n"] {
            func time(_ bytes: Int) -> Duration {
                let input = text(bytes, head)
                // The best of two: other tests run beside this one.
                return (0..<2).map { _ in clock.measure { _ = parser.parse(input) } }.min() ?? .zero
            }
            let small = time(1_000)
            let large = time(8_000)
            #expect(large < max(small, .milliseconds(8)) * 24, "\(head.debugDescription): \(small) and \(large)")
        }
    }
}
