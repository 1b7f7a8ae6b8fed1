import NIOCore

/// The pool of the demo's checkout service: real TCP connections to its ledger, of which there are only so many.
actor ConnectionPool {
    /// One connection to the ledger.
    struct Connection: Sendable {
        let number: Int
        let channel: any Channel
    }

    struct TimedOut: Error {
        var waited: Duration
        var inUse: Int
        var size: Int
    }

    struct Status: Sendable {
        var generation: Int
        var size: Int
        var inUse: Int
        var waiting: Int
    }

    let generation: Int
    let size: Int
    private let open: @Sendable () async throws -> any Channel
    private var all: [Connection] = []
    private var idle: [Connection] = []
    private var opened = 0
    private var inUse = 0
    private var waiters: [Waiter] = []

    private struct Waiter {
        let number: Int
        let continuation: CheckedContinuation<Connection?, Never>
    }

    private var lastWaiter = 0
    /// Who has not given up yet, whether they are among the waiters already or not.
    private var outstanding: Set<Int> = []

    init(generation: Int, size: Int, open: @escaping @Sendable () async throws -> any Channel) {
        self.generation = generation
        self.size = size
        self.open = open
    }

    var status: Status {
        Status(generation: generation, size: size, inUse: inUse, waiting: waiters.count)
    }

    /// Takes a connection, waiting for one to be given back where all are taken.
    func take(waitingAtMost limit: Duration) async throws -> Connection {
        if let connection = idle.popLast() {
            inUse += 1
            return connection
        }
        if opened < size {
            opened += 1
            inUse += 1
            do {
                let number = opened
                let connection = Connection(number: number, channel: try await open())
                all.append(connection)
                return connection
            } catch {
                opened -= 1
                inUse -= 1
                throw error
            }
        }
        guard let connection = await waitForConnection(atMost: limit) else {
            throw TimedOut(waited: limit, inUse: inUse, size: size)
        }
        return connection
    }

    func giveBack(_ connection: Connection) {
        if waiters.isEmpty {
            inUse -= 1
            idle.append(connection)
        } else {
            waiters.removeFirst().continuation.resume(returning: connection)
        }
    }

    /// Closes every connection, also those that are in use; whoever waits gets nothing.
    func close() {
        for waiter in waiters { waiter.continuation.resume(returning: nil) }
        for connection in all { connection.channel.close(promise: nil) }
        waiters = []
        idle = []
        all = []
    }

    private func waitForConnection(atMost limit: Duration) async -> Connection? {
        lastWaiter += 1
        let number = lastWaiter
        outstanding.insert(number)
        return await withTaskGroup(of: Connection?.self) { group in
            group.addTask { await self.enqueue(number) }
            group.addTask {
                do {
                    try await Task.sleep(for: limit)
                } catch is CancellationError {
                    // A connection came first, or nobody wants one any more.
                } catch {
                    preconditionFailure("a sleep ends by itself or is cancelled: \(error)")
                }
                await self.giveUp(number)
                return nil
            }
            var connection: Connection?
            for await outcome in group {
                if let outcome { connection = outcome }
                group.cancelAll()
            }
            return connection
        }
    }

    private func enqueue(_ number: Int) async -> Connection? {
        guard outstanding.contains(number) else { return nil }
        return await withCheckedContinuation { continuation in
            waiters.append(Waiter(number: number, continuation: continuation))
        }
    }

    private func giveUp(_ number: Int) {
        outstanding.remove(number)
        guard let index = waiters.firstIndex(where: { $0.number == number }) else { return }
        waiters.remove(at: index).continuation.resume(returning: nil)
    }
}
