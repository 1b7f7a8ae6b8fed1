/// Why a click changed nothing. Each has a sentence in `Views`.
package enum Refusal: Codable, Hashable, Sendable {
    /// The question was answered already.
    case alreadyAnswered
    /// The message is older than the state: the command or something else about it has changed.
    case stale
    case expired
    /// The step's colour needs somebody else.
    case notPermitted(Risk)
    case wrongTarget(expected: String)
    case needsConfirmation
    case runFinished(RunOutcome)
    case runPaused
    case notStarted
    case alreadyStarted(by: UserID?)
    case nothingToUndo
    case stepRunning
    case tooManyAttempts
    case valuesMissing([String])
    /// Nothing may run in the whole workspace.
    case frozen(Freeze)
    /// Another run is changing the same thing.
    case targetBusy(String, run: RunID, title: String)
    /// The person may not start this runbook.
    case mayNotStart
    /// Whoever confirmed first cannot be the second, too.
    case needsAnotherPerson
    /// A red question was answered faster than it can be read.
    case readFirst(Duration)
    /// The runbook is only shown in this mode.
    case onlyShown
}
