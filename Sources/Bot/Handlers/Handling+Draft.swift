import Engine
import JSONTree
import Parsing
import RunbookModel
import Views

extension Handling {
    func handleDraftClick(_ id: ActionID, _ value: ButtonValue, _ click: Click) throws {
        if id == .linkAlert, let runbook = value.runbook { return try fillLinkModal(runbook, click) }
        guard let draftID = value.draft, let draft = try store.draft(draftID) else {
            return try say(.draftGone, id, value, click)
        }
        if id == .showDraft { return try fill(.stepsModal(draft, page: 0), for: click) }
        if id == .showDetails { return try fill(details(of: draft, page: 0), for: click) }
        if id == .linkAlert, let runbook = draft.savedAs { return try fillLinkModal(runbook, click) }
        if let over = try notice(ofClosed: draft) { return try say(over, id, value, click) }
        switch id {
        case .saveDraft, .saveDraftAsNew:
            guard value.revision ?? draft.changes == draft.changes else { return try reply(.draftChanged, to: click) }
            try id == .saveDraft ? save(draft, click) : saveAsNew(draft, click)
        case .discardDraft: try discard(draft, click)
        case .editSteps: try fill(.editDraftModal(draft, page: 0), for: click)
        case .linkAlert:
            try fill(
                .linkAlertModal(
                    ButtonValue(draft: draft.id, channel: draft.channel), title: draft.content.title,
                    content: draft.content, links: draft.links), for: click)
        default: try handleStepClick(id, value, draft, click)
        }
    }

    /// Why nothing can be done to a draft any more; `nil` while it waits.
    func notice(ofClosed draft: Draft) throws -> Notice? {
        if let runbook = draft.savedAs {
            return .draftAlreadySaved(title: try store.runbook(runbook)?.content.title ?? draft.content.title)
        }
        if draft.discarded { return .draftDiscarded(title: draft.content.title) }
        return draft.hasExpired == true ? .draftExpired(title: draft.content.title) : nil
    }

    /// Explains in the modal where one was opened for the click, else beside the message.
    func say(_ notice: Notice, _ id: ActionID, _ value: ButtonValue, _ click: Click) throws {
        if ModalPlan.opensModal(id, value) { try fill(notice, for: click) } else { try reply(notice, to: click) }
    }

    func details(of draft: Draft, page: Int) throws -> Screen {
        .detailsModal(
            draft, revision: try DraftRevision.find(of: draft, in: store), quality: QualityScorer.score(draft.content),
            page: page)
    }

    // MARK: Save and discard

    private func save(_ draft: Draft, _ click: Click) throws {
        guard let id = draft.revises, let previous = try store.runbook(id) else {
            return try insert(draft, as: RunbookID(ambient.newID()), version: 1, click)
        }
        if let base = draft.base, base != previous.version {
            return try bring(draft, upTo: previous, base: base, click)
        }
        try insert(draft, as: id, version: previous.version + 1, click)
    }

    private func saveAsNew(_ draft: Draft, _ click: Click) throws {
        try insert(draft, as: RunbookID(ambient.newID()), version: 1, click)
    }

    /// Somebody saved another version since the review was made: what they did stays, and the review is shown again.
    private func bring(_ draft: Draft, upTo newest: Runbook, base: Int, _ click: Click) throws {
        let merged = RunbookMerge.merge(
            base: try store.runbook(newest.id, version: base)?.content, library: newest.content,
            document: draft.content, classify: classify)
        var draft = draft
        draft.change(to: merged.content, "Bring in version \(newest.version)", at: now)
        draft.base = newest.version
        draft.keptSteps = merged.keptSteps
        try keep(draft)
        try reply(.savedMeanwhile(title: newest.content.title, version: newest.version), to: click)
    }

    private func insert(_ draft: Draft, as id: RunbookID, version: Int, _ click: Click) throws {
        let runbook = Runbook(
            id: id, version: version, content: draft.content, source: draft.source, savedBy: click.user, savedAt: now)
        try store.insert(runbook)
        for var link in draft.links {
            link.runbook = id
            try store.insert(link)
        }
        var saved = draft
        saved.savedAs = id
        saved.undo = nil
        try store.save(saved)
        try audit(
            "runbook.saved", by: .user(click.user), runbook: id,
            detail: ["title": runbook.content.title, "version": "\(runbook.version)", "draft": draft.id.rawValue])
        try redraw(saved)
        let links = try store.alertLinks().filter { $0.runbook == id }
        try enqueue(
            Outgoing(
                lane: draft.channel.rawValue,
                message: .post(draft.channel, .draftSaved(runbook, links: links), thread: nil)))
        try refreshHome(of: click.user)
    }

    private func discard(_ draft: Draft, _ click: Click) throws {
        var draft = draft
        draft.discarded = true
        draft.undo = nil
        try store.save(draft)
        try audit("draft.discarded", by: .user(click.user), detail: ["draft": draft.id.rawValue])
        try redraw(draft)
    }

    /// Stores a draft that was changed, draws its review anew, and lets it wait as long as a new one.
    func keep(_ draft: Draft) throws {
        try store.save(draft)
        try store.setTimer(TimerKey.draft(draft.id), due: now + Limits.draftLifetime, body: .null)
        try redraw(draft)
    }

    // MARK: Removal

    /// Nobody answered: only what explains a late click is left of the draft.
    func expire(_ draft: Draft) throws {
        var draft = draft
        draft.expire()
        try store.save(draft)
        try store.setTimer(TimerKey.draft(draft.id), due: now + Limits.closedDraftLifetime, body: .null)
        try audit("draft.expired", by: .system, detail: ["draft": draft.id.rawValue, "title": draft.content.title])
        try redraw(draft)
    }

    /// The time of a draft is over: one that waits is closed, one that is closed goes.
    func handleDraftTimer(_ id: DraftID) throws {
        guard let draft = try store.draft(id) else { return }
        if draft.isOpen { return try expire(draft) }
        try store.deleteDraft(id)
        try store.deletePostedMessage(MessageSubject.draft(id))
    }

    // MARK: Links to alerts

    private func fillLinkModal(_ id: RunbookID, _ click: Click) throws {
        guard let runbook = try store.runbook(id) else {
            return try fill(.runbookNotFound(id.rawValue), for: click)
        }
        let links = try store.alertLinks().filter { $0.runbook == id }
        try fill(
            .linkAlertModal(
                ButtonValue(runbook: id, channel: click.channel), title: runbook.content.title,
                content: runbook.content, links: links), for: click)
    }

    func handleLinkForm(_ value: ButtonValue, _ click: Click) throws {
        let form = try LinkAlertForm(state: click.form)
        let elsewhere = click.answering(in: value.channel)
        var runbookID = value.runbook
        var title = ""
        if let id = value.draft {
            guard var draft = try store.draft(id) else { return try reply(.draftGone, to: elsewhere) }
            title = draft.content.title
            runbookID = draft.savedAs
            if draft.isOpen {
                let link = AlertLink(runbook: "", pattern: form.pattern, service: form.service)
                if !draft.links.contains(link) { draft.links.append(link) }
                try keep(draft)
            } else if draft.savedAs == nil, let over = try notice(ofClosed: draft) {
                return try reply(over, to: elsewhere)
            }
        }
        if let id = runbookID {
            guard let runbook = try store.runbook(id) else {
                return try reply(.runbookNotFound(id.rawValue), to: elsewhere)
            }
            title = runbook.content.title
            try store.insert(AlertLink(runbook: id, pattern: form.pattern, service: form.service))
        }
        try audit(
            "runbook.linked", by: .user(click.user), runbook: runbookID,
            detail: ["pattern": form.pattern, "service": form.service ?? ""])
        try reply(.linked(title: title, pattern: form.pattern, service: form.service), to: elsewhere)
    }
}

extension DraftRevision {
    /// What a draft changes; `nil` for a new runbook, and once the draft is over.
    static func find(of draft: Draft, in store: any StoreTransaction) throws -> DraftRevision? {
        guard draft.isOpen, let id = draft.revises else { return nil }
        let saved = try draft.base.flatMap { try store.runbook(id, version: $0) } ?? store.runbook(id)
        return saved.map { DraftRevision(of: $0, content: draft.content) }
    }
}
