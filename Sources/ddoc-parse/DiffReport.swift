import JSONTree
import RunbookModel

/// The difference of two runbooks as JSON.
enum DiffReport {
    /// The form `dd0c.runbook-diff/1`.
    static func json(_ diff: RunbookDiff) -> JSONValue {
        [
            "format": "dd0c.runbook-diff/1", "added": .int(diff.added.count), "removed": .int(diff.removed.count),
            "changed": .int(diff.changed.count), "moved": .int(diff.moved.count),
            "unchanged": .int(diff.unchanged.count),
            "title": diff.title.map { ["before": JSONValue($0.before), "after": JSONValue($0.after)] } ?? nil,
            "steps": .array(diff.steps.map(step)),
        ]
    }

    private static func step(_ change: StepChange) -> JSONValue {
        [
            "before": JSONValue(change.before), "after": JSONValue(change.after), "title": .string(change.title),
            "change": .string(word(change)), "moved": .bool(change.isMoved),
            "fields": .array(
                change.fields.map {
                    [
                        "field": .string($0.field.rawValue), "before": JSONValue($0.before),
                        "after": JSONValue($0.after),
                    ]
                }),
        ]
    }

    private static func word(_ change: StepChange) -> String {
        if change.isAdded { return "added" }
        if change.isRemoved { return "removed" }
        if change.isChanged { return "changed" }
        return change.isMoved ? "moved" : "unchanged"
    }
}
