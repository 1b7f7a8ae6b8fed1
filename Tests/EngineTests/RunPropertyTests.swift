import BotTestKit
import Engine
import Foundation
import RunbookModel
import Testing

@Suite struct RunProperties {
    /// Seeds 1…; each stream is a run of a random runbook under random events. `DD0C_STREAMS` asks for more.
    private var streams: Int { ProcessInfo.processInfo.environment["DD0C_STREAMS"].flatMap(Int.init) ?? 250 }

    @Test func invariantsHoldOverRandomStreams() throws {
        var events = 0
        var forward = 0
        var red = 0
        var finished = 0
        var parts = (added: 0, followed: 0, checkedAgain: 0)
        for seed in 1...UInt64(streams) {
            var stream = RunStream(seed: seed)
            var now = Timestamp(milliseconds: 1_767_603_600_000)
            let offered = stream.offeredRun(at: now)
            var machine = RunMachine(offered)
            var checker = RunChecker()
            var recorded: [(event: RunEvent, at: Timestamp)] = []
            for _ in 0..<150 {
                now = now + (stream.random.chance(3) ? .seconds(1000) : .seconds(stream.random.number(in: 0..<5)))
                let event = stream.event(machine.run)
                // A redelivered click comes twice.
                for _ in 0..<(stream.random.chance(10) ? 2 : 1) {
                    let before = machine.run
                    let effects = machine.handle(event, at: now)
                    checker.check(before, event, effects, machine.run, at: now)
                    if machine.run.revision != before.revision { recorded.append((event, now)) }
                    events += 1
                }
            }
            #expect(checker.violations.prefix(3) == [], "seed \(seed)")
            #expect(RunMachine.fold(recorded, from: offered) == machine.run, "seed \(seed)")
            forward += checker.forwardRuns
            red += checker.redRuns
            parts.added += checker.added
            parts.followed += checker.followed
            parts.checkedAgain += checker.checkedAgain
            finished += machine.run.isFinished ? 1 : 0
        }
        // The streams reach what they are meant to reach.
        #expect(events >= streams * 150)
        #expect(forward > streams * 2)
        #expect(red > streams / 4)
        #expect(finished > streams / 10)
        #expect(parts.added > streams / 20 && parts.followed > streams / 20 && parts.checkedAgain > streams / 20)
    }

    @Test func runsAndEventsSurviveStorage() throws {
        for seed in 1...20 as ClosedRange<UInt64> {
            var stream = RunStream(seed: seed)
            let now = Timestamp(milliseconds: 1_767_603_600_000)
            let offered = stream.offeredRun(at: now)
            var machine = RunMachine(offered)
            var stored: [Data] = []
            for _ in 0..<60 {
                let event = stream.event(machine.run)
                let revision = machine.run.revision
                _ = machine.handle(event, at: now)
                if machine.run.revision != revision { stored.append(try JSONEncoder().encode(event)) }
            }
            let run = try JSONDecoder().decode(Run.self, from: JSONEncoder().encode(machine.run))
            #expect(run == machine.run)
            let events = try stored.map { (event: try JSONDecoder().decode(RunEvent.self, from: $0), at: now) }
            #expect(RunMachine.fold(events, from: offered) == run)
        }
    }

    @Test func checkerSeesWhatItIsMeantToSee() {
        // A made-up engine that runs a red step on a mere approval.
        let play = Play([command(1, .red)])
        var after = play.run
        after.revision += 1
        after.steps[0].status = .running(attempt: 1)
        after.steps[0].attempts = [
            Attempt(
                number: 1, purpose: .forward, command: rendered("red-1", .red), approvedBy: .user(ann),
                startedAt: play.now)
        ]
        var checker = RunChecker()
        checker.check(
            play.run, .approved(play.reference(1), by: ann, authority: lead), [.execute(step: 1, attempt: 1)], after,
            at: play.now)
        #expect(checker.violations.contains { $0.hasPrefix("a step runs only as its colour allows") })
        #expect(checker.violations.contains { $0.hasPrefix("an accepted event is in the record") })
        #expect(checker.violations.contains { $0.hasPrefix("approved at its own gate") })
    }
}
