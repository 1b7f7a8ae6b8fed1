import BlockKit
import JSONTree
import RunbookModel

/// What a draft changes of a saved runbook.
package struct DraftRevision: Hashable, Sendable {
    /// Title of the saved version.
    package var title: String
    package var version: Int
    package var diff: RunbookDiff

    /// Compares a draft's content with the version that it revises.
    package init(of runbook: Runbook, content: RunbookContent) {
        title = runbook.content.title
        version = runbook.version
        diff = RunbookDiff(from: runbook.content, to: content)
    }
}

extension Screen {
    /// What a review says of a revision.
    static func words(_ revision: DraftRevision, kept: Int) -> JSONValue {
        let lines = revision.diff.steps.filter { !$0.isUnchanged }.map(line)
        let hasNewTitle = revision.diff.title != nil
        return [
            "version": .int(revision.version),
            "title": .string(hasNewTitle ? Words.clip(revision.title, 120) : ""),
            "counts": .string(counts(revision.diff)),
            "lines": JSONValue(strings: Array(lines.prefix(changesPerMessage))),
            "more": .int(max(0, lines.count - changesPerMessage)),
            "kept": .string(
                kept == 0
                    ? ""
                    : "\(Words.count(kept, "step")) changed by hand in the library \(kept == 1 ? "stays" : "stay") so."),
        ]
    }

    /// `1 new, 2 changed, 1 gone, 5 as before`.
    static func counts(_ diff: RunbookDiff) -> String {
        let moved = diff.steps.count { $0.isMoved && !$0.isChanged }
        let parts = [
            (diff.added.count, "new"), (diff.removed.count, "gone"), (diff.changed.count, "changed"), (moved, "moved"),
            (diff.unchanged.count, "as before"),
        ]
        return parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    }

    /// What became of one step, as one line.
    static func line(_ change: StepChange) -> String {
        let title = Words.clip(change.title, 70)
        guard let after = change.after else { return "➖ \(title) (was step \(change.before ?? 0))" }
        guard let before = change.before else { return "➕ \(after). \(title)" }
        let names = change.fields.map { field in
            field.field == .risk ? "colour \(light(field.before)) → \(light(field.after))" : field.field.name
        }
        let moved = change.isMoved ? ["moved, was step \(before)"] : []
        return "\(change.isChanged ? "✏️" : "↕️") \(after). \(title): \((names + moved).joined(separator: ", "))"
    }

    private static func light(_ risk: String?) -> String {
        risk.flatMap { Risk(rawValue: $0) }.map { Words.light($0) } ?? "–"
    }
}
