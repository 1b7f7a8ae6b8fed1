import Engine
import JSONTree
import RunbookModel
import Views

extension Handling {
    func handleCommand(_ command: RunbookCommand, _ click: Click, _ prepared: Prepared) throws {
        switch command {
        case .paste(let text):
            // Without text the modal is open already.
            if !text.isEmpty { try handleParsed(prepared, click) }
        case .list(let filter): try showLibrary(filter, click)
        case .show(let query): try showRunbook(query, click)
        case .start(let query): try startRunbook(query, click)
        case .dryRun(let query): try dryRun(query, click)
        case .edit(let query): try editRunbook(query, click)
        case .delete(let query): try deleteRunbook(query, click)
        case .restore(let query): try restoreRunbook(query, click)
        case .history(let query): try showHistory(query, click)
        case .why(let text): try explain(text, click)
        case .settings(let query): try openSettings(query, click)
        case .freeze(let reason): try freeze(reason, click)
        case .unfreeze: try unfreeze(click)
        case .health: try reply(.health(try healthReport(), broken: try Health.broken(in: store, at: now)), to: click)
        case .digest: try postDigest(askedBy: click)
        case .help: try reply(.help(unknown: nil), to: click)
        case .unknown(let word): try reply(.help(unknown: word), to: click)
        }
    }

    func handleDirectMessage(_ text: String, _ files: [SharedFile], _ click: Click, _ prepared: Prepared) throws {
        if !files.isEmpty { return try fetch(files, click) }
        if let content = prepared.content, !content.steps.isEmpty { return try handleParsed(prepared, click) }
        // Short and without a step: somebody talks to us.
        switch CommandText.parse(text) {
        case .unknown, .paste: try reply(.help(unknown: nil), to: click)
        case let command: try handleCommand(command, click, prepared)
        }
    }

    /// Fetches what was shared; each file is parsed when it is there.
    func fetch(_ files: [SharedFile], _ click: Click) throws {
        for file in files.prefix(Self.filesPerMessage) {
            if file.size > Limits.sourceBytes {
                try reply(.fileTooLarge(file.name, limitBytes: Limits.sourceBytes), to: click)
                continue
            }
            let channel = click.channel.flatMap { $0.isDirectMessage ? $0 : nil } ?? ChannelID(click.user.rawValue)
            try enqueue(
                Outgoing(
                    lane: "file:\(file.id)",
                    message: .fetchFile(file, click.user, channel, thread: click.thread),
                    deadline: now + .seconds(600)))
        }
    }

    /// Files of one message that are read.
    static let filesPerMessage = 10

    /// Answers a text that was parsed with the review of what was found.
    func handleParsed(_ prepared: Prepared, _ click: Click) throws {
        if let problem = prepared.problem { return try reply(problem, to: click) }
        guard let content = prepared.content, let source = prepared.source, !content.steps.isEmpty else {
            return try reply(.nothingToParse, to: click)
        }
        var draft = newDraft(content, source, click)
        if let known = prepared.known, let saved = try store.runbook(known.runbook.id) {
            let merged = RunbookMerge.merge(
                // Saved again since it was looked at: what its text says is not known then.
                base: saved.version == known.runbook.version ? known.base : nil, library: saved.content,
                document: content, classify: classify)
            draft.content = merged.content
            draft.keptSteps = merged.keptSteps
            (draft.revises, draft.base) = (saved.id, saved.version)
        }
        try add(draft)
        try audit(
            "draft.parsed", by: .user(click.user), runbook: draft.revises,
            detail: ["draft": draft.id.rawValue, "title": content.title, "steps": "\(content.steps.count)"])
    }

    /// A draft that is reviewed in the conversation with whoever asked for it.
    func newDraft(_ content: RunbookContent, _ source: String, _ click: Click) -> Draft {
        let channel = click.channel.flatMap { $0.isDirectMessage ? $0 : nil } ?? ChannelID(click.user.rawValue)
        return Draft(
            id: DraftID(ambient.newID()), content: content, source: source, author: click.user, channel: channel,
            createdAt: now)
    }

    /// Takes a new draft in and posts its review. The oldest of the author's give way to it when there are too many.
    func add(_ draft: Draft) throws {
        try store.save(draft)
        try store.setTimer(TimerKey.draft(draft.id), due: now + Limits.draftLifetime, body: .null)
        let open = try store.drafts(of: draft.author).filter(\.isOpen)
        for old in open.prefix(max(0, open.count - Limits.openDraftsPerAuthor)) { try expire(old) }
        try redraw(draft)
    }

    func redraw(_ draft: Draft) throws {
        try enqueue(
            Outgoing(
                lane: draft.channel.rawValue, message: .draftReview(draft.id), coalescingKey: "draft:\(draft.id)"))
    }
}
