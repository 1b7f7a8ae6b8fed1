import Bot
import GRDB
import JSONTree
import RunbookModel

extension SQLiteTransaction {
    func accept(_ delivery: Delivery, at now: Timestamp) throws -> Bool {
        wakes(.inbox)
        let inserted = try change(
            "store the delivery \(delivery.key)",
            """
            INSERT INTO inbox (key, kind, body, received_at, due_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (key) DO NOTHING
            """,
            [delivery.key, delivery.kind.rawValue, delivery.body.text(), now.milliseconds, now.milliseconds])
        return inserted == 1
    }

    func nextInboxRows(at now: Timestamp, limit: Int) throws -> [InboxRow] {
        try all(
            "read the next deliveries",
            """
            SELECT id, key, kind, body, received_at, attempts, begun FROM inbox
            WHERE due_at IS NOT NULL AND due_at <= ? ORDER BY id LIMIT ?
            """, [now.milliseconds, limit]
        ) { row in
            let id: Int64 = row["id"]
            let name: String = row["kind"]
            guard let kind = DeliveryKind(rawValue: name) else {
                throw StoreError(
                    code: .corrupt, message: "Delivery \(id) is of the unknown kind \(name). Restore a backup.")
            }
            let body = try RowJSON.tree(from: row["body"], of: "delivery \(id)")
            return InboxRow(
                id: id, delivery: Delivery(key: row["key"], kind: kind, body: body),
                receivedAt: moment(row, "received_at"), attempts: row["attempts"], begun: row["begun"])
        }
    }

    func beginInboxRow(_ id: Int64) throws {
        try change("begin delivery \(id)", "UPDATE inbox SET begun = begun + 1 WHERE id = ?", [id])
    }

    func leaveInboxRow(_ id: Int64) throws {
        try change("leave delivery \(id)", "UPDATE inbox SET begun = 0 WHERE id = ?", [id])
    }

    func finishInboxRow(_ id: Int64, at now: Timestamp) throws {
        // The key stays, against redelivery; the body is not needed any more.
        let finished = try change(
            "close delivery \(id)",
            """
            UPDATE inbox SET handled_at = ?, due_at = NULL, body = 'null', failure = NULL
            WHERE id = ? AND handled_at IS NULL
            """, [now.milliseconds, id])
        guard finished == 1 else {
            throw StoreError(
                code: .conflict, message: "Delivery \(id) is handled already, or gone. Leave it and take the next.")
        }
    }

    func failInboxRow(_ id: Int64, reason: String, retryAt: Timestamp?) throws {
        try change(
            "put off delivery \(id)",
            """
            UPDATE inbox SET attempts = attempts + 1, begun = 0, failure = ?, due_at = ?
            WHERE id = ? AND handled_at IS NULL
            """, [bounded(reason), retryAt?.milliseconds, id])
    }

    func nextInboxTime() throws -> Timestamp? {
        try earliest("read when the next delivery is due", "SELECT min(due_at) FROM inbox WHERE due_at IS NOT NULL")
    }

    func parkedDeliveries(limit: Int) throws -> [ParkedDelivery] {
        try all(
            "read the parked deliveries",
            """
            SELECT id, key, kind, substr(body, 1, ?) AS start, received_at, attempts, failure FROM inbox
            WHERE due_at IS NULL AND handled_at IS NULL ORDER BY id DESC LIMIT ?
            """, [ParkedDelivery.bodyPrefix, limit]
        ) { row in
            let reason: String? = row["failure"]
            return ParkedDelivery(
                id: row["id"], key: row["key"], kind: row["kind"], body: row["start"],
                receivedAt: moment(row, "received_at"), attempts: row["attempts"], reason: reason ?? "")
        }
    }

    func parkedBody(_ id: Int64) throws -> String? {
        try first(
            "read the parked delivery \(id)",
            "SELECT body FROM inbox WHERE id = ? AND due_at IS NULL AND handled_at IS NULL", [id]
        ) { $0[0] as String }
    }

    func pruneInbox(_ rows: PrunableRows, before moment: Timestamp, limit: Int) throws -> Int {
        let condition =
            switch rows {
            case .handled: "handled_at IS NOT NULL"
            case .parked: "handled_at IS NULL AND due_at IS NULL"
            }
        return try change(
            "prune old deliveries",
            """
            DELETE FROM inbox WHERE id IN (SELECT id FROM inbox WHERE \(condition) AND received_at < ? LIMIT ?)
            """, [moment.milliseconds, limit])
    }

    func pruneUnreadableEnvelopes(keeping count: Int) throws -> Int {
        try change(
            "prune unreadable envelopes",
            """
            DELETE FROM inbox WHERE id IN (
                SELECT id FROM inbox WHERE handled_at IS NULL AND due_at IS NULL AND kind = ?
                ORDER BY id DESC LIMIT -1 OFFSET ?)
            """, [DeliveryKind.slackUnreadable.rawValue, count])
    }
}
