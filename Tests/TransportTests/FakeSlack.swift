import Glibc
import JSONTree
import Locking
import Logging
import ServiceLifecycle
import SlackWire
import Testing
import WebSocket

@testable import Transport

/// As much of Slack as Socket Mode needs: `apps.connections.open` and sockets, by script.
final class FakeSlack: Sendable {
    /// An acknowledgement, and the number of the socket that it came on.
    struct Ack: Hashable, Sendable {
        var socket: Int
        var text: String

        init(_ socket: Int, _ id: String) {
            self.socket = socket
            text = #"{"envelope_id":"\#(id)"}"#
        }

        init(socket: Int, text: String) {
            self.socket = socket
            self.text = text
        }
    }

    /// One after another: answers of `apps.connections.open` that are not an address, as status line, headers, body.
    typealias Refusal = (status: String, headers: [String], body: String)

    private struct State {
        var port: UInt16 = 0
        var opens = 0
        var openSockets = 0
        var mostSockets = 0
    }

    let acks = Recorder<Ack>()
    let opens = Recorder<ContinuousClock.Instant>()
    /// Numbers of sockets whose script has ended.
    let ended = Recorder<Int>()
    private let state = Lock(State())
    private let server = Lock<TestServer?>(nil)

    /// - Parameters:
    ///   - refusals: the first answers to `apps.connections.open`, by number from 1.
    ///   - socket: what a socket does; numbers begin at 1.
    init(
        refusals: [Int: Refusal] = [:], handshakes: [Int: String] = [:],
        socket: @escaping @Sendable (Int, TestSocket, FakeSlack) -> Void
    ) throws {
        let server = try TestServer { [weak self] peer in
            guard let self else { return }
            while let (head, _) = peer.request() {
                guard head.startLine.contains("/link") else {
                    self.open(peer, refusals)
                    continue
                }
                let number =
                    head.startLine.firstRange(of: "ticket=")
                    .flatMap { Int(head.startLine[$0.upperBound...].prefix { $0.isNumber }) } ?? 0
                if let status = handshakes[number] {
                    peer.respond("", status: status)
                    return
                }
                guard let webSocket = peer.upgrade(head) else { return }
                self.state.withLock { state in
                    state.openSockets += 1
                    state.mostSockets = max(state.mostSockets, state.openSockets)
                }
                socket(number, webSocket, self)
                self.state.withLock { $0.openSockets -= 1 }
                self.ended.record(number)
                return
            }
        }
        state.withLock { $0.port = server.port }
        self.server.withLock { $0 = server }
    }

    var port: UInt16 { state.withLock { $0.port } }
    var mostSockets: Int { state.withLock { $0.mostSockets } }
    var openSockets: Int { state.withLock { $0.openSockets } }

    private func open(_ peer: TestPeer, _ refusals: [Int: Refusal]) {
        let number = state.withLock { state in
            state.opens += 1
            return state.opens
        }
        opens.record(.now)
        if let refusal = refusals[number] {
            peer.respond(refusal.body, status: refusal.status, headers: refusal.headers)
        } else {
            peer.respond(#"{"ok":true,"url":"wss:\/\/127.0.0.1:\#(port)\/link\/?ticket=\#(number)"}"#)
        }
    }

    /// Records what comes on the socket until it ends.
    func collect(_ number: Int, _ socket: TestSocket) {
        while let text = socket.nextText() { acks.record(Ack(socket: number, text: text)) }
    }

    var api: SlackWebAPIConfiguration {
        var configuration = SlackWebAPIConfiguration(appToken: "xapp-test-app", botToken: "xoxb-test-bot")
        configuration.apiURL = "https://localhost:\(port)/api/"
        configuration.extraAuthorities = TestCertificate.authorityFile
        return configuration
    }

    static func hello(life: Int = 18060, connections: Int = 1) -> String {
        """
        {"type":"hello","num_connections":\(connections),"connection_info":{"app_id":"A1"},\
        "debug_info":{"host":"applink-1","approximate_connection_time":\(life)}}
        """
    }

    static func event(_ id: String, filler: Int = 0) -> String {
        """
        {"type":"events_api","envelope_id":"\(id)","accepts_response_payload":false,"retry_attempt":0,\
        "payload":{"event_id":"Ev\(id)","filler":"\(String(repeating: "é", count: filler / 2))"}}
        """
    }

    static func disconnect(_ reason: String) -> String { #"{"type":"disconnect","reason":"\#(reason)"}"# }
}

/// Runs a service against a fake Slack for as long as `body` takes, and then stops it gracefully.
func withSocketMode(
    _ slack: FakeSlack, timing: SocketModeTiming = SocketModeTiming(), concurrency: Int = 64,
    handler: @escaping SocketModeService.Handler, body: @escaping @Sendable (SocketModeService) async throws -> Void
) async throws {
    var configuration = SocketModeConfiguration()
    configuration.timing = timing
    configuration.concurrency = concurrency
    configuration.shutdownGrace = .seconds(2)
    var logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    logger.logLevel = .trace
    let service = SocketModeService(
        configuration, api: try SlackWebAPIClient(slack.api, logger: logger),
        context: try TLSContext(extraAuthorities: TestCertificate.authorityFile), logger: logger, handler: handler)
    let group = ServiceGroup(services: [service], logger: logger)
    try await withThrowingTaskGroup { tasks in
        tasks.addTask { try await group.run() }
        tasks.addTask {
            do {
                try await body(service)
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
            await group.triggerGracefulShutdown()
        }
        while try await tasks.next() != nil {}
    }
}
