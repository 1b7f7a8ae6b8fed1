import RunbookModel

/// Where a run's commands run, and what was found there.
extension Transition {
    mutating func takeUp(_ report: PreflightReport) {
        run.preflight = report
        let missing = report.findings.filter { $0.outcome != .found }.map(\.name).joined(separator: " ")
        audit("run.checked", .system, ["number": String(report.number), "missing": missing])
        redraw()
    }

    /// Whoever was asked saw another place: open questions about commands are put anew.
    mutating func move(to place: RunPlace) throws(Refused) {
        guard run.place != place else { throw Refused(.stale) }
        run.place = place
        audit("run.placed", .system, ["change": place.change, "read": place.read])
        redraw()
        for index in run.steps.indices {
            if case .waiting(let gate) = run.steps[index].status, gate.kind == .approval || gate.kind == .confirmation {
                run.steps[index].status = .pending
                redraw(index)
            }
            if case .waiting = run.steps[index].undo {
                run.steps[index].undo = run.steps[index].undoBeforeTheQuestion
                redraw(index)
            }
        }
        if !run.isFinished { proceed() }
    }
}
