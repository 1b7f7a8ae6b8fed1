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

    /// The steps of a draft, each with a menu of what can be done to it.
    /// - Parameter page: from 0; out of range is the nearest.
    package static func editDraftModal(_ draft: Draft, page: Int = 0) -> Screen {
        let steps = draft.content.steps
        let pages = Pages(count: steps.count, size: editedStepsPerPage, page: page)
        let value = ButtonValue(draft: draft.id, revision: draft.changes)
        let items: [JSONValue] = steps[pages.range].map { step in
            [
                "n": .int(step.number), "light": .string(Words.light(step, step.risk)),
                "title": .string(Words.line(step)),
                "command": .string(step.command.map { Words.clip($0, 200) } ?? ""),
                "menu": .array(menu(step, of: draft, page: pages.page)),
            ]
        }
        let title = String(draft.content.title.trimmed.prefix(140))
        return Screen(
            "modal_edit_draft",
            [
                "metadata": .string(paged(value, pages.page).wire), "title": .string(title),
                "has_title": .bool(!title.isEmpty), "steps": .array(items),
                "count": .string(Words.count(steps.count, "step")), "value": .string(paged(value, pages.page).wire),
                "pages": pages.binding(value),
                "undo": JSONValue(draft.undo?.last.map { Words.clip($0.what, 120) }),
            ])
    }

    private static func menu(_ step: Step, of draft: Draft, page: Int) -> [JSONValue] {
        let value = ButtonValue(step: step.number, draft: draft.id, revision: draft.changes, page: page)
        func option(_ text: String, _ choice: MenuChoice) -> JSONValue {
            ["text": .string(text), "value": .string(value.choosing(choice).wire)]
        }
        let count = draft.content.steps.count
        var options = [option("Edit", .edit)]
        if step.number > 1 {
            options.append(option("Move Up", .moveUp))
        } else if count > 1 {
            options.append(option("Move Down", .moveDown))
        }
        if step.kind != .decision {
            options.append(option("Split", .split))
            if step.number < count { options.append(option("Join With Next", .join)) }
        }
        return options + [option("Delete", .delete)]
    }

    /// One step of a draft with every field as an input.
    /// - Parameters:
    ///   - step: its number; `nil` for a new step at the end.
    ///   - isFromDetails: whether the details are beneath it, and not the list of steps.
    package static func editDraftStepModal(
        _ draft: Draft, step number: Int?, isFromDetails: Bool = false
    ) -> Screen {
        let existing = number.flatMap { number in draft.content.steps.first { $0.number == number } }
        if number != nil, existing == nil { return goneModal }
        let step = existing ?? Step(number: draft.content.steps.count + 1, kind: .command, title: "")
        let inputs = DraftStepInputs(step)
        let page = isFromDetails ? nil : (step.number - 1) / editedStepsPerPage
        let rules = step.reasons.filter { $0.rule != RiskReason.personRule }
        // A decision runs nothing: what belongs to a command would only be in the way.
        let runs = step.kind != .decision
        let tooLong = [
            inputs.command == nil ? "The command" : nil, inputs.undo == nil ? "The undo" : nil,
            inputs.expected == nil ? "What to look for" : nil, inputs.notes == nil ? "The text of the notes" : nil,
        ].compactMap(\.self)
        return Screen(
            "modal_edit_draft_step",
            [
                "metadata": .string(
                    ButtonValue(step: number, draft: draft.id, revision: draft.changes, page: page).wire),
                "is_new": .bool(existing == nil), "n": .int(step.number), "title": .string(inputs.title),
                "kind": .string(step.kind.rawValue), "command": JSONValue(runs ? inputs.command : nil),
                "language": .string(step.language.rawValue), "languages": .array(runs ? languages(step.language) : []),
                "risk": .string(step.risk.rawValue), "light": .string(Words.light(step.risk)),
                "word": .string(Words.name(step.risk)),
                "reasons": .string(rules.prefix(3).map { Words.clip($0.text, 200) }.joined(separator: "; ")),
                "chosen": JSONValue(step.chosenColour.map { Words.clip($0.text, 200) }),
                "undo": JSONValue(runs ? inputs.undo : nil), "expected": JSONValue(inputs.expected),
                "notes": JSONValue(inputs.notes), "condition": JSONValue(inputs.condition),
                "then": JSONValue(inputs.then), "otherwise": JSONValue(inputs.otherwise),
                "handling": .string(step.handling?.rawValue ?? "colour"),
                "captures": JSONValue(runs ? inputs.captures : nil),
                "check_command": JSONValue(runs ? inputs.checkCommand : nil),
                "check_condition": JSONValue(runs ? inputs.checkCondition : nil),
                "runbook": JSONValue(step.kind == .manual ? inputs.runbook : nil),
                "too_long": .string(tooLong.joined(separator: ", ")), "count": .int(draft.content.steps.count),
            ])
    }

    /// The languages of commands that can be chosen.
    private static func languages(_ own: CommandLanguage) -> [JSONValue] {
        var all: [CommandLanguage] = [.shell, .sql, .promql, .redis, .powershell]
        if !all.contains(own) { all.append(own) }
        return all.map { ["name": .string(Words.clip($0.rawValue, 60)), "value": .string($0.rawValue)] }
    }

    /// A step of a draft that is to become several.
    package static func splitStepModal(_ draft: Draft, step number: Int) -> Screen {
        guard let step = draft.content.steps.first(where: { $0.number == number }) else { return goneModal }
        let text = step.command ?? ([step.title] + step.notes).joined(separator: "\n")
        guard text.utf16.count <= BlockKitLimits.inputText else {
            return messageModal(
                title: "Split step \(number)",
                text:
                    "This step is longer than the 3000 characters that Slack lets you edit. Split it in your text and paste "
                    + "the runbook again.")
        }
        let page = (number - 1) / editedStepsPerPage
        return Screen(
            "modal_split_draft_step",
            [
                "metadata": .string(
                    ButtonValue(step: number, draft: draft.id, revision: draft.changes, page: page).wire),
                "n": .int(number), "text": .string(text), "has_text": .bool(!text.isEmpty),
                "is_command": .bool(step.command != nil),
            ])
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
