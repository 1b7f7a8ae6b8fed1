extension RiskReason {
    /// The rule of a colour that a person chose.
    package static let personRule = "person"

    /// The reason for a colour that a person chose.
    /// - Parameter words: why, in the person's words; empty when none were asked for.
    package static func chosen(_ risk: Risk, words: String) -> RiskReason {
        RiskReason(
            rule: personRule, text: words.isEmpty ? "Somebody chose this colour by hand." : "Chosen by hand: \(words)",
            risk: risk)
    }
}

extension Step {
    /// The colour that a person chose for the step, with the reason; `nil` when the rules decided.
    package var chosenColour: RiskReason? { reasons.first { $0.rule == RiskReason.personRule } }

    /// Takes over what the rules say of the command. A stricter colour that a person chose stays.
    package mutating func classify(_ assessment: RiskAssessment) {
        let chosen = chosenColour.flatMap { $0.risk > assessment.risk ? $0 : nil }
        risk = max(assessment.risk, chosen?.risk ?? .green)
        reasons = (chosen.map { [$0] } ?? []) + assessment.reasons
    }
}
