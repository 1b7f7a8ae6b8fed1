import BotTestKit
import Parsing
import RiskRules
import RunbookModel
import Testing

@testable import Bot

@Suite struct DraftEditingTests {
    private let classifier = RiskClassifier()
    private var editing: DraftEditing { DraftEditing(classifier: classifier) }

    private static let commands = [
        "kubectl get pods", "kubectl delete ns <name>", "systemctl restart api", "df -h", "rm -rf /var/cache/x",
        "kubectl scale deploy/a --replicas=2", "uptime\nfree -m",
    ]

    private func content(_ random: inout SeededRandom) -> RunbookContent {
        let count = Int.random(in: 1...8, using: &random)
        let steps = (1...count).map { number -> Step in
            switch Int.random(in: 0..<4, using: &random) {
            case 0: return Step(number: number, kind: .manual, title: "Ask \(number)", risk: .yellow, notes: ["n"])
            case 1:
                return Step(
                    number: number, kind: .decision, title: "Is it \(number)?",
                    branch: Branch(
                        condition: "it is", then: "go on", thenStep: Int.random(in: 1...count, using: &random),
                        elseStep: Int.random(in: 1...count, using: &random)))
            default:
                let command = Self.commands[Int.random(in: 0..<Self.commands.count, using: &random)]
                var step = Step(number: number, kind: .command, title: "Run \(number)", command: command)
                step.classify(classifier.assess(command, language: .shell))
                return step
            }
        }
        let doubts = [Ambiguity(step: Int.random(in: 1...count, using: &random), text: "which?", suggestion: "")]
        return editing.settled(RunbookContent(title: "T", steps: steps, ambiguities: doubts))
    }

    /// Whatever is done: numbers without gaps, branches and doubts about steps that exist, no colour below the rules,
    /// every placeholder listed.
    @Test(arguments: 0..<60)
    func aDraftStaysWhole(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        var content = content(&random)
        for _ in 0..<12 where !content.steps.isEmpty {
            let number = Int.random(in: 1...content.steps.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: content = editing.deleting(number, of: content)
            case 1: content = editing.moving(number, by: -1, of: content)
            case 2: content = editing.moving(number, by: 1, of: content)
            case 3: content = editing.joining(number, of: content) ?? content
            default:
                content = editing.splitting(number, into: ["uptime", "kubectl delete ns <ns>"], of: content) ?? content
            }
            let range = 1...max(1, content.steps.count)
            #expect(content.steps.map(\.number) == Array(range.prefix(content.steps.count)))
            for step in content.steps {
                for target in [step.branch?.thenStep, step.branch?.elseStep].compactMap(\.self) {
                    #expect(range.contains(target))
                }
                if let command = step.command {
                    #expect(step.risk >= classifier.assess(command, language: step.language).risk)
                    for variable in step.variables {
                        #expect(content.variables.contains { $0.name == variable })
                    }
                }
            }
            #expect(content.ambiguities.compactMap(\.step).allSatisfy(range.contains))
        }
    }

    @Test func whatLedToAJoinedStepLeadsToTheWhole() throws {
        let decision = Step(
            number: 1, kind: .decision, title: "?", branch: Branch(condition: "c", then: "", thenStep: 3, elseStep: 4))
        let steps = [
            decision, Step(number: 2, kind: .command, title: "A", command: "uptime", expected: "low"),
            Step(number: 3, kind: .command, title: "B", command: "df -h", expected: "free", notes: ["n"]),
            Step(number: 4, kind: .manual, title: "Tell the team", notes: ["in #ops"]),
        ]
        let content = RunbookContent(title: "T", steps: steps)
        let joined = try #require(editing.joining(2, of: content))
        #expect(joined.steps[1].command == "uptime\ndf -h" && joined.steps[1].title == "A, then B")
        #expect(joined.steps[1].expected == "low\nfree" && joined.steps[1].notes == ["n"])
        #expect(joined.steps[0].branch?.thenStep == 2 && joined.steps[0].branch?.elseStep == 3)
        let withNote = try #require(editing.joining(3, of: content))
        #expect(withNote.steps[2].command == "df -h" && withNote.steps[2].notes == ["n", "Tell the team", "in #ops"])
        #expect(editing.joining(1, of: content) == nil && editing.joining(4, of: content) == nil)
        var other = content
        other.steps[2].language = .sql
        #expect(editing.joining(2, of: other) == nil)
    }

    @Test func aStricterColourOutlivesJoinAndSplit() throws {
        var step = Step(number: 1, kind: .command, title: "A", command: "uptime")
        step.risk = .red
        step.reasons = [.chosen(.red, words: "slow")]
        let content = RunbookContent(
            title: "T", steps: [step, Step(number: 2, kind: .command, title: "B", command: "df -h")])
        let joined = try #require(editing.joining(1, of: content))
        #expect(joined.steps[0].risk == .red && joined.steps[0].chosenColour != nil)
        let split = try #require(editing.splitting(1, into: ["uptime", "df -h"], of: joined))
        #expect(split.steps.map(\.risk) == [.red, .red])
    }

    @Test func neverMoreStepsThanAllowed() {
        let steps = (1...Limits.steps).map { Step(number: $0, kind: .manual, title: "S\($0)") }
        #expect(editing.splitting(1, into: ["a", "b"], of: RunbookContent(title: "T", steps: steps)) == nil)
    }

    /// As many changes as are kept can be taken back, no more.
    @Test func undoIsBounded() {
        func draft(_ count: Int) -> Draft {
            let steps = (1...count).map { Step(number: $0, kind: .manual, title: "S\($0)") }
            return Draft(
                id: "d", content: RunbookContent(title: "0", steps: steps), source: "", author: "U", channel: "D",
                createdAt: Timestamp(milliseconds: 0))
        }
        for (count, kept) in [(2, Limits.draftUndoLevels), (1000, 3)] {
            var draft = draft(count)
            for number in 1...20 {
                var content = draft.content
                content.title = "\(number)"
                draft.change(to: content, "\(number)", at: Timestamp(milliseconds: 1))
            }
            #expect(draft.undo?.count == kept && draft.changes == 20)
            var levels = 0
            while draft.takeBack(at: Timestamp(milliseconds: 2)) != nil { levels += 1 }
            #expect(levels == kept && draft.content.title == "\(20 - kept)" && draft.changes == 20 + kept)
        }
    }
}
