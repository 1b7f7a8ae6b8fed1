import BlockKit
import JSONTree
import RunbookModel

/// A step whose colour is another one by new rules.
package struct Recoloured: Hashable, Sendable {
    package var step: Step
    /// The colour that is stored, and why.
    package var old: RiskReason
    /// The colour by the rules of now, and why.
    package var new: RiskReason

    package init(step: Step, old: RiskReason, new: RiskReason) {
        self.step = step
        self.old = old
        self.new = new
    }
}

extension Screen {
    /// Steps that one message shows.
    private static let recolouredLimit = 12

    /// Tells the owner of a runbook which of its steps have another colour by new rules, old and new reason side by side.
    /// - Parameters:
    ///   - rules: version of the rules now.
    ///   - before: version of the rules that gave the old colours; `nil` when nobody knows.
    package static func rulesChanged(
        _ runbook: Runbook, _ changed: [Recoloured], rules: String, before: String?
    ) -> Screen {
        func side(_ reason: RiskReason) -> JSONValue {
            [
                "light": .string(Words.light(reason.risk)), "word": .string(Words.name(reason.risk)),
                "reason": .string(Words.clip(reason.text, 200)),
            ]
        }
        let steps: [JSONValue] = changed.prefix(recolouredLimit).map { change in
            [
                "n": .int(change.step.number), "title": .string(Words.clip(change.step.title, 120)),
                "old": side(change.old), "new": side(change.new),
                "outcome": .string(
                    change.new.risk > change.old.risk
                        ? "asks for more from now on" : "stays \(Words.light(change.old.risk)) until you save it again"),
            ]
        }
        return Screen(
            "rules_changed",
            [
                "title": .string(Words.clip(runbook.content.title, 120)),
                "count": .string(Words.count(changed.count, "step")), "steps": .array(steps),
                "more": .int(max(0, changed.count - recolouredLimit)), "rules": .string(Words.clip(rules, 60)),
                "before": .string(before.map { Words.clip($0, 60) } ?? "unknown"),
                "value": .string(ButtonValue(runbook: runbook.id).wire),
            ])
    }
}
