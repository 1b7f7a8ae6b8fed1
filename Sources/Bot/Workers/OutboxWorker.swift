import Locking
import Logging
import Metrics
import RunbookModel
import ServiceLifecycle
import SlackWire
import Views

/// Sends what waits in the outbox: in order within a lane, lanes beside each other. Slack being away stops nothing but
/// the sending.
package final class OutboxWorker: Service {
    /// Messages that may be under way at the same time.
    package static let concurrencyLimit = 32
    /// Rows that are looked at in one go.
    static let batch = 500
    /// After this age a row that still fails is a dead letter.
    static let patience: Duration = .seconds(24 * 3600)
    /// How long the worker goes on sending after it was asked to stop.
    static let drainTime: Duration = .seconds(3)

    private let store: any Storing
    private let sender: OutboxSender
    private let bells: Bells
    private let ambient: Ambient
    private let logger: Logger
    private let busy = Lock<Set<String>>([])
    private let sent = Counter(label: "dd0c_outbox_sent_total")
    private let failed = Counter(label: "dd0c_outbox_failed_total")

    package init(store: any Storing, sender: OutboxSender, bells: Bells, ambient: Ambient, logger: Logger) {
        self.store = store
        self.sender = sender
        self.bells = bells
        self.ambient = ambient
        self.logger = logger
    }

    package func run() async throws {
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                var stopBy: Timestamp?
                while !Task.isCancelled {
                    let next = await self.send(in: &group)
                    if Task.isShuttingDownGracefully {
                        let limit = stopBy ?? self.ambient.now() + Self.drainTime
                        stopBy = limit
                        let isIdle = self.busy.withLock { $0.isEmpty }
                        if (next == nil && isIdle) || self.ambient.now() >= limit { break }
                    }
                    let pause = next.map { $0 - self.ambient.now() } ?? .seconds(30)
                    await self.bells.outbox.wait(
                        atMost: min(
                            Task.isShuttingDownGracefully ? .milliseconds(100) : .seconds(30),
                            max(.milliseconds(5), pause)),
                        sleep: self.ambient.sleep)
                }
                group.cancelAll()
            }
        } onGracefulShutdown: {
            self.bells.outbox.ring()
        }
    }

    /// Starts sending what can be sent now; when something else falls due, `nil` when nothing waits.
    private func send(in group: inout DiscardingTaskGroup) async -> Timestamp? {
        let now = ambient.now()
        do {
            let rows = try await store.read { try $0.pendingOutboxRows(limit: Self.batch) }
            var seen: Set<String> = []
            var next: Timestamp?
            for row in rows where seen.insert(row.lane).inserted {
                guard row.notBefore <= now else {
                    next = min(next ?? row.notBefore, row.notBefore)
                    continue
                }
                let isFree = busy.withLock { busy in
                    busy.count < Self.concurrencyLimit && busy.insert(row.lane).inserted
                }
                guard isFree else { continue }
                group.addTask { await self.attempt(row) }
            }
            return next
        } catch let error as StoreError where error.code == .corrupt {
            logger.error("a message cannot be read", metadata: ["error": "\(error)"])
            return await store.putAsideUnreadable(at: now, logger: logger) ? now : now + .seconds(1)
        } catch {
            logger.error("the outbox cannot be read", metadata: ["error": "\(error)"])
            return now + .seconds(1)
        }
    }

    private func attempt(_ row: OutboxRow) async {
        defer {
            _ = busy.withLock { $0.remove(row.lane) }
            bells.outbox.ring()
        }
        do {
            if let deadline = row.deadline, deadline < ambient.now() {
                return try await settle(row, failure: "too late", retryAt: nil)
            }
            try await store.write { try $0.beginOutboxRow(row.id) }
            if let error = await outcome(of: row) {
                failed.increment()
                try await settle(row, after: error)
            } else {
                sent.increment()
                try await settle(row)
            }
        } catch let error as StoreError where error.code == .conflict {
            return  // A newer message took its place before it was begun.
        } catch {
            logger.error("an outbox row cannot be settled", metadata: ["row": "\(row.id)", "error": "\(error)"])
            await pause()
        }
    }

    /// Without a pause a row would be taken again at once, for as long as the store is away.
    private func pause() async {
        do {
            try await ambient.sleep(.seconds(1))
        } catch {
            return  // The worker is being stopped.
        }
    }

    private func outcome(of row: OutboxRow) async -> WebAPIError? {
        do throws(WebAPIError) {
            try await sender.send(row)
            return nil
        } catch {
            return error
        }
    }

    private func settle(_ row: OutboxRow, after error: WebAPIError) async throws {
        let now = ambient.now()
        let isTooOld = now - row.createdAt > Self.patience
        switch error.action {
        case .retry(let span) where !isTooOld:
            let backoff = Duration.milliseconds(500 << min(row.attempts, 7))
            logger.debug("a message is put off", metadata: ["row": "\(row.id)", "error": "\(error.code)"])
            try await settle(row, failure: error.code, retryAt: now + max(span, min(backoff, .seconds(60))))
        case .fatal where !isTooOld:
            // The token may come back; the socket says so louder than we could.
            try await settle(row, failure: error.code, retryAt: now + .seconds(60))
        case .retry, .never, .first, .fatal:
            logger.error("a message cannot be sent", metadata: ["row": "\(row.id)", "error": "\(error)"])
            try await store.write { store in
                try store.failOutboxRow(row.id, reason: String(error.description.prefix(500)), retryAt: nil)
                guard case .fetchFile(_, _, let channel, let thread) = row.message else { return }
                // Somebody waits for what is in the file.
                let notice = Screen.notice(.internalError(reference: "outbox \(row.id)"))
                try store.enqueue(
                    Outgoing(lane: channel.rawValue, message: .post(channel, notice, thread: thread)), at: now)
            }
        }
    }

    private func settle(_ row: OutboxRow, failure: String, retryAt: Timestamp?) async throws {
        try await store.write {
            try $0.failOutboxRow(row.id, reason: String(failure.prefix(500)), retryAt: retryAt)
        }
    }

    private func settle(_ row: OutboxRow) async throws {
        try await store.write { try $0.finishOutboxRow(row.id) }
    }
}
