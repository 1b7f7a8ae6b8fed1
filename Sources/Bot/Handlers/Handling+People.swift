import Engine
import RunbookModel
import Views

/// Who leads a run, who else is asked, and why something was left out.
extension Handling {
    /// The entries of the menus of a card and of a step that are about people.
    func handlePeopleMenu(_ value: ButtonValue, _ run: Run, _ click: Click) throws {
        switch value.choice {
        case .handOver: try fill(.handOverModal(run), for: click)
        case .secondPerson:
            try fill(
                .askSecondModal(
                    run, step: value.step ?? 1, confirmers: ConfirmerList.of(run, services.settings)), for: click)
        case .breakGlass:
            if run.brokenGlass != nil { return try fill(.refusalModal(.alreadyAnswered), for: click) }
            if case .finished(let outcome) = run.phase {
                return try fill(.refusalModal(.runFinished(outcome)), for: click)
            }
            try fill(.breakGlassModal(run), for: click)
        case .takeOver: try takeOver(run, click)
        case .callForHelp: try callForHelp(run, click)
        default: preconditionFailure("\(String(describing: value.choice)) is about no person")
        }
    }

    /// The running command is left to end; what comes after it is only shown.
    private func takeOver(_ run: Run, _ click: Click) throws {
        let authority = try authority(of: click.user, in: run)
        var next = try apply(.modeChanged(.readAlong, by: click.user, authority: authority), to: run, click: click)
        guard next.revision != run.revision else { return }
        if next.startedAt != nil, next.lead != click.user {
            next = try apply(.handedOver(to: click.user, by: click.user, authority: authority), to: next, click: click)
        }
        try say(.tookOver(next, by: click.user), inThreadOf: next)
    }

    func handlePeopleForm(_ modal: ModalID, _ value: ButtonValue, _ click: Click) throws {
        guard let run = try run(of: value) else { return try reply(.runGone, to: click.inDirectMessage) }
        let click = try placed(click, in: run)
        switch modal {
        case .handOver: try handOver(run, click)
        case .askSecond: try askSecond(run, value, click)
        case .breakGlass: try breakGlass(run, click)
        case .skipReason: try explainSkip(value, try SkipReasonForm(state: click.form).reason, run, click)
        default: preconditionFailure("\(modal) is about no person")
        }
    }

    private func handOver(_ run: Run, _ click: Click) throws {
        let person = try HandOverForm(state: click.form).person
        guard memberships.list(run.policy.people?.starters, has: person) ?? true || run.brokenGlass != nil else {
            return try reply(.notice(.mayNotLead, ask: run.policy.people?.starters ?? []), to: click)
        }
        let authority = try authority(of: click.user, in: run)
        let next = try apply(
            .handedOver(to: person, by: click.user, authority: authority), to: run, click: click)
        guard next.revision != run.revision else { return }
        try say(.handedOver(to: person, by: click.user), inThreadOf: next)
    }

    /// Whoever is asked is mentioned once for a question.
    private func askSecond(_ run: Run, _ value: ButtonValue, _ click: Click) throws {
        let confirmers = ConfirmerList.of(run, services.settings).filter { $0 != click.user.rawValue }
        let form = try AskSecondForm(state: click.form, by: click.user, someMayConfirm: !confirmers.isEmpty)
        let contacts = form.person.map { [$0.rawValue] } ?? Array(confirmers.prefix(10))
        let number = value.step ?? 0
        guard let first = contacts.first else { return try reply(.refusal(.stale), to: click) }
        let gate = run.openGates.first { $0.number == value.gate }
        if gate?.askedSecond == first { return try reply(.refusal(.alreadyAnswered), to: click) }
        let next = try apply(
            .secondAsked(
                GateReference(step: number, gate: value.gate ?? 0), of: first, by: click.user,
                authority: try authority(of: click.user, in: run)), to: run, click: click)
        guard next.revision != run.revision,
            let screen = Screen.secondAsked(next, step: number, of: contacts, by: click.user)
        else { return }
        try say(screen, inThreadOf: next)
    }

    /// Anybody may, for it is there for when nobody else is; everybody hears of it.
    private func breakGlass(_ run: Run, _ click: Click) throws {
        let reason = try BreakGlassForm(state: click.form).reason
        let authority = Authority(mayOperate: true, mayConfirmRed: true)
        let next = try apply(
            .glassBroken(reason: reason, by: click.user, authority: authority), to: run, click: click)
        guard next.revision != run.revision, let glass = next.brokenGlass else { return }
        let screen = Screen.glassBroken(next, glass, card: try store.cardURL(of: next))
        try enqueue(Outgoing(lane: run.channel.rawValue, message: .post(run.channel, screen, thread: nil)))
    }

    func say(_ screen: Screen, inThreadOf run: Run) throws {
        let thread = try store.postedMessage(MessageSubject.card(run.id))?.timestamp
        try enqueue(Outgoing(lane: run.channel.rawValue, message: .post(run.channel, screen, thread: thread)))
    }

    // MARK: Why something was left out

    func handleSkipReason(_ id: ActionID, _ value: ButtonValue, _ click: Click) throws {
        guard let run = try run(of: value), let number = value.step else {
            if id == .noteSkip { return try fill(.runGone, for: click) }
            return try reply(.runGone, to: click)
        }
        if id == .noteSkip {
            if run.isExplained(number) { return try fill(.noSkipToExplain, for: click) }
            return try fill(.skipReasonModal(run, step: number), for: click)
        }
        guard let reason = value.reason else { return try reply(.refusal(.stale), to: click) }
        try explainSkip(value, reason.words, run, click)
    }

    private func explainSkip(_ value: ButtonValue, _ reason: String, _ run: Run, _ click: Click) throws {
        let number = value.step ?? 0
        if run.isExplained(number) { return try reply(.noSkipToExplain, to: click) }
        try apply(
            .skipExplained(
                step: number, reason: reason, by: click.user, authority: try authority(of: click.user, in: run)),
            to: run, click: click)
        guard run.isFinished else { return }
        // The reason belongs in the summary, which stands there already.
        try enqueue(.summary(of: run))
    }
}

extension Run {
    fileprivate func isExplained(_ number: Int) -> Bool {
        guard case .skipped(_, let reason)? = step(numbered: number)?.status else { return false }
        return reason != nil
    }
}
