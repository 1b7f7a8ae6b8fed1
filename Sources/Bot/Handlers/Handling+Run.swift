import Engine
import JSONTree
import RunbookModel
import Views

extension Handling {
    /// Applies an event to a run: the next state, its record, its audit trail and what follows from it, all in this
    /// transaction.
    @discardableResult
    func apply(_ event: RunEvent, to run: Run, click: Click? = nil) throws -> Run {
        // No alert starts a run while everything is frozen: the card waits for a person.
        if case .startedByAlert = event, try WorkspaceState.freeze(in: store) != nil { return run }
        var machine = RunMachine(run)
        let effects = machine.handle(event, at: now)
        let next = machine.run
        let isChanged = next.revision != run.revision
        if isChanged {
            try store.record(event, of: run.id, at: now)
            // The stored revision is what compare-and-set goes by; the store raises it as the machine did.
            var stored = next
            stored.revision = run.revision
            try store.update(stored)
        }
        for effect in effects { try perform(effect, of: next, click) }
        guard isChanged else { return next }
        try lookAround(next, before: run)
        if case .stopped = event { try killLost(next) }
        try tellRelatives(event, from: run, to: next)
        return next
    }

    /// Stop reaches also what outlived a crash of this program: given up as lost, it may be running all the same.
    private func killLost(_ run: Run) throws {
        for step in run.steps {
            for attempt in step.attempts where attempt.result == .unknown {
                try kill(ExecutionPlace(run: run.id, step: step.step.number, attempt: attempt.number))
            }
        }
    }

    private func perform(_ effect: RunEffect, of run: Run, _ click: Click?) throws {
        switch effect {
        case .execute(let step, let attempt): try execute(step, attempt, of: run)
        case .kill(let step, let attempt):
            let place = ExecutionPlace(run: run.id, step: step, attempt: attempt)
            if try !store.cancelExecution(place, at: now) {
                try kill(place)
            } else {
                // It had not begun: its end comes in by the same door as every other.
                try acceptEnd(of: place, .notStarted("The run was stopped before this began."))
            }
        case .cardChanged: try redrawCard(of: run)
        case .stepChanged(let step):
            try enqueue(.step(step, of: run))
        case .audit(let entry): try store.audit(entry)
        case .refuse(let user, let refusal):
            let click = click ?? Click(user: user, channel: run.channel, deliveryKey: deliveryKey)
            try reply(.refusal(refusal, ask: whoMay(refusal, in: run, besides: user)), to: click)
        case .summarize:
            try enqueue(.summary(of: run))
        }
    }

    func redrawCard(of run: Run) throws { try enqueue(.card(of: run)) }

    private func execute(_ number: Int, _ attemptNumber: Int, of run: Run) throws {
        let place = ExecutionPlace(run: run.id, step: number, attempt: attemptNumber)
        guard let attempt = run.attempt(at: place)?.attempt else {
            preconditionFailure("the engine asked for attempt \(attemptNumber) of step \(number), which it lacks")
        }
        try store.insertExecution(
            ExecutionRequest(
                place: place,
                command: attempt.command.text, risk: attempt.command.assessment.risk,
                timeLimit: Limits.commandTime, target: run.place?.target,
                account: run.place?.words(for: attempt.command.assessment.risk)),
            at: now)
    }

    // MARK: Clicks

    func handleRunClick(_ id: ActionID, _ value: ButtonValue, _ click: Click) throws {
        guard let run = try run(of: value) else { return try reply(.runGone, to: click) }
        guard let event = try event(for: id, value, click, run) else {
            return try reply(.refusal(.stale), to: click)
        }
        try apply(event, to: run, click: click)
    }

    func run(of value: ButtonValue) throws -> Run? {
        guard let id = value.run else { return nil }
        return try store.run(id)
    }

    /// The event that a click on a run's buttons stands for; `nil` when the button does not say which question it
    /// answers.
    private func event(for id: ActionID, _ value: ButtonValue, _ click: Click, _ run: Run) throws -> RunEvent? {
        let user = click.user
        let reference = value.step.flatMap { step in value.gate.map { GateReference(step: step, gate: $0) } }
        let authority = try authority(of: user, in: run, answering: reference)
        switch id {
        case .skipRunbook: return .dismissed(by: user, authority: authority)
        case .pause: return .paused(by: user, authority: authority.toHalt)
        case .resume: return .resumed(by: user, authority: authority)
        case .stop: return .stopped(by: user, authority: authority.toHalt)
        case .resolve: return .resolved(by: .user(user))
        case .undo: return value.step.map { .undoAsked(step: $0, by: user, authority: authority) }
        case .execute, .approve: return reference.map { .approved($0, by: user, authority: authority) }
        case .skip: return reference.map { .skipped($0, reason: nil, by: user, authority: authority) }
        case .declineUndo: return reference.map { .undoDeclined($0, by: user) }
        case .markDone: return reference.map { .markedDone($0, by: user, authority: authority) }
        case .chooseThen: return reference.map { .chosen($0, .then, by: user, authority: authority) }
        case .chooseElse: return reference.map { .chosen($0, .otherwise, by: user, authority: authority) }
        case .retry: return reference.map { .retryAsked($0, by: user, authority: authority) }
        default: return nil
        }
    }

    func handleRunMenu(_ value: ButtonValue, _ click: Click) throws {
        if value.run == nil, value.choice == .why { return try explainStep(value, click) }
        guard let run = try run(of: value) else { return try say(.runGone, .more, value, click) }
        let step = value.step ?? 1
        switch value.choice {
        case .why:
            try fill(.whyModal(run, step: step), for: click)
            try attachCommand(of: step, in: run)
        case .output: try fill(.outputModal(run, step: step), for: click)
        case .note: try fill(.noteModal(run, step: value.step), for: click)
        case .steps: try fill(.stepsModal(run, page: 0), for: click)
        case .stop:
            let authority = try authority(of: click.user, in: run).toHalt
            try apply(.stopped(by: click.user, authority: authority), to: run, click: click)
        case .handOver, .takeOver, .secondPerson, .breakGlass, .callForHelp:
            try handlePeopleMenu(value, run, click)
        case .dryRun: try dryRun(run, click)
        case .toCopilot:
            let authority = try authority(of: click.user, in: run)
            try apply(.modeChanged(.copilot, by: click.user, authority: authority), to: run, click: click)
        case .setBreakpoint, .removeBreakpoint: try setBreakpoint(value, of: run, click)
        case .history, .linkAlert, .start, .edit, .delete, .moveUp, .moveDown, .split, .join, .settings, nil:
            try reply(.refusal(.stale), to: click)
        }
    }

    // MARK: Modals

    func fillRunModal(_ id: ActionID, _ value: ButtonValue, _ click: Click) throws {
        guard let run = try run(of: value) else { return try fill(.runGone, for: click) }
        if id == .viewSteps { return try fill(.stepsModal(run, page: 0), for: click) }
        if id == .fillValues {
            let variables = try store.runbook(run.runbook, version: run.runbookVersion)?.content.variables ?? []
            return try fill(.fillValuesModal(run, variables: variables, step: value.step), for: click)
        }
        guard let number = value.step, run.steps.contains(where: { $0.step.number == number }) else {
            return try fill(.runGone, for: click)
        }
        switch id {
        case .confirmRed:
            if let refusal = try refusal(of: value, in: run, click.user) {
                return try fill(.refusalModal(refusal, ask: whoMay(refusal, in: run, besides: click.user)), for: click)
            }
            try fill(.confirmRedModal(run, step: number, shownAt: now), for: click)
        case .edit: try fill(.editRunStepModal(run, step: number), for: click)
        case .showOutput: try fill(.outputModal(run, step: number), for: click)
        default: preconditionFailure("\(id) opens no modal of a run")
        }
    }

    /// Why a confirmation would be refused, said before the person reads it all.
    private func refusal(of value: ButtonValue, in run: Run, _ user: UserID) throws -> Refusal? {
        let authority = try authority(of: user, in: run)
        guard authority.mayConfirmRed else { return .notPermitted(.red) }
        if case .frozen(let freeze) = authority.obstacle { return .frozen(freeze) }
        if case .finished(let outcome) = run.phase, run.openGates.isEmpty {
            return .runFinished(outcome)
        }
        let gate = value.step.flatMap(run.step(numbered:))?.openGates.first { $0.number == value.gate }
        guard let gate else { return .alreadyAnswered }
        return gate.confirmedBy == user && run.brokenGlass == nil ? .needsAnotherPerson : nil
    }

    func handleRunForm(_ modal: ModalID, _ value: ButtonValue, _ click: Click) throws {
        guard let run = try run(of: value) else { return try reply(.runGone, to: click.inDirectMessage) }
        let click = try placed(click, in: run)
        let reference = GateReference(step: value.step ?? 0, gate: value.gate ?? 0)
        let authority = try authority(of: click.user, in: run, answering: reference)
        switch modal {
        case .confirmRed:
            guard let typed = typedTarget(click) else { return try reply(.refusal(.stale), to: click) }
            try apply(
                .confirmed(
                    reference, typedTarget: typed, by: click.user, authority: authority, shownAt: value.shownAt),
                to: run, click: click)
        case .editRunStep:
            let form = try EditRunStepForm(state: click.form)
            let rendering = stepRendering.edited(form.command, reference.step, of: run)
            try apply(
                .edited(
                    reference, command: rendering.command, undo: rendering.undo, by: click.user, authority: authority,
                    capture: rendering.capture), to: run, click: click)
        case .fillValues: try giveValues(try FillValuesForm(state: click.form).values, to: run, click)
        case .note:
            let form = try NoteForm(state: click.form)
            try note(form.text, in: run, click)
            try reply(.noteTaken, to: click)
        default: preconditionFailure("\(modal) is no form of a run")
        }
    }

    /// A modal has no channel of its own: whoever submitted it stands in the thread of the run.
    func placed(_ click: Click, in run: Run) throws -> Click {
        var click = click
        click.channel = click.channel ?? run.channel
        if click.thread == nil { click.thread = try store.postedMessage(MessageSubject.card(run.id))?.timestamp }
        return click
    }

    private func typedTarget(_ click: Click) -> String? {
        let id = FormField.typedTarget.rawValue
        return click.form[id]?[id]?["value"]?.string
    }

    private func giveValues(_ values: [String: String], to run: Run, _ click: Click) throws {
        let variables = try self.variables(of: run)
        let next = try apply(
            stepRendering.giving(values, to: run, variables, by: .user(click.user)), to: run, click: click)
        try requestPreflight(next)
    }

    func variables(of run: Run) throws -> [Variable] {
        try store.runbook(run.runbook, version: run.runbookVersion)?.content.variables ?? []
    }
}
