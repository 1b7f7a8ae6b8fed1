import DemoWorld
import Foundation
import FoundationNetworking
import JSONTree
import Locking
import Logging
import Testing

/// The service really breaks, and the commands of its runbook really mend it.
@Suite(.timeLimit(.minutes(1))) struct CheckoutTests {
    private func withService(_ body: @escaping @Sendable (Shopper) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "dd0c-checkout-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let log = "\(folder)/checkout.log"
        let service = try CheckoutService(
            port: 0, logFile: log, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await service.run() }
            group.addTask { try await body(Shopper(port: try await service.boundPort(), log: log)) }
            try await group.next()
            group.cancelAll()
        }
    }

    @Test func leakingExhaustsThePoolAndARestartMendsIt() async throws {
        try await withService { shop in
            #expect(try await shop.ask("GET", "checkout").status == 200)
            #expect(try await shop.ask("POST", "pool/rollback").status == 409)
            _ = try await shop.ask("POST", "fault/leak")
            try await shop.until("orders time out") { try await shop.ask("GET", "checkout").status == 503 }
            let pool = try await shop.ask("GET", "pool").body
            #expect(pool["in_use"] == pool["size"])
            #expect(try shop.logText().contains("timeout after"))

            let restarted = try await shop.ask("POST", "pool/restart").body
            #expect(restarted["generation"] == 2)
            #expect(try await shop.ask("GET", "checkout").status == 200)

            // The undo brings the broken setting back, and with it the fault.
            #expect(try await shop.ask("POST", "pool/rollback").status == 200)
            try await shop.until("orders time out again") { try await shop.ask("GET", "checkout").status == 503 }
            let pending = try await shop.ask("GET", "orders/pending").body["pending"]?.int ?? 0
            #expect(pending > 0)
            let dropped = try await shop.ask("DELETE", "orders/pending").body["dropped"]?.int ?? 0
            #expect(dropped >= pending)
        }
    }

    @Test func theMonitorFiresAndResolvesOnWhatItMeasures() async throws {
        let isBroken = Lock(false)
        let sent = Lock<[String]>([])
        let lost = Lock(1)
        let monitor = Monitor(
            order: { isBroken.withLock { !$0 } },
            send: { status, _ in
                // The first message gets lost on its way; it must come again.
                let isLost = lost.withLock { count -> Bool in
                    count -= 1
                    return count >= 0
                }
                if !isLost { sent.withLock { $0.append(status) } }
                return !isLost
            },
            now: { 1_700_000_000 }, pace: .milliseconds(5),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await monitor.run() }
            group.addTask {
                isBroken.withLock { $0 = true }
                try await wait("firing") { sent.withLock { $0 == ["firing"] } }
                #expect(monitor.reading.isFiring || monitor.reading.milliseconds == nil)
                isBroken.withLock { $0 = false }
                try await wait("resolved") { sent.withLock { $0 == ["firing", "resolved"] } }
            }
            try await group.next()
            group.cancelAll()
        }
    }
}

private struct Shopper: Sendable {
    let port: Int
    let log: String

    func ask(_ method: String, _ path: String) async throws -> (status: Int, body: JSONValue) {
        var request = URLRequest(url: try #require(URL(string: "http://127.0.0.1:\(port)/\(path)")))
        request.httpMethod = method
        let (data, response) = try await URLSession.shared.data(for: request)
        return ((response as? HTTPURLResponse)?.statusCode ?? 0, try JSONValue(parsing: [UInt8](data)))
    }

    func logText() throws -> String { try String(contentsOfFile: log, encoding: .utf8) }

    func until(_ what: String, _ condition: () async throws -> Bool) async throws {
        try await wait(what, condition)
    }
}

private struct NeverCame: Error { var what: String }

private func wait(_ what: String, _ condition: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(30)
    while ContinuousClock.now < deadline {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(10))
    }
    throw NeverCame(what: what)
}
