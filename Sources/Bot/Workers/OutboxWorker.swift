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
    /// Of these, kept free for messages with a deadline.
    static let reservedForDeadlines = 2
    /// Rows that are looked at in one go.
    static let batch = 500
    /// After this age a row that still fails is a dead letter.
    static let patience: Duration = .seconds(24 * 3600)
    /// Attempts at a message that Slack takes others beside; then it is a dead letter.
    static let attemptLimit = 25
    /// How long the worker goes on sending after it was asked to stop.
    static let drainTime: Duration = .seconds(3)

    private struct State {
        /// Lanes of which a message is under way.
        var busy: Set<String> = []
        /// For suspected messages, the number of attempts after which a probe was made last.
        var probed: [Int64: Int] = [:]
        var countedAt: Timestamp?
    }

    private let store: any Storing
    private let sender: OutboxSender
    private let bells: Bells
    private let ambient: Ambient
    private let logger: Logger
    private let state = Lock(State())
    private let metrics = OutboxMetrics()

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
                        let isIdle = self.state.withLock { $0.busy.isEmpty }
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
        let (busy, probed) = state.withLock { ($0.busy, $0.probed) }
        do {
            let plan = try await store.read { store in
                let rows = try store.pendingOutboxRows(limit: Self.batch)
                return try OutboxPlan(rows, busy: busy, probed: probed, at: now) { try $0.message.thread(in: store) }
            }
            for choice in plan.choices where take(choice) {
                group.addTask { await self.attempt(choice) }
            }
            await count(at: now)
            return plan.next
        } catch let error as StoreError where error.code == .corrupt {
            logger.error("a message cannot be read", metadata: ["error": "\(error)"])
            return await store.putAsideUnreadable(at: now, logger: logger) ? now : now + .seconds(1)
        } catch {
            logger.error("the outbox cannot be read", metadata: ["error": "\(error)"])
            return now + .seconds(1)
        }
    }

    /// Whether there is a slot for the message; it is taken.
    private func take(_ choice: OutboxPlan.Choice) -> Bool {
        state.withLock { state in
            let reserved = choice.row.deadline == nil ? Self.reservedForDeadlines : 0
            guard state.busy.count < Self.concurrencyLimit - reserved,
                state.busy.insert(choice.row.lane).inserted
            else { return false }
            if let suspect = choice.probes { state.probed[suspect.id] = suspect.attempts }
            return true
        }
    }

    private func attempt(_ choice: OutboxPlan.Choice) async {
        let row = choice.row
        defer {
            _ = state.withLock { $0.busy.remove(row.lane) }
            bells.outbox.ring()
        }
        do {
            if let deadline = row.deadline, deadline < ambient.now() {
                return try await giveUp(row, "too late")
            }
            try await store.write { try $0.beginOutboxRow(row.id) }
            let error = await outcome(of: row)
            if let error {
                metrics.failed.increment()
                try await settle(row, after: error)
            } else {
                metrics.sent.increment()
                try await store.write { try $0.finishOutboxRow(row.id) }
                forget(row)
            }
            if let suspect = choice.probes, error?.isOfTheMessage ?? true { try await passOver(suspect) }
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

    private func forget(_ row: OutboxRow) { state.withLock { $0.probed[row.id] = nil } }
}

// MARK: - What becomes of a message

extension OutboxWorker {
    private func settle(_ row: OutboxRow, after error: WebAPIError) async throws {
        let now = ambient.now()
        let isWorn = row.passedAt != nil && row.attempts + 1 >= Self.attemptLimit
        guard now - row.waitingSince <= Self.patience, !isWorn else { return try await giveUp(row, error.description) }
        switch error.action {
        case .retry(let span):
            let backoff = Duration.milliseconds(500 << min(row.attempts, 7))
            let retryAt = now + (error.isRateLimit ? span : max(span, min(backoff, .seconds(60))))
            logger.debug("a message is put off", metadata: ["row": "\(row.id)", "error": "\(error.code)"])
            // Once its fate was unknown it stays so, until it is known to have arrived.
            if error.mayHaveHappened || row.isFateUnknown {
                try await store.write { try $0.failOutboxRow(row.id, reason: error.code, retryAt: retryAt) }
            } else {
                // To be held back under a rate limit is no attempt.
                try await store.write {
                    try $0.putBackOutboxRow(
                        row.id, reason: error.code, retryAt: retryAt, counts: !error.isRateLimit)
                }
            }
        case .fatal:
            // The token may come back; the socket says so louder than we could.
            try await store.write {
                try $0.failOutboxRow(row.id, reason: error.code, retryAt: now + .seconds(60))
            }
        case .never, .first: try await giveUp(row, error.description)
        }
    }

    private func giveUp(_ row: OutboxRow, _ reason: String) async throws {
        metrics.dead.increment()
        logger.error(
            "a message cannot be sent; `dd0c-run outbox` lists it",
            metadata: ["row": "\(row.id)", "lane": "\(row.lane)", "error": "\(reason)"])
        let now = ambient.now()
        try await store.write { store in
            try store.failOutboxRow(row.id, reason: String(reason.prefix(500)), retryAt: nil)
            guard case .fetchFile(_, _, let channel, let thread) = row.message else { return }
            // Somebody waits for what is in the file.
            let notice = Screen.notice(.internalError(reference: "outbox \(row.id)"))
            try store.enqueue(
                Outgoing(lane: channel.rawValue, message: .post(channel, notice, thread: thread)), at: now)
        }
        forget(row)
        state.withLock { $0.countedAt = nil }
    }

    /// Slack takes other messages of the lane, but not this one.
    private func passOver(_ row: OutboxRow) async throws {
        let now = ambient.now()
        try await store.write { try $0.passOutboxRow(row.id, at: now) }
        metrics.passedOver.increment()
        logger.error(
            "a message keeps failing while Slack takes others: they get past it; `dd0c-run outbox` lists it",
            metadata: ["row": "\(row.id)", "lane": "\(row.lane)", "attempts": "\(row.attempts)"])
        forget(row)
        state.withLock { $0.countedAt = nil }
    }

    /// Measures what waits, now and then.
    private func count(at now: Timestamp) async {
        let isDue = state.withLock { state in
            if let last = state.countedAt, now - last < .seconds(10) { return false }
            state.countedAt = now
            return true
        }
        guard isDue else { return }
        do {
            metrics.record(try await store.read { try $0.outboxCounts() })
        } catch {
            logger.error("the outbox cannot be counted", metadata: ["error": "\(error)"])
        }
    }
}

extension WebAPIError {
    /// Whether it shows that Slack takes calls, and refuses this one for what it is.
    fileprivate var isOfTheMessage: Bool {
        switch action {
        case .never, .first: true
        case .retry, .fatal: false
        }
    }
}
