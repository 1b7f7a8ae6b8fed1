import JSONTree
import Logging
import RiskRules
import RunbookModel
import Views

/// Looks again at the stored runbooks when the rules are others than those that gave their steps the colours. What
/// became higher holds at once, as a new version of the runbook; what became lower waits for a person to save it again.
/// The owner is told of both, once for each runbook and set of rules: that it was told is stored in the same transaction.
package struct RulesUpgrade: Sendable {
    /// Which rules a version of a runbook was last judged by.
    private struct Judged: Codable, Equatable {
        var rules: String
        var version: Int
        /// Steps whose colour is lower by these rules, and was left as it is; the owner knows.
        var lower: [Int: Risk] = [:]
    }

    private let store: any Storing
    private let services: HandlerServices
    private let ambient: Ambient
    private let logger: Logger

    package init(store: any Storing, services: HandlerServices, ambient: Ambient, logger: Logger) {
        self.store = store
        self.services = services
        self.ambient = ambient
        self.logger = logger
    }

    /// Judges all runbooks that need it, each in a transaction of its own. Called once, at start, before anything runs.
    /// - Returns: how many runbooks have steps whose colour changed.
    /// - Throws: `StoreError`; what was judged until then stays so, and the next start goes on.
    @discardableResult
    package func run() async throws -> Int {
        let runbooks = try await store.read { store in
            try store.runbooks().filter { try !self.isCurrent($0, in: store) }.map(\.id)
        }
        var changed = 0
        for id in runbooks {
            let now = ambient.now()
            if try await store.write({ try self.judge(id, in: $0, at: now) }) { changed += 1 }
        }
        if changed > 0 {
            logger.notice(
                "the rules have changed",
                metadata: ["rules": "\(services.rulesVersion)", "runbooks with other colours": "\(changed)"])
        }
        return changed
    }

    private func isCurrent(_ runbook: Runbook, in store: any StoreTransaction) throws -> Bool {
        guard let judged = try judged(runbook.id, in: store) else { return false }
        return judged.rules == services.rulesVersion && judged.version == runbook.version
    }

    private static func settingName(_ runbook: RunbookID) -> String { "rules:\(runbook)" }

    private func judged(_ id: RunbookID, in store: any StoreTransaction) throws -> Judged? {
        try store.setting(Self.settingName(id))?.decode(Judged.self)
    }

    /// - Returns: whether there is something that the owner does not know yet.
    private func judge(_ id: RunbookID, in store: any StoreTransaction, at now: Timestamp) throws -> Bool {
        guard var runbook = try store.runbook(id) else { return false }
        let before = try judged(id, in: store)
        let known = before.map { $0.version == runbook.version ? $0.lower : [:] } ?? [:]
        let all = recoloured(runbook)
        let lower = Dictionary(all.filter { $0.new.risk < $0.old.risk }.map { ($0.step.number, $0.new.risk) }) { $1 }
        let changed = all.filter { known[$0.step.number] != $0.new.risk }
        if all.contains(where: { $0.new.risk > $0.old.risk }) {
            raise(all, in: &runbook)
            runbook.version += 1
            runbook.savedAt = now
            try store.insert(runbook)
        }
        let judged = Judged(rules: services.rulesVersion, version: runbook.version, lower: lower)
        try store.setSetting(Self.settingName(id), try JSONValue(encoding: judged))
        guard !changed.isEmpty else { return false }
        let steps = changed.map { "\($0.step.number): \($0.old.risk.rawValue) to \($0.new.risk.rawValue)" }
        try store.audit(
            AuditEntry(
                at: now, actor: .system, action: "runbook.recoloured", runbook: id,
                detail: [
                    "rules": services.rulesVersion, "before": before?.rules ?? "unknown",
                    "version": "\(runbook.version)", "steps": steps.joined(separator: ", "),
                ]))
        try tell(runbook, changed, before: before?.rules, in: store, at: now)
        return true
    }

    private func raise(_ changed: [Recoloured], in runbook: inout Runbook) {
        for change in changed where change.new.risk > change.old.risk {
            guard let index = runbook.content.steps.firstIndex(where: { $0.number == change.step.number }),
                let assessment = assess(runbook.content.steps[index])
            else { continue }
            runbook.content.steps[index].classify(assessment)
        }
    }

    private func tell(
        _ runbook: Runbook, _ changed: [Recoloured], before: String?, in store: any StoreTransaction, at now: Timestamp
    ) throws {
        // What was imported has no owner in Slack.
        let owner = runbook.savedBy.map { ChannelID($0.rawValue) }
        guard let channel = owner ?? services.settings.incidentChannel else { return }
        let screen = Screen.rulesChanged(runbook, changed, rules: services.rulesVersion, before: before)
        try store.enqueue(
            Outgoing(lane: channel.rawValue, message: .post(channel, screen, thread: nil)), at: now)
    }

    private func recoloured(_ runbook: Runbook) -> [Recoloured] {
        runbook.content.steps.compactMap { step in
            guard let assessment = assess(step), assessment.risk != step.risk else { return nil }
            // A colour that a person chose is no matter of the rules, as long as it is the higher one.
            if assessment.risk < step.risk,
                !step.reasons.contains(where: { $0.risk == step.risk && $0.rule != RiskReason.personRule })
            {
                return nil
            }
            return Recoloured(
                step: step, old: Self.reason(for: step.risk, in: step.reasons),
                new: Self.reason(for: assessment.risk, in: assessment.reasons))
        }
    }

    private func assess(_ step: Step) -> RiskAssessment? {
        guard step.kind == .command, let command = step.command else { return nil }
        return services.classifier.assess(command, language: step.language)
    }

    private static func reason(for risk: Risk, in reasons: [RiskReason]) -> RiskReason {
        reasons.first { $0.risk == risk }
            ?? RiskReason(rule: "none", text: "No reason was stored.", risk: risk)
    }
}
