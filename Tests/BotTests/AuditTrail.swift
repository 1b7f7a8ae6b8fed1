import GRDB

/// The entries of the audit trail as they are stored.
enum AuditTrail {
    static func entries(of database: String) throws -> [String] {
        try DatabaseQueue(path: database).read {
            try String.fetchAll($0, sql: "SELECT entry FROM audit ORDER BY sequence")
        }
    }
}
