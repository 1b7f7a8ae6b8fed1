import Foundation
import Testing

/// What the person who starts the program reads when something is wrong.
@Suite struct StartTests {
    private static let tokens = ["SLACK_APP_TOKEN": "xapp-1-secret", "SLACK_BOT_TOKEN": "xoxb-secret-1"]

    @Test(arguments: [
        ([:], "SLACK_APP_TOKEN"), (["SLACK_APP_TOKEN": "xoxb-wrong", "SLACK_BOT_TOKEN": "xoxb-1"], "SLACK_APP_TOKEN"),
        (tokens.merging(["DD0C_LISTEN": "nowhere"]) { $1 }, "DD0C_LISTEN"),
        (tokens.merging(["DD0C_TIMEZONE": "Mars/Olympus"]) { $1 }, "DD0C_TIMEZONE"),
        (tokens.merging(["DD0C_DIGEST_SCHEDULE": "someday"]) { $1 }, "DD0C_DIGEST_SCHEDULE"),
        (tokens.merging(["DD0C_INCIDENT_CHANNEL": "incidents"]) { $1 }, "DD0C_INCIDENT_CHANNEL"),
        (tokens.merging(["DD0C_APPROVERS": "robin"]) { $1 }, "DD0C_APPROVERS"),
        (tokens.merging(["SLACK_API_URL": "http://slack.example/api/"]) { $1 }, "SLACK_API_URL"),
        (tokens.merging(["SSL_CERT_FILE": "/no/such/file"]) { $1 }, "SSL_CERT_FILE"),
        (tokens.merging(["DD0C_BLOCKS": "/no/such/folder"]) { $1 }, "DD0C_BLOCKS"),
    ])
    func aValueThatCannotBeUsed(_ environment: [String: String], _ name: String) async throws {
        let folder = NSTemporaryDirectory() + "dd0c-start-\(UUID().uuidString)"
        let program = try Program(
            ["serve"], environment: environment.merging(["DD0C_DATABASE": "\(folder)/x.db"]) { own, _ in own })
        #expect(try await program.end() == 78)
        let lines = program.output.split(separator: "\n")
        #expect(lines.count == 1, "\(program.output)")
        #expect(program.output.contains(name))
        #expect(!program.output.contains("xoxb-secret") && !program.output.contains("xapp-1-secret"))
    }

    @Test func helpNamesEverySetting() async throws {
        let program = try Program(["serve", "--help"])
        #expect(try await program.end() == 0)
        for name in ["SLACK_APP_TOKEN", "DD0C_LISTEN", "DD0C_APPROVERS", "DD0C_PAGERDUTY_SECRET", "NO_PROXY"] {
            #expect(program.output.contains(name))
        }
    }

    @Test func theManifestIsJSON() async throws {
        let program = try Program(["manifest"])
        #expect(try await program.end() == 0)
        #expect(try JSONSerialization.jsonObject(with: Data(program.output.utf8)) is [String: Any])
    }
}
