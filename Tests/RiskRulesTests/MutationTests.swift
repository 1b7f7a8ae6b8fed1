import BotTestKit
import Foundation
import RiskRules
import RunbookModel
import ShellSyntax
import Testing

@Suite("Mutants")
struct MutationTests {
    /// More than the default with `DD0C_MUTANTS=100000`, others with `DD0C_SEED`.
    static let count = number("DD0C_MUTANTS") ?? 4000
    static let seed = number("DD0C_SEED") ?? 5

    private static func number(_ name: String) -> Int? { ProcessInfo.processInfo.environment[name].flatMap(Int.init) }

    /// Green commands that something can be put behind: on one line, without a comment that would swallow it.
    static let greens: [String] = {
        let classifier = RiskClassifier()
        let labelled = LabelledCommandTests.load().filter { $0.allowed == [.green] && $0.language == .shell }
        return (SafetyVectorTests.green + labelled.map(\.command)).filter { command in
            let script = ShellParser().parse(command)
            return script.isComplete && script.comments.isEmpty && script.uncertainties.isEmpty
                && !command.contains("\n") && !command.contains("<") && !command.hasSuffix("echo")
                && classifier.assess(command, language: .shell).risk == .green
        }
    }()

    @Test("no green command stays green with a destructive one in it")
    func mutants() {
        let classifier = RiskClassifier()
        var mutator = Mutator(random: SeededRandom(seed: UInt64(Self.seed)), greens: Self.greens)
        var failures: [String: (count: Int, text: String)] = [:]
        for _ in 0..<Self.count {
            let mutant = mutator.next()
            guard classifier.assess(mutant.text, language: .shell).risk == .green else { continue }
            failures[mutant.kind] = ((failures[mutant.kind]?.count ?? 0) + 1, mutant.text)
        }
        let list = failures.sorted { $0.value.count > $1.value.count }.map {
            "\($0.key) (\($0.value.count)): \($0.value.text)"
        }
        #expect(failures.isEmpty, "\(list.count) kinds of survivors: \(list.prefix(40).joined(separator: "\n---\n"))")
    }

    @Test("destructive words that nothing runs stay harmless")
    func inert() {
        let classifier = RiskClassifier()
        for destroyer in Mutator.destroyers {
            for form in [
                "echo '\(destroyer)'", "grep \"\(destroyer)\" f", "ls # \(destroyer)", "cat <<'E'\n\(destroyer)\nE",
                "MSG='\(destroyer)'; echo \"$MSG\"",
            ] {
                #expect(classifier.assess(form, language: .shell).risk == .green, "\(form)")
            }
        }
    }

    @Test("any bytes give an answer, in time")
    func noise() {
        var random = SeededRandom(seed: 7)
        let pieces = [
            "$(", "`", "\"", "'", "{", "}", "(", ")", "<<E\n", "\n", ";", "&&", "|", "$((", "${", "[[", "]]",
            "case x in", "esac", "if", "fi", "do", "done", "ls", " ", "\\", "<", ">", "#", "=", "é", "\u{0}", "E\n",
            "x=(", "for",
        ]
        let classifier = RiskClassifier()
        for _ in 0..<600 {
            let text = (0..<60).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }.joined()
            let script = ShellParser().parse(text)
            if !script.isComplete { #expect(classifier.assess(text, language: .shell).risk >= .yellow, "\(text)") }
        }
    }
}
