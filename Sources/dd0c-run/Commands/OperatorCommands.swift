import ArgumentParser
import Bot
import CEmbedded
import Connectors
import FoundationEssentials
import Glibc
import JSONTree
import Logging
import RunbookModel
import SlackWire
import Store
import Transport
import Views

struct Audit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Work with the audit trail.", subcommands: [Verify.self])

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify", abstract: "Check the hash chain of the audit trail; exit 1 at the first broken link."
        )

        @OptionGroup var database: DatabaseOption

        func run() async throws {
            try await ending {
                let store = try database.open(.reader)
                let verification = try await store.verifyAudit()
                if let broken = verification.broken {
                    StandardStreams.output("Broken at entry \(broken.sequence): \(broken.reason)")
                    throw ExitCode(1)
                }
                StandardStreams.output("\(verification.entries) entries, unbroken. Head: \(verification.head)")
            }
        }
    }
}

struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Make a consistent copy of the database, also while the bot is running.")

    @OptionGroup var database: DatabaseOption
    @Argument(help: "The file to write; it must not exist")
    var file: String

    func run() async throws {
        try await ending {
            let store = try database.open(.reader)
            do {
                try await store.backup(to: file)
            } catch let error as StoreError {
                throw Exit(code: .cannotCreate, line: error.description)
            }
            StandardStreams.output("Copied to \(file)")
        }
    }
}

struct Manifest: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manifest", abstract: "Print the manifest to create the Slack app from.")

    func run() throws {
        guard let manifest = EmbeddedFiles.text("manifest/slack-app.json") else {
            preconditionFailure("the manifest is part of the program")
        }
        StandardStreams.output(manifest)
    }
}

/// The files that are part of the program.
enum EmbeddedFiles {
    static func text(_ path: String) -> String? {
        all.first { $0.path == path }?.text
    }

    static func under(_ folder: String) -> [(path: String, text: String)] {
        all.filter { $0.path.hasPrefix(folder + "/") }
    }

    private static var all: [(path: String, text: String)] {
        (0..<dd_embedded_count()).map { index in
            let file = dd_embedded_at(index)
            let bytes = UnsafeBufferPointer(start: file.bytes, count: file.size)
            return (String(cString: file.path), String(decoding: bytes, as: UTF8.self))
        }
    }
}

struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check the settings, the database and the way to Slack, and say what to mend.")

    @OptionGroup var options: ServeOptions

    func run() async throws {
        try await ending {
            let configuration = try Configuration(options, environment: ProcessEnvironment.current)
            StandardStreams.output("ok    the settings can be used")
            try LocalTime.use(configuration.timezone)
            _ = try ScreenRenderer(overrides: try TemplateFolder.files(in: configuration.blocks))
            StandardStreams.output("ok    the templates can be drawn")
            let store = try SQLiteStore.open(path: configuration.database, access: .reader)
            let verification = try await store.verifyAudit()
            StandardStreams.output(
                verification.broken == nil
                    ? "ok    the audit trail is unbroken (\(verification.entries) entries)"
                    : "FAIL  the audit trail is broken: dd0c-run audit verify says where")
            let objection = await KeeperProgram.objection(to: KeeperProgram.path())
            StandardStreams.output(
                objection.map { "FAIL  \($0)" } ?? "ok    \(KeeperProgram.name) is there: commands outlive the bot")
            if objection == nil { await surveyTargets(configuration) }
            try await checkSlack(configuration)
            StandardStreams.output(
                "note  the colours only limit accidents; the boundary is what the accounts may do that commands run as."
            )
        }
    }

    /// Says what is enforced for commands, here and on each target.
    private func surveyTargets(_ configuration: Configuration) async {
        let spool = "/tmp/dd0c-doctor-\(getpid())"
        let invocations = configuration.invocations
        let runner = LocalCommandRunner(
            LocalCommandRunner.Settings(invocations: invocations, mask: OutputMask(secrets: []), spool: spool))
        for finding in await TargetSurvey(invocations, runner: runner).findings(as: RunID("doctor-\(getpid())")) {
            let sign =
                switch finding.level {
                case .good: "ok  "
                case .advice: "warn"
                case .fault: "FAIL"
                }
            StandardStreams.output("\(sign)  \(finding.text)")
        }
        _ = rmdir(spool)
    }

    private func checkSlack(_ configuration: Configuration) async throws {
        var settings = SlackWebAPIConfiguration(
            appToken: configuration.appToken, botToken: configuration.botToken)
        settings.apiURL = configuration.apiURL
        settings.extraAuthorities = configuration.certificates
        settings.proxy = try ProxySettings(proxy: configuration.proxy, exceptions: configuration.noProxy)
        let slack = try SlackWebAPIClient(settings, logger: .init(label: "doctor"))
        try await check(AuthTest(), of: "SLACK_BOT_TOKEN", with: slack)
        try await check(AppsConnectionsOpen(), of: "SLACK_APP_TOKEN", with: slack)
    }

    private func check(_ call: some WebAPICall, of name: String, with slack: SlackWebAPIClient) async throws {
        do throws(WebAPIError) {
            try await slack.perform(call)
            StandardStreams.output("ok    Slack accepts \(name)")
        } catch {
            throw Exit(code: .unavailable, line: "\(name): \(error)")
        }
    }
}
