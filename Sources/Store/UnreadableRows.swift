import Bot
import GRDB
import JSONTree
import RunbookModel

/// Rows that cannot be read back, because the file was damaged or another version wrote them. Each is put aside by
/// itself, so that it holds up nothing else.
extension SQLiteTransaction {
    func parkUnreadableRows(at now: Timestamp) throws -> [String] {
        try parkDeliveries() + parkMessages() + refuseCommands(at: now)
    }

    private func parkDeliveries() throws -> [String] {
        let rows = try all(
            "look for unreadable deliveries", "SELECT id, kind, body FROM inbox WHERE due_at IS NOT NULL"
        ) { row in
            (id: row["id"] as Int64, kind: row["kind"] as String, body: row["body"] as String)
        }
        return try rows.compactMap { row in
            let reason =
                DeliveryKind(rawValue: row.kind) == nil
                ? "its kind \(row.kind) is not known"
                : failure { _ = try RowJSON.tree(from: row.body, of: "delivery \(row.id)") }
            guard let reason else { return nil }
            try failInboxRow(row.id, reason: reason, retryAt: nil)
            return "delivery \(row.id)"
        }
    }

    private func parkMessages() throws -> [String] {
        let rows = try all(
            "look for unreadable messages", "SELECT id, message FROM outbox WHERE is_dead = 0"
        ) { row in
            (id: row["id"] as Int64, message: row["message"] as String)
        }
        return try rows.compactMap { row in
            guard let reason = failure({ _ = try RowJSON.value(OutboxMessage.self, from: row.message) }) else {
                return nil
            }
            try failOutboxRow(row.id, reason: reason, retryAt: nil)
            try change(
                "mark message \(row.id) as unreadable", "UPDATE outbox SET is_unreadable = 1 WHERE id = ?", [row.id])
            return "message \(row.id)"
        }
    }

    private func refuseCommands(at now: Timestamp) throws -> [String] {
        let rows = try all(
            "look for unreadable commands",
            "SELECT run, step, attempt, request FROM execution WHERE begun_at IS NULL AND cancelled_at IS NULL"
        ) { row in
            (
                place: ExecutionPlace(run: RunID(row["run"]), step: row["step"], attempt: row["attempt"]),
                request: row["request"] as String
            )
        }
        return try rows.compactMap { row in
            guard let reason = failure({ _ = try RowJSON.value(ExecutionRequest.self, from: row.request) }) else {
                return nil
            }
            _ = try cancelExecution(row.place, at: now)
            let report = ExecutionReport(
                place: row.place, result: .notStarted("What was stored of it cannot be read back: \(reason)"),
                output: .nothing)
            try mapping("note the end of \(row.place)") {
                let body = try JSONValue(parsing: RowJSON.text(report))
                _ = try accept(
                    Delivery(key: "execution:\(row.place.key)", kind: .execution, body: body), at: now)
            }
            return "\(row.place)"
        }
    }

    /// Why something fails; `nil` when it does not.
    private func failure(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch {
            return bounded("\(error)")
        }
    }
}
