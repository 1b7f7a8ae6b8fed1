import JSONTree
import RunbookModel

/// A runbook in the form `dd0c.runbook/1`.
package enum RunbookJSON {
    /// The runbook as a JSON tree.
    package static func encode(_ content: RunbookContent) -> JSONValue {
        let quality = QualityScorer.score(content)
        return [
            "format": "dd0c.runbook/1", "title": .string(content.title), "summary": .string(content.summary),
            "services": strings(content.services), "alerts": strings(content.alerts),
            "severity": JSONValue(content.severity), "owner": JSONValue(content.owner),
            "dashboards": .array(
                (content.dashboards ?? []).map { ["label": .string($0.label), "target": .string($0.target)] }),
            "quality": [
                "score": .int(quality.score),
                "reasons": .array(
                    quality.reasons.map {
                        [
                            "rule": .string($0.rule), "text": .string($0.text), "points": .int($0.points),
                            "outOf": .int($0.outOf), "steps": .array($0.steps.map(JSONValue.int)),
                        ]
                    }),
            ],
            "prerequisites": .array(
                content.prerequisites.map {
                    [
                        "text": .string($0.text), "line": JSONValue($0.line),
                        "source": $0.isDerived == true ? "derived" : "document",
                    ]
                }),
            "variables": .array(
                content.variables.map {
                    [
                        "name": .string($0.name), "placeholder": .string($0.placeholder),
                        "default": JSONValue($0.defaultValue), "kind": JSONValue($0.kind?.rawValue),
                        "alertLabel": JSONValue($0.alertLabel),
                    ]
                }), "steps": .array(content.steps.map(encode)),
            "ambiguities": .array(
                content.ambiguities.map {
                    [
                        "step": JSONValue($0.step), "line": JSONValue($0.line), "text": .string($0.text),
                        "suggestion": .string($0.suggestion), "resolution": JSONValue($0.resolution),
                    ]
                }),
        ]
    }

    private static func strings(_ values: [String]) -> JSONValue { .array(values.map(JSONValue.string)) }

    private static func encode(_ step: Step) -> JSONValue {
        var members: [String: JSONValue] = [
            "number": .int(step.number), "kind": .string(step.kind.rawValue), "title": .string(step.title),
            "command": JSONValue(step.command), "language": .string(step.language.rawValue),
            "risk": .string(step.risk.rawValue),
            "reasons": .array(step.reasons.map { ["rule": .string($0.rule), "text": .string($0.text)] }),
            "variables": strings(step.variables), "expected": JSONValue(step.expected), "notes": strings(step.notes),
            "section": JSONValue(step.section), "branch": .null, "rollback": .null, "lines": .null, "origin": .null,
        ]
        if let origin = step.origin {
            members["origin"] = ["rule": .string(origin.rule), "text": .string(origin.text)]
        }
        if let branch = step.branch {
            members["branch"] = [
                "if": .string(branch.condition), "then": .string(branch.then), "else": JSONValue(branch.otherwise),
                "thenStep": JSONValue(branch.thenStep), "elseStep": JSONValue(branch.elseStep),
            ]
        }
        if let rollback = step.rollback {
            members["rollback"] = [
                "command": .string(rollback.command), "source": .string(rollback.source.rawValue),
                "capture": JSONValue(rollback.capture),
            ]
        }
        if let lines = step.lines { members["lines"] = [.int(lines.lowerBound), .int(lines.upperBound)] }
        return .object(members)
    }
}
