import Engine
import RunbookModel
import Testing

/// Where a run's commands run is a part of what is approved.
@Suite("Places") struct PlaceTests {
    private let box = RunPlace(
        target: "box", change: "box (ssh deploy@a)", read: "box (ssh viewer@a), read-only profile")

    @Test("what is approved names the place and the account of its colour")
    func shown() throws {
        var play = Play([command(1, .green), command(2, .yellow)], started: false)
        play.send(.placed(box))
        play.send(.started(by: ann, authority: operator_))
        play.send(.executionEnded(step: 1, attempt: 1, result: .exited(0), output: output()))
        let gate = try #require(play.openGate(2))
        play.send(.approved(GateReference(step: 2, gate: gate.number), by: ann, authority: operator_))
        let shown = play.effects.compactMap { effect -> (String, String)? in
            if case .audit(let entry) = effect, let shown = entry.shown { (entry.action, shown) } else { nil }
        }
        let start = try #require(shown.first { $0.0 == "run.started" }?.1)
        #expect(start.contains("Changes run on: box (ssh deploy@a)"))
        #expect(start.contains("Reading runs on: box (ssh viewer@a), read-only profile"))
        #expect(shown.contains { $0.0 == "command.started" && $0.1.contains("Runs on: box (ssh viewer@a), read-only") })
        #expect(shown.contains { $0.0 == "step.approved" && $0.1.contains("Runs on: box (ssh deploy@a)\n") })
    }

    @Test("another place asks again")
    func moved() throws {
        var play = Play([command(1, .yellow)])
        let before = try #require(play.openGate(1))
        play.send(.placed(box))
        let after = try #require(play.openGate(1))
        #expect(after.number > before.number)
        play.send(.approved(GateReference(step: 1, gate: before.number), by: ann, authority: operator_))
        #expect(play.run.steps[0].attempts.isEmpty)
        // The same place again is no news.
        let revision = play.run.revision
        play.send(.placed(box))
        #expect(play.run.revision == revision)
    }

    @Test("an undo that was asked about elsewhere is asked about again")
    func movedUndo() throws {
        var play = Play([command(1, .yellow, undo: "back")])
        let gate = try #require(play.openGate(1))
        play.send(.approved(GateReference(step: 1, gate: gate.number), by: ann, authority: operator_))
        play.send(.executionEnded(step: 1, attempt: 1, result: .exited(0), output: output()))
        play.send(.undoAsked(step: 1, by: ann, authority: operator_))
        guard case .waiting(let asked)? = play.run.steps[0].undo else {
            Issue.record("nobody was asked")
            return
        }
        play.send(.placed(box))
        #expect(play.run.steps[0].undo == nil)
        play.send(.approved(GateReference(step: 1, gate: asked.number), by: ann, authority: operator_))
        #expect(play.run.steps[0].attempts.count == 1)
    }

    @Test("what was found is noted before the start, and never after")
    func checked() {
        let report = PreflightReport(
            number: 1, findings: [.init(kind: .program, name: "psql", outcome: .missing)],
            checkedAt: Timestamp(milliseconds: 5))
        var play = Play([command(1, .yellow)], started: false)
        play.send(.preflightEnded(report))
        #expect(play.run.preflight == report && play.last.contains(.cardChanged))
        #expect(play.run.phase == .offered)
        play.send(.started(by: ann, authority: operator_))
        let revision = play.run.revision
        play.send(.preflightEnded(PreflightReport(number: 2, findings: [], checkedAt: Timestamp(milliseconds: 6))))
        #expect(play.run.preflight == report && play.run.revision == revision)
    }
}
