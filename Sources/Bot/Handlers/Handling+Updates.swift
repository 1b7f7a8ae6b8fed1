import Engine
import JSONTree
import RiskRules
import RunbookModel
import Views

/// What a finished run says about its runbook, and what became of that.
enum RunSummary {
    /// Earlier runs that a suggestion may be based on.
    static let historyLimit = 50

    static func screen(of run: Run, in store: any StoreTransaction) throws -> Screen {
        let earlier = try earlier(than: run, in: store)
        let facts = SummaryFacts(
            earlierTimes: earlier.compactMap(\.timeToResolve), divergences: run.counts ? run.divergences : [],
            trust: try Trust.suggestion(after: run, earlier: earlier, in: store),
            trustDecision: try Trust.decision(on: run.id, in: store))
        return .summary(
            run, suggestions: suggestions(after: run, earlier: earlier).map(UpdateSuggestion.init),
            decision: try decision(on: run.id, in: store), facts: facts)
    }

    /// The runs of the same runbook before this one, the latest first.
    static func earlier(than run: Run, in store: any StoreTransaction) throws -> [Run] {
        try store.runs(ofRunbook: run.runbook, limit: historyLimit + 1)
            .filter { $0.id != run.id && $0.offeredAt <= run.offeredAt }
    }

    static func suggestions(after run: Run, in store: any StoreTransaction) throws -> [SuggestedUpdate] {
        suggestions(after: run, earlier: try earlier(than: run, in: store))
    }

    private static func suggestions(after run: Run, earlier: [Run]) -> [SuggestedUpdate] {
        guard run.counts else { return [] }
        return UpdateSuggestions.after(run, history: earlier.filter { $0.isFinished && $0.counts }) { text in
            let program = text.prefix { !$0.isWhitespace }
            return RiskClassifier().knows(program: String(program))
        }
    }

    static func decision(on run: RunID, in store: any StoreTransaction) throws -> UpdatesDecision {
        try store.setting(settingName(run))?.decode(UpdatesDecision.self) ?? .open
    }

    static func setDecision(_ decision: UpdatesDecision, on run: RunID, in store: any StoreTransaction) throws {
        try store.setSetting(settingName(run), try JSONValue(encoding: decision))
    }

    private static func settingName(_ run: RunID) -> String { "updates:\(run)" }
}

extension UpdateSuggestion {
    /// The suggestion in words.
    init(_ update: SuggestedUpdate) {
        let text =
            switch update.change {
            case .removeStep(let number): "Remove step \(number): \(update.title)"
            case .changeCommand(let number, let command): "Change step \(number) to: \(command)"
            case .addStep(let after, let text, isCommand: _):
                after == 0 ? "Add at the beginning: \(text)" : "Add after step \(after): \(text)"
            }
        self.init(text: text, reason: update.reason)
    }
}

extension Handling {
    func handleUpdates(_ id: ActionID, _ value: ButtonValue, _ click: Click) throws {
        guard let run = try run(of: value) else { return try say(.runGone, id, value, click) }
        let suggestions = try RunSummary.suggestions(after: run, in: store)
        guard try RunSummary.decision(on: run.id, in: store) == .open, !suggestions.isEmpty else {
            return try id == .reviewUpdates
                ? fill(.refusalModal(.alreadyAnswered), for: click)
                : reply(.refusal(.alreadyAnswered), to: click)
        }
        switch id {
        case .reviewUpdates:
            try fill(.reviewUpdatesModal(run, suggestions: suggestions.map(UpdateSuggestion.init)), for: click)
        case .applyUpdates: try apply(suggestions, after: run, click)
        case .dismissUpdates:
            try RunSummary.setDecision(.dismissed, on: run.id, in: store)
            try audit("updates.dismissed", by: .user(click.user), run: run.id, runbook: run.runbook)
            try redrawSummary(of: run)
        default: preconditionFailure("\(id) is no answer to suggestions")
        }
    }

    func handleUpdatesForm(_ value: ButtonValue, _ click: Click) throws {
        guard let run = try run(of: value) else { return try reply(.runGone, to: click.inDirectMessage) }
        var click = click
        click.channel = click.channel ?? run.channel
        guard try RunSummary.decision(on: run.id, in: store) == .open else {
            return try reply(.refusal(.alreadyAnswered), to: click)
        }
        let all = try RunSummary.suggestions(after: run, in: store)
        let chosen = ReviewUpdatesForm(state: click.form).chosen.filter(all.indices.contains).map { all[$0] }
        guard !chosen.isEmpty else { return try reply(.updatesDismissed, to: click) }
        try apply(chosen, after: run, click)
    }

    private func apply(_ updates: [SuggestedUpdate], after run: Run, _ click: Click) throws {
        guard let current = try store.runbook(run.runbook) else {
            return try reply(.runbookNotFound(run.title), to: click)
        }
        // The numbers in the suggestions are those of the version that ran.
        guard current.version == run.runbookVersion else { return try reply(.refusal(.stale), to: click) }
        let classifier = services.classifier
        let content = current.content.applying(updates) { classifier.assess($0, language: $1) }
        let next = Runbook(
            id: current.id, version: current.version + 1, content: content, source: current.source,
            savedBy: click.user, savedAt: now)
        try store.insert(next)
        try RunSummary.setDecision(
            .applied(count: updates.count, version: next.version), on: run.id, in: store)
        try audit(
            "updates.applied", by: .user(click.user), run: run.id, runbook: run.runbook,
            detail: ["count": "\(updates.count)", "version": "\(next.version)"])
        try redrawSummary(of: run)
    }

    private func redrawSummary(of run: Run) throws { try enqueue(.summary(of: run)) }
}
