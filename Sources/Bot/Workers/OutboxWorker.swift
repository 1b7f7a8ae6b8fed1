import Locking
import Logging
import Metrics
import RunbookModel
import ServiceLifecycle
import SlackWire

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
    /// Time between two looks for what other processes changed, such as `dd0c-run outbox`.
    static let lookInterval: Duration = .seconds(30)
    /// How long the worker goes on sending after it was asked to stop.
    static let drainTime: Duration = .seconds(3)

    private struct State {
        /// Lanes of which a message is under way, or has ended and is yet to be noted.
        var busy: Set<String> = []
        /// Attempts that ended and are yet to be noted; one for each busy lane at most.
        var ended: [OutboxAttempt] = []
        /// For suspected messages, the number of attempts after which a probe was made last.
        var probed: [Int64: Int] = [:]
        var countedAt: Timestamp?
        /// Rings of the bell that a look has answered which found nothing left to begin, then or later.
        var answeredRings: Int?
        /// When the last look was.
        var lookedAt: Timestamp?
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
                    let next = await self.round(in: &group)
                    if Task.isShuttingDownGracefully {
                        let limit = stopBy ?? self.ambient.now() + Self.drainTime
                        stopBy = limit
                        let isIdle = self.state.withLock { $0.busy.isEmpty }
                        if (next == nil && isIdle) || self.ambient.now() >= limit { break }
                    }
                    let pause = (next ?? self.nextLook) - self.ambient.now()
                    await self.bells.outbox.wait(
                        atMost: min(
                            Task.isShuttingDownGracefully ? .milliseconds(100) : Self.lookInterval,
                            max(.milliseconds(5), pause)),
                        sleep: self.ambient.sleep)
                }
                group.cancelAll()
            }
            await self.noteEnded(at: self.ambient.now())
        } onGracefulShutdown: {
            self.bells.outbox.ring()
        }
    }

    /// Notes what has ended, and begins what can be sent now: one look and one transaction for all of it.
    /// - Returns: when something else falls due; `nil` when nothing waits.
    private func round(in group: inout DiscardingTaskGroup) async -> Timestamp? {
        let now = ambient.now()
        let rings = bells.outbox.rings
        let (busy, ended, probed) = state.withLock { ($0.busy, $0.ended, $0.probed) }
        do {
            if isAnswered(rings, at: now), ended.allSatisfy({ $0.error == nil }) {
                // All that has happened since the last look is that something was sent.
                _ = try await note(ended, beginning: [], at: now)
                await count(at: now)
                return nil
            }
            let (plan, isMoreThere, waiting) = try await store.read { store in
                let headers = try store.waitingMessages(limit: Self.batch)
                let plan = try OutboxPlan(headers, busy: busy, probed: probed, at: now) {
                    try store.outboxRow($0.id)?.message.thread(in: store)
                }
                return (plan, Self.isMoreThere(headers, behind: ended), headers.count)
            }
            let begun = try await note(ended, beginning: chosen(of: plan, beside: busy.count), at: now)
            let isAllUnderWay = waiting == busy.count + begun.count && !isMoreThere
            state.withLock { state in
                state.answeredRings = isAllUnderWay ? rings : nil
                state.lookedAt = now
            }
            for attempt in begun { group.addTask { await self.make(attempt) } }
            if isMoreThere { bells.outbox.ring() }
            await count(at: now)
            return plan.next
        } catch let error as StoreError where error.code == .corrupt {
            logger.error("a message cannot be read", metadata: ["error": "\(error)"])
            await noteEnded(at: now)
            return await store.putAsideUnreadable(at: now, logger: logger) ? now : now + .seconds(1)
        } catch {
            logger.error("the outbox cannot be used", metadata: ["error": "\(error)"])
            return now + .seconds(1)
        }
    }

    /// When a look is due though nothing rings.
    private var nextLook: Timestamp { state.withLock { $0.lookedAt.map { $0 + Self.lookInterval } } ?? ambient.now() }

    /// Whether the last look has seen all that the bell was rung for; not for long, whatever the clock does.
    private func isAnswered(_ rings: Int, at now: Timestamp) -> Bool {
        state.withLock { state in
            guard let lookedAt = state.lookedAt, state.answeredRings == rings else { return false }
            return lookedAt <= now && now < lookedAt + Self.lookInterval
        }
    }

    /// Whether a further look is due at once: the lanes of what has ended were busy in this one.
    private static func isMoreThere(_ headers: [OutboxHeader], behind ended: [OutboxAttempt]) -> Bool {
        guard !ended.isEmpty else { return false }
        if ended.contains(where: { $0.error != nil }) { return true }
        let lanes = Set(ended.map(\.row.lane))
        let numbers = Set(ended.map(\.row.id))
        return headers.contains { lanes.contains($0.lane) && !numbers.contains($0.id) }
    }

    /// What there are slots for.
    private func chosen(of plan: OutboxPlan, beside busy: Int) -> [OutboxPlan.Choice] {
        var used = busy
        return plan.choices.filter { choice in
            let reserved = choice.header.deadline == nil ? Self.reservedForDeadlines : 0
            guard used < Self.concurrencyLimit - reserved else { return false }
            used += 1
            return true
        }
    }

    /// Writes down how attempts ended and that others begin, in one transaction.
    /// - Returns: what has been begun: not what was replaced since it was read, nor what is of no use any more.
    private func note(
        _ ended: [OutboxAttempt], beginning choices: [OutboxPlan.Choice], at now: Timestamp
    ) async throws -> [OutboxAttempt] {
        guard !ended.isEmpty || !choices.isEmpty else { return [] }
        // Should the power fail before it is on disk that something was sent, it counts as of unknown fate. What begins
        // must be on disk first.
        let noted = try await store.write(choices.isEmpty ? .soon : .now) { store in
            let fates = try ended.map { ($0, try $0.note(in: store, at: now)) }
            var (late, begun): ([(OutboxAttempt, OutboxAttempt.Fate)], [OutboxAttempt]) = ([], [])
            for choice in choices {
                guard let row = try store.beginOutboxRow(choice.header.id) else { continue }
                guard let deadline = row.deadline, deadline < now else {
                    begun.append(OutboxAttempt(row: row, probes: choice.probes))
                    continue
                }
                let attempt = OutboxAttempt(row: row)
                late.append((attempt, try attempt.giveUp("too late", in: store, at: now)))
            }
            return (fates: fates + late, begun: begun)
        }
        state.withLock { state in
            state.ended.removeFirst(ended.count)
            for attempt in ended { state.busy.remove(attempt.row.lane) }
            for attempt in noted.begun {
                state.busy.insert(attempt.row.lane)
                if let suspect = attempt.probes { state.probed[suspect.id] = suspect.attempts }
            }
        }
        for (attempt, fate) in noted.fates { tell(attempt, fate) }
        // What was given up may have left a word to its reader.
        if noted.fates.count > ended.count { bells.outbox.ring() }
        return noted.begun
    }

    /// Notes what has ended, and begins nothing.
    private func noteEnded(at now: Timestamp) async {
        do {
            _ = try await note(state.withLock { $0.ended }, beginning: [], at: now)
        } catch {
            logger.error("what was sent cannot be noted", metadata: ["error": "\(error)"])
        }
    }

    private func make(_ attempt: OutboxAttempt) async {
        var attempt = attempt
        do throws(WebAPIError) {
            try await sender.send(attempt.row)
        } catch {
            attempt.error = error
        }
        state.withLock { [attempt] in $0.ended.append(attempt) }
        bells.outbox.nudge()
    }

    /// Says what has become of a message, once that is durable.
    private func tell(_ attempt: OutboxAttempt, _ fate: OutboxAttempt.Fate) {
        let row = attempt.row
        switch fate {
        case .sent:
            metrics.sent.increment()
            forget(row.id)
        case .putOff(let code):
            metrics.failed.increment()
            logger.debug("a message is put off", metadata: ["row": "\(row.id)", "error": "\(code)"])
        case .dead(let reason):
            if attempt.error != nil { metrics.failed.increment() }
            metrics.dead.increment()
            logger.error(
                "a message cannot be sent; `dd0c-run outbox` lists it",
                metadata: ["row": "\(row.id)", "lane": "\(row.lane)", "error": "\(reason)"])
            putAside(row.id)
        }
        guard let suspect = attempt.overtaken else { return }
        metrics.passedOver.increment()
        logger.error(
            "a message keeps failing while Slack takes others: they get past it; `dd0c-run outbox` lists it",
            metadata: ["row": "\(suspect.id)", "lane": "\(suspect.lane)", "attempts": "\(suspect.attempts)"])
        putAside(suspect.id)
    }

    private func forget(_ id: Int64) { state.withLock { $0.probed[id] = nil } }

    /// Nobody waits for the message any more; the operator sees it with the next count, which is due at once.
    private func putAside(_ id: Int64) {
        forget(id)
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
