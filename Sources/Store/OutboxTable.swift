import Bot
import GRDB
import RunbookModel

extension SQLiteTransaction {
    /// Dead letters that are kept; older ones go.
    static let deadLetterLimit = 1000

    func enqueue(_ outgoing: Outgoing, at now: Timestamp) throws {
        wakes(.outbox)
        let old = try takePlace(of: outgoing)
        let id = try nextOutboxNumber()
        let notBefore = max(old?.notBefore ?? 0, now.milliseconds)
        try mapping("put a message into lane \(outgoing.lane)") {
            let message = try RowJSON.text(outgoing.message)
            try change(
                "put a message into lane \(outgoing.lane)",
                """
                INSERT INTO outbox (id, position, lane, coalescing_key, message, created_at, not_before, deadline,
                    attempts, passed_at, revived_at, failure)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    id, old?.position ?? id, outgoing.lane, outgoing.coalescingKey, message, now.milliseconds,
                    notBefore, outgoing.deadline?.milliseconds, old?.attempts ?? 0, old?.passedAt, old?.waitingSince,
                    old?.failure,
                ])
            cache.messages.remember(id, message, outgoing.message)
        }
    }

    /// The number that `AUTOINCREMENT` would give: numbers only ever rise, so that a new message is at the end of its
    /// lane.
    private func nextOutboxNumber() throws -> Int64 {
        let last = try first("number a message", "SELECT seq FROM sqlite_sequence WHERE name = 'outbox'") { row in
            row[0] as Int64
        }
        return (last ?? 0) + 1
    }

    /// What a row leaves to the one that replaces it: a newer state is no reason to try at once what keeps failing.
    private struct Place {
        var position: Int64
        var notBefore: Int64
        var attempts: Int
        var passedAt: Int64?
        /// `nil` for a row that no attempt was made at: patience begins anew.
        var waitingSince: Int64?
        var failure: String?
    }

    /// Removes the waiting row that the message replaces; its place in the lane. The new row gets a number of its
    /// own, so that whoever still holds the old number cannot remove the new row with it.
    private func takePlace(of outgoing: Outgoing) throws -> Place? {
        guard let key = outgoing.coalescingKey else { return nil }
        return try first(
            "replace a waiting message in lane \(outgoing.lane)",
            """
            DELETE FROM outbox WHERE lane = ? AND coalescing_key = ? AND is_unsure = 0 AND is_dead = 0
            RETURNING position, not_before, attempts, passed_at, failure, coalesce(revived_at, created_at) AS since
            """, [outgoing.lane, key]
        ) { row in
            let attempts: Int = row["attempts"]
            return Place(
                position: row["position"], notBefore: row["not_before"], attempts: attempts, passedAt: row["passed_at"],
                waitingSince: attempts > 0 ? row["since"] : nil, failure: row["failure"])
        }
    }

    func waitingMessages(limit: Int) throws -> [OutboxHeader] {
        if let headers = try nearMessages(limit: limit) { return headers }
        // The heads of all lanes before the rest of any, so that one long lane does not hide the others.
        return try all(
            "read waiting messages",
            """
            SELECT \(Self.headerColumns) FROM (
                SELECT \(Self.headerColumns), position,
                    row_number() OVER (PARTITION BY lane ORDER BY position, id) AS place
                FROM outbox WHERE is_dead = 0 ORDER BY place, deadline IS NULL, position, id LIMIT ?
            ) ORDER BY position, id
            """, [limit], outboxHeader)
    }

    func outboxRow(_ id: Int64) throws -> OutboxRow? {
        try first("read message \(id)", "SELECT * FROM outbox WHERE id = ? AND is_dead = 0", [id]) { row in
            OutboxRow(
                id: id, lane: row["lane"], message: try cache.messages.message(id, text: row["message"]),
                coalescingKey: row["coalescing_key"], createdAt: moment(row, "created_at"),
                notBefore: moment(row, "not_before"),
                deadline: (row["deadline"] as Int64?).map(Timestamp.init(milliseconds:)), attempts: row["attempts"],
                isFateUnknown: row["is_unsure"],
                passedAt: (row["passed_at"] as Int64?).map(Timestamp.init(milliseconds:)),
                waitingSince: (row["revived_at"] as Int64?).map(Timestamp.init(milliseconds:)))
        }
    }

    func beginOutboxRow(_ id: Int64) throws -> OutboxRow? {
        guard let row = try outboxRow(id) else { return nil }
        try change(
            "begin message \(id)", "UPDATE outbox SET attempts = attempts + 1, is_unsure = 1 WHERE id = ?", [id])
        return row
    }

    func finishOutboxRow(_ id: Int64) throws {
        try change("remove message \(id)", "DELETE FROM outbox WHERE id = ?", [id])
        cache.messages.forget(id)
    }

    func failOutboxRow(_ id: Int64, reason: String, retryAt: Timestamp?) throws {
        if let retryAt {
            try change(
                "put off message \(id)", "UPDATE outbox SET failure = ?, not_before = ? WHERE id = ?",
                [bounded(reason), retryAt.milliseconds, id])
            return
        }
        try change(
            "give up message \(id)", "UPDATE outbox SET failure = ?, is_dead = 1 WHERE id = ?", [bounded(reason), id])
        try change(
            "prune dead messages",
            """
            DELETE FROM outbox WHERE is_dead = 1 AND id <=
                (SELECT id FROM outbox WHERE is_dead = 1 ORDER BY id DESC LIMIT 1 OFFSET ?)
            """, [Self.deadLetterLimit])
    }

    func putBackOutboxRow(_ id: Int64, reason: String, retryAt: Timestamp, counts: Bool) throws {
        let attempts = try first(
            "put back message \(id)", "SELECT attempts FROM outbox WHERE id = ? AND is_dead = 0", [id]
        ) { ($0["attempts"] as Int) - (counts ? 0 : 1) }
        guard let attempts else { return }
        // The newer state first: of rows that were certainly not sent there is one per key.
        let replaced = try change(
            "replace message \(id)",
            """
            UPDATE outbox SET (position, passed_at, revived_at, attempts, not_before, failure) =
                (SELECT old.position, old.passed_at, coalesce(old.revived_at, old.created_at), ?, ?, ?
                FROM outbox old WHERE old.id = ?)
            WHERE is_unsure = 0 AND is_dead = 0 AND id <> ? AND (lane, coalescing_key) =
                (SELECT lane, coalescing_key FROM outbox WHERE id = ?)
            """, [attempts, retryAt.milliseconds, bounded(reason), id, id, id])
        guard replaced == 0 else { return try finishOutboxRow(id) }
        try change(
            "put back message \(id)",
            "UPDATE outbox SET is_unsure = 0, attempts = ?, failure = ?, not_before = ? WHERE id = ?",
            [attempts, bounded(reason), retryAt.milliseconds, id])
    }

    func passOutboxRow(_ id: Int64, at now: Timestamp) throws {
        try change(
            "pass over message \(id)",
            "UPDATE outbox SET passed_at = ? WHERE id = ? AND is_dead = 0 AND passed_at IS NULL",
            [now.milliseconds, id])
    }

    func postedMessage(_ subject: String) throws -> PostedMessage? {
        try first(
            "read where \(subject) was posted", "SELECT channel, timestamp FROM posted_message WHERE subject = ?",
            [subject]
        ) { row in
            PostedMessage(channel: ChannelID(row["channel"]), timestamp: MessageTimestamp(row["timestamp"]))
        }
    }

    func setPostedMessage(_ subject: String, _ message: PostedMessage) throws {
        try change(
            "note where \(subject) was posted",
            """
            INSERT INTO posted_message (subject, channel, timestamp) VALUES (?, ?, ?)
            ON CONFLICT (subject) DO UPDATE SET channel = excluded.channel, timestamp = excluded.timestamp
            """, [subject, message.channel.rawValue, message.timestamp.rawValue])
    }

    func deletePostedMessage(_ subject: String) throws {
        try change("forget where \(subject) was posted", "DELETE FROM posted_message WHERE subject = ?", [subject])
    }
}
