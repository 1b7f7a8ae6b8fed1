import Engine
import Matching
import RunbookModel
import Views

extension Handling {
    /// Puts the card of a runbook into a channel.
    /// - Parameters:
    ///   - mode: another mode than the runbook's own, chosen for this run.
    ///   - values: what is known of the variables beside what the alert says.
    ///   - parent: the run that it is to be a part of; `id` is what it was announced under there.
    ///   - heldBack: why it may not start by itself; asked only of a runbook in autopilot.
    @discardableResult
    func offer(
        _ runbook: Runbook, in channel: ChannelID, for alert: Alert?, _ match: MatchResult?, by actor: Actor,
        id: RunID? = nil, mode: RunMode? = nil, values: [String: String] = [:], parent: ParentRun? = nil,
        heldBack: @autoclosure () throws -> String? = nil
    ) throws -> Run {
        var filled = alert.map { VariableFilling.values(for: runbook.content.variables, from: $0) } ?? [:]
        filled = filled.filter { values[$0.key] == nil }
        let known = Set(runbook.content.variables.map(\.name))
        let all = filled.mapValues(\.value).merging(values.filter { known.contains($0.key) }) { $1 }
        var runbook = runbook
        runbook.content.steps = try withRunbooks(runbook)
        let stepRendering = stepRendering
        let policy = try WorkspaceState.settings(of: runbook.id, in: store).policy(mode: mode)
        var run = RunFactory.offer(
            runbook,
            RunOffer(
                id: id ?? RunID(ambient.newID()), channel: channel, alert: alert, match: match, policy: policy,
                parent: parent),
            values: all, at: now
        ) { step, values in
            stepRendering.render(step, runbook.content.variables, values)
        }
        if policy.mode == .autopilot, alert != nil { run.heldBack = try heldBack() ?? run.needsValues }
        run.place = services.settings.places.place(run.policy.target ?? services.settings.places.standard)
        try store.insert(run)
        try audit(
            "run.offered", by: actor, run: run.id, runbook: runbook.id,
            detail: [
                "version": "\(runbook.version)", "alert": alert?.id.rawValue ?? "",
                "confidence": match.map { "\($0.confidence)" } ?? "", "mode": policy.mode.rawValue,
                "heldBack": run.heldBack ?? "", "parent": parent?.run.rawValue ?? "",
            ])
        try redrawCard(of: run)
        if policy.mode != .dryRun { try requestPreflight(run) }
        try lookAround(run, before: nil)
        return run
    }

    /// Confidence from which an alert may start a runbook by itself.
    private static let clearConfidence = 0.8

    /// Why an alert may not start a runbook by itself; `nil` when nothing stands in the way.
    func obstacle(to runbook: Runbook, for alert: Alert, _ ranking: [MatchResult]) throws -> String? {
        if let freeze = try WorkspaceState.freeze(in: store) { return "everything is frozen: \(freeze.reason)" }
        guard let first = ranking.first, first.runbook == runbook.id, first.confidence >= Self.clearConfidence else {
            return "it is not sure enough that this is the right runbook"
        }
        if ranking.count > 1, ranking[1].confidence >= RunbookMatcher.threshold {
            return "another runbook fits the alert, too"
        }
        // A card that nobody answered is in nobody's way.
        let others = try store.openRuns().filter {
            ($0.runbook == runbook.id || $0.alert == alert.id) && $0.phase != .offered && $0.counts
        }
        return others.isEmpty ? nil : "a run for this is open already"
    }

    // MARK: Starting

    /// A click on Start Copilot or Read Along. The choice of the person holds for this run.
    func handleStart(_ id: ActionID, _ value: ButtonValue, _ click: Click) throws {
        guard let run = try run(of: value) else { return try reply(.runGone, to: click) }
        try start(run, in: id == .readAlong ? .readAlong : .copilot, click)
    }

    /// Starts a run; in read-along, or in copilot unless it is in autopilot anyhow.
    func start(_ run: Run, in mode: RunMode, _ click: Click) throws {
        let authority = try self.authority(of: click.user, in: run)
        var run = run
        let isAsWanted = run.policy.mode == mode || (mode == .copilot && run.policy.mode.runsCommands)
        if run.phase == .offered, !isAsWanted {
            let changed = try apply(.modeChanged(mode, by: click.user, authority: authority), to: run, click: click)
            guard changed.revision != run.revision else { return }
            run = changed
        }
        try apply(.started(by: click.user, authority: authority), to: run, click: click)
    }

    // MARK: Dry run

    /// Walks through the runbook of a card and shows what would happen. The card itself stays as it is.
    func dryRun(_ run: Run, _ click: Click) throws {
        guard let runbook = try store.runbook(run.runbook, version: run.runbookVersion) else {
            return try reply(.runbookNotFound(run.title), to: click)
        }
        try dryRun(runbook, values: run.values, in: run.channel, click)
    }

    func dryRun(_ runbook: Runbook, values: [String: String] = [:], in channel: ChannelID, _ click: Click) throws {
        let isOpen = try store.openRuns().contains {
            $0.channel == channel && $0.runbook == runbook.id && $0.policy.mode == .dryRun
        }
        if isOpen { return try reply(.runAlreadyOpen(title: runbook.content.title), to: click) }
        let run = try offer(
            runbook, in: channel, for: nil, nil, by: .user(click.user), mode: .dryRun, values: values)
        try apply(.started(by: click.user, authority: try authority(of: click.user, in: run)), to: run, click: click)
    }

    // MARK: Steps

    func handleRunStepClick(_ id: ActionID, _ value: ButtonValue, _ click: Click) throws {
        guard let run = try run(of: value) else { return try reply(.runGone, to: click) }
        guard let step = value.step, let gate = value.gate else { return try reply(.refusal(.stale), to: click) }
        let reference = GateReference(step: step, gate: gate)
        if id == .followRunbook { return try follow(reference, of: run, click) }
        try apply(
            .checkAsked(reference, by: click.user, authority: try authority(of: click.user, in: run)), to: run,
            click: click)
    }

    func setBreakpoint(_ value: ButtonValue, of run: Run, _ click: Click) throws {
        guard let step = value.step else { return try reply(.refusal(.stale), to: click) }
        var click = click
        let view = click.modal == .steps ? click.viewID : nil
        // A modal has no channel to answer in.
        if click.channel == nil { click.channel = run.channel }
        let next = try apply(
            .breakpointSet(
                step: step, value.choice == .setBreakpoint, by: click.user,
                authority: try authority(of: click.user, in: run)),
            to: run, click: click)
        if let view { try update(view, .stepsModal(next, page: value.page ?? 0)) }
    }
}

extension Run {
    /// That values are missing, as what keeps it from starting by itself.
    fileprivate var needsValues: String? {
        let names = valuesToAsk
        return names.isEmpty ? nil : "these values are missing: \(names.prefix(5).joined(separator: ", "))"
    }
}
