import Bot
import JSONTree
import Locking
import RiskRules
import RunbookModel
import SlackWire
import Store
import Testing
import Views

/// Asking what a command does, in all the places where it can be asked.
@Suite struct WhyFlowTests {
    private func answer(_ bot: LiveBot, to command: String) async throws -> String {
        let before = bot.harness.slack.responses.count
        await bot.command(command)
        return try await bot.eventually("an answer to \(command)") {
            let responses = bot.harness.slack.responses
            return responses.count > before ? responses.last?.message.allText : nil
        }
    }

    @Test func theCommandIsExplainedToWhoeverAsked() async throws {
        try await BotHarness().whileRunning { bot in
            let red = try await answer(bot, to: "why `kubectl delete namespace payments`")
            #expect(red.contains("🔴 DANGER") && red.contains("kubectl delete namespace payments"))
            #expect(!red.contains("`kubectl"))
            let green = try await answer(bot, to: "why kubectl get pods -n payments")
            #expect(green.contains("🟢 SAFE") && green.contains("nothing to undo"))
            let unknown = try await answer(bot, to: "why frobnicate --hard")
            #expect(unknown.contains("🟡 CAUTION") && unknown.contains("Not known to us"))
            let statement = try await answer(bot, to: "why DROP TABLE orders")
            #expect(statement.contains("🔴 DANGER"))
            let help = try await answer(bot, to: "why")
            #expect(help.contains("/runbook why COMMAND"))
            // Nothing was run, and nobody else saw it.
            #expect(bot.harness.runner.ran.isEmpty)
            #expect(bot.harness.slack.messages(in: BotHarness.channel).isEmpty)
        }
    }

    @Test func theMenuOfAStepAndTheListOfStepsExplain() async throws {
        try await BotHarness().whileRunning { bot in
            try await bot.store.write { try $0.insert(Samples.runbook(steps: Samples.steps)) }
            try await bot.alertIn(Samples.alert())
            try await bot.click("run.start", in: bot.message(with: "run.start"))
            _ = try await bot.message(with: "step.approve")
            // The green step that ran by itself has a menu as well.
            let done = try await bot.eventually("the message of the first step") {
                bot.harness.slack.messages(in: BotHarness.channel).first { $0.body.allText.contains("df -h") }?.body
            }
            #expect(done["blocks"]?.elements["step.more"] != nil)
            let value = ButtonValue(step: 2, runbook: Samples.runbook(steps: Samples.steps).id, choice: .why).wire
            try await bot.choose("step.more#2", value)
            let modal = try await bot.modal("why")
            #expect(modal.allText.contains("systemctl restart api"))
            #expect(modal.allText.contains("CAUTION"))
        }
    }
}

/// A script that is another one from some look at it on.
private final class ScriptState: Sendable {
    private let state: Lock<(digest: String, looks: Int?)>

    init(digest: String) { state = Lock((digest, nil)) }

    func changeAfter(_ looks: Int) { state.withLock { $0.looks = looks } }

    func next() -> String {
        state.withLock { state in
            guard let looks = state.looks else { return state.digest }
            state.looks = max(0, looks - 1)
            return looks > 0 ? state.digest : String(repeating: "cd", count: 32)
        }
    }
}

/// Scripts that a team approved, and what becomes of a step when one changes.
@Suite struct ApprovedScriptTests {
    private static let digest = String(repeating: "ab", count: 32)
    private static let table = TeamTable(
        file: "ops.txt", text: "script /opt/ops/report.sh sha256=\(digest)\ngreen - | | Prints the report.\n")

    @Test func aChangedScriptIsAskedForAgain() async throws {
        let (rules, errors) = RuleSet.builtIn(with: [Self.table])
        #expect(errors.isEmpty)
        let state = ScriptState(digest: Self.digest)
        let services = HandlerServices(
            settings: BotSettings(incidentChannel: ChannelID(BotHarness.channel)), rules: rules,
            digests: ScriptDigests { paths in
                Dictionary(paths.map { ($0, state.next()) }) { first, _ in first }
            })
        let step = Step(
            number: 1, kind: .command, title: "Report", command: "/opt/ops/report.sh", risk: .green,
            reasons: [RiskReason(rule: "script", text: "Approved.", risk: .green)])
        try await BotHarness(services: services).whileRunning { bot in
            try await bot.store.write { try $0.insert(Samples.runbook(steps: [step])) }
            try await bot.alertIn(Samples.alert())
            let card = try await bot.message(with: "run.start")
            // It is as approved when the run starts, and another one right before it would run.
            state.changeAfter(1)
            try await bot.click("run.start", in: card)
            let recovery = try await bot.message(with: "step.retry")
            #expect(recovery.allText.contains("asks for more now"))
            #expect(bot.harness.runner.ran.isEmpty)
            try await bot.click("step.retry", in: recovery)
            let gate = try await bot.message(with: "step.approve")
            #expect(gate.allText.contains("CAUTION"))
            #expect(bot.harness.runner.ran.isEmpty)
            // A person who sees the new colour may let it run.
            try await bot.click("step.approve", in: gate)
            _ = try await bot.eventually("the script to run") { bot.harness.runner.ran.isEmpty ? nil : true }
        }
    }
}

extension LiveBot {
    /// Chooses an entry of an overflow menu in the list of steps.
    fileprivate func choose(_ action: String, _ value: String) async throws {
        let number = harness.next()
        _ = await frontDoor.receive(
            SocketModeEnvelope(
                id: "E\(number)", kind: .interactive,
                payload: [
                    "type": "block_actions", "user": ["id": .string(BotHarness.engineer)],
                    "trigger_id": "T\(number)", "view": ["id": "V1", "callback_id": "steps"],
                    "actions": [
                        [
                            "action_id": .string(action), "selected_option": ["value": .string(value)],
                            "action_ts": .string("1700000000.\(number)"), "type": "overflow", "block_id": "b",
                        ]
                    ],
                ]))
    }
}
