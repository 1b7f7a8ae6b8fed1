import RunbookModel
import SlackWire
import Views

/// An attempt at a message: begun, or ended and yet to be noted.
struct OutboxAttempt: Sendable {
    /// The message as it was before the attempt.
    var row: OutboxRow
    /// The suspected message that it was sent ahead of.
    var probes: OutboxHeader?
    /// `nil` when Slack took the message, and until it ends.
    var error: WebAPIError?

    /// What becomes of the message.
    enum Fate: Sendable {
        case sent
        case putOff(code: String)
        case dead(reason: String)
    }

    /// Notes how the attempt went.
    func note(in store: any StoreTransaction, at now: Timestamp) throws -> Fate {
        let fate = try settle(in: store, at: now)
        if let suspect = overtaken { try store.passOutboxRow(suspect.id, at: now) }
        return fate
    }

    /// The suspected message that others get past from now on: Slack takes others, or refuses this one for what it is.
    var overtaken: OutboxHeader? {
        guard let suspect = probes, error?.isOfTheMessage ?? true else { return nil }
        return suspect
    }

    private func settle(in store: any StoreTransaction, at now: Timestamp) throws -> Fate {
        guard let error else {
            try store.finishOutboxRow(row.id)
            return .sent
        }
        let isWorn = row.passedAt != nil && row.attempts + 1 >= OutboxWorker.attemptLimit
        guard now - row.waitingSince <= OutboxWorker.patience, !isWorn else {
            return try giveUp(error.description, in: store, at: now)
        }
        switch error.action {
        case .retry(let span):
            let backoff = Duration.milliseconds(500 << min(row.attempts, 7))
            let retryAt = now + (error.isRateLimit ? span : max(span, min(backoff, .seconds(60))))
            // Once its fate was unknown it stays so, until it is known to have arrived.
            if error.mayHaveHappened || row.isFateUnknown {
                try store.failOutboxRow(row.id, reason: error.code, retryAt: retryAt)
            } else {
                // To be held back under a rate limit is no attempt.
                try store.putBackOutboxRow(row.id, reason: error.code, retryAt: retryAt, counts: !error.isRateLimit)
            }
        case .fatal:
            // The token may come back; the socket says so louder than we could.
            try store.failOutboxRow(row.id, reason: error.code, retryAt: now + .seconds(60))
        case .never, .first: return try giveUp(error.description, in: store, at: now)
        }
        return .putOff(code: error.code)
    }

    /// Makes the message a dead letter.
    func giveUp(_ reason: String, in store: any StoreTransaction, at now: Timestamp) throws -> Fate {
        try store.failOutboxRow(row.id, reason: String(reason.prefix(500)), retryAt: nil)
        if case .fetchFile(_, _, let channel, let thread) = row.message {
            // Somebody waits for what is in the file.
            let notice = Screen.notice(.internalError(reference: "outbox \(row.id)"))
            try store.enqueue(
                Outgoing(lane: channel.rawValue, message: .post(channel, notice, thread: thread)), at: now)
        }
        return .dead(reason: reason)
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
