import Foundation
import JSONTree
import Testing

/// What becomes of messages when Slack's answers are lost, when it refuses them, and when they are too long.
@Suite(.serialized, .timeLimit(.minutes(4))) struct OutboxFlowTests {
    private static let runbook = """
        # Library disk is full

        **Alert:** LibraryDiskFull

        1. See what is there:

           ```sh
           ls -l /usr/bin /usr/bin /usr/bin
           ```
        """

    private func run(settings: [String: String] = [:], _ body: (Stage) async throws -> Void) async throws {
        let stage = try await Stage(settings: settings, runbooks: ["library.md": Self.runbook])
        defer { stage.close() }
        do {
            try await body(stage)
        } catch {
            Issue.record("\(error)\n--- the bot printed:\n\(stage.bot.output.suffix(4000))")
        }
    }

    /// What a command of the program prints.
    private func print(_ arguments: [String], _ stage: Stage, code: Int32 = 0) async throws -> String {
        let program = try Program(arguments, environment: stage.environment)
        #expect(try await program.end() == code, "\(program.output)")
        return program.output
    }

    @Test func aPostWhoseAnswerIsLostAppearsOnce() async throws {
        try await run { stage in
            let me = stage.workspace
            try await me.post("sandbox/fault", ["id": "api_late_reset", "active": true])
            #expect(try await stage.alert("LibraryDiskFull") == 200)
            _ = try await me.message(with: "run.start")
            // A second attempt at the least has been made by now.
            _ = try await eventually("a lost answer") {
                try await print(["outbox"], stage).contains("attempts 2") ? true : nil
            }
            try await me.post("sandbox/fault", ["id": "api_late_reset", "active": false])
            _ = try await eventually("an empty outbox") {
                try await print(["outbox"], stage).hasPrefix("0 waiting (0 passed over), 0 dead") ? true : nil
            }
            let cards = try await me.messages(in: Workspace.incidents).filter {
                $0["blocks"]?.element("run.start") != nil
            }
            #expect(cards.count == 1)
            // It is the one that is edited from then on.
            try await me.press("run.start", on: cards[0])
            _ = try await eventually("the card to follow") {
                try await me.messages(in: Workspace.incidents).first { $0["ts"] == cards[0]["ts"] }?["blocks"]?
                    .element("run.start") == nil ? true : nil
            }
        }
    }

    @Test func theOperatorSeesWhatSlackRefused() async throws {
        try await run(settings: ["DD0C_DIGEST_CHANNEL": "C0NOWHERE00"]) { stage in
            try await stage.workspace.command("digest", in: Workspace.incidents)
            let line = try await eventually("the dead letter") {
                try await print(["outbox"], stage).split(separator: "\n").first { $0.contains("channel_not_found") }
            }
            let name = try #require(line.split(separator: " ").first.map(String.init))
            #expect(line.contains("dead  lane C0NOWHERE00"))
            #expect(try await print(["outbox", "retry", name], stage) == "\(name) is tried again\n")
            #expect(try await print(["outbox", "drop", name], stage) == "\(name) is dropped\n")
            #expect(try await print(["outbox", "drop", name], stage, code: 66).contains("There is no \(name)"))
            #expect(try await print(["outbox", "retry", "x1"], stage, code: 64).contains("x1"))
            #expect(try await print(["audit", "verify"], stage).contains("unbroken"))
        }
    }

    @Test func aLongOutputIsAFileInTheThread() async throws {
        try await run { stage in
            let me = stage.workspace
            #expect(try await stage.alert("LibraryDiskFull") == 200)
            try await me.press("run.start", on: me.message(with: "run.start"))
            let file = try await eventually("the file") {
                try await me.everything(in: Workspace.incidents).compactMap { $0["files"]?[0] }.first
            }
            #expect(file["name"] == "step-1-output.txt")
            #expect((file["size"]?.int ?? 0) > 64 << 10, "more than is stored")
        }
    }
}
