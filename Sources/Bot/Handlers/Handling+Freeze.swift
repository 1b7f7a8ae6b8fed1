import Engine
import RunbookModel
import Views

/// Nothing is started any more in the whole workspace, until somebody lifts it.
extension Handling {
    /// Anybody may freeze: to halt is never a question of authority.
    func freeze(_ reason: String, _ click: Click) throws {
        guard !reason.isEmpty else { return try reply(.freezeNeedsReason, to: click) }
        if let freeze = try WorkspaceState.freeze(in: store) { return try reply(.frozenAlready(freeze), to: click) }
        let freeze = Freeze(by: click.user, at: now, reason: String(reason.prefix(Limits.reasonLength)))
        try WorkspaceState.setFreeze(freeze, in: store)
        let open = try store.openRuns()
        let running = open.filter { $0.phase == .running }
        for run in running {
            try apply(.paused(by: click.user, authority: try authority(of: click.user, in: run).toHalt), to: run)
        }
        for run in open where run.phase != .running { try redrawCard(of: run) }
        try audit(
            "workspace.frozen", by: .user(click.user),
            detail: ["reason": freeze.reason, "paused": running.map(\.id.rawValue).joined(separator: " ")])
        let commands = try runningCommands()
        try tell(open, answering: click) { channel in
            .froze(
                freeze, paused: try self.named(running.filter { channel == nil || $0.channel == channel }),
                running: commands.filter { channel == nil || $0.channel == channel }.map(\.words))
        }
    }

    /// Whoever froze may lift it, and those who may confirm red steps.
    func unfreeze(_ click: Click) throws {
        guard let freeze = try WorkspaceState.freeze(in: store) else { return try reply(.notFrozen, to: click) }
        guard freeze.by == click.user || memberships.approvers?.contains(click.user) ?? true else {
            let may = [freeze.by.rawValue] + services.settings.approvers.map(\.rawValue).sorted()
            return try reply(
                .notice(.mayNotUnfreeze, ask: may + services.settings.approverGroups.sorted()), to: click)
        }
        try WorkspaceState.setFreeze(nil, in: store)
        let open = try store.openRuns()
        let waiting = open.filter { $0.phase == .paused }
        for run in open { try redrawCard(of: run) }
        try audit(
            "workspace.unfrozen", by: .user(click.user),
            detail: [
                "frozenBy": freeze.by.rawValue, "reason": freeze.reason,
                "waiting": waiting.map(\.id.rawValue).joined(separator: " "),
            ])
        try tell(open, answering: click) { channel in
            .unfroze(
                by: click.user, waiting: try self.named(waiting.filter { channel == nil || $0.channel == channel }))
        }
    }

    /// Says something in the channel of each open run, and to whoever asked when that is elsewhere.
    /// - Parameter screen: what is said in a channel, or with `nil` about all of them.
    private func tell(_ open: [Run], answering click: Click, _ screen: (ChannelID?) throws -> Screen) throws {
        var channels: [ChannelID] = []
        for run in open where !channels.contains(run.channel) { channels.append(run.channel) }
        for channel in channels {
            try enqueue(Outgoing(lane: channel.rawValue, message: .post(channel, try screen(channel), thread: nil)))
        }
        if let channel = click.channel, channels.contains(channel) { return }
        try reply(try screen(nil), to: click)
    }

    private func named(_ runs: [Run]) throws -> [(title: String, url: String?)] {
        try runs.map { ($0.title, try store.cardURL(of: $0)) }
    }

    /// Commands that have begun: they go on. Those that have not are refused when they would begin.
    private func runningCommands() throws -> [(channel: ChannelID, words: String)] {
        try store.openExecutions().compactMap { place, _ in
            guard let run = try store.run(place.run), let step = run.step(numbered: place.step) else { return nil }
            return (run.channel, "step \(place.step) of \(run.title): \(step.step.title)")
        }
    }
}

extension HandlerServices {
    /// Why an approved command may not start: the workspace was frozen meanwhile, or what the rules say of it now.
    /// `nil` when it may. Where it cannot be read whether the workspace is frozen, nothing starts.
    package func objection(to request: ExecutionRequest, in store: any Storing) async -> String? {
        var looks = 0
        while true {
            looks += 1
            do {
                if let freeze = try await store.read({ try WorkspaceState.freeze(in: $0) }) {
                    return "Everything was frozen before it began: \(freeze.reason)"
                }
                return await objection(to: request)
            } catch {
                // One failure of the store must not cost an approved command its start.
                guard looks < Self.freezeLooks else {
                    return "It cannot be read whether everything is frozen: \(error)"
                }
            }
        }
    }

    /// How often it is looked whether the workspace is frozen, when it cannot be read.
    private static let freezeLooks = 3
}
