import RunbookModel
import Views

extension Handling {
    func handleDraftClick(_ id: ActionID, _ value: ButtonValue, _ click: Click) throws {
        if id == .linkAlert, let runbook = value.runbook { return try fillLinkModal(runbook, click) }
        guard let draftID = value.draft, let draft = try store.draft(draftID) else {
            return try say(.draftGone, id, value, click)
        }
        if id == .showDraft { return try fill(.stepsModal(draft, page: 0), for: click) }
        if let runbook = draft.savedAs, let saved = try store.runbook(runbook) {
            if id == .linkAlert { return try fillLinkModal(runbook, click) }
            return try say(.draftAlreadySaved(title: saved.content.title), id, value, click)
        }
        if draft.discarded { return try say(.draftDiscarded(title: draft.content.title), id, value, click) }
        switch id {
        case .saveDraft: try save(draft, click)
        case .discardDraft: try discard(draft, click)
        case .editSteps: try fill(.editDraftModal(draft, page: 0), for: click)
        case .editDraftStep: try fill(.editDraftStepModal(draft, step: value.step), for: click)
        case .addDraftStep: try fill(.editDraftStepModal(draft, step: nil), for: click)
        case .linkAlert:
            try fill(
                .linkAlertModal(
                    ButtonValue(draft: draft.id, channel: draft.channel), title: draft.content.title,
                    content: draft.content, links: draft.links), for: click)
        default: preconditionFailure("\(id) is no click on a draft")
        }
    }

    /// Explains in the modal where one was opened for the click, else beside the message.
    func say(_ notice: Notice, _ id: ActionID, _ value: ButtonValue, _ click: Click) throws {
        if ModalPlan.opensModal(id, value) { try fill(notice, for: click) } else { try reply(notice, to: click) }
    }

    private func save(_ draft: Draft, _ click: Click) throws {
        let id = draft.revises ?? RunbookID(ambient.newID())
        let previous = try store.runbook(id)
        let runbook = Runbook(
            id: id, version: (previous?.version ?? 0) + 1, content: draft.content, source: draft.source,
            savedBy: click.user, savedAt: now)
        try store.insert(runbook)
        for var link in draft.links {
            link.runbook = id
            try store.insert(link)
        }
        var saved = draft
        saved.savedAs = id
        try store.save(saved)
        try audit(
            "runbook.saved", by: .user(click.user), runbook: id,
            detail: ["title": runbook.content.title, "version": "\(runbook.version)"])
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
        try store.save(draft)
        try audit("draft.discarded", by: .user(click.user), detail: ["draft": draft.id.rawValue])
        try redraw(draft)
    }

    func handleDraftForm(_ modal: ModalID, _ value: ButtonValue, _ click: Click) throws {
        guard let id = value.draft, var draft = try store.draft(id) else {
            return try reply(.draftGone, to: click.inDirectMessage)
        }
        let elsewhere = click.answering(in: draft.channel)
        if let savedAs = draft.savedAs, let saved = try store.runbook(savedAs) {
            return try reply(.draftAlreadySaved(title: saved.content.title), to: elsewhere)
        }
        if draft.discarded { return try reply(.draftDiscarded(title: draft.content.title), to: elsewhere) }
        if modal == .editDraft {
            draft.content.title = try EditDraftForm(state: click.form).title
        } else {
            let form = try EditDraftStepForm(state: click.form)
            draft.content = DraftEditing(classifier: services.classifier).apply(
                form, to: value.step, of: draft.content)
        }
        try store.save(draft)
        try audit(
            "draft.edited", by: .user(click.user),
            detail: ["draft": draft.id.rawValue, "step": value.step.map(String.init) ?? ""])
        try redraw(draft)
        if modal == .editDraftStep, let list = click.previousViewID {
            try update(list, .editDraftModal(draft, page: value.page ?? 0))
        }
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
        if let id = value.draft, var draft = try store.draft(id) {
            title = draft.content.title
            runbookID = draft.savedAs
            if draft.savedAs == nil {
                draft.links.append(AlertLink(runbook: "", pattern: form.pattern, service: form.service))
                try store.save(draft)
                try redraw(draft)
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
