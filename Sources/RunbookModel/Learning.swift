/// A place where a run went another way than the runbook.
package struct Divergence: Codable, Hashable, Sendable {
    /// What was different.
    package enum Kind: Codable, Hashable, Sendable {
        case skipped(reason: String?)
        /// The command that ran instead, both with values in place.
        case edited(from: String, to: String)
        /// Somebody did by hand what the runbook has a command for.
        case doneByHand(UserID)
        /// It was taken back.
        case undone
        /// The last attempt failed or its outcome is unknown, and nobody went on from there.
        case leftFailed
        /// The run ended before.
        case neverReached
        /// Something that the runbook does not contain; `step` is the one that was current.
        case added(String, by: UserID)
    }

    /// Number of the step; `nil` for an action before the first.
    package var step: Int?
    /// Title of the step; empty for an action before the first.
    package var title: String
    package var kind: Kind

    package init(step: Int?, title: String, kind: Kind) {
        self.step = step
        self.title = title
        self.kind = kind
    }
}

/// A change to a runbook that its runs speak for.
package struct SuggestedUpdate: Codable, Hashable, Sendable {
    /// What to change. Numbers are those of the version that ran.
    package enum Change: Codable, Hashable, Sendable {
        case removeStep(Int)
        /// The new command, with placeholders where the runbook has variables.
        case changeCommand(step: Int, to: String)
        /// A new step behind this one; 0 puts it first.
        case addStep(after: Int, text: String, isCommand: Bool)
    }

    package var change: Change
    /// Title of the step that it is about, or the text of the new one.
    package var title: String
    /// Why, in words: "skipped in the last 3 runs".
    package var reason: String

    package init(change: Change, title: String, reason: String) {
        self.change = change
        self.title = title
        self.reason = reason
    }

    /// The change in words: "Remove step 6: Restart the cache".
    package var text: String {
        switch change {
        case .removeStep(let number): "Remove step \(number): \(title)"
        case .changeCommand(let number, let command): "Change the command of step \(number) to: \(command)"
        case .addStep(0, let text, _): "Add as the first step: \(text)"
        case .addStep(let number, let text, _): "Add after step \(number): \(text)"
        }
    }
}
