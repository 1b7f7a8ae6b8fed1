import Bot
import HTTPServing
import JSONTree
import Store
import Transport

/// What `DD0C_LISTEN` serves.
struct HTTPEndpoints: Sendable {
    private let gate: WebhookGate
    private let registry: PrometheusRegistry
    private let store: SQLiteStore
    private let socket: @Sendable () -> SocketModeStatus

    init(
        gate: WebhookGate, registry: PrometheusRegistry, store: SQLiteStore,
        socket: @escaping @Sendable () -> SocketModeStatus
    ) {
        self.gate = gate
        self.registry = registry
        self.store = store
        self.socket = socket
    }

    @Sendable func answer(_ request: HTTPRequest) async -> HTTPResponse {
        let parts = request.path.split(separator: "/", omittingEmptySubsequences: true)
        switch (request.method, parts.first, parts.count) {
        case ("POST", "webhooks", 2):
            let answer = await gate.receive(String(parts[1]), body: request.body) { request.header($0) }
            return .text(answer.text + "\n", status: answer.status)
        case (_, "webhooks", 2): return .text("Send webhooks with POST.\n", status: 405)
        case ("GET", "healthz", 1): return .text("ok\n")
        case ("GET", "readyz", 1): return await readiness()
        case ("GET", "metrics", 1): return .text(registry.text())
        default: return .text("Nothing here.\n", status: 404)
        }
    }

    private func readiness() async -> HTTPResponse {
        let status = socket()
        var problems: [String] = []
        if status.readySince == nil { problems.append("no socket to Slack has said hello") }
        do {
            try await store.write { try $0.setSetting("ready.probe", true) }
        } catch {
            problems.append("the store cannot be written")
        }
        return problems.isEmpty
            ? .text("ready, \(status.socketsOpen) socket(s)\n")
            : .text(problems.joined(separator: "; ") + "\n", status: 503)
    }
}
