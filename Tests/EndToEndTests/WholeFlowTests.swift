import Foundation
import JSONTree
import Testing

/// The real programs, the real protocol, real commands. One test walks the flow that the product exists for; the others
/// pull at it.
@Suite(.serialized, .timeLimit(.minutes(4))) struct WholeFlowTests {
    /// A runbook whose commands leave marks in the working directory, so that the world is the witness of what ran.
    static func runbook(title: String, alert: String, folder: String = ".") -> String {
        """
        # \(title)

        **Alert:** \(alert)

        1. Look at the disk:

           ```sh
           df -h
           ```

        2. Leave a mark:

           ```sh
           touch \(folder)/mark-yellow
           ```

        3. Remove the scratch folder:

           ```sh
           rm -rf \(folder)/scratch
           ```
        """
    }

    private func run(
        settings: [String: String] = [:], _ body: (Stage) async throws -> Void
    ) async throws {
        let stage = try await Stage(
            settings: settings,
            runbooks: ["library.md": Self.runbook(title: "Library disk is full", alert: "LibraryDiskFull")])
        defer { stage.close() }
        do {
            try await body(stage)
        } catch {
            Issue.record("\(error)\n--- the bot printed:\n\(stage.bot.output.suffix(4000))")
        }
        // Whatever happened, no secret is in what the bot printed.
        for secret in ["xoxb-", "xapp-", Stage.token, "pagerduty-secret-of-this-test"] {
            #expect(!stage.bot.output.contains(secret))
        }
    }

    private func exists(_ name: String, _ stage: Stage) -> Bool {
        FileManager.default.fileExists(atPath: "\(stage.folder)/\(name)")
    }

    @Test func fromPasteToResolved() async throws {
        try await run { stage in
            let me = stage.workspace
            let direct = try await me.directMessage()

            // Paste, review, save.
            try await me.command("paste", in: direct)
            let paste = try await me.modal("paste")
            try await me.submit(
                paste, ["paste.text": Self.runbook(title: "API disk is full", alert: "ApiDiskFull")])
            let review = try await me.message(with: "draft.save", in: direct)
            #expect(review.allText.contains("API disk is full"))
            try await me.press("draft.save", on: review, in: direct)
            _ = try await me.message(saying: "Saved", in: direct)

            // The alert, the card, the start.
            #expect(try await stage.alert("ApiDiskFull") == 200)
            let card = try await me.message(with: "run.start")
            #expect(card.allText.contains("API disk is full"))
            try FileManager.default.createDirectory(
                atPath: "\(stage.folder)/scratch", withIntermediateDirectories: true)
            try await me.press("run.start", on: card)

            // Green ran by itself, with its output in the thread; yellow waits.
            let gate = try await me.message(with: "step.approve")
            #expect(!exists("mark-yellow", stage))
            let thread = try await me.thread(of: card["ts"]!.string!)
            #expect(thread.contains { $0.allText.contains("Filesystem") })
            try await me.press("step.approve", on: gate)

            // Red: the modal names the target and wants it typed.
            let red = try await me.message(with: "step.confirm")
            #expect(exists("mark-yellow", stage))
            try await me.press("step.confirm", on: red)
            let confirm = try await me.modal("confirm_red")
            let refused = try await me.submit(confirm, ["confirm.target": "wrong"])
            let sentence = try #require(refused["errors"]?["confirm.target"]?.string, "\(refused.text())")
            #expect(exists("scratch", stage))
            let target = try #require(sentence.split(separator: " ").last)
            #expect(confirm.allText.contains(target))
            // It is taken once there was time to read it.
            _ = try await eventually("the confirmation to be taken") {
                try await me.submit(confirm, ["confirm.target": String(target)])["errors"] == nil ? true : nil
            }
            _ = try await eventually("the scratch folder to go") { exists("scratch", stage) ? nil : true }

            // All steps done: resolve, and the summary.
            let done = try await me.message(with: "run.resolve")
            try await me.press("run.resolve", on: done)
            let summary = try await me.message(saying: "resolved")
            #expect(summary.allText.contains("ime to resolve"))
        }
    }

    @Test func theOtherWaysToPaste() async throws {
        try await run { stage in
            let me = stage.workspace
            let direct = try await me.directMessage()
            try await me.say(Self.runbook(title: "By message", alert: "A"), in: direct)
            _ = try await me.message(saying: "By message", in: direct)
            try await me.command("paste \(Self.runbook(title: "By command", alert: "B"))", in: direct)
            _ = try await me.message(saying: "By command", in: direct)
            let file = Data(Self.runbook(title: "By file", alert: "C").utf8).base64EncodedString()
            try await me.say(
                "", in: direct,
                files: [["name": "file.md", "mimetype": "text/markdown", "content_base64": .string(file)]])
            _ = try await me.message(saying: "By file", in: direct)
        }
    }

    @Test func afterKillNineTheRunStandsWhereItWas() async throws {
        try await run { stage in
            let me = stage.workspace
            #expect(try await stage.alert("LibraryDiskFull") == 200)
            try await me.press("run.start", on: me.message(with: "run.start"))
            _ = try await me.message(with: "step.approve")
            try await stage.pullThePlug()
            let cards = try await me.messages(in: Workspace.incidents).filter {
                $0["blocks"]?.element("run.stop") != nil
            }
            #expect(cards.count == 1)
            try await me.press("step.approve", on: me.message(with: "step.approve"))
            _ = try await me.message(with: "step.confirm")
            #expect(exists("mark-yellow", stage))
            try await me.press("run.stop", on: me.message(with: "run.stop"))
            _ = try await me.message(saying: "topped")
        }
    }

    @Test func duplicatesAndLostAcksRunNothingTwice() async throws {
        try await run { stage in
            let me = stage.workspace
            for fault in ["duplicate_envelopes", "acks_lost"] {
                try await me.post("sandbox/fault", ["id": .string(fault), "active": true])
            }
            #expect(try await stage.alert("LibraryDiskFull") == 200)
            #expect(try await stage.alert("LibraryDiskFull") == 200)
            try await me.press("run.start", on: me.message(with: "run.start"))
            let gate = try await me.message(with: "step.approve")
            try await me.press("step.approve", on: gate)
            try await me.press("step.approve", on: gate)
            _ = try await me.message(with: "step.confirm")
            let all = try await me.everything(in: Workspace.incidents)
            #expect(all.count { $0["blocks"]?.element("run.stop") != nil } == 1)
        }
    }

    @Test func slackGoesAwayAndComesBack() async throws {
        try await run { stage in
            let me = stage.workspace
            try await me.post("sandbox/fault", ["id": "socket_reset", "active": true])
            try await me.post("sandbox/fault", ["id": "refresh_abrupt", "active": true])
            try await stage.connected()
            #expect(try await stage.alert("LibraryDiskFull") == 200)
            _ = try await me.message(with: "run.start")
        }
    }

    @Test func resolvedByTheVendorAndTheDigest() async throws {
        try await run { stage in
            let me = stage.workspace
            #expect(try await stage.alert("LibraryDiskFull") == 200)
            try await me.press("run.start", on: me.message(with: "run.start"))
            _ = try await me.message(with: "step.approve")
            #expect(try await stage.alert("LibraryDiskFull", "resolved") == 200)
            _ = try await me.message(saying: "ime to resolve")
            try await me.command("digest", in: Workspace.incidents)
            _ = try await eventually("the digest") {
                try await me.messages(in: Workspace.digest).first { $0["blocks"] != nil }
            }
        }
    }

    @Test func theCommands() async throws {
        try await run { stage in
            let me = stage.workspace
            let direct = try await me.directMessage()
            for (command, answer) in [
                ("list", "Library disk is full"), ("show library", "Look at the disk"), ("history", ""), ("health", ""),
                ("why rm -rf /srv/data", "DANGER"), ("why kubectl get pods", "SAFE"), ("help", "/runbook paste"),
                ("frobnicate", "frobnicate"),
            ] {
                let before = try await me.messages(in: direct).count
                try await me.command(command, in: direct)
                let reply = try await eventually("an answer to \(command)") {
                    let all = try await me.messages(in: direct)
                    return all.count > before ? all.last : nil
                }
                #expect(reply.allText.contains(answer) || answer.isEmpty, "\(command): \(reply.allText)")
            }
            try await me.command("start library", in: Workspace.incidents)
            _ = try await me.message(with: "run.start")
            let home = try await me.get("sandbox/home?user=\(me.user)&tab=home")
            _ = home
            _ = try await eventually("the Home tab") {
                let view = try await me.get("sandbox/home?user=\(me.user)&tab=home")["view"]
                return view?.allText.contains("Library disk is full") == true ? true : nil
            }
        }
    }

    @Test func whoMayComeIn() async throws {
        try await run { stage in
            #expect(try await stage.alert("X", token: "wrong") == 403)
            #expect(try await stage.post("webhooks/alertmanager", "{}", token: nil) == 401)
            #expect(try await stage.post("webhooks/alertmanager", "not json", token: Stage.token) == 400)
            #expect(try await stage.post("webhooks/pagerduty", "{}", token: nil) == 401)
            #expect(try await stage.post("webhooks/nothing", "{}", token: nil) == 404)
            let large = String(repeating: " ", count: 1 << 20) + "{}"
            #expect(try await stage.post("webhooks/alertmanager", large, token: Stage.token) == 413)
            let ready = try await eventually("readiness") {
                try await stage.get("readyz") == 200 ? true : nil
            }
            #expect(ready)
            #expect(try await stage.get("healthz") == 200)
            #expect(try await stage.get("metrics") == 200)
        }
    }
}
