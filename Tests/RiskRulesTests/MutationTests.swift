import BotTestKit
import Foundation
import RiskRules
import RunbookModel
import ShellSyntax
import Testing

@Suite("Mutants")
struct MutationTests {
    /// More than the default with `DD0C_MUTANTS=100000`.
    static let count = ProcessInfo.processInfo.environment["DD0C_MUTANTS"].flatMap(Int.init) ?? 3000

    @Test("no green command stays green with a destructive one in it")
    func mutants() {
        let classifier = RiskClassifier()
        let greens = SafetyVectorTests.green.filter { !$0.contains("\n") && !$0.contains("<") }
        var mutator = Mutator(random: SeededRandom(seed: 5), greens: greens)
        var failures: [String: String] = [:]
        for _ in 0..<Self.count {
            let mutant = mutator.next()
            if classifier.assess(mutant.text, language: .shell).risk == .green { failures[mutant.kind] = mutant.text }
        }
        #expect(failures.isEmpty, "\(failures.prefix(20))")
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
