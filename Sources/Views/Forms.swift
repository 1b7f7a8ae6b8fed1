import BlockKit
import JSONTree
import RunbookModel

/// Every input of the modals. It is `block_id` and `action_id` alike.
package enum FormField: String, CaseIterable, Hashable, Sendable {
    case pasteText = "paste.text"
    case typedTarget = "confirm.target"
    case runCommand = "run_step.command"
    case noteText = "note.text"
    case draftTitle = "draft.title"
    case stepTitle = "draft_step.title"
    case stepKind = "draft_step.kind"
    case stepCommand = "draft_step.command"
    case stepLanguage = "draft_step.language"
    case stepRisk = "draft_step.risk"
    /// Why the colour is another than it was.
    case stepRiskReason = "draft_step.risk_reason"
    case stepUndo = "draft_step.undo"
    case stepExpected = "draft_step.expected"
    case stepNotes = "draft_step.notes"
    case stepCondition = "draft_step.condition"
    case stepThen = "draft_step.then"
    case stepElse = "draft_step.else"
    /// Whether it asks for more than its colour does.
    case stepHandling = "draft_step.handling"
    /// Values that are read from its output, one per line.
    case stepCaptures = "draft_step.captures"
    case stepCheckCommand = "draft_step.check_command"
    case stepCheckCondition = "draft_step.check_condition"
    /// Title of the runbook that the step consists of.
    case stepRunbook = "draft_step.runbook"
    case stepPosition = "draft_step.position"
    /// A check box: the step goes.
    case stepDelete = "draft_step.delete"
    case splitText = "split.text"
    case linkPattern = "link.pattern"
    case linkService = "link.service"
    case chosenUpdates = "updates.chosen"
    case newLead = "hand_over.person"
    case secondPerson = "second.person"
    case glassReason = "glass.reason"
    case skipReason = "skip.reason"
    case settingsMode = "settings.mode"
    case settingsTarget = "settings.target"
    case settingsStarters = "settings.starters"
    case settingsStarterGroups = "settings.starters.groups"
    case settingsApprovers = "settings.approvers"
    case settingsApproverGroups = "settings.approvers.groups"
    case settingsConfirmers = "settings.confirmers"
    case settingsConfirmerGroups = "settings.confirmers.groups"
    /// A check box: red needs two people.
    case settingsTwoPeople = "settings.two"
    case settingsReadingTime = "settings.reading"
    case settingsLifetime = "settings.lifetime"
    case settingsUnanswered = "settings.unanswered"
    case settingsUnresolved = "settings.unresolved"
    case settingsContacts = "settings.contacts"
    case settingsContactGroups = "settings.contacts.groups"
    case settingsSecondLevel = "settings.second"

    /// What stands before a variable's name in the id of its input.
    package static let valuePrefix = "value:"
}

/// What is wrong with a submitted form: one sentence per input, by `block_id`.
package struct FormErrors: Error, Hashable, Sendable {
    package var errors: [String: String]

    package init(_ errors: [String: String]) { self.errors = errors }

    init(_ field: FormField, _ sentence: String) { errors = [field.rawValue: sentence] }

    /// The payload of the acknowledgement that shows them in the modal.
    package var response: JSONValue {
        ["response_action": "errors", "errors": .object(errors.mapValues(JSONValue.string))]
    }
}

/// What was put into the inputs of a view: `view.state.values` of a submission.
struct FormState {
    let values: JSONValue

    private func input(_ id: String) -> JSONValue? { values[id]?[id] }

    /// The text of an input without surrounding white space; empty for an input that is not there.
    func text(_ field: FormField) -> String { text(id: field.rawValue) }

    func text(id: String) -> String { (input(id)?["value"]?.string ?? "").trimmed }

    func optionalText(_ field: FormField) -> String? {
        let text = text(field)
        return text.isEmpty ? nil : text
    }

    /// The text of an input, or that it was not shown.
    func edited(_ field: FormField) -> EditedText {
        guard let block = values[field.rawValue], !block.isNull else { return .untouched }
        return .text(text(field))
    }

    func choice(_ field: FormField) -> String? { input(field.rawValue)?["selected_option"]?["value"]?.string }

    /// Whether the input was shown.
    func has(_ field: FormField) -> Bool { values[field.rawValue].map { !$0.isNull } ?? false }

    /// The person that was chosen.
    func user(_ field: FormField) -> String? { input(field.rawValue)?["selected_user"]?.string }

    /// The people that were chosen, in the order of choosing.
    func users(_ field: FormField) -> [String] {
        input(field.rawValue)?["selected_users"]?.array?.compactMap(\.string) ?? []
    }

    func choices(_ field: FormField) -> [String] {
        input(field.rawValue)?["selected_options"]?.array?.compactMap { $0["value"]?.string } ?? []
    }
}

extension String {
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }

    var withoutTrailingSpace: String {
        lastIndex { !$0.isWhitespace }.map { String(self[...$0]) } ?? ""
    }

    var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}

/// The modal for pasting a runbook.
package struct PasteForm: Hashable, Sendable {
    package var text: String

    /// - Parameter state: `view.state.values`.
    /// - Throws: `FormErrors` for an empty text.
    package init(state: JSONValue) throws(FormErrors) {
        // Indentation of the first line belongs to the text.
        let text = state[FormField.pasteText.rawValue]?[FormField.pasteText.rawValue]?["value"]?.string ?? ""
        guard !text.trimmed.isEmpty else { throw FormErrors(.pasteText, "Paste the text of your runbook here first.") }
        self.text = text
    }
}

/// The confirmation of a red step.
package struct ConfirmRedForm: Hashable, Sendable {
    package var typedTarget: String

    /// - Parameters:
    ///   - state: `view.state.values`.
    ///   - expected: what must be typed; `confirmationTarget` or `undoConfirmationTarget` of the step.
    /// - Throws: `FormErrors` when something else was typed.
    package init(state: JSONValue, expected: String) throws(FormErrors) {
        let typed = FormState(values: state).text(.typedTarget)
        guard typed.asTypedTarget == expected.asTypedTarget else {
            throw FormErrors(.typedTarget, "That is not the same. Type exactly: \(DisplayText.reveal(expected))")
        }
        typedTarget = typed
    }

    /// What is said to somebody who was faster than they can read.
    package static func tooFast(_ time: Duration) -> FormErrors {
        FormErrors(
            .typedTarget, "Nothing ran yet. Look at it for \(Words.duration(time)), then press Execute again.")
    }
}

/// A changed command in a run.
package struct EditRunStepForm: Hashable, Sendable {
    package var command: String

    /// - Throws: `FormErrors` for an empty command.
    package init(state: JSONValue) throws(FormErrors) {
        command = FormState(values: state).text(.runCommand)
        guard !command.isEmpty else {
            throw FormErrors(.runCommand, "The command is empty. To leave the step out, close this and press Skip.")
        }
    }
}

/// Values for variables.
package struct FillValuesForm: Hashable, Sendable {
    /// By name of the variable.
    package var values: [String: String]

    /// - Throws: `FormErrors` for values that are missing, too long, or that could smuggle something into a command.
    package init(state: JSONValue) throws(FormErrors) {
        var values: [String: String] = [:]
        var errors: [String: String] = [:]
        let form = FormState(values: state)
        for id in (state.object ?? [:]).keys where id.hasPrefix(FormField.valuePrefix) {
            let text = form.text(id: id)
            if text.isEmpty {
                errors[id] = "This value is needed."
            } else if text.utf8.count > Limits.valueBytes {
                errors[id] = "Too long: at most \(Limits.valueBytes) bytes."
            } else if DisplayText.reveal(text) != text || text.contains(where: \.isNewline) {
                errors[id] = "There is a line break or a hidden character in it. Type the value by hand."
            } else if text.hasPrefix("-") {
                errors[id] = "A value may not begin with “-”: a command would take it for an option."
            }
            values[String(id.dropFirst(FormField.valuePrefix.count))] = text
        }
        guard errors.isEmpty else { throw FormErrors(errors) }
        self.values = values
    }
}
