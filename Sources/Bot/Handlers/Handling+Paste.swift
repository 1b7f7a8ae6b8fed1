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
        case .history(let query): try showHistory(query, click)
        case .health: try reply(.health(try healthReport()), to: click)
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
        let channel = click.channel.flatMap { $0.isDirectMessage ? $0 : nil } ?? ChannelID(click.user.rawValue)
        let draft = Draft(
            id: DraftID(ambient.newID()), content: content, source: source, author: click.user, channel: channel,
            createdAt: now, revises: try existingRunbook(titled: content.title)?.id)
        try store.save(draft)
        try audit(
            "draft.parsed", by: .user(click.user),
            detail: ["draft": draft.id.rawValue, "title": content.title, "steps": "\(content.steps.count)"])
        try redraw(draft)
    }

    func redraw(_ draft: Draft) throws {
        try enqueue(
            Outgoing(
                lane: draft.channel.rawValue, message: .draftReview(draft.id), coalescingKey: "draft:\(draft.id)"))
    }

    /// A text with the title of a runbook that we have is its next version.
    private func existingRunbook(titled title: String) throws -> Runbook? {
        try store.runbooks().first { $0.content.title.lowercased() == title.lowercased() }
    }
}
