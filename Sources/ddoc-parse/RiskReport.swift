import JSONTree
import RiskRules
import RunbookModel

/// What the risk command writes.
enum RiskReport {
    /// The answer to one line of input.
    static func json(_ assessment: RiskAssessment, id: JSONValue) -> JSONValue {
        [
            "id": id, "risk": .string(assessment.risk.rawValue),
            "reasons": .array(assessment.reasons.map { ["rule": .string($0.rule), "text": .string($0.text)] }),
        ]
    }

    /// All that is known of one command.
    static func json(_ explanation: RiskExplanation) -> JSONValue {
        let assessment = explanation.assessment
        return [
            "command": .string(explanation.command), "risk": .string(assessment.risk.rawValue),
            "sentences": .array(explanation.sentences.map(JSONValue.string)),
            "reasons": .array(
                assessment.reasons.map { reason in
                    [
                        "rule": .string(reason.rule), "text": .string(reason.text),
                        "risk": .string(reason.risk.rawValue),
                        "range": reason.range.map { .array([.int($0.lowerBound), .int($0.upperBound)]) } ?? .null,
                    ]
                }),
            "unknown": .array(assessment.unknown.map(JSONValue.string)), "target": JSONValue(assessment.target),
            "blastRadius": JSONValue(assessment.blastRadius?.rawValue),
            "reversibility": JSONValue(assessment.reversibility?.rawValue),
            "disclosesSecrets": .bool(assessment.disclosesSecrets), "heavyLoad": .bool(assessment.heavyLoad),
            "undo": assessment.inverse.map {
                ["command": .string($0.command), "capture": JSONValue($0.capture)]
            } ?? .null,
            "rulesVersion": .string(assessment.rulesVersion), "tokens": json(explanation.tokens),
        ]
    }

    private static func json(_ tokens: [ExplainedToken]) -> JSONValue {
        .array(
            tokens.map { token in
                [
                    "text": .string(token.text), "role": .string(token.role.rawValue),
                    "meaning": .string(token.meaning),
                    "risk": JSONValue(token.risk?.rawValue),
                    "range": .array([.int(token.range.lowerBound), .int(token.range.upperBound)]),
                    "payload": json(token.payload),
                ]
            })
    }
}
