import BotTestKit
import Engine
import RunbookModel

/// People and commands of the scenarios.
let ann: UserID = "UANN"
let bob: UserID = "UBOB"
let operator_ = Authority(mayOperate: true, mayConfirmRed: false)
let lead = Authority(mayOperate: true, mayConfirmRed: true)
let guest = Authority(mayOperate: false, mayConfirmRed: false)

func rendered(
    _ text: String, _ risk: Risk, target: String? = nil, secrets: Bool = false, load: Bool = false
) -> RenderedCommand {
    RenderedCommand(
        text: text,
        assessment: RiskAssessment(
            risk: risk, reasons: [RiskReason(rule: "test.\(risk)", text: "says the test", risk: risk)],
            effect: "Does \(text).", target: target, disclosesSecrets: secrets, heavyLoad: load, rulesVersion: "7"))
}

func command(_ number: Int, _ risk: Risk, _ text: String? = nil, undo: String? = nil) -> RunStep {
    let text = text ?? "\(risk)-\(number)"
    return RunStep(
        step: Step(number: number, kind: .command, title: "Step \(number)", command: text, risk: risk),
        command: rendered(text, risk, target: "thing/\(number)"),
        undoCommand: undo.map { rendered($0, .yellow, target: "thing/\(number)") })
}

func manual(_ number: Int) -> RunStep {
    RunStep(step: Step(number: number, kind: .manual, title: "Look at \(number)", risk: .yellow))
}

func decision(_ number: Int, then: Int? = nil, otherwise: Int? = nil, test: Condition? = nil) -> RunStep {
    RunStep(
        step: Step(
            number: number, kind: .decision, title: "Which way?",
            branch: Branch(condition: "it is so", then: "go", thenStep: then, elseStep: otherwise, test: test)))
}

func output(_ text: String = "", cut: Bool = false) -> CommandOutput {
    CommandOutput(text: text, totalBytes: text.utf8.count, isCut: cut)
}

/// A run that is played through with short words; remembers all that was asked for.
struct Play {
    var machine: RunMachine
    let offered: Run
    var now = Timestamp(milliseconds: 1_767_603_600_000)
    var recorded: [(event: RunEvent, at: Timestamp)] = []
    var effects: [RunEffect] = []
    /// Effects of the last event alone.
    var last: [RunEffect] = []

    init(_ steps: [RunStep], started: Bool = true, policy: RunPolicy? = nil) {
        offered = Run(
            id: "run-1", runbook: "book-1", runbookVersion: 3, title: "Slow answers", channel: "C1",
            policy: policy ?? RunPolicy(), steps: steps,
            incidentBegan: now, offeredAt: now)
        machine = RunMachine(offered)
        if started, policy == nil { send(.started(by: ann, authority: operator_)) }
    }

    var run: Run { machine.run }
    var executed: [String] {
        effects.compactMap { effect in
            guard case .execute(let step, let attempt) = effect else { return nil }
            return run.steps[step - 1].attempts[attempt - 1].command.text
        }
    }
    var refusal: Refusal? {
        for case .refuse(_, let refusal) in last { return refusal }
        return nil
    }
    var entries: [AuditEntry] {
        effects.compactMap { if case .audit(let entry) = $0 { entry } else { nil } }
    }

    @discardableResult
    mutating func send(_ event: RunEvent) -> [RunEffect] {
        let before = machine.run
        last = machine.handle(event, at: now)
        if machine.run.revision != before.revision { recorded.append((event, now)) }
        effects += last
        return last
    }

    func status(_ step: Int) -> StepStatus { run.steps[step - 1].status }
    func undo(_ step: Int) -> UndoStatus? { run.steps[step - 1].undo }
    /// Kind of the gate that the step waits at.
    func gate(_ step: Int) -> Gate.Kind? { openGate(step)?.kind }
    func openGate(_ step: Int) -> Gate? { if case .waiting(let gate) = status(step) { gate } else { nil } }
    func reference(_ step: Int) -> GateReference { GateReference(step: step, gate: openGate(step)?.number ?? 0) }
    func undoGate(_ step: Int) -> Gate? { if case .waiting(let gate) = undo(step) { gate } else { nil } }
    func undoReference(_ step: Int) -> GateReference {
        GateReference(step: step, gate: undoGate(step)?.number ?? 0)
    }

    /// The last attempt at a step ends.
    mutating func end(
        _ step: Int, _ result: AttemptResult = .exited(0), _ text: String = "", undo: RenderedCommand? = nil
    ) {
        let attempt = run.steps[step - 1].attempts.last { $0.result == nil }?.number ?? 0
        send(.executionEnded(step: step, attempt: attempt, result: result, output: output(text), undo: undo))
    }
    mutating func lose(_ step: Int) {
        send(.executionLost(step: step, attempt: run.steps[step - 1].attempts.last { $0.result == nil }?.number ?? 0))
    }
    mutating func approve(_ step: Int) { send(.approved(reference(step), by: ann, authority: operator_)) }
    mutating func confirm(_ step: Int, _ typed: String? = nil) {
        send(.confirmed(reference(step), typedTarget: typed ?? "thing/\(step)", by: bob, authority: lead))
    }
    mutating func skip(_ step: Int) {
        send(.skipped(reference(step), reason: "not now", by: ann, authority: operator_))
    }
    mutating func retry(_ step: Int) { send(.retryAsked(reference(step), by: ann, authority: operator_)) }
    mutating func edit(_ step: Int, _ new: RenderedCommand, undo: RenderedCommand? = nil) {
        send(.edited(reference(step), command: new, undo: undo, by: ann, authority: operator_))
    }
    mutating func wait(_ span: Duration) { now = now + span }
}
