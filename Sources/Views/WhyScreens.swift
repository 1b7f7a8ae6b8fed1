import BlockKit
import JSONTree
import RunbookModel

/// What a command does, what its colour is, and why: the same words everywhere.
extension Screen {
    /// The answer to somebody who asked about a command.
    /// - Parameters:
    ///   - reach: how far it reaches, as a sentence.
    ///   - reversal: whether it can be taken back, as a sentence, for where no undo is known.
    package static func why(
        _ command: String, _ assessment: RiskAssessment, reach: String? = nil, reversal: String? = nil
    ) -> Screen {
        let shown = Words.command(command, limit: 1200)
        var binding = explanation(assessment, of: command)
        binding["reach"] = JSONValue(assessment.risk > .green ? reach.map { Words.clip($0, 200) } : nil)
        if let reversal, assessment.risk > .green { binding["no_undo"] = .string("↩️ \(Words.clip(reversal, 200))") }
        binding["shown"] = .string(shown.shown)
        binding["omitted"] = .int(shown.omitted)
        binding["target"] = JSONValue(assessment.target.map { Words.clip($0, 300) })
        let undo = assessment.inverse.map { Words.undo($0.command) }
        binding["undo"] = JSONValue(undo.map { $0.omitted > 0 ? $0.shown + "…" : $0.shown })
        binding["rules"] = .string(Words.clip(assessment.rulesVersion, 60))
        return Screen("why", .object(binding))
    }

    /// Why a step of a run has its colour, and all that is known about its command.
    package static func whyModal(_ run: Run, step number: Int) -> Screen {
        guard let step = run.step(numbered: number) else { return goneModal }
        return whyModal(
            step.step, step.risk, command: step.command?.text ?? step.step.command,
            undo: step.undoCommand?.text ?? step.step.rollback?.command, assessment: step.command?.assessment,
            value: ButtonValue(run: run.id, step: number))
    }

    /// Why a step of a draft or of a saved runbook has its colour.
    /// - Parameters:
    ///   - assessment: what the rules say of it now.
    ///   - value: the draft or runbook that it belongs to.
    package static func whyModal(_ step: Step, assessment: RiskAssessment, value: ButtonValue) -> Screen {
        whyModal(
            step, step.risk, command: step.command, undo: step.rollback?.command, assessment: assessment, value: value)
    }

    private static func whyModal(
        _ step: Step, _ risk: Risk, command: String?, undo: String?, assessment: RiskAssessment?, value: ButtonValue
    ) -> Screen {
        var known =
            assessment ?? RiskAssessment(risk: risk, reasons: step.reasons, effect: "", rulesVersion: "")
        if let chosen = step.chosenColour, !known.reasons.contains(chosen) { known.reasons.insert(chosen, at: 0) }
        var binding = explanation(known, of: command ?? "")
        let undo = undo?.replacing("{{previous}}", with: "⟨the value before⟩")
        var metadata = value
        metadata.choice = nil
        binding["metadata"] = .string(metadata.wire)
        binding["n"] = .int(step.number)
        binding["title"] = .string(Words.clip(step.title, 200))
        // A step keeps a colour that is higher than that of its command.
        binding["light"] = .string(Words.light(risk))
        binding["word"] = .string(Words.name(risk))
        binding["meaning"] = .string(meaning(risk, known))
        binding["no_undo"] = .string(noUndo(risk))
        binding["command"] = command.map { pieces($0) } ?? .null
        binding["undo"] = undo.map { pieces($0, most: 3) } ?? .null
        binding["source"] = JSONValue(step.lines.map { "\($0.lowerBound)–\($0.upperBound)" })
        return Screen("modal_why", .object(binding))
    }

    private static func explanation(_ assessment: RiskAssessment, of command: String) -> [String: JSONValue] {
        var effect = assessment.effect
        if assessment.disclosesSecrets { effect += " It shows secrets." }
        if assessment.heavyLoad { effect += " It may run long or put load on the system." }
        let bytes = Array(command.utf8)
        let reasons: [JSONValue] = assessment.reasons.prefix(20).map { reason in
            // The part of the command that a reason is about, unless that is nearly all of it.
            var part: String?
            if let range = reason.range, range.upperBound <= bytes.count, range.count > 0, range.count < 60,
                range.count * 2 < bytes.count
            {
                part = Words.command(String(decoding: bytes[range], as: UTF8.self), limit: 80).shown
            }
            return [
                "light": .string(Words.light(reason.risk)), "text": .string(Words.clip(reason.text, 300)),
                "part": JSONValue(part),
            ]
        }
        return [
            "light": .string(Words.light(assessment.risk)), "word": .string(Words.name(assessment.risk)),
            "meaning": .string(meaning(assessment.risk, assessment)), "no_undo": .string(noUndo(assessment.risk)),
            "effect": JSONValue(effect.trimmed.isEmpty ? nil : Words.clip(effect, 600)), "reasons": .array(reasons),
            "unknown": JSONValue(strings: assessment.unknown.prefix(10).map { Words.clip($0, 100) }),
        ]
    }

    private static func noUndo(_ risk: Risk) -> String {
        risk == .green ? "↩️ There is nothing to undo." : "↩️ No undo known."
    }

    private static func meaning(_ risk: Risk, _ assessment: RiskAssessment) -> String {
        switch risk {
        case .green where assessment.runsAlone: "It only looks and changes nothing. It runs by itself."
        case .green: "It only looks and changes nothing, but it needs your OK."
        case .yellow: "It changes something, or we are not sure what it does. It needs your OK."
        case .red: "It can do harm that is hard to take back. It needs your OK, typed out."
        }
    }

    /// What a colour means, in a few words.
    static func shortMeaning(_ risk: Risk) -> String {
        switch risk {
        case .green: "only looks"
        case .yellow: "changes something, or is not understood in full"
        case .red: "can do harm that is hard to take back"
        }
    }

    // MARK: The way to it

    /// The value of the menu entry that asks why; `null` for a step without a command.
    static func whyValue(_ value: ButtonValue, _ step: Step) -> JSONValue {
        guard step.kind == .command else { return nil }
        var value = value.choosing(.why)
        value.step = step.number
        return .string(value.wire)
    }

    /// A menu with nothing but the question why; empty for a step without a command.
    static func whyMenu(_ value: ButtonValue, _ step: Step) -> JSONValue {
        let asking = whyValue(value, step)
        return asking.isNull ? [] : [["text": "Why?", "value": asking]]
    }
}
