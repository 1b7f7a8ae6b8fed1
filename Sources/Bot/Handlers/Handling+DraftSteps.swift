import RunbookModel
import Views

/// What is done to the steps of a draft, in the modals of Edit Steps.
extension Handling {
    private var editing: DraftEditing { DraftEditing(classifier: services.classifier) }

    func handleStepClick(_ id: ActionID, _ value: ButtonValue, _ draft: Draft, _ click: Click) throws {
        if id == .addDraftStep { return try fill(.editDraftStepModal(draft, step: nil), for: click) }
        let opens = ModalPlan.opensModal(id, value)
        // The numbers on an older list may be those of other steps.
        guard value.revision ?? draft.changes == draft.changes else {
            if opens { return try fill(.draftChanged, for: click) }
            try refresh(draft, value, click)
            return try reply(.draftChanged, to: click.answering(in: draft.channel))
        }
        if id == .undoDraft { return try takeBack(draft, value, click) }
        guard let number = value.step, let step = draft.content.steps.first(where: { $0.number == number }) else {
            return try say(.draftChanged, id, value, click)
        }
        let choice = id == .editDraftStep ? .edit : value.choice
        var content: RunbookContent?
        var what = ""
        switch choice {
        case .edit:
            let isFromDetails = id == .editDraftStep
            return try fill(.editDraftStepModal(draft, step: number, isFromDetails: isFromDetails), for: click)
        case .split: return try fill(.splitStepModal(draft, step: number), for: click)
        case .moveUp: (content, what) = (editing.moving(number, by: -1, of: draft.content), "Move step \(number) up")
        case .moveDown: (content, what) = (editing.moving(number, by: 1, of: draft.content), "Move step \(number) down")
        case .delete: (content, what) = (editing.deleting(number, of: draft.content), "Delete step \(number)")
        case .join:
            (content, what) = (editing.joining(number, of: draft.content), "Join steps \(number) and \(number + 1)")
        default: return try reply(.refusal(.stale), to: click.answering(in: draft.channel))
        }
        guard let content else { return try reply(.stepsNotJoined, to: click.answering(in: draft.channel)) }
        try change(draft, to: content, "\(what): \(step.title)", step: number, value, click)
    }

    private func takeBack(_ draft: Draft, _ value: ButtonValue, _ click: Click) throws {
        var draft = draft
        guard let what = draft.takeBack(at: now) else {
            try refresh(draft, value, click)
            return
        }
        try keep(draft)
        try audit(
            "draft.change.undone", by: .user(click.user), detail: ["draft": draft.id.rawValue, "change": clipped(what)])
        try refresh(draft, value, click)
    }

    private func change(
        _ draft: Draft, to content: RunbookContent, _ what: String, step: Int?, _ value: ButtonValue, _ click: Click
    ) throws {
        var draft = draft
        draft.change(to: content, what, at: now)
        try keep(draft)
        try audit(
            "draft.edited", by: .user(click.user),
            detail: ["draft": draft.id.rawValue, "step": step.map(String.init) ?? "", "change": clipped(what)])
        try refresh(draft, value, click)
    }

    private func clipped(_ text: String) -> String { String(text.prefix(200)) }

    /// Draws the list that was clicked in anew.
    private func refresh(_ draft: Draft, _ value: ButtonValue, _ click: Click) throws {
        guard let view = click.viewID else { return }
        if click.modal == .editDraft { try update(view, .editDraftModal(draft, page: value.page ?? 0)) }
        if click.modal == .details { try update(view, details(of: draft, page: 0)) }
    }

    // MARK: Forms

    func handleDraftForm(_ modal: ModalID, _ value: ButtonValue, _ click: Click) throws {
        guard let id = value.draft, let draft = try store.draft(id) else {
            return try reply(.draftGone, to: click.inDirectMessage)
        }
        let elsewhere = click.answering(in: draft.channel)
        if let over = try notice(ofClosed: draft) { return try reply(over, to: elsewhere) }
        var click = click
        var content = draft.content
        var what = "Change the title"
        if modal == .editDraft {
            content.title = try EditDraftForm(state: click.form).title
            if content.title == draft.content.title { return }  // Done was pressed with nothing to do.
        } else {
            // The form was checked against the draft of that moment; another change may have come in between.
            guard value.revision ?? draft.changes == draft.changes else {
                return try reply(.draftChanged, to: elsewhere)
            }
            if modal == .splitDraftStep {
                let form = try SplitStepForm(state: click.form)
                guard let number = value.step,
                    let split = editing.splitting(number, into: form.parts, of: content)
                else { return try reply(.draftChanged, to: elsewhere) }
                (content, what) = (split, "Split step \(number)")
            } else {
                let form = try EditDraftStepForm(state: click.form)
                let before = value.step.flatMap { number in content.steps.first { $0.number == number } }
                content = editing.apply(form, to: value.step, of: content)
                what = value.step.map { form.isDeleted ? "Delete step \($0)" : "Edit step \($0)" } ?? "Add a step"
                what += ": \(before?.title ?? form.title)"
                try auditColour(form, before, content, draft, click)
            }
            click.viewID = click.previousViewID
            click.modal = value.page == nil ? .details : .editDraft
        }
        try change(draft, to: content, what, step: value.step, value, click)
    }

    /// A colour that a person chose is on record by itself, with the reason.
    private func auditColour(
        _ form: EditDraftStepForm, _ before: Step?, _ content: RunbookContent, _ draft: Draft, _ click: Click
    ) throws {
        guard !form.isDeleted, let wanted = form.risk, let before, wanted != before.risk else { return }
        let place = min(max(1, form.position ?? before.number), content.steps.count)
        let after = content.steps[place - 1].risk
        try audit(
            after > before.risk ? "draft.colour.raised" : "draft.colour.lowered", by: .user(click.user),
            runbook: draft.revises, step: place,
            detail: [
                "draft": draft.id.rawValue, "from": before.risk.rawValue, "to": after.rawValue,
                "reason": form.riskReason, "step": clipped(before.title),
            ])
    }
}
