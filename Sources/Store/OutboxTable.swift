import Bot
import GRDB
import RunbookModel

extension SQLiteTransaction {
    /// Dead letters that are kept; older ones go.
    static let deadLetterLimit = 1000

    func enqueue(_ outgoing: Outgoing, at now: Timestamp) throws {
        let position = try takePlace(of: outgoing)
        try mapping("put a message into lane \(outgoing.lane)") {
            let message = try RowJSON.text(outgoing.message)
            try change(
                "put a message into lane \(outgoing.lane)",
                """
                INSERT INTO outbox (position, lane, coalescing_key, message, created_at, not_before, deadline)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    position ?? 0, outgoing.lane, outgoing.coalescingKey, message, now.milliseconds, now.milliseconds,
                    outgoing.deadline?.milliseconds,
                ])
            cache.messages.remember(db.lastInsertedRowID, message, outgoing.message)
        }
        if position == nil {
            // At the end of its lane: numbers only ever rise.
            try change(
                "place a message in lane \(outgoing.lane)", "UPDATE outbox SET position = id WHERE id = ?",
                [db.lastInsertedRowID])
        }
    }

    /// Removes the waiting row that the message replaces; its place in the lane. The new row gets a number of its
    /// own, so that whoever still holds the old number cannot remove the new row with it.
    private func takePlace(of outgoing: Outgoing) throws -> Int64? {
        guard let key = outgoing.coalescingKey else { return nil }
        return try first(
            "replace a waiting message in lane \(outgoing.lane)",
            """
            DELETE FROM outbox WHERE lane = ? AND coalescing_key = ? AND attempts = 0 AND is_dead = 0
            RETURNING position
            """, [outgoing.lane, key]
        ) { $0["position"] }
    }

    func pendingOutboxRows(limit: Int) throws -> [OutboxRow] {
        if let rows = try nearOutboxRows(limit: limit) { return rows }
        // The heads of all lanes before the rest of any, so that one long lane does not hide the others.
        return try all(
            "read waiting messages",
            """
            SELECT * FROM (
                SELECT *, row_number() OVER (PARTITION BY lane ORDER BY position, id) AS place
                FROM outbox WHERE is_dead = 0 ORDER BY place, position, id LIMIT ?
            ) ORDER BY position, id
            """, [limit], outboxRow)
    }

    func outboxRow(_ row: Row) throws -> OutboxRow {
        OutboxRow(
            id: row["id"], lane: row["lane"],
            message: try cache.messages.message(row["id"], text: row["message"]),
            coalescingKey: row["coalescing_key"], createdAt: moment(row, "created_at"),
            notBefore: moment(row, "not_before"),
            deadline: (row["deadline"] as Int64?).map(Timestamp.init(milliseconds:)), attempts: row["attempts"])
    }

    func beginOutboxRow(_ id: Int64) throws {
        let begun = try change(
            "begin message \(id)", "UPDATE outbox SET attempts = attempts + 1 WHERE id = ? AND is_dead = 0", [id])
        guard begun == 1 else {
            throw StoreError(
                code: .conflict, message: "Message \(id) was replaced or is gone. Read the waiting messages again.")
        }
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

    func deadOutboxRows(limit: Int) throws -> [(row: OutboxRow, reason: String)] {
        try all(
            "read dead messages", "SELECT * FROM outbox WHERE is_dead = 1 ORDER BY id DESC LIMIT ?", [limit]
        ) { row in
            let reason: String = row["failure"] ?? ""
            do {
                return (row: try outboxRow(row), reason: reason)
            } catch is DecodingError {
                return nil  // It died of that; the log says so.
            }
        }
        .compactMap { $0 }
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
