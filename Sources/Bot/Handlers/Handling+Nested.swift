import Engine
import RunbookModel
import Views

/// Runbooks within runbooks.
extension Handling {
    /// The steps of a runbook, those that name another runbook of the library marked as such.
    func withRunbooks(_ runbook: Runbook) throws -> [Step] {
        guard runbook.content.steps.contains(where: { $0.kind == .manual }) else { return runbook.content.steps }
        let titles = try store.runbooks().filter { $0.id != runbook.id }.map(\.content.title)
        return runbook.content.steps.map { step in
            var step = step
            if step.kind == .manual, step.runbook == nil { step.runbook = RunbookMention.title(in: step, of: titles) }
            return step
        }
    }

    /// Starts the runbook that a step consists of as a run of its own, in the same channel.
    func follow(_ reference: GateReference, of run: Run, _ click: Click) throws {
        guard let title = run.step(numbered: reference.step)?.step.runbook else {
            return try reply(.refusal(.stale), to: click)
        }
        let wanted = RunbookMention.key(title)
        guard let runbook = try store.runbooks().first(where: { RunbookMention.key($0.content.title) == wanted }) else {
            return try reply(.runbookNotFound(title), to: click)
        }
        let line = try ancestors(of: run)
        guard !line.contains(where: { $0.runbook == runbook.id }) else {
            return try reply(.runbookInItself(title: runbook.content.title), to: click)
        }
        guard line.count <= Limits.nestedRuns else {
            return try reply(.runbooksTooDeep(limit: Limits.nestedRuns), to: click)
        }
        let id = RunID(ambient.newID())
        let authority = try self.authority(of: click.user, in: run)
        let next = try apply(
            .runbookFollowed(reference, child: id, by: click.user, authority: authority), to: run, click: click)
        guard next.steps.contains(where: { $0.status == .following(id) }) else { return }
        // What only shows has parts that only show. Where commands run, the part goes by its own mode: one that nobody
        // trusts yet waits for its own Start Copilot.
        let mode: RunMode? = run.policy.mode == .readAlong ? .readAlong : nil
        let child = try offer(
            runbook, in: run.channel, for: nil, nil, by: .user(click.user), id: id, mode: mode, values: run.values,
            parent: ParentRun(run: run.id, step: reference.step))
        guard mode != nil || child.policy.mode.runsCommands else { return }
        try apply(
            .started(by: click.user, authority: try self.authority(of: click.user, in: child)), to: child, click: click)
    }

    /// A run and those that it is a part of, innermost first. Bounded: a chain in the store cannot be longer than what
    /// was let in.
    private func ancestors(of run: Run) throws -> [Run] {
        var line = [run]
        while let parent = line.last?.parent, line.count <= Limits.nestedRuns + 1, let next = try store.run(parent.run)
        {
            line.append(next)
        }
        return line
    }

    /// What happens to a run happens to its parts; the end of a part goes to the run that waits for it.
    func tellRelatives(_ event: RunEvent, from before: Run, to after: Run) throws {
        switch event {
        case .paused, .resumed:
            for child in try parts(of: after) where child.phase == before.phase { try apply(event, to: child) }
        case _ where after.isFinished && !before.isFinished:
            for child in try parts(of: after) { try end(child, with: event) }
        default: break
        }
        guard case .finished(let outcome) = after.phase, !before.isFinished, let parent = after.parent,
            let waiting = try store.run(parent.run), !waiting.isFinished
        else { return }
        try apply(.runbookEnded(step: parent.step, child: after.id, outcome), to: waiting)
    }

    private func parts(of run: Run) throws -> [Run] { try store.openRuns().filter { $0.parent?.run == run.id } }

    private func end(_ child: Run, with event: RunEvent) throws {
        switch event {
        case .stopped(let by, let authority) where child.phase == .offered:
            try apply(.dismissed(by: by, authority: authority), to: child)
        case .stopped: try apply(event, to: child)
        case .resolved(let by): try apply(.resolved(by: by), to: child)
        default: try apply(.resolved(by: .system), to: child)
        }
    }
}
