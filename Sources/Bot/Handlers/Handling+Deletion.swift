import RunbookModel
import Views

/// Runbooks that go from the library and come back, and saved ones that are changed.
extension Handling {
    /// Puts a saved runbook up for review, so that its steps can be edited and saved as the next version.
    func editRunbook(_ query: String, _ click: Click) throws {
        guard let runbook = try find(query) else { return try reply(.runbookNotFound(query), to: click) }
        try edit(runbook, click)
    }

    func edit(_ runbook: Runbook, _ click: Click) throws {
        var draft = newDraft(runbook.content, runbook.source, click)
        (draft.revises, draft.base) = (runbook.id, runbook.version)
        try add(draft)
        try audit("draft.reopened", by: .user(click.user), runbook: runbook.id, detail: ["draft": draft.id.rawValue])
        if click.channel != draft.channel {
            try reply(.draftInMessages(title: runbook.content.title), to: click)
        }
    }

    /// Only a name that means one runbook deletes one.
    func deleteRunbook(_ query: String, _ click: Click) throws {
        let runbooks = try store.runbooks()
        let wanted = query.lowercased()
        var found = runbooks.filter {
            $0.id.rawValue.lowercased() == wanted || $0.content.title.lowercased() == wanted
        }
        if found.isEmpty { found = runbooks.filter { $0.content.title.lowercased().contains(wanted) } }
        guard let runbook = found.first else { return try reply(.runbookNotFound(query), to: click) }
        guard found.count == 1 else {
            return try reply(.severalRunbooks(query, titles: found.map(\.content.title)), to: click)
        }
        try delete(runbook, click)
    }

    func delete(_ runbook: Runbook, _ click: Click) throws {
        try store.deleteRunbook(runbook.id, at: now)
        try audit(
            "runbook.deleted", by: .user(click.user), runbook: runbook.id,
            detail: ["title": runbook.content.title, "version": "\(runbook.version)"])
        let open = try store.openRuns().count { $0.runbook == runbook.id }
        try reply(.deletedRunbooks([(runbook, now)], openRuns: open, now: now), to: click)
        try refreshHome(of: click.user)
    }

    /// Brings back the one that was named; without a name, or when several fit, shows which can be.
    func restoreRunbook(_ query: String, _ click: Click) throws {
        let deleted = try store.deletedRunbooks(since: now - Limits.deletedRunbookLifetime)
        let wanted = query.lowercased()
        let found = deleted.filter { wanted.isEmpty || $0.runbook.content.title.lowercased().contains(wanted) }
        if !wanted.isEmpty, found.count == 1 { return try restore(found[0].runbook, click) }
        try reply(.deletedRunbooks(found.isEmpty ? deleted : found, openRuns: 0, now: now), to: click)
    }

    /// Undo, beside what was deleted.
    func restoreRunbook(_ value: ButtonValue, _ click: Click) throws {
        guard let id = value.runbook, let runbook = try store.runbook(id) else {
            return try reply(.runbookNotFound(value.runbook?.rawValue ?? ""), to: click)
        }
        if try store.runbooks().contains(where: { $0.id == id }) {
            return try reply(.runbookIsThere(title: runbook.content.title), to: click)
        }
        let deleted = try store.deletedRunbooks(since: now - Limits.deletedRunbookLifetime)
        guard deleted.contains(where: { $0.runbook.id == id }) else {
            return try reply(.restoredTooLate(title: runbook.content.title), to: click)
        }
        try restore(runbook, click)
    }

    private func restore(_ runbook: Runbook, _ click: Click) throws {
        try store.restoreRunbook(runbook.id)
        try audit(
            "runbook.restored", by: .user(click.user), runbook: runbook.id, detail: ["title": runbook.content.title])
        try reply(.runbookRestored(title: runbook.content.title), to: click)
        try refreshHome(of: click.user)
    }
}
