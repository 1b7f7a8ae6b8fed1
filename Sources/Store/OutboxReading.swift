import Bot
import GRDB
import Locking
import RunbookModel

extension SQLiteTransaction {
    /// Lanes with something to begin that must be among the first rows for the rest not to be looked at.
    private static let lanesAtLeast = 40
    /// Rows that are looked at first.
    static let nearLimit = 128

    /// What `outboxHeader` reads, in its order.
    static let headerColumns = "id, lane, created_at, not_before, deadline, attempts, passed_at"

    /// By number: names would be looked up in each of many rows.
    func outboxHeader(_ row: Row) -> OutboxHeader {
        OutboxHeader(
            id: row[0], lane: row[1], notBefore: Timestamp(milliseconds: row[3]),
            deadline: (row[4] as Int64?).map(Timestamp.init(milliseconds:)), attempts: row[5],
            isPassed: (row[6] as Int64?) != nil)
    }

    /// The waiting messages if there are few, else the first of them, provided that no lane can be overlooked to its
    /// harm: plenty of others can begin, and nothing waits that has a deadline.
    ///
    /// With a long backlog this costs what the rows that are read cost, not what the backlog costs.
    /// - Returns: `nil` when all lanes must be looked at.
    func nearMessages(limit: Int) throws -> [OutboxHeader]? {
        let limit = min(limit, Self.nearLimit)
        var untried = 0
        var lanes: Set<String> = []
        let headers = try all(
            "read the next messages",
            "SELECT \(Self.headerColumns) FROM outbox WHERE is_dead = 0 ORDER BY position, id LIMIT ?", [limit]
        ) { row in
            let header = outboxHeader(row)
            let isFirst = lanes.insert(header.lane).inserted
            if isFirst, header.attempts == 0, header.notBefore.milliseconds <= row[2] {
                untried += 1
            }
            return header
        }
        guard headers.count == limit else { return headers }
        let isUrgent = try first(
            "look for messages with a deadline",
            "SELECT 1 FROM outbox WHERE is_dead = 0 AND deadline IS NOT NULL LIMIT 1"
        ) { _ in true }
        guard isUrgent == nil else { return nil }
        return untried >= Self.lanesAtLeast ? headers : nil
    }
}

/// Messages of the outbox that need not be read from their JSON again. An entry is used only for exactly the same JSON,
/// so that what was rolled back cannot come back.
final class MessageCache: Sendable {
    private struct State {
        var entries: [Int64: (text: String, message: OutboxMessage)] = [:]
        var bytes = 0
    }

    /// Bytes of JSON that are kept; beyond it the cache begins anew.
    private let limit: Int
    private let state = Lock(State())

    init(limit: Int = 512 << 10) { self.limit = limit }

    /// The message that the JSON of a row stands for.
    func message(_ id: Int64, text: String) throws -> OutboxMessage {
        let known = state.withLock { $0.entries[id] }
        if let known, known.text == text { return known.message }
        let message = try RowJSON.value(OutboxMessage.self, from: text)
        remember(id, text, message)
        return message
    }

    /// Notes what was written, so that it need not be read.
    func remember(_ id: Int64, _ text: String, _ message: OutboxMessage) {
        state.withLock { state in
            state.bytes += text.utf8.count - (state.entries[id]?.text.utf8.count ?? 0)
            state.entries[id] = (text, message)
            if state.bytes > limit { state = State() }
        }
    }

    /// The row is gone.
    func forget(_ id: Int64) {
        state.withLock { state in
            guard let entry = state.entries.removeValue(forKey: id) else { return }
            state.bytes -= entry.text.utf8.count
        }
    }
}

/// What was read from JSON already.
struct ReadBefore: Sendable {
    let runbooks = RunbookCache()
    let messages = MessageCache()
}
