import ArgumentParser
import FoundationEssentials
import Glibc
import JSONTree
import Logging
import ServiceLifecycle
import SlackSandbox
import Transport
import UnixSignals

/// The Slack workspace in a box by itself, for any app that speaks Socket Mode.
struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox", abstract: "Start a Slack workspace in a box, for any Slack app.",
        discussion: "Prints the environment that an app needs to connect to it. See docs/sandbox.md.")

    @Option(help: "Port of the page on 127.0.0.1; 0 takes any")
    var port = 8080
    @Option(help: "Port of Slack's side (HTTPS and WebSocket); 0 takes any")
    var slackPort = 0
    @Option(help: "Manifest of the app, as JSON; ours unless given")
    var manifest: String?
    @Option(help: "Directory for the certificate of its authority")
    var certificates: String?
    @Option(help: "Directory of the page, to change it without building")
    var page: String?

    func run() async throws {
        try await ending {
            let logger = Logger(label: "sandbox") { label in
                LineLogHandler(label: label, level: .info, redaction: Redaction(secrets: []))
            }
            let folder = try certificates ?? TemporaryFolder.make("dd0c-sandbox")
            var settings = SandboxConfiguration(
                certificateDirectory: folder, manifest: AppManifest(try manifestTree()), seed: SystemSeed.make())
            settings.pagePort = port
            settings.slackPort = slackPort
            settings.pageDirectory = page
            let sandbox = Sandbox(configuration: settings, logger: logger)
            let (appToken, botToken) = (settings.appToken, settings.botToken)
            let announcer = Announcer {
                let addresses = try await sandbox.addresses()
                StandardStreams.output(
                    """
                    Open \(addresses.page)

                    Connect an app with:
                      export SLACK_API_URL=\(addresses.api)
                      export SSL_CERT_FILE=\(addresses.certificate)
                      export SLACK_APP_TOKEN=\(appToken)
                      export SLACK_BOT_TOKEN=\(botToken)
                    """)
            }
            try await ServiceGroup(
                services: [sandbox, announcer], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
            ).run()
        }
    }

    private func manifestTree() throws -> JSONValue {
        guard let manifest else { return Self.ownManifest }
        guard let data = FileManager.default.contents(atPath: manifest) else {
            throw Exit(code: .noInput, line: "\(manifest): cannot be read")
        }
        do throws(JSONSyntaxError) {
            return try JSONValue(parsing: [UInt8](data))
        } catch {
            throw Exit(code: .dataError, line: "\(manifest): \(error)")
        }
    }

    static var ownManifest: JSONValue {
        do throws(JSONSyntaxError) {
            return try JSONValue(parsing: EmbeddedFiles.text("manifest/slack-app.json") ?? "")
        } catch {
            preconditionFailure("the manifest in the program is \(error)")
        }
    }
}

/// Says something once, then waits for the end with the others.
struct Announcer: Service {
    let announce: @Sendable () async throws -> Void

    init(_ announce: @escaping @Sendable () async throws -> Void) { self.announce = announce }

    func run() async throws {
        try await announce()
        try await gracefulShutdown()
    }
}

/// A new directory that only we can read.
enum TemporaryFolder {
    static func make(_ name: String) throws -> String {
        var template = Array("\(ProcessEnvironment.current["TMPDIR"] ?? "/tmp")/\(name).XXXXXX".utf8CString)
        guard let path = mkdtemp(&template) else {
            throw Exit(
                code: .cannotCreate, line: "no temporary directory can be made: \(String(cString: strerror(errno)))")
        }
        return String(cString: path)
    }
}

/// Where the sandbox's ids begin.
enum SystemSeed {
    static func make() -> UInt64 { SecureRandom.bytes(8).reduce(0) { $0 << 8 | UInt64($1) } }
}
