import ArgumentParser
import JSONTree
import Parsing
import RunbookModel

/// A kind of problem that a check looks for.
enum CheckRule: String, CaseIterable, ExpressibleByArgument {
    /// A doubt that the text does not answer.
    case ambiguity
    /// A red step without a way back.
    case noUndo = "no-undo"
    /// A step of this colour, or of a stricter one.
    case yellow
    case red
    /// A file in which nothing is a step.
    case noSteps = "no-steps"
    /// A quality figure below the one that was asked for.
    case quality
}

/// A problem in a runbook.
struct CheckFinding {
    var rule: CheckRule
    /// Line of the file, from 1; `nil` when it is about the whole.
    var line: Int?
    var step: Int?
    var text: String
    var suggestion: String

    var json: JSONValue {
        [
            "rule": .string(rule.rawValue), "line": JSONValue(line), "step": JSONValue(step), "text": .string(text),
            "suggestion": .string(suggestion),
        ]
    }
}

/// Looks for problems in runbooks.
struct Checker {
    var rules: Set<CheckRule>
    var minQuality: Int?

    /// The problems of one runbook, in the order of its lines.
    func findings(in content: RunbookContent) -> [CheckFinding] {
        var findings: [CheckFinding] = []
        if rules.contains(.ambiguity) {
            findings += content.ambiguities.filter { $0.resolution == nil }.map { doubt in
                CheckFinding(
                    rule: .ambiguity, line: doubt.line ?? line(of: doubt.step, in: content), step: doubt.step,
                    text: doubt.text, suggestion: doubt.suggestion)
            }
        }
        let doubted = Set(findings.compactMap(\.step))
        for step in content.steps { findings += self.findings(in: step, isDoubted: doubted.contains(step.number)) }
        if let minQuality {
            let quality = QualityScorer.score(content)
            if quality.score < minQuality {
                findings.append(
                    CheckFinding(
                        rule: .quality, text: "The quality is \(quality.score) of 100; \(minQuality) is asked for.",
                        suggestion: quality.losses.prefix(2).map(\.text).joined(separator: " ")))
            }
        }
        return findings.enumerated().sorted {
            ($0.element.line ?? 0, $0.offset) < ($1.element.line ?? 0, $1.offset)
        }.map(\.element)
    }

    /// - Parameter isDoubted: whether a doubt about it is among the findings; a missing undo is one, then.
    private func findings(in step: Step, isDoubted: Bool) -> [CheckFinding] {
        guard step.kind != .decision else { return [] }
        var findings: [CheckFinding] = []
        let line = step.lines?.lowerBound
        if rules.contains(.noUndo), !isDoubted, step.kind == .command, step.risk == .red, step.rollback == nil {
            findings.append(
                CheckFinding(
                    rule: .noUndo, line: line, step: step.number,
                    text: "“\(step.title)” is red, and nothing says how to take it back.",
                    suggestion: "Say how to undo it, or how to check before that it is right."))
        }
        let colour: CheckRule? =
            rules.contains(.yellow) && step.risk >= .yellow
            ? .yellow : rules.contains(.red) && step.risk == .red ? .red : nil
        if let colour {
            findings.append(
                CheckFinding(
                    rule: colour, line: line, step: step.number, text: "“\(step.title)” is \(step.risk.rawValue).",
                    suggestion: step.reasons.first?.text ?? ""))
        }
        return findings
    }

    private func line(of step: Int?, in content: RunbookContent) -> Int? {
        step.flatMap { number in content.steps.first { $0.number == number }?.lines?.lowerBound }
    }
}
