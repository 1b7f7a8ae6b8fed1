import JSONTree
import RunbookModel

/// What is laid down for a runbook.
package struct SettingsForm: Hashable, Sendable {
    /// What was laid down so far with what the form changes of it.
    package var settings: RunbookSettings
    /// What was typed for the runbook that is offered beside a call; the handler looks it up.
    package var secondLevel: String?

    /// Of one list: people that are chosen and groups that are typed.
    package static let peopleLimit = 50

    /// - Parameters:
    ///   - state: `view.state.values`. An input that was not shown keeps what was.
    ///   - base: what is laid down now.
    /// - Throws: `FormErrors` for what the person must correct.
    package init(state: JSONValue, base: RunbookSettings) throws(FormErrors) {
        let form = FormState(values: state)
        var errors: [String: String] = [:]
        var settings = base
        if let mode = form.choice(.settingsMode).flatMap({ RunMode(rawValue: $0) }) { settings.mode = mode }
        if form.has(.settingsTarget) {
            settings.target = form.optionalText(.settingsTarget)
            if let target = settings.target, target.contains(where: { $0.isWhitespace }) || target.hasPrefix("-") {
                errors[FormField.settingsTarget.rawValue] = "The name of a target has no spaces and no “-” before it."
            }
        }
        var people = base.people ?? RunPeople()
        func list(_ users: FormField, _ groups: FormField, _ old: [String]?) -> [String]? {
            guard form.has(users) || form.has(groups) else { return old }
            let ids = form.users(users) + Self.groups(in: form.text(groups), groups, &errors)
            if ids.count > Self.peopleLimit { errors[users.rawValue] = "At most \(Self.peopleLimit). Use a group." }
            return ids.isEmpty ? nil : ids
        }
        people.starters = list(.settingsStarters, .settingsStarterGroups, people.starters)
        people.approvers = list(.settingsApprovers, .settingsApproverGroups, people.approvers)
        people.confirmers = list(.settingsConfirmers, .settingsConfirmerGroups, people.confirmers)
        settings.people = people == RunPeople() ? nil : people
        if form.has(.settingsTwoPeople) {
            settings.redNeedsTwoPeople = form.choices(.settingsTwoPeople).contains("two")
        }
        settings.readingTime = Self.span(form, .settingsReadingTime, 0...60, per: 1, settings.readingTime, &errors)
        settings.gateLifetime = Self.span(form, .settingsLifetime, 1...60, per: 60, settings.gateLifetime, &errors)
        if settings.redNeedsTwoPeople == true, let confirmers = people.confirmers, confirmers.count == 1,
            !confirmers[0].hasPrefix("S")
        {
            errors[FormField.settingsConfirmers.rawValue] =
                "Two people are needed for a danger step, and only one may confirm it. Add another."
        }
        settings.escalation = Self.escalation(form, base.escalation, &errors)
        guard errors.isEmpty else { throw FormErrors(errors) }
        self.settings = settings
        secondLevel = form.optionalText(.settingsSecondLevel)
    }

    private static func escalation(
        _ form: FormState, _ base: EscalationPolicy?, _ errors: inout [String: String]
    ) -> EscalationPolicy? {
        let contacts =
            form.users(.settingsContacts)
            + groups(in: form.text(.settingsContactGroups), .settingsContactGroups, &errors)
        if contacts.count > Limits.escalationContacts {
            errors[FormField.settingsContacts.rawValue] =
                "At most \(Limits.escalationContacts) people and groups are called."
        }
        let policy = EscalationPolicy(
            unansweredMinutes: number(form, .settingsUnanswered, 1...240, &errors),
            unresolvedMinutes: number(form, .settingsUnresolved, 1...1440, &errors), contacts: contacts,
            secondLevel: base?.secondLevel)
        return policy == EscalationPolicy() ? nil : policy
    }

    /// The ids in a text, also where they stand as `<!subteam^S123|@name>`.
    private static func groups(in text: String, _ field: FormField, _ errors: inout [String: String]) -> [String] {
        let words = text.split { $0 == "," || $0 == ";" || $0.isWhitespace }.map { word in
            var word = word
            if word.hasPrefix("<!subteam^") { word = word.dropFirst(10) }
            return String(word.prefix { $0 != "|" && $0 != ">" })
        }
        let isID = { (word: String) in
            word.hasPrefix("S") && word.count > 1 && word.count < 40
                && word.allSatisfy { $0.isASCII && ($0.isNumber || $0.isUppercase) }
        }
        if let wrong = words.first(where: { !isID($0) }) {
            errors[field.rawValue] = "“\(Words.clip(wrong, 40))” is no id of a user group. One looks like S0123ABCD."
        }
        return words
    }

    private static func number(
        _ form: FormState, _ field: FormField, _ range: ClosedRange<Int>, _ errors: inout [String: String]
    ) -> Int? {
        guard let text = form.optionalText(field) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            errors[field.rawValue] = "A whole number from \(range.lowerBound) to \(range.upperBound)."
            return nil
        }
        return number
    }

    private static func span(
        _ form: FormState, _ field: FormField, _ range: ClosedRange<Int>, per seconds: Int, _ old: Duration?,
        _ errors: inout [String: String]
    ) -> Duration? {
        guard form.has(field) else { return old }
        return number(form, field, range, &errors).map { .seconds($0 * seconds) }
    }
}

/// Who leads a run from now on.
package struct HandOverForm: Hashable, Sendable {
    package var person: UserID

    /// - Throws: `FormErrors` when nobody was chosen.
    package init(state: JSONValue) throws(FormErrors) {
        guard let user = FormState(values: state).user(.newLead) else {
            throw FormErrors(.newLead, "Choose who leads from now on.")
        }
        person = UserID(user)
    }
}

/// Who is asked to look at a step, too.
package struct AskSecondForm: Hashable, Sendable {
    /// `nil` for those who may confirm it.
    package var person: UserID?

    /// - Parameter someMayConfirm: whether there is a list of those who may.
    /// - Throws: `FormErrors` when nobody was chosen and there is no list, or whoever asks chose themselves.
    package init(state: JSONValue, by user: UserID, someMayConfirm: Bool) throws(FormErrors) {
        person = FormState(values: state).user(.secondPerson).map { UserID($0) }
        if person == user { throw FormErrors(.secondPerson, "That is you. Choose somebody else.") }
        if person == nil, !someMayConfirm { throw FormErrors(.secondPerson, "Choose who should look at it.") }
    }
}

/// Why the rules about people are set aside.
package struct BreakGlassForm: Hashable, Sendable {
    /// Characters that a reason has at least.
    package static let shortest = 10
    package var reason: String

    /// - Throws: `FormErrors` for a reason that tells nothing.
    package init(state: JSONValue) throws(FormErrors) {
        reason = FormState(values: state).text(.glassReason)
        guard reason.count >= Self.shortest, Set(reason.lowercased()).count > 3 else {
            throw FormErrors(.glassReason, "Say in a sentence why: at least \(Self.shortest) characters.")
        }
    }
}

/// Why a step was skipped.
package struct SkipReasonForm: Hashable, Sendable {
    package var reason: String

    /// - Throws: `FormErrors` for an empty reason.
    package init(state: JSONValue) throws(FormErrors) {
        reason = FormState(values: state).text(.skipReason)
        guard !reason.isEmpty else { throw FormErrors(.skipReason, "Say why it was skipped.") }
    }
}
