/// The limits of the product. Slack's own are in `BlockKit`.
package enum Limits {
    /// Characters of text that a runbook may be parsed from.
    package static let sourceBytes = 5 << 20
    /// Steps that a runbook may have.
    package static let steps = 1000
    /// Bytes of output that are kept of one attempt.
    package static let outputBytes = 64 << 10
    /// Bytes of one value of a variable.
    package static let valueBytes = 1024
    /// Bytes of the body of a webhook.
    package static let webhookBytes = 1 << 20
    /// How long an approval or confirmation can be given after it was asked for.
    package static let gateLifetime: Duration = .seconds(15 * 60)
    /// How long a red question must have been on the screen before it can be confirmed.
    package static let readingTime: Duration = .seconds(3)
    /// Characters of a reason that a person gives for what they do.
    package static let reasonLength = 500
    /// People and groups that one run calls, one after the other.
    package static let escalationContacts = 5
    /// Values that are taken from the output of one step.
    package static let capturesPerStep = 5
    /// Runbooks within runbooks.
    package static let nestedRuns = 3
    /// How long a command may run.
    package static let commandTime: Duration = .seconds(5 * 60)
    /// Attempts at one step in one run.
    package static let attemptsPerStep = 10
    /// Steps that one run may walk, loops counted.
    package static let visitsPerRun = 2000
}
