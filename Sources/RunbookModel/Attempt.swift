/// How an attempt to run a command ended.
package enum AttemptResult: Codable, Hashable, Sendable {
    case exited(Int)
    case signaled(Int)
    case timedOut
    /// Somebody pressed stop.
    case killed
    /// The process could not be started; the reason.
    case notStarted(String)
    /// The program went away in between. Nobody knows.
    case unknown
}

/// What a command printed, masked and cut to what is kept.
package struct CommandOutput: Codable, Hashable, Sendable {
    /// The kept text, standard output and error as they came, secrets masked, control characters removed.
    package var text: String
    /// Bytes that the command wrote in all.
    package var totalBytes: Int
    /// Whether `text` lacks a part from the middle.
    package var isCut: Bool

    package init(text: String, totalBytes: Int, isCut: Bool) {
        self.text = text
        self.totalBytes = totalBytes
        self.isCut = isCut
    }

    /// That of a command which wrote nothing.
    package static let nothing = CommandOutput(text: "", totalBytes: 0, isCut: false)
}

/// One attempt to run a step's command or its undo.
package struct Attempt: Codable, Hashable, Sendable {
    /// What the attempt is for.
    package enum Purpose: String, Codable, Hashable, Sendable {
        case forward
        case undo
        /// Reads the state to go back to, before the forward attempt: see `Inverse.capture`.
        case capture
        /// Looks whether the step did what it was meant to: see `StepCheck`.
        case check
    }

    /// From 1 within the step.
    package var number: Int
    package var purpose: Purpose
    package var command: RenderedCommand
    /// Who let it run; `.system` for a green step.
    package var approvedBy: Actor
    package var startedAt: Timestamp
    package var finishedAt: Timestamp?
    package var result: AttemptResult?
    package var output: CommandOutput?
    /// What takes this very forward attempt back, as it was when it started. For a capture, the undo with the place
    /// for the captured state still open.
    package var undo: RenderedCommand?

    package init(
        number: Int, purpose: Purpose, command: RenderedCommand, approvedBy: Actor, startedAt: Timestamp,
        finishedAt: Timestamp? = nil, result: AttemptResult? = nil, output: CommandOutput? = nil,
        undo: RenderedCommand? = nil
    ) {
        self.number = number
        self.purpose = purpose
        self.command = command
        self.approvedBy = approvedBy
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.result = result
        self.output = output
        self.undo = undo
    }
}
