import BlockKit
import JSONTree
import RunbookModel

extension Screen {
    /// The modal that a runbook is pasted into.
    /// - Parameters:
    ///   - channel: where the review goes.
    ///   - text: what stands in the input already; cut to what Slack takes.
    package static func pasteModal(channel: ChannelID?, text: String? = nil) -> Screen {
        let initial = text.map { String(decoding: Array($0.utf16.prefix(BlockKitLimits.inputText)), as: UTF16.self) }
        return Screen(
            "modal_paste",
            [
                "metadata": .string(ButtonValue(channel: channel).wire), "initial": .string(initial ?? ""),
                "has_initial": .bool(!(initial ?? "").isEmpty),
            ])
    }

    /// Steps on one page of the list that is edited.
    static let editedStepsPerPage = 20

    /// The steps of a draft, each with a button that edits it.
    /// - Parameter page: from 0; out of range is the nearest.
    package static func editDraftModal(_ draft: Draft, page: Int = 0) -> Screen {
        let steps = draft.content.steps
        let pages = Pages(count: steps.count, size: editedStepsPerPage, page: page)
        let value = ButtonValue(draft: draft.id)
        let items: [JSONValue] = steps[pages.range].map { step in
            [
                "n": .int(step.number), "light": .string(Words.light(step, step.risk)),
                "title": .string(Words.line(step)),
                "command": .string(step.command.map { Words.clip($0, 200) } ?? ""),
                "value": .string(ButtonValue(step: step.number, draft: draft.id).wire),
            ]
        }
        return Screen(
            "modal_edit_draft",
            [
                "metadata": .string(paged(value, pages.page).wire),
                "title": .string(String(draft.content.title.trimmed.prefix(140))),
                "has_title": .bool(!draft.content.title.trimmed.isEmpty),
                "steps": .array(items), "count": .string(Words.count(steps.count, "step")),
                "value": .string(value.wire), "pages": pages.binding(value),
            ])
    }

    /// One step of a draft with every field as an input.
    /// - Parameter step: its number; `nil` for a new step at the end.
    package static func editDraftStepModal(_ draft: Draft, step number: Int?) -> Screen {
        let existing = number.flatMap { number in draft.content.steps.first { $0.number == number } }
        if number != nil, existing == nil { return goneModal }
        let step = existing ?? Step(number: draft.content.steps.count + 1, kind: .command, title: "")
        let tooLong = (step.command ?? "").utf16.count > BlockKitLimits.inputText
        guard !tooLong else {
            return messageModal(
                title: "Edit step \(step.number)",
                text:
                    "This command is longer than the 3000 characters that Slack lets you edit. Change it in your text and "
                    + "paste the runbook again.")
        }
        let page = (step.number - 1) / editedStepsPerPage
        func kept(_ text: String?) -> String { String((text ?? "").prefix(1400)) }
        return Screen(
            "modal_edit_draft_step",
            [
                "metadata": .string(ButtonValue(step: number, draft: draft.id, page: page).wire),
                "is_new": .bool(existing == nil), "n": .int(step.number),
                "title": .string(String(step.title.prefix(200))), "kind": .string(step.kind.rawValue),
                "command": .string(step.command ?? ""), "risk": .string(step.risk.rawValue),
                "light": .string(Words.light(step.risk)), "word": .string(Words.name(step.risk)),
                "reasons": .string(step.reasons.prefix(3).map { Words.clip($0.text, 200) }.joined(separator: "; ")),
                "undo": .string(kept(step.rollback?.command)), "expected": .string(kept(step.expected)),
                "branch": step.branch.map(fields) ?? nil,
                "count": .int(draft.content.steps.count),
            ])
    }

    private static func fields(_ branch: Branch) -> JSONValue {
        func way(_ words: String?, _ step: Int?) -> JSONValue {
            .string(step.map { "step \($0)" } ?? String((words ?? "").prefix(200)))
        }
        return [
            "condition": .string(String(branch.condition.prefix(200))), "then": way(branch.then, branch.thenStep),
            "otherwise": way(branch.otherwise, branch.elseStep),
        ]
    }

    /// Which alerts are to bring a runbook up.
    /// - Parameter value: names the draft or the runbook.
    package static func linkAlertModal(
        _ value: ButtonValue, title: String, content: RunbookContent, links: [AlertLink]
    ) -> Screen {
        Screen(
            "modal_link_alert",
            [
                "metadata": .string(value.wire), "title": .string(Words.clip(title, 140)),
                "pattern": .string(content.alerts.first.map { Words.clip($0, 200) } ?? ""),
                "service": .string(content.services.first.map { Words.clip($0, 100) } ?? ""),
                "links": .string(linkWords(links)),
            ])
    }
}
