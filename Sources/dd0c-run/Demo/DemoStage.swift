import Bot
import Connectors
import DemoWorld
import JSONTree
import Locking
import Logging
import RunbookModel
import ServiceLifecycle
import SlackSandbox
import Store
import Transport

/// Everything that the demo is made of: the workspace, the bot as its own process, the service that breaks, and the
/// monitor that notices.
struct DemoStage {
    let services: [any Service]

    init(folder: String, port: Int, page: String?, incidentAfter: Int) async throws {
        let logger = Logger(label: "demo")
        let database = "\(folder)/dd0c.db"
        try await Self.fillLibrary(database)

        let (checkoutPort, webhookPort) = (try FreePort.find(), try FreePort.find())
        let logFile = "\(folder)/checkout.log"
        let http = try LocalHTTP()
        let token = Ambient.system.newID() + Ambient.system.newID()
        let webhooks = "http://127.0.0.1:\(webhookPort)"
        let checkout = "http://127.0.0.1:\(checkoutPort)"

        let checkoutProcess = ChildProcess(
            "checkout",
            arguments: ["demo-service", "--port", "\(checkoutPort)", "--log-file", logFile, "--follow-parent"],
            logFile: "\(folder)/demo-service.log", logger: logger
        ) { Self.baseEnvironment }
        let monitor = Monitor(
            order: { await Self.answers(http, "\(checkout)/checkout") },
            send: { status, startedAt in
                let alert = DemoAlert(
                    status: status, startedAt: startedAt, now: Ambient.system.now(),
                    instance: "127.0.0.1:\(checkoutPort)", logFile: logFile)
                return await Self.answers(
                    http, "\(webhooks)/webhooks/alertmanager", body: alert.body,
                    headers: ["Content-Type: application/json", "Authorization: Bearer \(token)"])
            },
            now: { Ambient.system.now().milliseconds / 1000 }, logger: Logger(label: "monitor"))

        let incident = IncidentTrigger(after: incidentAfter) {
            _ = await Self.answers(http, "\(checkout)/fault/leak", body: [])
        }
        let botBox = Lock<ChildProcess?>(nil)
        var settings = SandboxConfiguration(
            certificateDirectory: folder, manifest: AppManifest(SandboxCommand.ownManifest), seed: SystemSeed.make())
        settings.pagePort = port
        settings.pageDirectory = page
        settings.isDemo = true
        settings.webhookBase = webhooks
        settings.alerts = PanelAlerts(token: token, now: Ambient.system.now()).all
        settings.world =
            DemoPanel(
                monitor: monitor, incident: incident, checkout: checkout, bot: { botBox.withLock { $0 } }
            ).world
        let sandbox = Sandbox(configuration: settings, logger: Logger(label: "sandbox"))
        let (appToken, botToken) = (settings.appToken, settings.botToken)
        let channels = settings.channels
        let bot = ChildProcess(
            "bot", arguments: ["serve", "--follow-parent"], logFile: "\(folder)/bot.log", logger: logger
        ) {
            let addresses = try await sandbox.addresses()
            var environment = Self.baseEnvironment
            environment["SLACK_API_URL"] = addresses.api
            environment["SSL_CERT_FILE"] = addresses.certificate
            environment["SLACK_APP_TOKEN"] = appToken
            environment["SLACK_BOT_TOKEN"] = botToken
            environment["DD0C_DATABASE"] = database
            environment["DD0C_LISTEN"] = "127.0.0.1:\(webhookPort)"
            environment["DD0C_WEBHOOK_TOKEN"] = token
            environment["DD0C_PAGERDUTY_SECRET"] = token
            environment["DD0C_INCIDENT_CHANNEL"] = channels.first { $0.name == "incidents" }?.id ?? ""
            environment["DD0C_DIGEST_CHANNEL"] = channels.first { $0.name == "ops-digest" }?.id ?? ""
            return environment
        }
        botBox.withLock { $0 = bot }
        let announcer = Announcer {
            let addresses = try await sandbox.addresses()
            StandardStreams.output(Self.greeting(addresses.page, folder, incidentAfter))
        }
        services = [sandbox, checkoutProcess, bot, monitor, incident, announcer]
    }

    private static func greeting(_ page: String, _ folder: String, _ incidentAfter: Int) -> String {
        let when =
            incidentAfter > 0
            ? "The checkout service breaks in \(incidentAfter) seconds, or when you press the button in the World panel."
            : "Press the button in the World panel to break the checkout service."
        return """

              Open  \(page)

            \(when)
            Logs and the database of this demo are in \(folder). Stop with Ctrl-C.
            """
    }

    /// The bot gets the environment that it is given here, and no tokens of a real workspace that may be around.
    private static var baseEnvironment: [String: String] {
        let environment = ProcessEnvironment.current
        return environment.filter { ["PATH", "HOME", "USER", "LANG", "TMPDIR", "LD_LIBRARY_PATH"].contains($0.key) }
    }

    private static func answers(
        _ http: LocalHTTP, _ url: String, body: [UInt8]? = nil, headers: [String] = []
    ) async -> Bool {
        do throws(LocalHTTP.Failure) {
            let answer = try await http.send(url, body: body, headers: headers, timeout: .seconds(5))
            return (200..<300).contains(answer.status)
        } catch {
            return false  // Counts as an order that failed, or as an alert that is to be sent again.
        }
    }

    /// The runbooks that come with the program.
    private static func fillLibrary(_ database: String) async throws {
        let store = try SQLiteStore.open(path: database)
        var importer = RunbookImporter()
        for file in EmbeddedFiles.under("runbooks") {
            _ = try await importer.read(file.text, named: file.path, into: store)
        }
        try store.close()
    }
}
