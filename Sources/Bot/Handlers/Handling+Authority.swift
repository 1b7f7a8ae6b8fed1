import Engine
import RunbookModel
import Views

/// Who may do what in a run, and what stands in the way of everybody.
extension Handling {
    /// What a person may decide in a run, at this moment.
    /// - Parameter gate: the question that is answered; when the answer would run something that is not green, another
    ///   run that is changing the same thing stands in the way.
    func authority(of user: UserID, in run: Run, answering gate: GateReference? = nil) throws -> Authority {
        var authority = Authority(mayOperate: true, mayConfirmRed: true, mayStart: true)
        if run.brokenGlass == nil {
            let people = run.policy.people
            authority.mayOperate = memberships.list(people?.approvers, has: user) ?? true
            authority.mayConfirmRed =
                memberships.list(people?.confirmers, has: user) ?? memberships.approvers?.contains(user) ?? true
            authority.mayStart = memberships.list(people?.starters, has: user) ?? true
        }
        authority.obstacle = try obstacle(in: run, answering: gate)
        return authority
    }

    /// What keeps everybody from running something in a run.
    func obstacle(in run: Run, answering gate: GateReference? = nil) throws -> Obstacle? {
        if let freeze = try WorkspaceState.freeze(in: store) { return .frozen(freeze) }
        guard let gate, let command = run.command(behind: gate) else { return nil }
        return try TargetLock(run, command).holder(in: store)
    }

    /// Those whose click would have been taken where this one was not.
    func whoMay(_ refusal: Refusal, in run: Run, besides user: UserID) -> [String] {
        let people = run.policy.people
        switch refusal {
        case .notPermitted(.red): return ConfirmerList.of(run, services.settings)
        case .notPermitted: return people?.approvers ?? []
        case .mayNotStart: return people?.starters ?? []
        case .needsAnotherPerson:
            return ConfirmerList.of(run, services.settings).filter { $0 != user.rawValue }
        default: return []
        }
    }
}

extension Authority {
    /// To halt is never a question of authority.
    var toHalt: Authority {
        var authority = self
        authority.mayOperate = true
        return authority
    }
}

extension Run {
    /// The command that an answer to a question would run, when it changes something.
    fileprivate func command(behind gate: GateReference) -> RenderedCommand? {
        guard let step = step(numbered: gate.step) else { return nil }
        if case .waiting(let open) = step.undo, open.number == gate.gate { return step.undoable }
        guard case .waiting(let open) = step.status, open.number == gate.gate, step.risk > .green else { return nil }
        return step.command
    }
}

extension Run {
    /// Name of the target that the commands really run on, the standard one of the workspace included.
    fileprivate var commandsTarget: String? { place.map(\.target) ?? policy.target }
}

/// One thing that only one run changes at a time.
struct TargetLock: Hashable {
    /// Commands that wait to be begun and are looked at.
    private static let waitingLimit = 10_000

    /// Where the commands run; `nil` is this machine.
    var target: String?
    /// What the command acts on, as the rules read it from the command.
    var object: String?
    private let run: RunID

    init(_ run: Run, _ command: RenderedCommand) {
        target = run.commandsTarget
        object = command.assessment.target
        self.run = run.id
    }

    /// The run that is changing the thing, if another one is. Commands that wait to be begun count: of two approvals at
    /// once, whichever is handled second finds the first.
    func holder(in store: any StoreTransaction) throws -> Obstacle? {
        let open =
            try store.openExecutions().map(\.place)
            + store.waitingExecutions(limit: Self.waitingLimit).map(\.place)
        for place in open where place.run != run {
            guard let other = try store.run(place.run), other.commandsTarget == target,
                let (step, attempt) = other.attempt(at: place), attempt.result == nil,
                attempt.changesSomething(of: step), attempt.command.assessment.target == object
            else { continue }
            return .targetBusy(object ?? target ?? "this machine", run: other.id, title: other.title)
        }
        return nil
    }
}

extension Attempt {
    fileprivate func changesSomething(of step: RunStep) -> Bool {
        switch purpose {
        case .forward: max(step.risk, command.assessment.risk) > .green
        case .undo: true
        case .capture, .check: false
        }
    }
}
