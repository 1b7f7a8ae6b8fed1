import JSONTree
import RunbookModel

/// A note about something done that the runbook does not contain.
package struct NoteForm: Hashable, Sendable {
    package var text: String

    /// - Throws: `FormErrors` for an empty note.
    package init(state: JSONValue) throws(FormErrors) {
        text = FormState(values: state).text(.noteText)
        guard !text.isEmpty else { throw FormErrors(.noteText, "Write what you did, in a few words.") }
    }
}

/// The list of a draft's steps: only the title is an input there.
package struct EditDraftForm: Hashable, Sendable {
    package var title: String

    /// - Throws: `FormErrors` for an empty title.
    package init(state: JSONValue) throws(FormErrors) {
        title = FormState(values: state).text(.draftTitle)
        guard !title.isEmpty else { throw FormErrors(.draftTitle, "A runbook needs a title.") }
    }
}

/// One step of a draft.
package struct EditDraftStepForm: Hashable, Sendable {
    package var title: String
    package var kind: StepKind
    package var command: String?
    /// The colour that a person chose; `nil` leaves it to the rules. The rules' colour is never lowered by it.
    package var risk: Risk?
    package var undo: String?
    package var expected: String?
    /// The question of a decision; `nil` when the form had none. What can be evaluated of it is not set.
    package var branch: Branch?
    /// The number that the step is to have; `nil` leaves it where it is.
    package var position: Int?
    package var isDeleted: Bool

    /// - Throws: `FormErrors` for a missing title, a command step without a command, and a position that is no number
    ///   from 1.
    package init(state: JSONValue) throws(FormErrors) {
        let form = FormState(values: state)
        isDeleted = !form.choices(.stepDelete).isEmpty
        title = form.text(.stepTitle)
        command = form.optionalText(.stepCommand)
        kind = form.choice(.stepKind).flatMap { StepKind(rawValue: $0) } ?? (command == nil ? .manual : .command)
        risk = form.choice(.stepRisk).flatMap { Risk(rawValue: $0) }
        undo = form.optionalText(.stepUndo)
        expected = form.optionalText(.stepExpected)
        branch = Self.branch(form)
        let place = form.text(.stepPosition)
        position = Int(place)
        guard !isDeleted else { return }
        var errors: [String: String] = [:]
        if title.isEmpty { errors[FormField.stepTitle.rawValue] = "A step needs a title." }
        if kind == .command, command == nil {
            errors[FormField.stepCommand.rawValue] = "A command step needs a command. Or choose “Done by hand” above."
        }
        if kind == .decision, branch == nil, !(state[FormField.stepCondition.rawValue]?.isNull ?? true) {
            errors[FormField.stepCondition.rawValue] = "A decision needs a question."
        }
        if !place.isEmpty, (position ?? 0) < 1 {
            errors[FormField.stepPosition.rawValue] = "Type a number, such as 3."
        }
        guard errors.isEmpty else { throw FormErrors(errors) }
    }

    private static func branch(_ form: FormState) -> Branch? {
        guard let condition = form.optionalText(.stepCondition) else { return nil }
        let then = form.text(.stepThen)
        let otherwise = form.optionalText(.stepElse)
        return Branch(
            condition: condition, then: then.isEmpty ? "Go on" : then, otherwise: otherwise,
            thenStep: target(then), elseStep: otherwise.flatMap(target))
    }

    /// The number in `step 4` or `4`.
    private static func target(_ text: String) -> Int? {
        let words = text.lowercased().split(separator: " ")
        guard let number = words.last.flatMap({ Int($0) }), number > 0 else { return nil }
        return words.count == 1 || (words.count == 2 && words[0] == "step") ? number : nil
    }
}

/// Which alerts get a runbook.
package struct LinkAlertForm: Hashable, Sendable {
    package var pattern: String
    package var service: String?

    /// - Throws: `FormErrors` for an empty pattern, and for one that any alert would match.
    package init(state: JSONValue) throws(FormErrors) {
        let form = FormState(values: state)
        pattern = form.text(.linkPattern)
        service = form.optionalText(.linkService)
        guard !pattern.isEmpty else { throw FormErrors(.linkPattern, "Type the alert's name, or a part of its title.") }
        if service == nil, pattern.allSatisfy({ $0 == "*" || $0.isWhitespace }) {
            throw FormErrors(.linkPattern, "This would match every alert. Add a word, or name a service below.")
        }
    }
}

/// Which of the suggested changes are wanted.
package struct ReviewUpdatesForm: Hashable, Sendable {
    /// Indices into the list that was shown.
    package var chosen: [Int]

    package init(state: JSONValue) { chosen = FormState(values: state).choices(.chosenUpdates).compactMap { Int($0) } }
}
