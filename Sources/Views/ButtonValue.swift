import JSONTree
import RunbookModel

/// What a button carries as `value`, and a modal as `private_metadata`: what it is about, as compact JSON.
package struct ButtonValue: Codable, Hashable, Sendable {
    package var run: RunID?
    /// Number of the step, from 1.
    package var step: Int?
    /// `Gate.number` of the question that the click answers.
    package var gate: Int?
    package var draft: DraftID?
    /// `Draft.changes` at the time; `nil` where it doesn't matter.
    package var revision: Int?
    package var runbook: RunbookID?
    /// The conversation that an answer goes to.
    package var channel: ChannelID?
    /// The message that a modal was opened from.
    package var message: MessageTimestamp?
    /// Page of a list, from 0.
    package var page: Int?
    /// What was chosen in an overflow menu.
    package var choice: MenuChoice?
    /// When a modal was put before the person.
    package var shownAt: Timestamp?
    /// The reason that a button gives for a skipped step.
    package var reason: SkipReason?
    /// Index into `Run.extraActions`.
    package var note: Int?

    package init(
        run: RunID? = nil, step: Int? = nil, gate: Int? = nil, draft: DraftID? = nil, revision: Int? = nil,
        runbook: RunbookID? = nil, channel: ChannelID? = nil, message: MessageTimestamp? = nil, page: Int? = nil,
        choice: MenuChoice? = nil, shownAt: Timestamp? = nil, reason: SkipReason? = nil, note: Int? = nil
    ) {
        self.shownAt = shownAt
        self.reason = reason
        self.note = note
        self.run = run
        self.step = step
        self.gate = gate
        self.draft = draft
        self.revision = revision
        self.runbook = runbook
        self.channel = channel
        self.message = message
        self.page = page
        self.choice = choice
    }

    /// The value as it stands on the wire. Within 150 characters, an option's limit, for ids of up to 32.
    package var wire: String {
        var members: [String: JSONValue] = [:]
        members["r"] = run.map { .string($0.rawValue) }
        members["s"] = step.map(JSONValue.int)
        members["g"] = gate.map(JSONValue.int)
        members["d"] = draft.map { .string($0.rawValue) }
        members["v"] = revision.map(JSONValue.int)
        members["b"] = runbook.map { .string($0.rawValue) }
        members["c"] = channel.map { .string($0.rawValue) }
        members["m"] = message.map { .string($0.rawValue) }
        members["p"] = page.map(JSONValue.int)
        members["n"] = note.map(JSONValue.int)
        members["o"] = choice.map { .string($0.rawValue) }
        members["t"] = shownAt.map { .int(Int($0.milliseconds)) }
        members["w"] = reason.map { .string($0.rawValue) }
        return JSONValue.object(members).text()
    }

    /// Reads what `wire` wrote; `nil` for anything else. A choice that this version does not know is left out.
    package init?(wire: String) {
        let tree: JSONValue
        do throws(JSONSyntaxError) {
            tree = try JSONValue(parsing: wire)
        } catch {
            return nil
        }
        guard tree.object != nil else { return nil }
        self.init(
            run: tree["r"]?.string.map { RunID($0) }, step: tree["s"]?.int, gate: tree["g"]?.int,
            draft: tree["d"]?.string.map { DraftID($0) }, revision: tree["v"]?.int,
            runbook: tree["b"]?.string.map { RunbookID($0) },
            channel: tree["c"]?.string.map { ChannelID($0) },
            message: tree["m"]?.string.map { MessageTimestamp($0) }, page: tree["p"]?.int,
            choice: tree["o"]?.string.flatMap { MenuChoice(rawValue: $0) },
            shownAt: tree["t"]?.int.map { Timestamp(milliseconds: Int64($0)) },
            reason: tree["w"]?.string.flatMap { SkipReason(rawValue: $0) }, note: tree["n"]?.int)
    }

    /// The same with a choice, for an option of an overflow menu.
    func choosing(_ choice: MenuChoice) -> ButtonValue {
        var value = self
        value.choice = choice
        return value
    }
}
