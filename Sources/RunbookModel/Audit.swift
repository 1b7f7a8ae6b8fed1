/// An entry of the audit trail. The store adds the sequence number and the hash chain.
package struct AuditEntry: Codable, Hashable, Sendable {
    package var at: Timestamp
    package var actor: Actor
    /// What happened, such as `step.approved`.
    package var action: String
    package var run: RunID?
    package var runbook: RunbookID?
    /// Number of the step.
    package var step: Int?
    /// Further facts by name. Never a secret, never a payload.
    package var detail: [String: String]
    /// What the person was shown when they answered, in full; the store keeps its digest in the chain.
    package var shown: String?
    /// What a command printed, as it is kept with the run; the chain holds its digest only, and it is `nil` in an entry
    /// that was read back.
    package var output: String?

    package init(
        at: Timestamp, actor: Actor, action: String, run: RunID? = nil, runbook: RunbookID? = nil, step: Int? = nil,
        detail: [String: String] = [:], shown: String? = nil, output: String? = nil
    ) {
        self.output = output
        self.at = at
        self.actor = actor
        self.action = action
        self.run = run
        self.runbook = runbook
        self.step = step
        self.detail = detail
        self.shown = shown
    }
}
