import HTTPServing
import JSONTree
import NIOCore

/// The state of the checkout service.
actor Shop {
    /// Orders that may wait for the ledger; more are turned away.
    static let pendingLimit = 5000

    private let log: ServiceLog
    private let open: @Sendable () async throws -> any Channel
    private var pool: ConnectionPool
    /// Whether connections are given back after use. Turning it off is the fault of the demo.
    private var recycles = true
    /// The setting before the last restart, which a roll-back goes back to.
    private var previousRecycles: Bool?
    private var orders = 0
    private var pending = 0
    /// Times of the last requests, in milliseconds.
    private var times: [Double] = []

    init(log: ServiceLog, open: @escaping @Sendable () async throws -> any Channel) {
        self.log = log
        self.open = open
        pool = ConnectionPool(generation: 1, size: CheckoutService.poolSize, open: open)
        log.write("INFO", "checkout started, pool generation 1 with \(CheckoutService.poolSize) connections")
    }

    var poolStatus: JSONValue {
        get async {
            let status = await pool.status
            return [
                "generation": .int(status.generation), "size": .int(status.size), "in_use": .int(status.inUse),
                "waiting": .int(status.waiting), "pending_orders": .int(pending),
            ]
        }
    }

    var pendingOrders: Int { pending }

    /// The 95th percentile over the last requests.
    var latency: JSONValue {
        let sorted = times.sorted()
        guard !sorted.isEmpty else { return ["p95_ms": 0, "requests": 0] }
        return ["p95_ms": .double(sorted[sorted.count * 95 / 100]), "requests": .int(sorted.count)]
    }

    func checkout() async -> HTTPResponse {
        let clock = ContinuousClock()
        let start = clock.now
        orders += 1
        let number = orders
        let pool = self.pool
        do {
            let connection = try await pool.take(waitingAtMost: CheckoutService.patience)
            try await Ledger.write("order \(number)", over: connection.channel)
            if !recycles, pool === self.pool, number.isMultiple(of: 3) {
                log.write("WARN", "order \(number) kept connection \(connection.number) after commit")
            } else {
                await pool.giveBack(connection)
            }
            let span = note(clock.now - start)
            if number.isMultiple(of: 25) { log.write("INFO", "order \(number) committed in \(span) ms") }
            return .json(["order": .int(number), "milliseconds": .double(span)])
        } catch let timeout as ConnectionPool.TimedOut {
            let span = note(clock.now - start)
            pending = min(Self.pendingLimit, pending + 1)
            log.write(
                "ERROR",
                "order \(number): timeout after \(span) ms waiting for a connection from the pool "
                    + "(\(timeout.inUse)/\(timeout.size) in use)")
            return .json(["order": .int(number), "error": "timeout waiting for a connection"], status: 503)
        } catch {
            log.write("ERROR", "order \(number): \(error)")
            return .json(["order": .int(number), "error": "the ledger did not answer"], status: 502)
        }
    }

    func leak() -> JSONValue {
        recycles = false
        log.write("INFO", "settings changed: recycle=off")
        return ["recycle": false]
    }

    func restartPool() async -> JSONValue {
        previousRecycles = recycles
        let generation = await replacePool(recycles: true)
        return ["generation": .int(generation), "recycle": true, "restarted": true]
    }

    func rollBackPool() async -> HTTPResponse {
        guard let earlier = previousRecycles else {
            return .json(["error": "the pool was not restarted: there is nothing to go back to"], status: 409)
        }
        previousRecycles = nil
        let generation = await replacePool(recycles: earlier)
        return .json(["generation": .int(generation), "recycle": .bool(earlier), "rolled_back": true])
    }

    private func replacePool(recycles: Bool) async -> Int {
        let old = pool
        let generation = old.generation + 1
        pool = ConnectionPool(generation: generation, size: CheckoutService.poolSize, open: open)
        self.recycles = recycles
        times = []
        await old.close()
        log.write(
            "INFO",
            "pool restarted, generation \(generation), recycle=\(recycles ? "on" : "off"); "
                + "\(pending) pending orders are retried")
        pending = 0
        return generation
    }

    func dropPendingOrders() -> JSONValue {
        let dropped = pending
        pending = 0
        log.write("WARN", "\(dropped) pending orders dropped by request")
        return ["dropped": .int(dropped)]
    }

    private func note(_ span: Duration) -> Double {
        let (seconds, attoseconds) = span.components
        let milliseconds = Double(seconds) * 1000 + Double(attoseconds / 10_000_000_000_000) / 100
        times.append(milliseconds)
        if times.count > 60 { times.removeFirst(times.count - 60) }
        return (milliseconds * 10).rounded() / 10
    }
}
