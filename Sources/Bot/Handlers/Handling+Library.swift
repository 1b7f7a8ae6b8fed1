import Engine
import RunbookModel
import Views

extension Handling {
    /// Runs of a runbook that its figures are made of.
    static let historyLimit = 200

    func showLibrary(_ filter: String, _ click: Click) throws {
        let words = filter.lowercased().split(whereSeparator: \.isWhitespace)
        let entries = try libraryEntries().filter { entry in
            let content = entry.runbook.content
            let text = ([content.title] + content.services + content.alerts).joined(separator: " ").lowercased()
            return words.allSatisfy { text.contains($0) }
        }
        try reply(.library(entries, now: now), to: click)
    }

    func libraryEntries() throws -> [LibraryEntry] {
        try Library.entries(in: store)
    }

    func showRunbook(_ query: String, _ click: Click) throws {
        guard let runbook = try find(query) else { return try reply(.runbookNotFound(query), to: click) }
        let links = try store.alertLinks().filter { $0.runbook == runbook.id }
        try reply(.runbook(runbook, links: links, now: now), to: click)
    }

    func startRunbook(_ query: String, _ click: Click) throws {
        guard let runbook = try find(query) else { return try reply(.runbookNotFound(query), to: click) }
        try start(runbook, click, atOnce: false)
    }

    /// Puts the card into the conversation where it was asked for. Behind a button that says Start Copilot it is started
    /// at once; a command only offers it, and starting is another decision, made on the card.
    private func start(_ runbook: Runbook, _ click: Click, atOnce: Bool) throws {
        let channel = runChannel(for: click)
        let open = try store.openRuns().contains {
            $0.channel == channel && $0.runbook == runbook.id && $0.counts && $0.parent == nil
        }
        if open { return try reply(.runAlreadyOpen(title: runbook.content.title), to: click) }
        let run = try offer(runbook, in: channel, for: nil, nil, by: .user(click.user))
        guard atOnce else { return }
        try start(run, in: .copilot, click)
    }

    /// Where a runbook that was asked for runs: in the conversation where it was, else where incidents are.
    private func runChannel(for click: Click) -> ChannelID {
        click.channel ?? services.settings.incidentChannel ?? ChannelID(click.user.rawValue)
    }

    /// Shows what a run of a runbook would do, in the conversation where it was asked for.
    func dryRun(_ query: String, _ click: Click) throws {
        guard let runbook = try find(query) else { return try reply(.runbookNotFound(query), to: click) }
        let channel = runChannel(for: click)
        try dryRun(runbook, in: channel, click)
    }

    /// The runbook that a person means.
    func find(_ query: String) throws -> Runbook? { try Library.find(query, in: store) }

    func showHistory(_ query: String, _ click: Click) throws {
        guard !query.isEmpty else {
            let runs = try store.runs(since: Timestamp(milliseconds: 0), limit: 20)
            return try reply(.history(runs, title: nil, now: now), to: click)
        }
        guard let runbook = try find(query) else { return try reply(.runbookNotFound(query), to: click) }
        let runs = try store.runs(ofRunbook: runbook.id, limit: 20)
        try reply(.history(runs, title: runbook.content.title, now: now), to: click)
    }

    func handleLibraryClick(_ id: ActionID, _ value: ButtonValue, _ click: Click) throws {
        guard let runbookID = value.runbook, let runbook = try store.runbook(runbookID) else {
            return try say(.runbookNotFound(value.runbook?.rawValue ?? ""), id, value, click)
        }
        switch (id, value.choice) {
        case (.showRunbook, _), (.runbookMore, .steps): try fill(.stepsModal(runbook, page: 0), for: click)
        case (.startRunbook, _), (.runbookMore, .start): try start(runbook, click, atOnce: true)
        case (.runbookMore, .linkAlert):
            let links = try store.alertLinks().filter { $0.runbook == runbookID }
            try fill(
                .linkAlertModal(
                    ButtonValue(runbook: runbookID, channel: click.channel), title: runbook.content.title,
                    content: runbook.content, links: links), for: click)
        case (.runbookMore, .edit): try edit(runbook, click)
        case (.runbookMore, .settings): try fillSettings(of: runbook, click)
        case (.runbookMore, .delete): try delete(runbook, click)
        case (.runbookMore, .history):
            let runs = try store.runs(ofRunbook: runbookID, limit: 20)
            try reply(.history(runs, title: runbook.content.title, now: now), to: click)
        default: try reply(.refusal(.stale), to: click)
        }
    }

    func turnPage(_ value: ButtonValue, _ click: Click) throws {
        guard let view = click.viewID else { return }
        let page = value.page ?? 0
        if let id = value.draft, let draft = try store.draft(id) {
            switch click.modal {
            case .editDraft: try update(view, .editDraftModal(draft, page: page))
            case .details: try update(view, details(of: draft, page: page))
            default: try update(view, .stepsModal(draft, page: page))
            }
        } else if let run = try run(of: value) {
            try update(view, .stepsModal(run, page: page))
        } else if let id = value.runbook, let runbook = try store.runbook(id) {
            try update(view, .stepsModal(runbook, page: page))
        }
    }

    // MARK: Home

    func refreshHome(of user: UserID) throws {
        try enqueue(Outgoing(lane: "home:\(user)", message: .home(user), coalescingKey: "home:\(user)"))
    }
}

/// What the library screens show of each runbook.
enum Library {
    /// The runbook that a person means: by id, by title, else by words that all stand in the title.
    static func find(_ query: String, in store: any StoreTransaction) throws -> Runbook? {
        let runbooks = try store.runbooks()
        let query = query.lowercased()
        if let exact = runbooks.first(where: {
            $0.id.rawValue.lowercased() == query || $0.content.title.lowercased() == query
        }) {
            return exact
        }
        let words = query.split { !$0.isLetter && !$0.isNumber }
        guard !words.isEmpty else { return nil }
        return runbooks.filter { runbook in
            let title = runbook.content.title.lowercased()
            return words.allSatisfy { title.contains($0) }
        }.min { $0.content.title.count < $1.content.title.count }
    }

    static func entries(in store: any StoreTransaction) throws -> [LibraryEntry] {
        let links = try store.alertLinks()
        return try store.runbooks().map { runbook in
            let runs = try store.runs(ofRunbook: runbook.id, limit: Handling.historyLimit)
                .filter { $0.startedAt != nil && $0.counts }
            let times = runs.compactMap(\.timeToResolve)
            return LibraryEntry(
                runbook: runbook, links: links.filter { $0.runbook == runbook.id }, runs: runs.count,
                lastUsed: runs.compactMap(\.startedAt).max(),
                meanTimeToResolve: times.isEmpty ? nil : times.reduce(.zero, +) / times.count)
        }
    }
}
