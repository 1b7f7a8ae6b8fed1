import Foundation
import JSONTree
import Testing

/// The bot is killed while a step runs. What the step does to the world is the witness: nothing lost, nothing twice.
@Suite(.serialized, .timeLimit(.minutes(4))) struct OutliveTests {
    /// One step, which needs an approval, marks its beginning and, once it may, its end.
    private static let runbook = """
        # Slow library

        **Alert:** SlowLibrary

        1. Take your time:

           ```sh
           echo begun >> marks; while [ ! -e go ]; do sleep 0.05; done; echo ended >> marks; echo the-true-end
           ```

        2. Leave a mark:

           ```sh
           touch mark-later
           ```
        """

    /// Brings the step to run, and no further than its beginning.
    private func run(_ body: (Stage) async throws -> Void) async throws {
        let stage = try await Stage(runbooks: ["slow.md": Self.runbook])
        defer { stage.close() }
        do {
            let me = stage.workspace
            #expect(try await stage.alert("SlowLibrary") == 200)
            try await me.press("run.start", on: me.message(with: "run.start"))
            try await me.press("step.approve", on: me.message(with: "step.approve"))
            try await marks("begun\n", stage)
            try await body(stage)
        } catch {
            Issue.record("\(error)\n--- the bot printed:\n\(stage.bot.output.suffix(4000))")
        }
    }

    private func marks(_ text: String, _ stage: Stage) async throws {
        _ = try await eventually("the marks \(text)") {
            (try? String(contentsOfFile: "\(stage.folder)/marks", encoding: .utf8)) == text ? true : nil
        }
    }

    private func letGoOn(_ stage: Stage) throws { try Data().write(to: URL(filePath: "\(stage.folder)/go")) }

    @Test func aStepThatRunsIsFoundAgain() async throws {
        try await run { stage in
            try await stage.pullThePlug()
            try letGoOn(stage)
            let me = stage.workspace
            _ = try await me.message(saying: "the-true-end")
            // The next step is asked about: the first succeeded.
            _ = try await me.message(with: "step.approve")
            try await marks("begun\nended\n", stage)
        }
    }

    @Test func aStepThatEndedMeanwhileIsReportedAsItEnded() async throws {
        try await run { stage in
            try await stage.kill()
            try letGoOn(stage)
            try await marks("begun\nended\n", stage)
            try await stage.restart()
            let me = stage.workspace
            _ = try await me.message(saying: "the-true-end")
            _ = try await me.message(with: "step.approve")
            try await marks("begun\nended\n", stage)
        }
    }

    @Test func stopReachesAStepThatWasFoundAgain() async throws {
        try await run { stage in
            try await stage.pullThePlug()
            let me = stage.workspace
            try await me.press("run.stop", on: me.message(with: "run.stop"))
            _ = try await me.message(saying: "stopped by hand")
            try letGoOn(stage)
            try await Task.sleep(for: .milliseconds(300))
            try await marks("begun\n", stage)
        }
    }

    /// A restart for an update lets steps go on.
    @Test func aStepOutlivesAnOrderlyRestart() async throws {
        try await run { stage in
            stage.bot.send(SIGTERM)
            #expect(try await stage.bot.end() == 0)
            try await stage.restart()
            try letGoOn(stage)
            _ = try await stage.workspace.message(saying: "the-true-end")
            try await marks("begun\nended\n", stage)
        }
    }
}
