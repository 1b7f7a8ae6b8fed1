/// A parsed text on its way to become a version of a runbook.
package struct Draft: Codable, Hashable, Sendable {
    package var id: DraftID
    package var content: RunbookContent
    package var source: String
    package var author: UserID
    /// The conversation that the review stands in.
    package var channel: ChannelID
    package var createdAt: Timestamp
    /// The runbook that saving makes a new version of; `nil` makes a new runbook.
    package var revises: RunbookID?
    /// The version of `revises` that the review compares with; `nil` for the newest.
    package var base: Int?
    /// Steps that stay as people changed them in the library, although the text says otherwise.
    package var keptSteps: Int?
    /// Set once it has been saved: its buttons then explain instead of saving twice.
    package var savedAs: RunbookID?
    package var discarded: Bool
    /// Set when nobody answered for `Limits.draftLifetime`; its content is gone then.
    package var hasExpired: Bool?
    /// Links that are made when it is saved; their `runbook` is empty until then.
    package var links: [AlertLink]
    /// When somebody last changed it; `nil` for never.
    package var changedAt: Timestamp?
    /// Rises by one with each change, so that a click on an older list of steps can be told from a new one.
    package var revision: Int?
    /// Changes that can be taken back, the last one last.
    package var undo: [DraftUndo]?

    package init(
        id: DraftID, content: RunbookContent, source: String, author: UserID, channel: ChannelID,
        createdAt: Timestamp, revises: RunbookID? = nil, base: Int? = nil, savedAs: RunbookID? = nil,
        discarded: Bool = false, links: [AlertLink] = []
    ) {
        self.id = id
        self.content = content
        self.source = source
        self.author = author
        self.channel = channel
        self.createdAt = createdAt
        self.revises = revises
        self.base = base
        self.savedAs = savedAs
        self.discarded = discarded
        self.links = links
    }

    /// Whether it still waits for an answer.
    package var isOpen: Bool { savedAs == nil && !discarded && hasExpired != true }

    /// Number of changes so far.
    package var changes: Int { revision ?? 0 }

    /// Takes a change over, so that it can be taken back.
    /// - Parameter what: the change in words, such as "Delete step 4".
    package mutating func change(to new: RunbookContent, _ what: String, at now: Timestamp) {
        var undo = undo ?? []
        undo.append(DraftUndo(what: what, content: content))
        while undo.count > Limits.draftUndoLevels
            || (undo.count > 1 && undo.reduce(0, { $0 + $1.content.steps.count }) > Limits.draftUndoSteps)
        {
            undo.removeFirst()
        }
        self.undo = undo
        content = new
        touch(at: now)
    }

    /// Takes the last change back.
    /// - Returns: what it was, in words; `nil` when there is none.
    package mutating func takeBack(at now: Timestamp) -> String? {
        guard let last = undo?.popLast() else { return nil }
        content = last.content
        touch(at: now)
        return last.what
    }

    /// Leaves nothing but what explains a click on it.
    package mutating func expire() {
        hasExpired = true
        content = RunbookContent(title: content.title)
        source = ""
        undo = nil
        links = []
    }

    private mutating func touch(at now: Timestamp) {
        revision = changes + 1
        changedAt = now
    }
}

/// A change of a draft that can be taken back.
package struct DraftUndo: Codable, Hashable, Sendable {
    /// The change in words.
    package var what: String
    /// The content before it.
    package var content: RunbookContent

    package init(what: String, content: RunbookContent) {
        self.what = what
        self.content = content
    }
}

extension Limits {
    /// How long a draft waits for an answer after the last one.
    package static let draftLifetime: Duration = .seconds(7 * 24 * 3600)
    /// How long a click on a draft that is over is still explained by its title.
    package static let closedDraftLifetime: Duration = .seconds(24 * 3600)
    /// Drafts of one person that may wait at the same time; a further one takes the place of the oldest.
    package static let openDraftsPerAuthor = 20
    /// Changes of a draft that can be taken back.
    package static let draftUndoLevels = 10
    /// Steps that are kept for that, over all of those changes.
    package static let draftUndoSteps = 3000
    /// How long a deleted runbook can be brought back.
    package static let deletedRunbookLifetime: Duration = .seconds(30 * 24 * 3600)
}
