import Bot
import GRDB
import RunbookModel

/// What was put aside, for the operator. No body is read here: some cannot be.
extension SQLiteTransaction {
    func outboxEntries(limit: Int) throws -> [OutboxEntry] {
        try all(
            "list messages",
            """
            SELECT id, lane, created_at, not_before, attempts, failure, is_dead, is_unreadable, passed_at FROM outbox
            ORDER BY is_dead DESC, passed_at IS NULL, id LIMIT ?
            """, [limit]
        ) { row in
            let state: OutboxEntry.State =
                switch (row["is_dead"] as Bool, row["is_unreadable"] as Bool, row["passed_at"] as Int64?) {
                case (true, true, _): .unreadable
                case (true, false, _): .dead
                case (false, _, nil): .waiting
                case (false, _, _): .passedOver
                }
            return OutboxEntry(
                id: row["id"], lane: row["lane"], state: state, createdAt: moment(row, "created_at"),
                notBefore: moment(row, "not_before"), attempts: row["attempts"], failure: row["failure"])
        }
    }

    func outboxCounts() throws -> OutboxCounts {
        let parked = try first(
            "count parked deliveries",
            "SELECT count(*) FROM inbox WHERE due_at IS NULL AND handled_at IS NULL"
        ) { $0[0] as Int }
        let counts = try first(
            "count messages",
            """
            SELECT count(*) FILTER (WHERE is_dead = 0), count(*) FILTER (WHERE is_dead = 0 AND passed_at IS NOT NULL),
                count(*) FILTER (WHERE is_dead = 1 AND is_unreadable = 0), count(*) FILTER (WHERE is_unreadable = 1)
            FROM outbox
            """
        ) { row in
            OutboxCounts(
                waiting: row[0], passedOver: row[1], dead: row[2], unreadable: row[3], parkedDeliveries: parked ?? 0)
        }
        return counts ?? OutboxCounts(waiting: 0, passedOver: 0, dead: 0, unreadable: 0, parkedDeliveries: 0)
    }

    func reviveOutboxRow(_ id: Int64, at now: Timestamp) throws -> Bool {
        // What became of its last attempt may not be known: it is looked for before it is sent again.
        let revived = try change(
            "try message \(id) again",
            """
            UPDATE outbox SET is_dead = 0, is_unreadable = 0, is_unsure = 1, attempts = 0, passed_at = NULL,
                not_before = ?, revived_at = ?, deadline = NULL
            WHERE id = ?
            """, [now.milliseconds, now.milliseconds, id])
        return revived == 1
    }

    func dropOutboxRow(_ id: Int64) throws -> Bool {
        try change("drop message \(id)", "DELETE FROM outbox WHERE id = ?", [id]) == 1
    }

    func reviveDelivery(_ id: Int64, at now: Timestamp) throws -> Bool {
        try change(
            "handle delivery \(id) again",
            "UPDATE inbox SET due_at = ?, attempts = 0 WHERE id = ? AND due_at IS NULL AND handled_at IS NULL",
            [now.milliseconds, id]) == 1
    }

    func dropDelivery(_ id: Int64, at now: Timestamp) throws -> Bool {
        // The key stays, against redelivery.
        try change(
            "drop delivery \(id)",
            "UPDATE inbox SET handled_at = ?, body = 'null' WHERE id = ? AND due_at IS NULL AND handled_at IS NULL",
            [now.milliseconds, id]) == 1
    }
}
