import Bot
import Foundation
import GRDB
import Logging
import RunbookModel
import ServiceLifecycle
import SlackSandbox
import SlackWire
import Store
import Testing
import Transport
import Views

/// The real program from the socket to the handled delivery: TLS, Web API client, Socket Mode, front door, SQLite inbox,
/// worker. What it would send stays in its outbox.
struct Replica: Sendable {
    let socketMode: SocketModeService
    let store: SQLiteStore
    let database: String
    fileprivate let services: [any Service]

    /// Makes the parts; `database` is a name within the scenario's folder.
    init(
        _ scenario: Scenario, database: String, _ change: (inout SocketModeConfiguration) -> Void = { _ in }
    ) throws {
        self.database = scenario.folder + "/\(database).db"
        let store = try SQLiteStore.open(path: self.database)
        self.store = store
        var api = SlackWebAPIConfiguration(
            appToken: scenario.settings.appToken, botToken: scenario.settings.botToken)
        api.apiURL = scenario.addresses.api
        api.extraAuthorities = scenario.addresses.certificate
        api.timeout = .seconds(2)
        let slack = try SlackWebAPIClient(api, logger: quiet)
        let ambient = Ambient(
            now: { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) },
            newID: { UUID().uuidString.lowercased().replacingOccurrences(of: "-", with: "") },
            nextWeekly: { _, moment in moment + .seconds(7 * 24 * 3600) }, sleep: { try await Task.sleep(for: $0) })
        let bells = Bells()
        let decoder = IntentDecoder(botUser: UserID(scenario.settings.bot.userID))
        let dispatcher = Dispatcher(
            store: store, decoder: decoder, services: HandlerServices(settings: BotSettings()),
            approvers: ApproverDirectory(settings: BotSettings(), slack: slack, now: ambient.now, logger: quiet),
            bells: bells, ambient: ambient, kill: { _, _ in }, logger: quiet)
        let modals = ModalOpener(slack: slack, renderer: try ScreenRenderer(), ledger: ModalLedger(), logger: quiet)
        let writer = InboxWriter(store: store)
        let frontDoor = FrontDoor(
            accept: { try await writer.accept($0, at: ambient.now()) }, decoder: decoder,
            formCheck: FormCheck(
                store: store, services: HandlerServices(settings: BotSettings()), now: ambient.now), modals: modals,
            bells: bells, logger: quiet)
        socketMode = SocketModeService(
            Self.shortTimes(change), api: slack,
            context: try TLSContext(extraAuthorities: scenario.addresses.certificate), logger: quiet,
            handler: frontDoor.receive)
        services = [
            InboxWorker(store: store, dispatcher: dispatcher, bells: bells, ambient: ambient, logger: quiet), modals,
            socketMode,
        ]
    }

    private static func shortTimes(_ change: (inout SocketModeConfiguration) -> Void) -> SocketModeConfiguration {
        var configuration = SocketModeConfiguration()
        configuration.timing.hello = .seconds(1)
        configuration.timing.idle = .milliseconds(300)
        configuration.timing.dead = .seconds(1)
        configuration.timing.drain = .seconds(3)
        configuration.timing.shortestLife = .milliseconds(200)
        configuration.timing.proof = .milliseconds(300)
        configuration.timing.backoff = .milliseconds(100)
        configuration.timing.longestBackoff = .milliseconds(400)
        configuration.timing.slow = .milliseconds(300)
        change(&configuration)
        return configuration
    }

    /// What is in the inbox.
    struct Row: Hashable {
        var key: String
        var kind: String
        var isHandled: Bool
        var isDue: Bool
    }

    func rows() throws -> [Row] {
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: database, configuration: configuration)
        return try queue.read { db in
            try GRDB.Row.fetchAll(db, sql: "SELECT key, kind, handled_at, due_at FROM inbox").map { row in
                let handledAt: Int64? = row["handled_at"]
                let dueAt: Int64? = row["due_at"]
                return Row(key: row["key"], kind: row["kind"], isHandled: handledAt != nil, isDue: dueAt != nil)
            }
        }
    }

    /// Messages to Slack that handlers have asked for: one for each that came in.
    func answers() async throws -> Int {
        try await store.read { try $0.waitingMessages(limit: 100_000).count }
    }
}

extension Scenario {
    /// Runs replicas for as long as the body takes, each with a database of its own.
    func withReplicas(
        _ count: Int = 1, database: String = "replica", _ change: (inout SocketModeConfiguration) -> Void = { _ in },
        _ body: @escaping @Sendable ([Replica]) async throws -> Void
    ) async throws {
        let replicas = try (1...count).map { try Replica(self, database: "\(database)-\($0)", change) }
        let greeted = await sandbox.sockets().greeted
        try await running(replicas.flatMap(\.services)) {
            try await self.sockets("the sockets of \(count) replicas") { $0.greeted >= greeted + count }
            try await body(replicas)
        }
        for replica in replicas { try replica.store.close() }
    }

    /// Waits until everything that the workspace had for the app is acked and handled, and checks that it was handled
    /// exactly once over all replicas.
    /// - Parameter limit: how long either may take.
    /// - Returns: what became of it.
    @discardableResult
    func everythingHandledOnce(
        by replicas: [Replica], within limit: Duration = .seconds(30)
    ) async throws -> [SandboxDelivery] {
        let deliveries = try await eventually("the ack of every delivery", within: limit) { [sandbox] in
            let deliveries = await sandbox.deliveries()
            return deliveries.allSatisfy { $0.outcome != .waiting } ? deliveries : nil
        }
        _ = try await eventually("the end of the work", within: limit) {
            try replicas.allSatisfy { try $0.rows().allSatisfy { !$0.isDue } } ? true : nil
        }
        let lost = deliveries.filter { $0.outcome != .acked }
        #expect(lost.isEmpty, "not acked: \(lost)")
        var rows: [String: [Replica.Row]] = [:]
        var answers = 0
        for replica in replicas {
            for row in try replica.rows() { rows[row.key, default: []].append(row) }
            answers += try await replica.answers()
        }
        #expect(rows.count == deliveries.count, "\(deliveries.count) deliveries, \(rows.count) rows")
        #expect(rows.values.allSatisfy { $0.count == 1 }, "something was taken in twice")
        for delivery in deliveries {
            let isRubbish = delivery.name == "rubbish"
            let row = rows["event:\(delivery.key)"] ?? rows["envelope:\(delivery.key)"]
            #expect(row?.count == 1, "not taken in: \(delivery)")
            if !isRubbish { #expect(row?.first?.isHandled == true, "not handled: \(delivery)") }
        }
        #expect(answers == messages, "\(messages) messages, \(answers) answers")
        return deliveries
    }
}

/// One replica in a workspace.
func withScenario(
    _ workspace: (inout SandboxConfiguration) -> Void = { _ in },
    client: @escaping @Sendable (inout SocketModeConfiguration) -> Void = { _ in },
    _ body: @escaping @Sendable (Scenario, [Replica]) async throws -> Void
) async throws {
    try await withWorkspace(workspace) { scenario in
        try await scenario.withReplicas(1, client) { replicas in try await body(scenario, replicas) }
    }
}
