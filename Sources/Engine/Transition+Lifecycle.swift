import RunbookModel

/// Commands of several steps, rendered with new values.
struct Renderings {
    var commands: [Int: RenderedCommand]
    var undos: [Int: RenderedCommand]
    var captures: [Int: RenderedCommand]
    var checks: [Int: RenderedCommand]
    var missing: [Int: [String]]

    init(
        _ commands: [Int: RenderedCommand], _ undos: [Int: RenderedCommand], _ captures: [Int: RenderedCommand],
        _ checks: [Int: RenderedCommand], _ missing: [Int: [String]]
    ) {
        self.commands = commands
        self.undos = undos
        self.captures = captures
        self.checks = checks
        self.missing = missing
    }

    /// Numbers of the steps that something is said about.
    var steps: Set<Int> { Set(commands.keys).union(missing.keys) }
}

/// Starting, pausing, ending: what concerns the run as a whole.
extension Transition {
    /// Notes of things done besides the runbook that one run keeps.
    static let extraActionLimit = 500

    mutating func start(_ by: UserID, _ authority: Authority) throws(Refused) {
        guard authority.mayStart ?? authority.mayOperate else { throw Refused(.mayNotStart) }
        if run.policy.mode.runsCommands { try mustBeClear(authority) }
        run.startedBy = by
        beginWalk(by: .user(by))
    }

    /// The walk begins, whoever or whatever started it.
    mutating func beginWalk(by actor: Actor, _ detail: [String: String] = [:]) {
        run.phase = .running
        run.startedAt = now
        let told = ["title": run.title, "version": String(run.runbookVersion)].merging(detail) { $1 }
        audit("run.started", actor, told, shown: run.shownAtStart)
        redraw()
        walk(to: 0)
    }

    mutating func dismiss(_ by: UserID, _ authority: Authority) throws(Refused) {
        try mustOperate(authority)
        finish(.dismissed, by: .user(by))
        audit("run.dismissed", .user(by))
    }

    mutating func pause(_ by: UserID, _ authority: Authority) throws(Refused) {
        try mustOperate(authority)
        guard run.phase == .running else { throw Refused(.runPaused) }
        run.phase = .paused
        audit("run.paused", .user(by))
        redraw(run.cursor)
    }

    mutating func resume(_ by: UserID, _ authority: Authority) throws(Refused) {
        try mustOperate(authority)
        guard run.phase == .paused else { throw Refused(.stale) }
        try mustBeClear(authority)
        run.phase = .running
        audit("run.resumed", .user(by))
        redraw(run.cursor)
        if run.cursor == nil { endWalk() }
        proceed()
    }

    /// The kill switch. It works on a finished run, too: an undo, or a command that outlived the run, can still be
    /// under way.
    mutating func stop(_ by: UserID, _ authority: Authority) throws(Refused) {
        try mustOperate(authority)
        let running = run.steps.flatMap { step in
            step.attempts.filter { $0.result == nil }.map { (step: step.step.number, attempt: $0.number) }
        }
        if case .finished(let outcome) = run.phase, running.isEmpty { throw Refused(.runFinished(outcome)) }
        for (step, attempt) in running { emit(.kill(step: step, attempt: attempt)) }
        let killed = running.map { "\($0.step).\($0.attempt)" }.joined(separator: " ")
        let standing = run.cursor.map { String(run.steps[$0].step.number) }
        audit("run.stopped", .user(by), ["killed": killed, "atStep": standing ?? ""])
        redraw()
        if !run.isFinished {
            finish(.stopped, by: .user(by))
            emit(.summarize)
        }
    }

    /// What runs is left to end by itself: half a change is worse than a whole one.
    mutating func resolve(by actor: Actor) {
        let wasStarted = run.phase != .offered
        let standing = run.cursor.map { String(run.steps[$0].step.number) }
        finish(.resolved, by: actor)
        audit("run.resolved", actor, ["atStep": standing ?? ""])
        if wasStarted { emit(.summarize) }
    }

    /// Ends the run: the questions about going on are closed, those about undoing stay.
    mutating func finish(_ outcome: RunOutcome, by actor: Actor) {
        run.phase = .finished(outcome)
        run.finishedAt = now
        run.finishedBy = actor
        run.cursor = nil
        for index in run.steps.indices {
            switch run.steps[index].status {
            case .waiting, .following: run.steps[index].status = .pending
            case .pending, .running, .succeeded, .skipped, .decided, .passedOver, .simulated: continue
            }
            redraw(index)
        }
        redraw()
    }

    mutating func note(_ action: ExtraAction) throws(Refused) {
        guard run.extraActions.count < Self.extraActionLimit else { throw Refused(.tooManyAttempts) }
        var action = action
        action.duringStep = action.duringStep ?? run.cursor.map { run.steps[$0].step.number }
        run.extraActions.append(action)
        audit("action.noted", .user(action.by), ["text": action.text])
        redraw()
    }

    mutating func give(_ values: [String: String], _ renderings: Renderings, by actor: Actor) throws(Refused) {
        guard values.values.allSatisfy({ $0.utf8.count <= Limits.valueBytes }) else { throw Refused(.stale) }
        run.values.merge(values) { $1 }
        noteSource(of: values, actor)
        audit("values.given", actor, values)
        redraw()
        for number in renderings.steps.sorted() {
            let index = try index(ofStep: number)
            guard !run.steps[index].isEdited, run.steps[index].acceptsValues else { continue }
            replaceCommands(of: index, renderings)
        }
        proceed()
    }

    private mutating func replaceCommands(of index: Int, _ renderings: Renderings) {
        let number = run.steps[index].step.number
        let before = run.steps[index]
        run.steps[index].missingValues = renderings.missing[number] ?? []
        run.steps[index].command = renderings.commands[number] ?? before.command
        run.steps[index].checkCommand = renderings.checks[number] ?? before.checkCommand
        setUndo(of: index, renderings.undos[number], capture: renderings.captures[number])
        guard run.steps[index] != before else { return }
        redraw(index)
        // Whoever was asked saw another command: the question is put anew, by `proceed`.
        if case .waiting(let gate) = before.status, gate.kind != .recovery { run.steps[index].status = .pending }
    }
}

extension RunStep {
    /// Whether new values still change the command: not once it has run, unless a loop leads back to it.
    fileprivate var acceptsValues: Bool {
        guard step.kind == .command, added == nil else { return false }
        switch status {
        case .pending, .passedOver: return true
        case .waiting: return attempts.allSatisfy { $0.purpose != .forward || $0.neverStarted }
        case .running, .succeeded, .skipped, .decided, .simulated, .following: return false
        }
    }
}

extension Attempt {
    /// Whether no process ever ran for it.
    fileprivate var neverStarted: Bool {
        if case .notStarted = result { return true }
        return false
    }
}
