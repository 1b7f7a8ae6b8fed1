/// When somebody else is called, and whom.
package struct EscalationPolicy: Codable, Hashable, Sendable {
    /// Minutes without an answer to the open question, 1…240; `nil` never calls for that.
    package var unansweredMinutes: Int?
    /// Minutes after the start without the incident being over, 1…1440; `nil` never calls for that.
    package var unresolvedMinutes: Int?
    /// Users or user groups in the order in which they are called, at most `Limits.escalationContacts`.
    package var contacts: [String]
    /// The runbook that is offered beside the call.
    package var secondLevel: RunbookID?

    package init(
        unansweredMinutes: Int? = nil, unresolvedMinutes: Int? = nil, contacts: [String] = [],
        secondLevel: RunbookID? = nil
    ) {
        self.unansweredMinutes = unansweredMinutes
        self.unresolvedMinutes = unresolvedMinutes
        self.contacts = contacts
        self.secondLevel = secondLevel
    }
}

/// A call for more people.
package struct Escalation: Codable, Hashable, Sendable {
    /// Why they are called.
    package enum Cause: Codable, Hashable, Sendable {
        /// Nobody answered the gate with this number.
        case unanswered(gate: Int)
        /// The incident goes on.
        case unresolved
        /// Somebody asked for it.
        case asked
    }

    package var at: Timestamp
    package var cause: Cause
    /// The user or the user group that was called; `nil` when nobody is left to call.
    package var contact: String?

    package init(at: Timestamp, cause: Cause, contact: String?) {
        self.at = at
        self.cause = cause
        self.contact = contact
    }
}
