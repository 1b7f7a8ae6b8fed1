import JSONTree
import Locking
import Logging
import Metrics
import RunbookModel
import ServiceLifecycle

/// Takes one delivery after the other and has it handled, each in one transaction.
package final class InboxWorker: Service {
    /// Attempts at one delivery before it is parked for the operator.
    package static let attemptLimit = 5
    /// Times that a delivery may be under way while the program ends; then it is parked. Fewer than the starts that
    /// systemd allows a service in a row.
    package static let crashLimit = 2
    /// How long handled deliveries are kept: a redelivery within this time is known for one.
    package static let retention: Duration = .seconds(7 * 24 * 3600)

    /// Deliveries that are handled in one transaction.
    static let batch = 32

    /// How long parked deliveries are kept for the operator.
    package static let parkedRetention: Duration = .seconds(30 * 24 * 3600)
    /// Parked envelopes that could not be read, of which the newest are kept; looked after once in `parksPerLook`.
    package static let unreadableLimit = 1000
    static let parksPerLook = 100

    /// Time between two looks for deliveries that are too old to be kept.
    static let pruneInterval: Duration = .seconds(6 * 3600)
    /// Deliveries that are removed in one transaction: what comes in meanwhile must not wait long for its own.
    static let pruneGroup = 500

    private let store: any Storing
    private let dispatcher: Dispatcher
    private let bells: Bells
    private let ambient: Ambient
    private let logger: Logger
    private let handled = Counter(label: "dd0c_inbox_handled_total")
    private let failed = Counter(label: "dd0c_inbox_failed_total")
    private let unreadable = Counter(label: "dd0c_inbox_unreadable_total")
    private let parks = Lock(0)

    package init(store: any Storing, dispatcher: Dispatcher, bells: Bells, ambient: Ambient, logger: Logger) {
        self.store = store
        self.dispatcher = dispatcher
        self.bells = bells
        self.ambient = ambient
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            var pruneAt = self.ambient.now()
            while !Task.isCancelled {
                do {
                    let isPruned = try await self.pruneIfDue(&pruneAt)
                    let (rows, next) = try await self.nextRows()
                    if !rows.isEmpty {
                        await self.handle(rows)
                    } else if isPruned {
                        await self.rest(until: next)
                    }
                } catch let error as StoreError where error.code == .corrupt {
                    self.logger.error("a delivery cannot be read", metadata: ["error": "\(error)"])
                    await self.parkUnreadable()
                } catch {
                    self.logger.error("the inbox cannot be read", metadata: ["error": "\(error)"])
                    await self.bells.inbox.wait(atMost: .seconds(1), sleep: self.ambient.sleep)
                }
            }
        }
    }

    /// Handles everything that is due. For tests, and for draining at shutdown.
    /// - Throws: what the store throws.
    package func drain() async throws {
        while true {
            let rows = try await nextRows().due
            if rows.isEmpty { return }
            await handle(rows)
        }
    }

    /// What is due, and if nothing is, when something will be.
    private func nextRows() async throws -> (due: [InboxRow], next: Timestamp?) {
        let now = ambient.now()
        return try await store.read { store in
            let due = try store.nextInboxRows(at: now, limit: Self.batch)
            return (due, due.isEmpty ? try store.nextInboxTime() : nil)
        }
    }

    /// Handles deliveries in order, as many as can be in one transaction. What goes wrong with one is its own affair.
    private func handle(_ rows: [InboxRow]) async {
        var rest = rows[...]
        while !rest.isEmpty, !Task.isCancelled {
            let plain = rest.prefix(while: dispatcher.isPlain)
            if plain.count > 1 {
                await handle(plain: Array(plain))
                rest = rest.dropFirst(plain.count)
            } else if let row = rest.popFirst() {
                await handle(row)
            }
        }
    }

    private func handle(plain rows: [InboxRow]) async {
        let outcomes: [Result<Void, any Error>]
        do {
            outcomes = try await dispatcher.dispatch(plain: rows)
        } catch {
            // One after the other, to see which it is.
            for row in rows { await handle(row) }
            return
        }
        for (row, outcome) in zip(rows, outcomes) {
            switch outcome {
            case .success: handled.increment()
            case .failure(let error): await fail(row, because: error)
            }
        }
    }

    private func rest(until next: Timestamp?) async {
        let now = ambient.now()
        await bells.inbox.wait(
            atMost: min(.seconds(60), max(.milliseconds(10), (next ?? now + .seconds(60)) - now)),
            sleep: ambient.sleep)
    }

    private func handle(_ row: InboxRow) async {
        guard row.delivery.kind != .slackUnreadable else { return await park(row) }
        guard row.begun < Self.crashLimit else { return await fail(row, because: EndedTheProgram(times: row.begun)) }
        do {
            try await dispatcher.dispatch(row)
            handled.increment()
        } catch is CancellationError {
            // The program stops; the delivery stays for its next life.
            await leave(row)
        } catch {
            await fail(row, because: error)
        }
    }

    private func fail(_ row: InboxRow, because error: any Error) async {
        failed.increment()
        logger.error(
            "a delivery could not be handled",
            metadata: ["kind": "\(row.delivery.kind.rawValue)", "row": "\(row.id)", "error": "\(error)"])
        await putOff(row, because: error)
    }

    private func putOff(_ row: InboxRow, because error: any Error) async {
        let isLast = row.attempts + 1 >= Self.attemptLimit || error is EndedTheProgram
        let retryAt = isLast ? nil : ambient.now() + .milliseconds(200 << min(row.attempts, 6))
        let now = ambient.now()
        do {
            try await store.write { [dispatcher] store in
                try store.failInboxRow(row.id, reason: String("\(error)".prefix(500)), retryAt: retryAt)
                if isLast, let notice = dispatcher.failureNotice(for: row) { try store.enqueue(notice, at: now) }
            }
            bells.outbox.ring()
        } catch {
            logger.critical("a failed delivery cannot be put off", metadata: ["error": "\(error)"])
            // The row stays where it is and would be taken again at once.
            await bells.inbox.wait(atMost: .seconds(1), sleep: ambient.sleep)
        }
    }

    private func leave(_ row: InboxRow) async {
        do {
            try await store.write { try $0.leaveInboxRow(row.id) }
        } catch {
            logger.error("a delivery that was not handled cannot be noted as such", metadata: ["error": "\(error)"])
        }
    }

    /// Without success the worker rests: the same row would be met again at once.
    private func parkUnreadable() async {
        if await store.putAsideUnreadable(at: ambient.now(), logger: logger) { return bells.outbox.ring() }
        await bells.inbox.wait(atMost: .seconds(1), sleep: ambient.sleep)
    }

    /// Keeps an envelope that could not be read for the operator.
    private func park(_ row: InboxRow) async {
        unreadable.increment()
        let isText = row.delivery.body.string != nil
        let reason = isText ? "its text is not JSON" : "its type is not known"
        logger.warning(
            "an envelope of Slack could not be read; it is kept: see `dd0c-run inbox`",
            metadata: ["row": "\(row.id)", "reason": "\(reason)"])
        let isLook = parks.withLock { count in
            count += 1
            return count % Self.parksPerLook == 0
        }
        do {
            try await store.write { store in
                try store.failInboxRow(row.id, reason: reason, retryAt: nil)
                if isLook { _ = try store.pruneUnreadableEnvelopes(keeping: Self.unreadableLimit) }
            }
        } catch {
            logger.critical("an unreadable envelope cannot be put aside", metadata: ["error": "\(error)"])
            await bells.inbox.wait(atMost: .seconds(1), sleep: ambient.sleep)
        }
    }

    /// Removes one group of what is too old.
    /// - Returns: whether nothing more is left to remove.
    private func pruneIfDue(_ due: inout Timestamp) async throws -> Bool {
        let now = ambient.now()
        guard now >= due else { return true }
        let count = try await store.write { store in
            let handled = try store.pruneInbox(.handled, before: now - Self.retention, limit: Self.pruneGroup)
            let parked = try store.pruneInbox(.parked, before: now - Self.parkedRetention, limit: Self.pruneGroup)
            return max(handled, parked)
        }
        guard count < Self.pruneGroup else { return false }
        due = now + Self.pruneInterval
        return true
    }
}

/// A delivery during whose handling the program ended, again and again.
private struct EndedTheProgram: Error, CustomStringConvertible {
    let times: Int

    var description: String { "the program ended \(times) times while it handled this delivery" }
}
