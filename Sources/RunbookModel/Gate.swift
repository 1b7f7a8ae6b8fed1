/// A question to a person that one answer closes. Its number is new whenever anything about it changes, so that a
/// click on an older message can be told from a click on this one.
package struct Gate: Codable, Hashable, Sendable {
    /// What answers the question.
    package enum Kind: String, Codable, Hashable, Sendable {
        /// One click runs the command.
        case approval
        /// A confirmed modal runs the command.
        case confirmation
        /// The person does it and says so.
        case manual
        /// The person chooses a branch.
        case decision
        /// The command failed or its outcome is unknown: retry, edit, skip, undo or stop.
        case recovery
        /// Variables of the command have no value yet.
        case values
        /// The step is another runbook: start it, skip it, or say that it was done.
        case runbook
    }

    package var kind: Kind
    /// Unique within the run, ascending.
    package var number: Int
    package var openedAt: Timestamp
    /// The answer is refused from then on, and the question asked anew.
    package var expiresAt: Timestamp
    /// Who has confirmed already, where the policy asks for two people.
    package var confirmedBy: UserID?
    /// The user or user group that was asked to look at it, too.
    package var askedSecond: String?

    package init(
        kind: Kind, number: Int, openedAt: Timestamp, expiresAt: Timestamp, confirmedBy: UserID? = nil,
        askedSecond: String? = nil
    ) {
        self.askedSecond = askedSecond
        self.kind = kind
        self.number = number
        self.openedAt = openedAt
        self.expiresAt = expiresAt
        self.confirmedBy = confirmedBy
    }
}

extension RunStep {
    /// The questions that wait for an answer: about the step itself, then about its undo.
    package var openGates: [Gate] {
        var gates: [Gate] = []
        if case .waiting(let gate) = status { gates.append(gate) }
        if case .waiting(let gate) = undo { gates.append(gate) }
        return gates
    }
}

extension Run {
    /// The questions that wait for an answer, in the order of the steps.
    package var openGates: [Gate] { steps.flatMap(\.openGates) }
}
