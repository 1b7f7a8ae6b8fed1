import Engine
import JSONTree
import RunbookModel
import Views

extension Handling {
    /// What the health report looks back on.
    static let reportPeriod: Duration = .seconds(30 * 24 * 3600)

    func healthReport() throws -> HealthReport { try Health.report(in: store, at: now) }

    private func digest() throws -> Screen {
        .digest(try healthReport(), broken: try Health.broken(in: store, at: now))
    }

    /// Posts the digest now because somebody asked for it.
    func postDigest(askedBy click: Click) throws {
        let channel = services.settings.digestChannel ?? click.channel ?? ChannelID(click.user.rawValue)
        try enqueue(
            Outgoing(lane: channel.rawValue, message: .post(channel, try digest(), thread: nil)))
        try audit("digest.posted", by: .user(click.user), detail: ["channel": channel.rawValue])
    }

    func handleTimer(_ key: String) throws {
        if let draft = TimerKey.draft(in: key) { return try handleDraftTimer(draft) }
        if let (kind, run) = TimerKey.escalation(in: key) { return try fireEscalation(kind, of: run) }
        guard key == TimerKey.digest else { return }
        if let channel = services.settings.digestChannel {
            try enqueue(
                Outgoing(
                    lane: channel.rawValue, message: .post(channel, try digest(), thread: nil)))
            try audit("digest.posted", by: .system, detail: ["channel": channel.rawValue])
        }
        try Health.scheduleDigest(services.settings, ambient, in: store, at: now)
    }
}

/// Names of the timers.
package enum TimerKey {
    /// The weekly digest.
    package static let digest = "digest"

    private static let draftPrefix = "draft:"

    /// When a draft has waited long enough.
    package static func draft(_ id: DraftID) -> String { draftPrefix + id.rawValue }

    /// The draft that a timer is about; `nil` for another timer.
    static func draft(in key: String) -> DraftID? {
        key.hasPrefix(draftPrefix) ? DraftID(String(key.dropFirst(draftPrefix.count))) : nil
    }
}

/// The figures of the health report, from what is stored.
package enum Health {
    static func report(in store: any StoreTransaction, at now: Timestamp) throws -> HealthReport {
        let from = now - Handling.reportPeriod
        return HealthArithmetic.report(
            runbooks: try store.runbooks(), runs: try store.runs(since: from, limit: 5000),
            alerts: try store.alerts(since: from), from: from, to: now)
    }

    /// Runs of the period in which the rules about people were set aside, newest first.
    static func broken(in store: any StoreTransaction, at now: Timestamp) throws -> [Run] {
        try store.runs(since: now - Handling.reportPeriod, limit: 5000).filter { $0.brokenGlass != nil }
    }

    /// Sets the timer of the next digest. The timer is one row, so a digest is posted once however often the program
    /// starts; one that fell due while it was down is posted at the start.
    package static func scheduleDigest(
        _ settings: BotSettings, _ ambient: Ambient, in store: any StoreTransaction, at now: Timestamp
    ) throws {
        guard settings.digestChannel != nil else { return try store.deleteTimer(TimerKey.digest) }
        try store.setTimer(
            TimerKey.digest, due: ambient.nextWeekly(settings.digestSchedule, now),
            body: .string(settings.digestSchedule.text))
    }

    /// At the start: keeps the timer that is set, unless the schedule was changed meanwhile.
    package static func ensureDigest(
        _ settings: BotSettings, _ ambient: Ambient, in store: any StoreTransaction, at now: Timestamp
    ) throws {
        let known = try store.setting(Self.scheduleSetting)?.string
        let wanted = settings.digestChannel.map { "\(settings.digestSchedule.text) \($0)" } ?? ""
        guard known != wanted else { return }
        try scheduleDigest(settings, ambient, in: store, at: now)
        try store.setSetting(Self.scheduleSetting, .string(wanted))
    }

    private static let scheduleSetting = "digest.schedule"
}
