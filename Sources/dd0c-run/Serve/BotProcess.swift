import BlockKit
import Bot
import Connectors
import FoundationEssentials
import HTTPServing
import JSONTree
import Logging
import RunbookModel
import ServiceLifecycle
import SlackWire
import Store
import Transport
import UnixSignals
import Views

/// The bot as a process: makes the parts, joins them, runs them until a signal.
struct BotProcess {
    private let configuration: Configuration
    private let registry: PrometheusRegistry
    private let life: LifeOptions
    private let logger = Logger(label: "dd0c-run")

    init(_ configuration: Configuration, _ registry: PrometheusRegistry, _ life: LifeOptions) {
        self.configuration = configuration
        self.registry = registry
        self.life = life
    }

    /// - Throws: `Exit` where the person who started it must do something.
    func run() async throws {
        let (slack, tls) = try makeClients()
        // Slack's answer is on its way while the database and the templates are read.
        async let introduction = introduce(to: slack)
        let store = try openStore()
        let renderer = try makeRenderer()
        let botUser = try await identity(introduction, store)
        let services = try await assemble(store, renderer, slack, tls, botUser)
        logger.notice("starting", metadata: ["version": "\(Version.text)", "database": "\(configuration.database)"])
        do {
            try await ServiceGroup(
                configuration: ServiceGroupConfiguration(
                    services: services.map { .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup) },
                    gracefulShutdownSignals: [.sigterm, .sigint], logger: Logger(label: "lifecycle"))
            ).run()
        } catch let error as SocketModeFatalError {
            throw Exit(code: .noPermission, line: error.description)
        } catch is ParentWatch.ParentGone {
            logger.notice("stopped")
        } catch let error as HTTPServerError {
            throw Exit(code: .unavailable, line: "DD0C_LISTEN: \(error)")
        }
        try store.close()
    }

    // MARK: Parts

    private func openStore() throws -> SQLiteStore {
        do {
            return try SQLiteStore.open(path: configuration.database)
        } catch let error as StoreError {
            throw Exit(code: .cannotCreate, line: error.description)
        }
    }

    private func makeRenderer() throws -> ScreenRenderer {
        do {
            return try ScreenRenderer(overrides: try TemplateFolder.files(in: configuration.blocks))
        } catch let error as TemplateError {
            throw Exit(code: .configuration, line: "DD0C_BLOCKS: \(error)")
        }
    }

    private func makeClients() throws -> (SlackWebAPIClient, TLSContext) {
        var settings = SlackWebAPIConfiguration(appToken: configuration.appToken, botToken: configuration.botToken)
        settings.apiURL = configuration.apiURL
        settings.extraAuthorities = configuration.certificates
        do {
            settings.proxy = try proxySettings()
            return (
                try SlackWebAPIClient(settings, logger: Logger(label: "slack")),
                try TLSContext(extraAuthorities: configuration.certificates)
            )
        } catch let error as TransportError {
            throw Configuration.unusable("SLACK_API_URL or SSL_CERT_FILE", "\(error)")
        }
    }

    /// Tells PagerDuty; `nil` where that is not set up.
    private func makePager() throws -> Pager? {
        guard let key = configuration.pagerDutyRoutingKey else { return nil }
        do {
            let client = try PagerDutyClient(
                routingKey: key, address: configuration.pagerDutyEventsURL, proxy: try proxySettings(),
                extraAuthorities: configuration.certificates)
            return { event throws(WebAPIError) in try await client.send(event.body) }
        } catch let error as TransportError {
            throw Configuration.unusable("DD0C_PAGERDUTY_EVENTS_URL", "\(error)")
        }
    }

    private func proxySettings() throws -> ProxySettings {
        do {
            return try ProxySettings(proxy: configuration.proxy, exceptions: configuration.noProxy)
        } catch {
            throw Configuration.unusable("HTTPS_PROXY", "\(error)")
        }
    }

    private func introduce(to slack: SlackWebAPIClient) async -> Result<AuthTest.Reply, WebAPIError> {
        do throws(WebAPIError) {
            return .success(try await slack.perform(AuthTest()))
        } catch {
            return .failure(error)
        }
    }

    /// Who we are. When Slack cannot be asked just now, who we were the last time: the bot must start without Slack.
    private func identity(
        _ introduction: Result<AuthTest.Reply, WebAPIError>, _ store: SQLiteStore
    ) async throws -> UserID {
        let name = "bot.user"
        switch introduction {
        case .success(let bot):
            logger.info("authenticated", metadata: ["team": "\(bot.team)", "user": "\(bot.user)"])
            await remember(bot.user, as: name, store)
            return UserID(bot.user)
        case .failure(let error):
            if error.action == .fatal {
                throw Exit(
                    code: .noPermission,
                    line: "SLACK_BOT_TOKEN: Slack does not accept it (\(error.code)). Check the app's settings.")
            }
            logger.warning("Slack cannot be asked who we are", metadata: ["error": "\(error)"])
            let known = try await store.read { try $0.setting(name) }
            return UserID(known?.string ?? "")
        }
    }

    private func remember(_ user: String, as name: String, _ store: SQLiteStore) async {
        do {
            guard try await store.read({ try $0.setting(name) })?.string != user else { return }
            try await store.write { try $0.setSetting(name, .string(user)) }
        } catch {
            logger.warning("who we are could not be stored", metadata: ["error": "\(error)"])
        }
    }

    private func assemble(
        _ store: SQLiteStore, _ renderer: ScreenRenderer, _ slack: SlackWebAPIClient, _ tls: TLSContext,
        _ botUser: UserID
    ) async throws -> [any Service] {
        let ambient = Ambient.system
        let bells = Bells()
        let ledger = ModalLedger()
        let writer = InboxWriter(store: store)
        let accept: FrontDoor.Accept = { try await writer.accept($0, at: ambient.now()) }
        let handlers = HandlerServices(
            settings: configuration.bot, rules: configuration.rules,
            digests: ScriptDigests(read: ScriptDigester.digests))
        let runner = LocalCommandRunner(try await runnerSettings())
        let executions = ExecutionWorker(
            store: store, runner: runner, bells: bells, ambient: ambient,
            logger: Logger(label: "execution"), objection: { await handlers.objection(to: $0, in: store) })
        let dispatcher = Dispatcher(
            store: store, decoder: IntentDecoder(botUser: botUser),
            services: handlers,
            approvers: ApproverDirectory(
                settings: configuration.bot, slack: slack, now: ambient.now, logger: Logger(label: "approvers")),
            bells: bells, ambient: ambient, kill: executions.kill, logger: Logger(label: "dispatcher"))
        let sender = OutboxSender(
            store: store, slack: slack, renderer: renderer, drawing: Drawing(liveOutput: executions.liveOutput),
            ledger: ledger, outputs: runner, pager: try makePager(), bells: bells, ambient: ambient,
            logger: Logger(label: "outbox"))
        let modals = ModalOpener(slack: slack, renderer: renderer, ledger: ledger, logger: Logger(label: "modals"))
        let frontDoor = FrontDoor(
            accept: accept, decoder: IntentDecoder(botUser: botUser),
            formCheck: FormCheck(store: store, services: handlers, now: ambient.now), modals: modals, bells: bells,
            logger: Logger(label: "front-door"))
        var socketSettings = SocketModeConfiguration()
        socketSettings.options.proxy = try proxySettings()
        let socket = SocketModeService(
            socketSettings, api: slack, context: tls, logger: Logger(label: "socket"), handler: frontDoor.receive)
        let settings = configuration.bot
        try await RulesUpgrade(
            store: store, services: await handlers.asOfNow(), ambient: ambient, logger: Logger(label: "rules")
        ).run()
        try await store.write { try Health.ensureDigest(settings, ambient, in: $0, at: ambient.now()) }

        // Stopped from the last to the first: what takes in stops before what sends out.
        var services: [any Service] = [
            OutboxWorker(store: store, sender: sender, bells: bells, ambient: ambient, logger: Logger(label: "outbox")),
            executions,
            InboxWorker(
                store: store, dispatcher: dispatcher, bells: bells, ambient: ambient, logger: Logger(label: "inbox")),
            TimerWorker(store: store, bells: bells, ambient: ambient, logger: Logger(label: "timers")),
            modals,
            PreflightWorker(
                store: store, checker: ShellPreflight(runner: runner), bells: bells, ambient: ambient,
                logger: Logger(label: "preflight")),
        ]
        if let listen = configuration.listen {
            let gate = WebhookGate(
                sources: configuration.webhooks.sources, accept: accept, bells: bells, now: ambient.now,
                logger: Logger(label: "webhooks")
            )
            let endpoints = HTTPEndpoints(gate: gate, registry: registry, store: store) { socket.status }
            services.append(
                HTTPServer(
                    host: listen.host, port: listen.port, bodyLimit: Limits.webhookBytes,
                    logger: Logger(label: "http"), handler: endpoints.answer))
        }
        services.append(socket)
        services.append(ResidentMemory(logger: logger))
        if life.followParent { services.append(ParentWatch(logger: logger)) }
        return services
    }

    private func runnerSettings() async throws -> LocalCommandRunner.Settings {
        let keeper = KeeperProgram.path()
        if let objection = await KeeperProgram.objection(to: keeper) { throw Exit(code: .software, line: objection) }
        let known = configuration.secrets.compactMap(\.self) + OutputMask.secrets(in: configuration.environment)
        var settings = LocalCommandRunner.Settings(
            invocations: configuration.invocations, mask: OutputMask(secrets: known), spool: configuration.spool,
            keeper: keeper)
        settings.keptBytes = configuration.outputBytes
        return settings
    }
}
