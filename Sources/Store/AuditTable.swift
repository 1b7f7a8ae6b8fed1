import Bot
import COpenSSL
import GRDB
import JSONTree
import RunbookModel

/// How the audit trail is chained, simply enough for a script of a page to check it without this program: `hash` is
/// the SHA-256, in lower-case hexadecimal digits, over the `hash` of the entry before (64 zeros before the
/// first), a line feed, and the entry's JSON exactly as it is stored.
enum AuditChain {
    /// What stands before the first entry.
    static let beginning = String(repeating: "0", count: 64)

    static func hash(previous: String, entry: String) -> String { digest(Array("\(previous)\n\(entry)".utf8)) }

    /// SHA-256 as lower-case hexadecimal digits.
    static func digest(_ bytes: [UInt8]) -> String {
        var hash = [UInt8](repeating: 0, count: 32)
        EVP_Digest(bytes, bytes.count, &hash, nil, EVP_sha256(), nil)
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: hash.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// The entry as it goes into the chain: members sorted by name, no white space, `shown` and `output` by their digests.
    static func json(_ entry: AuditEntry, sequence: Int64) -> JSONValue {
        var json: JSONValue = [
            "sequence": .int(Int(sequence)),
            "at": .int(Int(entry.at.milliseconds)),
            "actor": json(entry.actor),
            "action": .string(entry.action),
            "detail": .object(entry.detail.mapValues(JSONValue.string)),
        ]
        json["run"] = entry.run.map { .string($0.rawValue) }
        json["runbook"] = entry.runbook.map { .string($0.rawValue) }
        json["step"] = entry.step.map(JSONValue.int)
        json["shown"] = entry.shown.map { .string(digest(Array($0.utf8))) }
        json["output"] = entry.output.map { .string(digest(Array($0.utf8))) }
        return json
    }

    private static func json(_ actor: Actor) -> JSONValue {
        switch actor {
        case .user(let user): ["user": .string(user.rawValue)]
        case .vendor(let name): ["vendor": .string(name)]
        case .system: ["system": true]
        }
    }

    /// The entry back from its JSON; `nil` when it is not one.
    static func entry(_ json: JSONValue, shown: String?) -> AuditEntry? {
        guard let at = json["at"]?.int, let action = json["action"]?.string, let detail = json["detail"]?.object,
            let actor = actor(json["actor"])
        else { return nil }
        return AuditEntry(
            at: Timestamp(milliseconds: Int64(at)), actor: actor, action: action,
            run: json["run"]?.string.map { RunID($0) }, runbook: json["runbook"]?.string.map { RunbookID($0) },
            step: json["step"]?.int, detail: detail.compactMapValues(\.string), shown: shown)
    }

    private static func actor(_ json: JSONValue?) -> Actor? {
        if let user = json?["user"]?.string { return .user(UserID(user)) }
        if let vendor = json?["vendor"]?.string { return .vendor(vendor) }
        return json?["system"]?.bool == true ? .system : nil
    }
}

extension SQLiteTransaction {
    func audit(_ entry: AuditEntry) throws {
        let head = try first("read the end of the audit trail", "SELECT sequence, hash FROM audit_head") { row in
            (sequence: row["sequence"] as Int64, hash: row["hash"] as String)
        }
        let sequence = (head?.sequence ?? 0) + 1
        let previous = head?.hash ?? AuditChain.beginning
        let text = AuditChain.json(entry, sequence: sequence).text()
        let hash = AuditChain.hash(previous: previous, entry: text)
        try change(
            "append to the audit trail",
            "INSERT INTO audit (sequence, at, run, entry, shown, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                sequence, entry.at.milliseconds, entry.run?.rawValue, text, entry.shown.map(TextBlob.data), previous,
                hash,
            ])
        try change(
            "append to the audit trail",
            """
            INSERT INTO audit_head (id, sequence, hash) VALUES (1, ?, ?)
            ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash
            """, [sequence, hash])
    }

    func auditEntries(of run: RunID) throws -> [AuditEntry] {
        try all(
            "read the audit trail of run \(run)",
            "SELECT sequence, entry, shown FROM audit WHERE run = ? ORDER BY sequence", [run.rawValue], auditEntry)
    }

    func auditEntry(_ row: Row) throws -> AuditEntry {
        let sequence: Int64 = row["sequence"]
        let json = try RowJSON.tree(from: row["entry"], of: "audit entry \(sequence)")
        guard let entry = AuditChain.entry(json, shown: TextBlob.text(row["shown"])) else {
            throw StoreError(
                code: .corrupt, message: "Audit entry \(sequence) has another shape. Run `dd0c-run audit verify`.")
        }
        return entry
    }
}
