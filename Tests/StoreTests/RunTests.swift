import Bot
import Engine
import GRDB
import RunbookModel
import Store
import Testing

@Suite struct RunTests {
    @Test func alertsAreFoundByTheVendorsKey() async throws {
        try await withStore { store in
            try await store.write { transaction in
                try transaction.save(alert("a1", started: 1))
                try transaction.save(alert("a2", started: 5))
                try transaction.save(alert("a3", fingerprint: "f2", started: 9))
                var resolved = alert("a2", started: 5)
                resolved.status = .resolved
                resolved.resolvedAt = at(7)
                try transaction.save(resolved)
                #expect(try transaction.alert(vendor: "generic", fingerprint: "f1") == resolved)
                #expect(try transaction.alert(vendor: "other", fingerprint: "f1") == nil)
                #expect(try transaction.alert("a1") == alert("a1", started: 1))
                #expect(try transaction.alerts(since: at(5)).map(\.id) == ["a2", "a3"])
            }
        }
    }

    @Test func anUpdateNeedsTheRevisionThatIsStored() async throws {
        try await withStore { store in
            try await store.insertRun()
            var changed = run()
            changed.phase = .running
            try await store.write { [changed] in try $0.update(changed) }
            let stored = try await store.read { try $0.run("run-1") }
            #expect(stored?.revision == 1 && stored?.phase == .running)
            let late = try await storeError { try await store.write { [changed] in try $0.update(changed) } }
            #expect(late?.code == .conflict)
            let unknown = try await storeError { try await store.write { try $0.update(run("nobody")) } }
            #expect(unknown?.code == .conflict)
            let again = try await storeError { try await store.write { try $0.insert(run()) } }
            #expect(again?.code == .conflict)
        }
    }

    @Test func ofTwoWritersOneWins() async throws {
        try await withStore { store in
            try await store.insertRun()
            let wins = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<20 {
                    group.addTask {
                        var changed = run()
                        changed.values = ["winner": String(number)]
                        do {
                            try await store.write { [changed] in try $0.update(changed) }
                            return true
                        } catch {
                            return false
                        }
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(wins == 1)
        }
    }

    @Test func aRunNeedsWhatItRefersTo() async throws {
        try await withStore { store in
            let error = try await storeError { try await store.write { try $0.insert(run()) } }
            #expect(error?.code == .conflict)
        }
    }

    @Test func runsAreFound() async throws {
        try await withStore { store in
            try await store.write { transaction in
                try transaction.insert(runbook())
                try transaction.save(alert("a1"))
                for number in 1...4 {
                    var one = run(RunID("run-\(number)"), offered: Int64(number))
                    if number % 2 == 0 { one.alert = "a1" }
                    if number == 3 { one.phase = .finished(.resolved) }
                    try transaction.insert(one)
                }
                #expect(try transaction.openRuns().map(\.id) == ["run-1", "run-2", "run-4"])
                #expect(try transaction.runs(ofAlert: "a1").map(\.id) == ["run-2", "run-4"])
                #expect(try transaction.runs(ofRunbook: "rb-1", limit: 2).map(\.id) == ["run-4", "run-3"])
                #expect(try transaction.runs(since: at(2), limit: 9).map(\.id) == ["run-4", "run-3", "run-2"])
                var finished = run("run-1", offered: 1)
                finished.phase = .finished(.stopped)
                try transaction.update(finished)
                #expect(try transaction.openRuns().map(\.id) == ["run-2", "run-4"])
            }
        }
    }

    @Test func eventsKeepTheirOrder() async throws {
        let authority = Authority(mayOperate: true, mayConfirmRed: false)
        let output = CommandOutput(text: "\u{1F600}\n\0", totalBytes: 6, isCut: false)
        let events: [RunEvent] = [
            .started(by: "U1", authority: authority),
            .executionEnded(step: 1, attempt: 1, result: .signaled(9), output: output),
            .chosen(GateReference(step: 2, gate: 1), .otherwise, by: "U1", authority: authority),
            .started(by: "U1", authority: authority),
        ]
        try await withStore { store in
            try await store.insertRun()
            try await store.insertRun(run("run-2"))
            for event in events {
                try await store.write { transaction in
                    try transaction.record(event, of: "run-1", at: at(1))
                    try transaction.record(event, of: "run-2", at: at(2))
                }
            }
            let stored = try await store.read { try $0.events(of: "run-1").map(\.event) }
            #expect(stored == events)
            #expect(try await store.read { try $0.events(of: "run-2").allSatisfy { $0.at == at(2) } })
        }
    }

    @Test func outputsAreStoredOnceAndComeBack() async throws {
        func output(_ text: String) -> CommandOutput { CommandOutput(text: text, totalBytes: 9, isCut: true) }
        let long = String(repeating: "line \u{1F600}\0\n", count: 1000)
        let texts = ["short", long, "output:" + String(repeating: "0", count: 64), long, long + "!"]
        var walked = run(of: runbook(steps: 5))
        for (index, text) in texts.enumerated() {
            let command = RenderedCommand(
                text: "x", assessment: RiskAssessment(risk: .green, reasons: [], effect: "", rulesVersion: "1"))
            walked.steps[index].attempts = [
                Attempt(
                    number: 1, purpose: .forward, command: command, approvedBy: .system, startedAt: at(0),
                    output: output(text))
            ]
        }
        try await withStore { store in
            try await store.write { [walked] transaction in
                try transaction.insert(runbook(steps: 5))
                try transaction.insert(walked)
            }
            #expect(try await store.read { try $0.run("run-1") } == walked)
            walked.steps[1].attempts[0].output = output(long + "?")
            walked.steps[3].attempts[0].output = nil
            try await store.write { [walked] in try $0.update(walked) }
            walked.revision += 1
            #expect(try await store.read { try $0.run("run-1") } == walked)
            #expect(try await store.read { try $0.openRuns() } == [walked])
            let kept = try await DatabaseQueue(path: store.path).read { db in
                try Int.fetchOne(db, sql: "SELECT count(*) FROM run_output")
            }
            #expect(kept == 2)
        }
    }
}
