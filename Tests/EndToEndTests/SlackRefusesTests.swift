import Foundation
import JSONTree
import Testing

/// How the program ends, or does not, when Slack refuses it.
@Suite struct SlackRefusesTests {
    /// A workspace without a bot, and the settings that a bot needs for it.
    private func withWorkspace(
        _ body: (Workspace, [String: String]) async throws -> Void
    ) async throws {
        let folder = NSTemporaryDirectory() + "dd0c-refused-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let sandbox = try Program(["sandbox", "--port", "0", "--certificates", folder])
        try await sandbox.printed("SLACK_BOT_TOKEN=")
        var page = ""
        var environment = ["DD0C_DATABASE": "\(folder)/dd0c.db"]
        for line in sandbox.output.split(separator: "\n") {
            if line.hasPrefix("Open ") { page = String(line.dropFirst(5)) }
            guard let export = line.range(of: "export ") else { continue }
            let parts = line[export.upperBound...].split(separator: "=", maxSplits: 1).map(String.init)
            if parts.count == 2 { environment[parts[0]] = parts[1] }
        }
        try await body(Workspace(page: page.hasSuffix("/") ? page : page + "/"), environment)
        sandbox.send(SIGKILL)
    }

    @Test(arguments: ["SLACK_APP_TOKEN", "SLACK_BOT_TOKEN"])
    func aTokenThatSlackDoesNotTakeEndsIt(_ name: String) async throws {
        try await withWorkspace { _, environment in
            let prefix = name == "SLACK_APP_TOKEN" ? "xapp" : "xoxb"
            let program = try Program(
                ["serve"], environment: environment.merging([name: "\(prefix)-1-of-somebody-else"]) { $1 })
            #expect(try await program.end() == 77)
            let last = program.output.split(separator: "\n").last ?? ""
            #expect(last.hasPrefix("dd0c-run: ") && last.contains(name), "\(program.output)")
            #expect(last.contains("invalid_auth") && !program.output.contains("of-somebody-else"))
        }
    }

    @Test func everythingElseIsWaitedFor() async throws {
        try await withWorkspace { workspace, environment in
            try await workspace.post("sandbox/fault", ["id": "slack_down", "active": true, "seconds": 60])
            let program = try Program(["serve"], environment: environment.merging(["DD0C_LOG_LEVEL": "info"]) { $1 })
            try await program.printed("apps.connections.open failed")
            #expect(program.isRunning)
            try await workspace.post("sandbox/fault", ["id": "slack_down", "active": false])
            try await program.printed("Socket Mode is ready")
            program.send(SIGTERM)
            #expect(try await program.end() == 0)
        }
    }
}
