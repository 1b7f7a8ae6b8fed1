import Bot
import GRDB
import JSONTree
import RunbookModel

/// What checking the audit trail found.
package struct AuditVerification: Hashable, Sendable {
    /// A place where the trail is not what was written.
    package struct BrokenLink: Hashable, Sendable {
        /// Number of the entry, from 1.
        package var sequence: Int64
        /// What is wrong with it, in words.
        package var reason: String
    }

    /// Entries whose link was found good, up to the first broken one.
    package var entries: Int
    /// The hash of the last good entry; note it elsewhere to prove later that nothing was cut off.
    package var head: String
    /// The first broken link; `nil` when the whole trail is good.
    package var broken: BrokenLink?
}

extension SQLiteStore {
    /// Recomputes every link of the audit trail, from the first entry to the last.
    /// - Throws: `StoreError` when the trail cannot be read; what it finds is in the result.
    package func verifyAudit() async throws -> AuditVerification {
        try await inspect { db in
            var check = AuditCheck()
            let rows = try Row.fetchCursor(
                db, sql: "SELECT sequence, at, run, entry, shown, previous, hash FROM audit ORDER BY sequence")
            while check.result.broken == nil, let row = try rows.next() { check.visit(row) }
            if check.result.broken == nil {
                check.finish(try Row.fetchOne(db, sql: "SELECT sequence, hash FROM audit_head"))
            }
            return check.result
        }
    }

    /// A part of the audit trail in order.
    /// - Parameters:
    ///   - sequence: the number of the entry to go on after; 0 for the beginning.
    ///   - limit: the number of entries at the most.
    /// - Throws: `StoreError`.
    package func auditEntries(after sequence: Int64, limit: Int) async throws -> [(sequence: Int64, entry: AuditEntry)]
    {
        try await inspect { [cache] db in
            let transaction = SQLiteTransaction(db: db, cache: cache)
            return try transaction.all(
                "read the audit trail",
                "SELECT sequence, entry, shown FROM audit WHERE sequence > ? ORDER BY sequence LIMIT ?",
                [sequence, limit]
            ) { (sequence: $0["sequence"], entry: try transaction.auditEntry($0)) }
        }
    }
}

/// Walks along the chain.
private struct AuditCheck {
    var result = AuditVerification(entries: 0, head: AuditChain.beginning, broken: nil)

    mutating func visit(_ row: Row) {
        let expected = Int64(result.entries) + 1
        let sequence: Int64 = row["sequence"]
        let entry: String = row["entry"]
        let hash: String = row["hash"]
        if sequence != expected {
            fail(expected, "entry \(expected) is missing; the next one is \(sequence)")
        } else if row["previous"] as String != result.head {
            fail(sequence, "it does not follow on the entry before it")
        } else if AuditChain.hash(previous: result.head, entry: entry) != hash {
            fail(sequence, "its content does not fit its hash")
        } else if let reason = Self.difference(row, entry, sequence) {
            fail(sequence, reason)
        } else {
            result.entries += 1
            result.head = hash
        }
    }

    /// What the columns beside the entry say otherwise than the entry itself.
    private static func difference(_ row: Row, _ entry: String, _ sequence: Int64) -> String? {
        let json: JSONValue
        do {
            json = try JSONValue(parsing: entry)
        } catch {
            return "its content is not JSON"
        }
        let shown = TextBlob.text(row["shown"])
        if json["sequence"]?.int != Int(sequence) { return "its content is of another number" }
        if json["at"]?.int != row["at"] as Int? || json["run"]?.string != row["run"] as String? {
            return "its index does not fit its content"
        }
        if json["shown"]?.string != shown.map({ AuditChain.digest(Array($0.utf8)) }) {
            return "what was shown does not fit its digest"
        }
        return nil
    }

    /// Compares the end with what was noted of it.
    mutating func finish(_ head: Row?) {
        let sequence: Int64 = head?["sequence"] ?? 0
        let hash: String = head?["hash"] ?? AuditChain.beginning
        if sequence != Int64(result.entries) || hash != result.head {
            fail(
                Int64(result.entries) + 1,
                "the trail ends after \(result.entries) entries, but \(sequence) were written")
        }
    }

    private mutating func fail(_ sequence: Int64, _ reason: String) {
        result.broken = AuditVerification.BrokenLink(sequence: sequence, reason: reason)
    }
}
