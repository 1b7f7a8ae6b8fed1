import HTTPServing
import JSONTree
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// The service of the demo incident: it takes orders, and each order needs a connection to the ledger. It has a log, a
/// port, a pool, and a fault: when leaking, a request in three forgets to give its connection back, until none is left.
package final class CheckoutService: Service {
    /// Connections in the pool.
    static let poolSize = 20
    /// How long a request waits for a connection.
    static let patience: Duration = .milliseconds(1500)
    /// Requests a second that the service makes of itself, so that there is always something to see.
    static let ordersPerSecond = 12

    private let shop: Shop
    private let server: HTTPServer

    /// - Parameters:
    ///   - port: the HTTP port on 127.0.0.1; 0 takes any that is free.
    ///   - logFile: path of the log; truncated at the start.
    package init(port: Int, logFile: String, logger: Logger) throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let ledger = Ledger(group: group)
        let shop = Shop(log: try ServiceLog(path: logFile)) { try await ledger.connect() }
        self.shop = shop
        server = HTTPServer(host: "127.0.0.1", port: port, bodyLimit: 1 << 16, logger: logger) { request in
            await Self.answer(request, shop)
        }
    }

    /// The port that it listens on, once it does.
    /// - Throws: when it cannot listen.
    package func boundPort() async throws -> Int { try await server.boundPort() }

    package func run() async throws {
        let shop = shop
        let server = server
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await server.run() }
            tasks.addTask {
                await cancelWhenGracefulShutdown { await Self.placeOrders(at: shop) }
            }
            try await tasks.waitForAll()
        }
    }

    private static func answer(_ request: HTTPRequest, _ shop: Shop) async -> HTTPResponse {
        switch (request.method, request.path) {
        case ("GET", "/checkout"): await shop.checkout()
        case ("GET", "/pool"): .json(await shop.poolStatus)
        case ("POST", "/pool/restart"): .json(await shop.restartPool())
        case ("POST", "/pool/rollback"): await shop.rollBackPool()
        case ("GET", "/orders/pending"): .json(["pending": .int(await shop.pendingOrders)])
        case ("DELETE", "/orders/pending"): .json(await shop.dropPendingOrders())
        case ("GET", "/metrics"): .json(await shop.latency)
        case ("POST", "/fault/leak"): .json(await shop.leak())
        default: .json(["error": "no \(request.method) \(request.path) here"], status: 404)
        }
    }

    private static func placeOrders(at shop: Shop) async {
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                group.addTask { _ = await shop.checkout() }
                do {
                    try await Task.sleep(for: .milliseconds(1000 / ordersPerSecond))
                } catch {
                    return  // The service is going down.
                }
            }
        }
    }
}

extension HTTPResponse {
    static func json(_ body: JSONValue, status: Int = 200) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: [("Content-Type", "application/json")],
            body: .bytes(body.utf8() + [UInt8(ascii: "\n")]))
    }
}
