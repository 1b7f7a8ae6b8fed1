import Bot
import RunbookModel

/// Makes deliveries durable in groups: what arrives while a transaction is on its way to disk goes with the next one,
/// so that many envelopes cost one flush of the disk.
///
/// Of the callers that wait, one leads: it writes what all have brought so far, answers them, and hands the lead to
/// one of those that came meanwhile.
package actor InboxWriter {
    /// Deliveries that may wait at a time.
    package static let waitingLimit = 4096
    /// Deliveries that go with one transaction.
    package static let groupLimit = 256

    fileprivate enum Turn: Sendable {
        case lead
        case stored(Result<Bool, any Error>)
    }

    fileprivate struct Waiting {
        let delivery: Delivery
        let now: Timestamp
        let number: Int
        let continuation: CheckedContinuation<Turn, Never>?
    }

    private let store: any Storing
    private let waitingLimit: Int
    private let groupLimit: Int
    fileprivate var waiting: [Waiting] = []
    private var hasLeader = false
    private var lastNumber = 0

    /// - Parameters:
    ///   - waitingLimit: deliveries that may wait at a time.
    ///   - groupLimit: deliveries that go with one transaction.
    package init(
        store: any Storing, waitingLimit: Int = InboxWriter.waitingLimit, groupLimit: Int = InboxWriter.groupLimit
    ) {
        self.store = store
        self.waitingLimit = waitingLimit
        self.groupLimit = groupLimit
    }

    /// Stores a delivery unless one with its key is there already. Returns once it is on disk.
    /// - Returns: whether it was new.
    /// - Throws: `StoreError`, with `.unavailable` also when too many wait: don't acknowledge it, the sender will try
    ///   again.
    package func accept(_ delivery: Delivery, at now: Timestamp) async throws -> Bool {
        guard waiting.count < waitingLimit else {
            throw StoreError(
                code: .unavailable, message: "\(waiting.count) deliveries wait for the disk already. Try again later.")
        }
        lastNumber += 1
        let number = lastNumber
        if hasLeader {
            let turn = await withCheckedContinuation { continuation in
                waiting.append(Waiting(delivery: delivery, now: now, number: number, continuation: continuation))
            }
            if case .stored(let result) = turn { return try result.get() }
        } else {
            hasLeader = true
            waiting.append(Waiting(delivery: delivery, now: now, number: number, continuation: nil))
        }
        return try await lead(number)
    }

    /// Writes one group, with the leader's own delivery at its head.
    private func lead(_ own: Int) async throws -> Bool {
        let group = Array(waiting.prefix(groupLimit))
        waiting.removeFirst(group.count)
        let entries = group.map { ($0.delivery, $0.now) }
        let outcome: Result<[Bool], any Error>
        do {
            outcome = .success(
                try await store.write { transaction in
                    try entries.map { try transaction.accept($0.0, at: $0.1) }
                })
        } catch {
            outcome = .failure(error)
        }
        var answer: Result<Bool, any Error> = .success(false)
        for (index, member) in group.enumerated() {
            let result = outcome.map { $0[index] }
            if member.number == own { answer = result } else { member.continuation?.resume(returning: .stored(result)) }
        }
        handOver()
        return try answer.get()
    }

    /// Makes the first of those that wait the next leader.
    private func handOver() {
        guard let next = waiting.first else {
            hasLeader = false
            return
        }
        waiting[0] = Waiting(delivery: next.delivery, now: next.now, number: next.number, continuation: nil)
        next.continuation?.resume(returning: .lead)
    }
}

extension InboxWriter {
    /// Deliveries that wait for the next transaction.
    package var waitingCount: Int { waiting.count }
}
