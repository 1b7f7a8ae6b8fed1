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
        abstract: "Work with the audit trail.", subcommands: [Verify.self])

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check the hash chain of the audit trail; exit 1 at the first broken link.")

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
        abstract: "Make a consistent copy of the database, also while the bot is running.")

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
        abstract: "Print the manifest to create the Slack app from.")

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
        abstract: "Check the settings, the database and the way to Slack, and say what to mend.")

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
            try await checkSlack(configuration)
            StandardStreams.output(
                "note  commands run as \(Account.name) in \(configuration.commandDirectory). What that account may do is "
                    + "the boundary; the colours only limit accidents.")
        }
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
