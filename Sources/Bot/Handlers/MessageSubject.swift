import RunbookModel

/// Names of the messages that are edited in place.
package enum MessageSubject {
    /// The one card of a run.
    package static func card(_ run: RunID) -> String { "run:\(run):card" }
    /// A step's message in the thread of the card.
    package static func step(_ run: RunID, _ number: Int) -> String { "run:\(run):step:\(number)" }
    /// What is said when a run has ended.
    package static func summary(_ run: RunID) -> String { "run:\(run):summary" }
    /// The review of a draft.
    package static func draft(_ draft: DraftID) -> String { "draft:\(draft)" }
}
