import Engine
import JSONTree
import RunbookModel
import Views

/// What the runs of a runbook say about its mode, and what people made of that.
enum Trust {
    /// - Parameter earlier: the runs of the same runbook before this one, the latest first.
    static func suggestion(
        after run: Run, earlier: [Run], in store: any StoreTransaction
    ) throws -> TrustSuggestion? {
        let declined = try store.setting(declinedName(run.runbook))?.int
        return TrustArithmetic.suggestion(
            after: run, history: earlier.filter(\.isFinished),
            mode: try WorkspaceState.settings(of: run.runbook, in: store).mode ?? .readAlong,
            declined: declined.map { Timestamp(milliseconds: Int64($0)) })
    }

    static func decision(on run: RunID, in store: any StoreTransaction) throws -> TrustDecision {
        try store.setting(decisionName(run))?.string.flatMap { TrustDecision(rawValue: $0) } ?? .open
    }

    static func setDecision(_ decision: TrustDecision, on run: RunID, in store: any StoreTransaction) throws {
        try store.setSetting(decisionName(run), .string(decision.rawValue))
    }

    /// Autopilot is not suggested again before as many runs went well anew.
    static func decline(_ runbook: RunbookID, at now: Timestamp, in store: any StoreTransaction) throws {
        try store.setSetting(declinedName(runbook), .int(Int(now.milliseconds)))
    }

    private static func decisionName(_ run: RunID) -> String { "trust:run:\(run)" }
    private static func declinedName(_ runbook: RunbookID) -> String { "trust:declined:\(runbook)" }
}

extension Handling {
    func handleTrust(_ id: ActionID, _ value: ButtonValue, _ click: Click) throws {
        guard let run = try run(of: value) else { return try say(.runGone, id, value, click) }
        guard mayChange(try WorkspaceState.settings(of: run.runbook, in: store), click.user) else {
            return try reply(.settingsNotYours(title: run.title), to: click)
        }
        guard try Trust.decision(on: run.id, in: store) == .open,
            let suggestion = try Trust.suggestion(
                after: run, earlier: RunSummary.earlier(than: run, in: store), in: store)
        else { return try reply(.refusal(.alreadyAnswered), to: click) }
        switch (id, suggestion) {
        case (.promote, .promote): try setMode(.autopilot, after: run, .promoted, click)
        case (.demote, .demote): try setMode(.copilot, after: run, .demoted, click)
        case (.keepMode, _):
            try Trust.setDecision(.kept, on: run.id, in: store)
            if case .promote = suggestion { try Trust.decline(run.runbook, at: now, in: store) }
            try audit("runbook.mode.kept", by: .user(click.user), run: run.id, runbook: run.runbook)
        default: return try reply(.refusal(.stale), to: click)
        }
        try enqueue(.summary(of: run))
    }

    private func setMode(_ mode: RunMode, after run: Run, _ decision: TrustDecision, _ click: Click) throws {
        var settings = try WorkspaceState.settings(of: run.runbook, in: store)
        let before = settings.mode ?? .readAlong
        settings.mode = mode
        try WorkspaceState.setSettings(settings, of: run.runbook, in: store)
        try Trust.setDecision(decision, on: run.id, in: store)
        try audit(
            "runbook.mode.changed", by: .user(click.user), run: run.id, runbook: run.runbook,
            detail: ["from": before.rawValue, "to": mode.rawValue])
        try reply(.modeChanged(title: run.title, mode), to: click)
    }
}
