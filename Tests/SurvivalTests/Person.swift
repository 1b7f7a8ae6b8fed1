import Bot
import Foundation
import JSONTree
import Locking
import RunbookModel
import Store
import Views

/// Leads a run to its end: answers every question once, and clicks again only what was not acknowledged. Knows nothing
/// but what is stored, as a person knows nothing but what is on the screen, and looks at the world when the bot says that
/// it does not know.
final class Person: Sendable {
    struct Stuck: Error, CustomStringConvertible {
        var description: String
    }

    private let world: World
    /// Clicks that were acknowledged.
    private let clicked = Lock<Set<String>>([])
    /// How often a person was told that nobody knows.
    let doubts = Lock(0)

    init(_ world: World) { self.world = world }

    /// - Returns: `true` once the run is over and all is said; `false` when the bot died.
    func lead(_ bot: Existence) async throws -> Bool {
        let deadline = ContinuousClock.now + .seconds(30)
        var last: Run?
        while !bot.life.isDead {
            guard ContinuousClock.now < deadline else {
                throw Stuck(description: "the run stands at \(String(describing: last?.steps.map(\.status)))")
            }
            let (run, isQuiet) = try await bot.store.read { store in
                (
                    try store.run(self.world.run),
                    try store.waitingMessages(limit: 1).isEmpty
                        && store.nextInboxRows(at: Timestamp(milliseconds: Int64.max / 2), limit: 1).isEmpty
                )
            }
            last = run
            if let run, run.isFinished, isQuiet { return true }
            if let run, let payload = answer(to: run), await bot.deliver(payload) {
                clicked.withLock { _ = $0.insert(payload.text()) }
            }
            try await Task.sleep(for: .milliseconds(3))
        }
        return false
    }

    /// The next click; `nil` while there is nothing to answer, or the answer is on its way.
    private func answer(to run: Run) -> JSONValue? {
        guard let payload = question(of: run), !clicked.withLock({ $0.contains(payload.text()) }) else { return nil }
        return payload
    }

    private func question(of run: Run) -> JSONValue? {
        if run.phase == .offered { return click("run.start", ButtonValue(run: run.id)) }
        guard run.phase == .running else { return nil }
        guard let cursor = run.cursor else { return click("run.resolve", ButtonValue(run: run.id)) }
        let step = run.steps[cursor]
        guard case .waiting(let gate) = step.status else { return nil }
        let value = ButtonValue(run: run.id, step: step.step.number, gate: gate.number)
        switch gate.kind {
        case .approval: return click("step.approve", value)
        case .confirmation: return submission(value, step.confirmationTarget)
        case .decision: return click("step.then", value)
        case .manual, .values, .runbook: return click("step.done", value)
        case .recovery:
            doubts.withLock { $0 += 1 }
            let isDone = world.effects(of: step.step.number) > 0
            return click(isDone ? "step.done" : "step.retry", value)
        }
    }

    private func click(_ action: String, _ value: ButtonValue) -> JSONValue {
        [
            "type": "block_actions", "user": ["id": "U0ROBIN"], "trigger_id": "T1", "channel": ["id": "C1"],
            "response_url": "https://respond/1",
            "container": ["type": "message", "channel_id": "C1", "message_ts": "1.1"],
            "actions": [
                [
                    "action_id": .string(action), "value": .string(value.wire), "type": "button", "block_id": "b",
                    // The moment of the click: another one for another question.
                    "action_ts": .string("1700000000.\(action)\(value.gate ?? 0)"),
                ]
            ],
        ]
    }

    private func submission(_ value: ButtonValue, _ target: String) -> JSONValue {
        let id = FormField.typedTarget.rawValue
        return [
            "type": "view_submission", "user": ["id": "U0ROBIN"], "trigger_id": "T1",
            "view": [
                "id": "V1", "hash": .string("h\(value.gate ?? 0)"), "callback_id": "confirm_red",
                "private_metadata": .string(value.wire),
                "state": ["values": .object([id: .object([id: ["value": .string(target)]])])],
            ],
        ]
    }
}
