import BlockKit
import JSONTree
import RunbookModel

extension Screen {
    /// Entries on one page of the details.
    static let detailsPerPage = 40

    /// Everything about a draft that the review had no room for: doubts first, each with a button to the step that it is
    /// about, then what changed, values, prerequisites and mappings.
    /// - Parameter page: from 0; out of range is the nearest.
    package static func detailsModal(
        _ draft: Draft, revision: DraftRevision?, quality: RunbookQuality?, page: Int = 0
    ) -> Screen {
        let entries = DetailEntries(draft, revision, quality).entries
        let pages = Pages(count: entries.count, size: detailsPerPage, page: page)
        let value = ButtonValue(draft: draft.id, revision: draft.changes)
        let shown: [JSONValue] = entries[pages.range].enumerated().map { index, entry in
            let step = draft.isOpen ? entry.step : nil
            return [
                "heading": .bool(entry.isHeading), "text": .string(entry.text), "n": .int(index),
                "step": .int(step ?? 0),
                "value": JSONValue(
                    step.map { ButtonValue(step: $0, draft: draft.id, revision: draft.changes).wire }),
            ]
        }
        return Screen(
            "modal_details",
            [
                "metadata": .string(paged(value, pages.page).wire), "entries": .array(shown),
                "pages": pages.binding(value),
            ])
    }
}

/// The details of a draft as a list.
private struct DetailEntries {
    struct Entry {
        var text: String
        var isHeading = false
        var step: Int?
    }

    private(set) var entries: [Entry] = []

    init(_ draft: Draft, _ revision: DraftRevision?, _ quality: RunbookQuality?) {
        let content = draft.content
        let numbers = Set(content.steps.map(\.number))
        let open = content.ambiguities.filter { $0.resolution == nil }
        list("Things to clear up", open) { doubt in
            Entry(text: Self.words(doubt), step: doubt.step.flatMap { numbers.contains($0) ? $0 : nil })
        }
        let changes = revision?.diff.steps.filter { !$0.isUnchanged } ?? []
        list("Changed since version \(revision?.version ?? 0)", changes) { Entry(text: Self.words($0)) }
        list("Answered by the text itself", content.ambiguities.filter { $0.resolution != nil }) { doubt in
            Entry(text: Self.words(doubt))
        }
        list("Values to fill in", content.variables) { variable in
            let usual = variable.defaultValue.map { ", usually \(Words.clip($0, 200))" } ?? ""
            return Entry(text: "\(Words.clip(variable.name, 80)): \(Words.clip(variable.placeholder, 200))\(usual)")
        }
        list("Before you start", content.prerequisites) { Entry(text: Words.prose($0.text, 600)) }
        list("Quality: \(quality?.score ?? 0) of 100", quality?.reasons ?? []) { reason in
            let sign = reason.points == reason.outOf ? "✅" : "▫️"
            return Entry(text: "\(sign) \(Words.clip(reason.text, 600)) (\(reason.points) of \(reason.outOf))")
        }
        list("Owner and severity", [content.owner, content.severity].compactMap(\.self)) {
            Entry(text: Words.clip($0, 200))
        }
        list("Dashboards", content.dashboards ?? []) { link in
            Entry(text: "\(Words.clip(link.label, 200)): \(Words.clip(link.target, 600))")
        }
        list("Services", content.services) { Entry(text: Words.clip($0, 200)) }
        list("Alerts that it names", content.alerts) { Entry(text: Words.clip($0, 200)) }
        if entries.isEmpty { entries.append(Entry(text: "There is nothing beside the steps.")) }
    }

    private mutating func list<Element>(_ heading: String, _ elements: [Element], _ entry: (Element) -> Entry) {
        guard !elements.isEmpty else { return }
        entries.append(Entry(text: "\(heading) (\(elements.count))", isHeading: true))
        entries += elements.map(entry)
    }

    private static func words(_ doubt: Ambiguity) -> String {
        let place = doubt.step.map { "Step \($0): " } ?? doubt.line.map { "Line \($0): " } ?? ""
        let answer = doubt.resolution.map { "Settled: \($0)" } ?? "→ \(doubt.suggestion)"
        return place + Words.clip(doubt.text, 600) + "\n" + Words.clip(answer, 600)
    }

    private static func words(_ change: StepChange) -> String {
        let parts = change.fields.map { field in
            "\(field.field.name): \(Words.clip(field.before ?? "nothing", 300)) → \(Words.clip(field.after ?? "nothing", 300))"
        }
        return ([Screen.line(change)] + parts.prefix(4)).joined(separator: "\n")
    }
}
