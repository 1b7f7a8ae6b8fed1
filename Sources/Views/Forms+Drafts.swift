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

/// What became of an input.
package enum EditedText: Hashable, Sendable {
    /// It was not shown.
    case untouched
    /// What stands in it, without surrounding white space; empty for nothing.
    case text(String)

    /// The new value of what the input was for.
    /// - Parameters:
    ///   - old: the value so far.
    ///   - shown: what the input began with. Left as it was, it changes nothing, not even white space.
    package func applied(to old: String?, shown: String?) -> String? {
        guard case .text(let text) = self, text != (shown ?? "").trimmed else { return old }
        return text.isEmpty ? nil : text
    }

    var isEmpty: Bool { self == .text("") }
}

/// One step of a draft.
package struct EditDraftStepForm: Hashable, Sendable {
    package var title: String
    package var kind: StepKind
    package var command: EditedText
    /// `nil` when it was not asked for.
    package var language: CommandLanguage?
    /// The colour that a person chose; `nil` leaves it to the rules.
    package var risk: Risk?
    /// Why, in the person's words; empty without.
    package var riskReason: String
    package var undo: EditedText
    package var expected: EditedText
    package var notes: EditedText
    package var condition: EditedText
    package var then: EditedText
    package var otherwise: EditedText
    package var extras: StepExtrasForm
    /// The number that the step is to have; `nil` leaves it where it is.
    package var position: Int?
    package var isDeleted: Bool

    /// - Parameter count: steps that the draft has, for numbers of steps; `nil` when it isn't known.
    /// - Throws: `FormErrors` for a missing title, a command step without a command, a decision without a question, and
    ///   numbers of steps that don't exist.
    package init(state: JSONValue, count: Int? = nil) throws(FormErrors) {
        let form = FormState(values: state)
        isDeleted = !form.choices(.stepDelete).isEmpty
        title = form.text(.stepTitle)
        command = form.edited(.stepCommand)
        kind = form.choice(.stepKind).flatMap { StepKind(rawValue: $0) } ?? (command.isEmpty ? .manual : .command)
        language = form.choice(.stepLanguage).map { CommandLanguage(rawValue: $0) }
        risk = form.choice(.stepRisk).flatMap { Risk(rawValue: $0) }
        riskReason = form.text(.stepRiskReason)
        undo = form.edited(.stepUndo)
        expected = form.edited(.stepExpected)
        notes = form.edited(.stepNotes)
        condition = form.edited(.stepCondition)
        then = form.edited(.stepThen)
        otherwise = form.edited(.stepElse)
        extras = try StepExtrasForm(form)
        let place = form.text(.stepPosition)
        position = Int(place)
        guard !isDeleted else { return }
        var errors: [String: String] = [:]
        if title.isEmpty { errors[FormField.stepTitle.rawValue] = "A step needs a title." }
        if kind == .command, command.isEmpty {
            errors[FormField.stepCommand.rawValue] = "A command step needs a command. Or choose “Done by hand” above."
        }
        if kind == .decision, condition.isEmpty {
            errors[FormField.stepCondition.rawValue] = "A decision needs a question."
        }
        if !place.isEmpty, (position ?? 0) < 1 || (position ?? 0) > count ?? .max {
            errors[FormField.stepPosition.rawValue] =
                "Type a number" + (count.map { " from 1 to \($0)" } ?? ", such as 3") + "."
        }
        for (field, way) in [(FormField.stepThen, then), (.stepElse, otherwise)] where kind == .decision {
            guard let count, case .text(let words) = way, let step = Self.target(words), step > count else { continue }
            errors[field.rawValue] = "There is no step \(step): the last one is \(count)."
        }
        guard errors.isEmpty else { throw FormErrors(errors) }
    }

    /// The number in `step 4` or `4`; `nil` for other words.
    package static func target(_ text: String) -> Int? {
        let words = text.lowercased().split(separator: " ")
        guard let number = words.last.flatMap({ Int($0) }), number > 0 else { return nil }
        return words.count == 1 || (words.count == 2 && words[0] == "step") ? number : nil
    }
}

/// A step of a draft that becomes several.
package struct SplitStepForm: Hashable, Sendable {
    /// The parts, at least two, each with something in it.
    package var parts: [String]

    /// Parts of one step at the most.
    package static let limit = 20

    /// - Throws: `FormErrors` for a text without a line of dashes, and for too many parts.
    package init(state: JSONValue) throws(FormErrors) {
        let text = FormState(values: state).text(.splitText)
        var parts: [[Substring]] = [[]]
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let mark = String(line).trimmed
            if mark.count >= 3, mark.allSatisfy({ $0 == "-" }) {
                parts.append([])
            } else {
                parts[parts.count - 1].append(line)
            }
        }
        self.parts = parts.map { $0.joined(separator: "\n").trimmedLines }.filter { !$0.isEmpty }
        guard self.parts.count > 1 else {
            throw FormErrors(.splitText, "Write --- on a line of its own where the next step begins.")
        }
        guard self.parts.count <= Self.limit else {
            throw FormErrors(.splitText, "These are \(self.parts.count) parts; at most \(Self.limit) at a time.")
        }
    }
}

extension String {
    /// Without empty lines at the beginning and white space at the end; indentation stays.
    fileprivate var trimmedLines: String {
        let lines = split(separator: "\n", omittingEmptySubsequences: false).drop { $0.allSatisfy(\.isWhitespace) }
        return lines.joined(separator: "\n").withoutTrailingSpace
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
