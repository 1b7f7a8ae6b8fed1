import Bot
import Engine
import Foundation
import Locking
import RiskRules
import RunbookModel
import Store
import Testing

/// At each call to the world the bot fails or dies once; then it is started again on the same files. Whatever happens,
/// the end is that of the undisturbed run, and no step had its effect twice.
@Suite(.serialized) struct FaultSweepTests {
    /// Every how many calls fate strikes; all of them with `DD0C_SWEEP=1`.
    private static let stride = ProcessInfo.processInfo.environment["DD0C_SWEEP"].flatMap(Int.init) ?? 23

    struct Outcome: Sendable {
        var run: Run
        var deaths = 0
        var calls = 0
        var struck: String?
        var doubts = 0
        var problems: [String] = []
    }

    private func live(_ fate: Fate?) async throws -> Outcome {
        let world = try World()
        let person = Person(world)
        try await offer(world)
        var deaths = 0
        var lives: [Life] = []
        while true {
            let life = Life(lives.isEmpty ? fate : nil)
            lives.append(life)
            let store = try SQLiteStore.open(path: world.database)
            let hasDied = try await Existence(world, life, store).unfold(person)
            try store.close()
            guard hasDied else { break }
            deaths += 1
            try #require(deaths < 3, "it dies again and again")
        }
        return try await outcome(world, person, lives[0], deaths)
    }

    private func offer(_ world: World) async throws {
        let store = try SQLiteStore.open(path: world.database)
        let runbook = world.runbook
        // The lives go by the real clock, and a message that is too old is given up when it fails.
        let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        let run = RunFactory.offer(
            runbook, RunOffer(id: world.run, channel: "C1"), values: [:], at: now
        ) { step, _ in
            let assessment = HandlerServices(settings: BotSettings()).classifier.assess(
                step.command ?? "", language: .shell)
            return StepRendering(command: RenderedCommand(text: step.command ?? "", assessment: assessment))
        }
        for (number, risk) in World.changing { #expect(run.steps[number - 1].risk == risk) }
        try await store.write { transaction in
            try transaction.insert(runbook)
            try transaction.insert(run)
            try transaction.enqueue(
                Outgoing(lane: "C1", message: .runCard(run.id), coalescingKey: "card"),
                at: now)
        }
        try store.close()
    }

    private func outcome(_ world: World, _ person: Person, _ first: Life, _ deaths: Int) async throws -> Outcome {
        let store = try SQLiteStore.open(path: world.database)
        let run = try #require(try await store.read { try $0.run(world.run) })
        let events = try await store.read { try $0.events(of: world.run) }
        let audit = try await store.verifyAudit()
        let open = try await store.read { try $0.openExecutions().count }
        let dead = try await store.read { try $0.outboxEntries(limit: 10).count { $0.state == .dead } }
        try store.close()
        var problems: [String] = []
        for number in World.changing.keys.sorted() where world.effects(of: number) != 1 {
            problems.append("step \(number) had its effect \(world.effects(of: number)) times")
        }
        if let broken = audit.broken { problems.append("the audit trail is broken: \(broken)") }
        if open > 0 { problems.append("\(open) commands have no end") }
        if dead > 0 { problems.append("\(dead) messages were given up") }
        if run.phase != .finished(.resolved) { problems.append("the run is \(run.phase)") }
        for step in run.steps where !step.isDone { problems.append("step \(step.step.number) is \(step.status)") }
        problems += world.slack.postedTwice.map { "posted twice: \($0)" }
        if events.isEmpty { problems.append("no event was recorded") }
        return Outcome(
            run: run, deaths: deaths, calls: first.calls, struck: first.struck,
            doubts: person.doubts.withLock(\.self), problems: problems)
    }

    @Test func theEndIsThatOfTheUndisturbedRun() async throws {
        let undisturbed = try await live(nil)
        #expect(undisturbed.problems == [] && undisturbed.doubts == 0 && undisturbed.deaths == 0)
        var struck = 0
        var deaths = 0
        var doubts = 0
        for kind in Fate.Kind.allCases {
            var call = 1 + (kind == .fails ? 0 : kind == .diesBefore ? Self.stride / 3 : 2 * Self.stride / 3)
            while call <= undisturbed.calls {
                let fate = Fate(kind: kind, call: call)
                let outcome = try await live(fate)
                #expect(outcome.problems == [], "\(fate), at \(outcome.struck ?? "nothing")")
                if outcome.struck != nil { struck += 1 }
                deaths += outcome.deaths
                doubts += outcome.doubts
                call += Self.stride
            }
        }
        print("fault sweep: \(undisturbed.calls) calls, struck \(struck), died \(deaths), asked about \(doubts)")
        #expect(struck > 5 && deaths > 3)
    }
}

extension RunStep {
    fileprivate var isDone: Bool {
        switch status {
        case .succeeded, .decided: true
        case .pending, .waiting, .running, .skipped, .passedOver, .simulated, .following: false
        }
    }
}
