import Bot
import BotTestKit
import Foundation
import JSONTree
import Locking
import RunbookModel
import Store
import Testing

/// `kill -9` at random moments of a run of twenty steps with real processes. `DD0C_KILLS=1000` asks for more, `DD0C_SEED`
/// for other moments, `DD0C_PROGRAM` for another build.
@Suite(.serialized, .timeLimit(.minutes(120))) struct KillSoakTests {
    private static func number(_ name: String, _ usual: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap(Int.init) ?? usual
    }

    /// Steps that change something; the others only read.
    private static let changing = Array(stride(from: 2, through: 20, by: 2))
    private static let red = 14

    private static func runbook(_ world: String) -> String {
        let steps = (1...20).map { number -> String in
            let command =
                switch number {
                case red: "rm -rf \(world)/doomed; echo \(number) >> \(world)/count-\(number)"
                // Some take long enough to be hit in the middle of it.
                case _ where number % 6 == 2: "echo \(number) >> \(world)/count-\(number); sleep 0.4; echo done"
                case _ where number % 2 == 0: "echo \(number) >> \(world)/count-\(number)"
                default: "df -h /"
                }
            return "\(number). Step \(number)\n\n    ```\n    \(command)\n    ```\n"
        }
        return "# Twenty steps\n\n" + steps.joined(separator: "\n")
    }

    @Test func nothingIsLostAndNothingDoubled() async throws {
        let wanted = Self.number("DD0C_KILLS", 6)
        let world = NSTemporaryDirectory() + "dd0c-world-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: world, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: world) }
        let stage = try await Stage(runbooks: ["twenty.md": Self.runbook(world)])
        defer { stage.close() }
        let killer = Killer(stage, seed: UInt64(Self.number("DD0C_SEED", 1)), wanted: wanted)
        let person = SoakPerson(workspace: stage.workspace, database: "\(stage.folder)/dd0c.db", world: world)
        var runs = 0
        repeat {
            runs += 1
            for number in Self.changing { try? FileManager.default.removeItem(atPath: "\(world)/count-\(number)") }
            try await withThrowingTaskGroup(of: Bool.self) { group in
                group.addTask {
                    try await killer.kill()
                    return false
                }
                group.addTask {
                    try await person.lead()
                    return true
                }
                while let isOver = try await group.next() {
                    if isOver { break }
                }
                group.cancelAll()
            }
            for number in Self.changing {
                let lines = FileManager.default.contents(atPath: "\(world)/count-\(number)")?.count { $0 == 0x0A } ?? 0
                #expect(lines == 1, "run \(runs): step \(number) had its effect \(lines) times")
            }
        } while killer.times.count < wanted
        let audit = try await SQLiteStore.open(path: "\(stage.folder)/dd0c.db", access: .reader).verifyAudit()
        #expect(audit.broken == nil)
        print(
            "kill soak: \(killer.times.count) kills in \(runs) runs, \(person.doubts) unknowns declared; "
                + "the card is right after \(Spread(killer.times.map(\.card))), "
                + "nothing is left to say after \(Spread(killer.times.map(\.everything)))")
    }
}

/// Pulls the plug again and again, and takes the time until the bot is back.
private final class Killer: Sendable {
    struct Recovery: Sendable {
        /// Until no card waits to be drawn any more.
        var card: Duration
        /// Until nothing at all waits to be said: a channel takes one message a second.
        var everything: Duration
    }

    private struct State: Sendable {
        var random: SeededRandom
        var times: [Recovery] = []
    }

    private let stage: Stage
    private let wanted: Int
    private let state: Lock<State>

    init(_ stage: Stage, seed: UInt64, wanted: Int) {
        self.stage = stage
        self.wanted = wanted
        state = Lock(State(random: SeededRandom(seed: seed)))
    }

    var times: [Recovery] { state.withLock { $0.times } }

    /// Until enough were made, or the task is cancelled between two of them.
    func kill() async throws {
        let database = "\(stage.folder)/dd0c.db"
        while times.count < wanted, !Task.isCancelled {
            let wait = state.withLock { $0.random.number(in: 20..<900) }
            do {
                try await Task.sleep(for: .milliseconds(wait))
            } catch {
                return
            }
            let stage = stage
            // Not to be cancelled in the middle: the next run wants a bot.
            let time = try await Task {
                let start = ContinuousClock.now
                try await stage.pullThePlug()
                let store = try SQLiteStore.open(path: database, access: .reader)
                var card: Duration?
                _ = try await eventually("nothing left to send") {
                    let rows = try await store.read { store in
                        try store.waitingMessages(limit: 1000).compactMap { try store.outboxRow($0.id) }
                    }
                    let isCardRight = !rows.contains { if case .runCard = $0.message { true } else { false } }
                    if isCardRight, card == nil { card = ContinuousClock.now - start }
                    return rows.isEmpty ? true : nil
                }
                try store.close()
                let everything = ContinuousClock.now - start
                return Recovery(card: card ?? everything, everything: everything)
            }.value
            state.withLock { $0.times.append(time) }
        }
    }
}

/// Leads each run to its end, as somebody who sees only the page would, and looks at the world when the bot says that it
/// does not know.
private final class SoakPerson: Sendable {
    private let workspace: Workspace
    private let database: String
    private let world: String
    private let unknowns = Lock(0)
    private let answers = Lock<[String]>([])

    init(workspace: Workspace, database: String, world: String) {
        self.workspace = workspace
        self.database = database
        self.world = world
    }

    /// How often the bot said that nobody knows how a command ended.
    var doubts: Int { unknowns.withLock(\.self) }

    /// What the person did last, for the report of a run that stands still.
    private func remember(_ answer: String) {
        answers.withLock { $0 = $0.suffix(9) + [answer] }
    }

    private static func standing(_ run: Run?) -> String {
        guard let run, let cursor = run.cursor else { return "has no step (\(String(describing: run?.phase)))" }
        let step = run.steps[cursor]
        return "is \(run.phase) at step \(step.step.number): \(step.status), \(step.attempts.map(\.result))"
    }

    func lead() async throws {
        let store = try SQLiteStore.open(path: database, access: .reader)
        let before = try await store.read { try $0.runs(since: Timestamp(milliseconds: 0), limit: 1000).count }
        let deadline = ContinuousClock.now + .seconds(180)
        var last: Run?
        while ContinuousClock.now < deadline {
            let runs = try await store.read { try $0.runs(since: Timestamp(milliseconds: 0), limit: 1000) }
            last = runs.first
            if runs.count == before {
                // Slack says at once when the bot is not there: one tries again.
                try await workspace.command("start Twenty steps", in: Workspace.incidents)
            } else if let run = runs.first {
                if run.isFinished { return try store.close() }
                try await answer(run)
            }
            try await Task.sleep(for: .milliseconds(150))
        }
        throw Missing(
            description: "the end of the run, which \(Self.standing(last)); last: \(answers.withLock(\.self))")
    }

    private func answer(_ run: Run) async throws {
        if run.phase == .offered { return try await press("run.start", gate: nil) }
        guard run.phase == .running else { return }
        guard let cursor = run.cursor else { return try await press("run.resolve", gate: nil) }
        let step = run.steps[cursor]
        guard case .waiting(let gate) = step.status else { return }
        switch gate.kind {
        case .approval: try await press("step.approve", gate: gate)
        case .confirmation:
            try await press("step.confirm", gate: gate)
            do {
                let modal = try await workspace.modal("confirm_red", within: 3)
                // It can be confirmed once it has been there long enough to be read.
                try await Task.sleep(for: Limits.readingTime + .milliseconds(1500))
                let reply = try await workspace.submit(modal, ["confirm.target": step.confirmationTarget])
                remember("submitted \(reply)")
            } catch is Missing {
                // The bot was killed while the dialog was being opened.
                remember("no dialog")
            }
            try await workspace.closeModals()
        case .recovery:
            let isUnknown = step.attempts.last?.result == .unknown
            if isUnknown { unknowns.withLock { $0 += 1 } }
            let hasHappened = FileManager.default.fileExists(atPath: "\(world)/count-\(step.step.number)")
            try await press(hasHappened ? isUnknown ? "step.done" : "step.skip" : "step.retry", gate: gate)
        case .manual, .decision, .values, .runbook: try await press("step.done", gate: gate)
        }
    }

    /// Presses the button of a question where it stands; nothing while it does not stand there.
    private func press(_ action: String, gate: Gate?) async throws {
        let messages = try await workspace.everything(in: Workspace.incidents)
        let message = messages.last { message in
            guard let (element, _) = message["blocks"]?.element(action) else { return false }
            guard let gate, let value = element["value"]?.string else { return true }
            return value.contains("\"g\":\(gate.number)")
        }
        guard let message else { return remember("no \(action) to be seen") }
        do {
            try await workspace.press(action, on: message)
            remember("pressed \(action)")
        } catch is Missing {
            // Drawn anew all the while: the next look finds it as it is then.
            remember("\(action) was drawn anew")
        }
    }
}
