import BotTestKit
import Parsing
import RunbookModel
import Testing

@Suite struct RunbookFileTests {
    /// Counts over all files.
    struct Score {
        var wanted = 0
        var found = 0
        var hit = 0
        var other: [String: (wanted: Int, hit: Int)] = [:]
        var misses: [String] = []

        mutating func add(_ file: RunbookFiles.File) {
            let content = parse(file.text)
            var commands = content.steps.compactMap { $0.command.map(squash) }
            let wantedCommands = file.texts("command").map(squash)
            wanted += wantedCommands.count
            found += commands.count
            for command in wantedCommands {
                if let place = commands.firstIndex(of: command) {
                    commands.remove(at: place)
                    hit += 1
                } else {
                    misses.append("\(file.name): \(command)")
                }
            }
            misses += commands.map { "\(file.name): not a command: \($0)" }
            let steps = content.steps.map { step in
                [
                    step.title, step.command ?? "", step.expected ?? "", step.branch?.condition ?? "",
                    step.branch?.then ?? "", step.branch?.otherwise ?? "",
                ].joined(separator: " ")
            }
            for kind in ["manual", "decision"] { count(kind, file, in: steps) }
            count("prereq", file, in: [content.prerequisites.map(\.text).joined(separator: " ")])
        }

        private mutating func count(_ kind: String, _ file: RunbookFiles.File, in texts: [String]) {
            for text in file.texts(kind) {
                other[kind, default: (0, 0)].wanted += 1
                if texts.contains(where: { covers(text, $0) }) {
                    other[kind, default: (0, 0)].hit += 1
                } else {
                    misses.append("\(file.name): \(kind): \(text)")
                }
            }
        }

        func recall(_ kind: String) -> Double {
            other[kind].map { Double($0.hit) / Double(max(1, $0.wanted)) } ?? 0
        }

        var f1: Double { 2 * Double(hit) / Double(max(1, wanted + found)) }
    }

    /// Half of the words stand in the text, as the scoring of the real documents has it.
    private static func words(_ text: String) -> Set<String> {
        let fillers: Set<String> = ["the", "a", "an", "of", "to", "in", "on", "for", "and", "or", "is", "are", "it"]
        let parts = text.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.map(String.init)
        return Set(parts).subtracting(fillers)
    }

    private static func covers(_ wanted: String, _ text: String) -> Bool {
        let wanted = words(wanted)
        return !wanted.isEmpty && Double(wanted.intersection(words(text)).count) >= 0.5 * Double(wanted.count)
    }

    private static func squash(_ text: String) -> String {
        text.split { $0.isWhitespace }.joined(separator: " ")
    }

    @Test func whatACarefulReaderFindsIsFound() {
        var score = Score()
        #expect(RunbookFiles.all.count >= 30)
        for file in RunbookFiles.all { score.add(file) }
        #expect(score.f1 >= 0.98, "\(score.misses)")
        #expect(score.recall("manual") >= 0.92, "\(score.misses)")
        #expect(score.recall("decision") >= 0.88, "\(score.misses)")
        #expect(score.recall("prereq") >= 0.9, "\(score.misses)")
    }

    @Test(arguments: RunbookFiles.all)
    func commandsStandInTheTextInOrder(file: RunbookFiles.File) {
        let text = Self.squash(file.text)
        var last = 0
        for step in parse(file.text).steps {
            guard let command = step.command else { continue }
            #expect(text.contains(Self.squash(command)), "\(command)")
            let line = step.lines?.lowerBound ?? 0
            #expect(line >= last, "step \(step.number)")
            last = line
        }
    }

    @Test(arguments: RunbookFiles.all)
    func theSameTextIsTheSameRunbookAndSoIsItsMarkdown(file: RunbookFiles.File) {
        let content = parse(file.text)
        #expect(parse(file.text) == content)
        let markdown = RunbookMarkdown.render(content)
        #expect(withoutLines(parse(markdown)) == withoutLines(content))
        #expect(QualityScorer.score(parse(markdown)) == QualityScorer.score(content))
    }

    /// Lines that end as on Windows, and a mark in front, change nothing.
    @Test(arguments: RunbookFiles.all)
    func endsOfLinesDoNotMatter(file: RunbookFiles.File) {
        let content = withoutLines(parse(file.text))
        let windows =
            "\u{FEFF}" + file.text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
        guard case .runbook(let read, _) = RunbookParser().parse(bytes: Array(windows.utf8)) else {
            Issue.record("not read as text")
            return
        }
        #expect(withoutLines(read) == content)
    }

    /// Every branch leads to a step that is there, and every step has a title, a place and a rule.
    @Test(arguments: RunbookFiles.all)
    func stepsAreWhole(file: RunbookFiles.File) {
        let content = parse(file.text)
        let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false).count
        for step in content.steps {
            #expect(!step.title.isEmpty && !step.title.contains("\n"), "\(step)")
            #expect(step.origin?.text.contains(" ") == true, "\(step)")
            #expect(step.lines.map { $0.lowerBound >= 1 && $0.upperBound <= lines } == true, "\(step)")
            for target in [step.branch?.thenStep, step.branch?.elseStep].compactMap(\.self) {
                #expect(content.steps.indices.contains(target - 1), "\(step)")
            }
        }
    }
}
