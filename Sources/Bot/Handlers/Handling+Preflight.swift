import Engine
import RunbookModel
import Views

extension Handling {
    /// Asks for a look at what the run needs, in place of one that is under way.
    /// - Returns: whether there is anything to look at.
    @discardableResult
    func requestPreflight(_ run: Run) throws -> Bool {
        guard run.phase == .offered, run.policy.mode != .dryRun else { return false }
        let content = try store.runbook(run.runbook, version: run.runbookVersion)?.content
        guard let request = PreflightPlan(run, content).request(for: run) else { return false }
        try store.requestPreflight(request, at: now)
        return true
    }

    func handlePreflightEnd(_ result: PreflightResult) throws {
        // Asked for anew since: what is on its way is the answer.
        guard try store.preflightNumber(of: result.run) == result.report.number, let run = try store.run(result.run)
        else { return }
        try apply(.preflightEnded(result.report), to: run)
    }

    func lookAgain(_ value: ButtonValue, _ click: Click) throws {
        guard let run = try run(of: value) else { return try reply(.runGone, to: click) }
        if case .finished(let outcome) = run.phase { return try reply(.refusal(.runFinished(outcome)), to: click) }
        guard run.phase == .offered else {
            return try reply(.refusal(.alreadyStarted(by: run.startedBy)), to: click)
        }
        try audit("run.checkAsked", by: .user(click.user), run: run.id)
        if try !requestPreflight(run) { try reply(.refusal(.stale), to: click) }
    }

    /// Takes note that the commands of a run go elsewhere by now, or run as somebody else.
    func placeAgain(_ id: RunID) throws {
        guard let run = try store.run(id), let before = run.place else { return }
        let place = services.settings.places.place(before.target)
        if let place, place != before { try apply(.placed(place), to: run) }
    }
}
