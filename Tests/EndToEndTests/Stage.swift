import Foundation
import FoundationNetworking
import JSONTree
import Testing

/// The sandbox and the bot as processes, over TLS on loopback.
final class Stage: @unchecked Sendable {
    // Unchecked: `bot` changes only between the steps of one test.
    let folder: String
    let sandbox: Program
    private(set) var bot: Program
    let workspace: Workspace
    let webhooks: String
    let environment: [String: String]
    static let token = "webhook-token-of-this-test"

    init(settings: [String: String] = [:], runbooks: [String: String] = [:]) async throws {
        folder = NSTemporaryDirectory() + "dd0c-e2e-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        sandbox = try Program(["sandbox", "--port", "0", "--certificates", folder])
        try await sandbox.printed("SLACK_BOT_TOKEN=")
        let printed = sandbox.output
        func value(_ mark: String) throws -> String { try Self.value(mark, in: printed) }
        let port = try freePort()
        webhooks = "http://127.0.0.1:\(port)"
        var page = try value("Open ")
        if !page.hasSuffix("/") { page += "/" }
        workspace = Workspace(page: page)
        environment = [
            "SLACK_API_URL": try value("SLACK_API_URL="), "SSL_CERT_FILE": try value("SSL_CERT_FILE="),
            "SLACK_APP_TOKEN": try value("SLACK_APP_TOKEN="), "SLACK_BOT_TOKEN": try value("SLACK_BOT_TOKEN="),
            "DD0C_DATABASE": "\(folder)/dd0c.db", "DD0C_LISTEN": "127.0.0.1:\(port)",
            "DD0C_WEBHOOK_TOKEN": Self.token, "DD0C_PAGERDUTY_SECRET": "pagerduty-secret-of-this-test",
            "DD0C_INCIDENT_CHANNEL": Workspace.incidents, "DD0C_DIGEST_CHANNEL": Workspace.digest,
            "DD0C_COMMAND_DIRECTORY": folder, "DD0C_LOG_LEVEL": "debug",
        ].merging(settings) { $1 }
        if !runbooks.isEmpty {
            try FileManager.default.createDirectory(
                atPath: "\(folder)/runbooks", withIntermediateDirectories: true)
            for (name, text) in runbooks {
                try text.write(toFile: "\(folder)/runbooks/\(name)", atomically: true, encoding: .utf8)
            }
            let importing = try Program(
                ["import", "--database", "\(folder)/dd0c.db", "\(folder)/runbooks"], environment: environment)
            let code = try await importing.end()
            guard code == 0 else { throw Missing(description: "the import failed: \(importing.output)") }
        }
        bot = try Program(["serve"], environment: environment)
        try await connected()
    }

    private static func value(_ mark: String, in output: String) throws -> String {
        guard let line = output.split(separator: "\n").first(where: { $0.contains(mark) }),
            let range = line.range(of: mark)
        else { throw Missing(description: "no \(mark) in: \(output)") }
        return String(line[range.upperBound...])
    }

    func connected() async throws {
        _ = try await eventually("the bot in the workspace; it printed: \(bot.output)") { [self] in
            guard bot.isRunning else { throw Missing(description: "the bot ended: \(bot.output)") }
            return try await workspace.get("sandbox/state")["bot"]?["connected"] == true ? true : nil
        }
        // The listener starts beside the socket.
        _ = try await eventually("the listener; the bot printed: \(bot.output)") { [self] in
            do {
                return try await get("healthz") == 200 ? true : nil
            } catch is URLError {
                return nil
            }
        }
    }

    /// `kill -9`, then a new start on the same file.
    func pullThePlug() async throws {
        try await kill()
        try await restart()
    }

    /// `kill -9`.
    func kill() async throws {
        bot.send(SIGKILL)
        _ = try await bot.end()
    }

    /// A new start on the same file.
    func restart() async throws {
        bot = try Program(["serve"], environment: environment)
        // The workspace may not have noticed yet that the last one is gone.
        try await bot.printed("Socket Mode is ready")
        try await connected()
    }

    /// Sends an alert as Alertmanager does; the HTTP status.
    func alert(
        _ name: String, _ status: String = "firing", labels: [String: String] = [:], token: String = Stage.token
    ) async throws -> Int {
        let all = labels.merging(["alertname": name, "severity": "critical"]) { $1 }.mapValues(JSONValue.string)
        let body: JSONValue = [
            "version": "4", "status": .string(status), "receiver": "dd0c", "groupKey": "g", "groupLabels": [:],
            "commonLabels": .object(all), "commonAnnotations": [:], "externalURL": "http://alertmanager",
            "truncatedAlerts": 0,
            "alerts": [
                [
                    "status": .string(status), "labels": .object(all),
                    "annotations": ["summary": .string("Summary of \(name)")], "startsAt": "2026-01-01T00:00:00Z",
                    "endsAt": status == "resolved" ? "2026-01-01T00:30:00Z" : "0001-01-01T00:00:00Z",
                    "generatorURL": "http://prometheus", "fingerprint": .string("f-\(name)"),
                ]
            ],
        ]
        return try await post("webhooks/alertmanager", body.text(), token: token)
    }

    func post(_ path: String, _ body: String, token: String?, headers: [String: String] = [:]) async throws -> Int {
        var request = URLRequest(url: try #require(URL(string: "\(webhooks)/\(path)")))
        request.httpMethod = "POST"
        request.httpBody = Data(body.utf8)
        if let token { request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization") }
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        let (_, response) = try await URLSession.shared.data(for: request)
        return (response as? HTTPURLResponse)?.statusCode ?? 0
    }

    func close() {
        bot.send(SIGKILL)
        sandbox.send(SIGKILL)
        try? FileManager.default.removeItem(atPath: folder)
    }
}

extension Stage {
    /// The HTTP status of a page of the listener.
    func get(_ path: String) async throws -> Int {
        let (_, response) = try await URLSession.shared.data(from: try #require(URL(string: "\(webhooks)/\(path)")))
        return (response as? HTTPURLResponse)?.statusCode ?? 0
    }
}
