import Bot
import FoundationEssentials
import GRDB
import JSONTree
import RunbookModel

/// The state within one transaction on one connection. The parts are in the files named after them.
struct SQLiteTransaction: StoreTransaction {
    let db: Database
    let cache: ReadBefore
    private let due = Due()

    init(db: Database, cache: ReadBefore) {
        self.db = db
        self.cache = cache
    }

    /// What has come due, for all copies of the transaction.
    private final class Due { var work: DueWork = [] }

    var dueWork: DueWork { due.work }

    /// Notes that a worker finds something to do.
    func wakes(_ work: DueWork) { due.work.formUnion(work) }

    func attempt<Value>(_ body: () throws -> Value) throws -> Result<Value, any Error> {
        var result: Result<Value, any Error>?
        do {
            try db.inSavepoint {
                result = .success(try mapping("write to the database", body))
                return .commit
            }
        } catch {
            // Of some failures, such as a full disk, SQLite undoes the whole transaction of its own accord.
            guard db.isInsideTransaction else { throw error }
            result = .failure(error)
        }
        guard let result else {
            throw StoreError(code: .unavailable, message: "The savepoint ended without a result. Try again.")
        }
        return result
    }

    /// Runs a statement that changes rows; the number of rows that it changed.
    @discardableResult
    func change(_ action: @autoclosure () -> String, _ sql: String, _ arguments: StatementArguments) throws -> Int {
        try mapping(action()) {
            let statement = try db.cachedStatement(sql: sql)
            try statement.execute(arguments: arguments)
            return db.changesCount
        }
    }

    /// The rows of a query, each made into a value.
    func all<Value>(
        _ action: @autoclosure () -> String, _ sql: String, _ arguments: StatementArguments = StatementArguments(),
        _ make: (Row) throws -> Value
    ) throws -> [Value] {
        try mapping(action()) {
            let rows = try Row.fetchCursor(try db.cachedStatement(sql: sql), arguments: arguments)
            var values: [Value] = []
            while let row = try rows.next() { values.append(try make(row)) }
            return values
        }
    }

    /// The first row of a query, made into a value.
    func first<Value>(
        _ action: @autoclosure () -> String, _ sql: String, _ arguments: StatementArguments = StatementArguments(),
        _ make: (Row) throws -> Value
    ) throws -> Value? {
        try mapping(action()) {
            let rows = try Row.fetchCursor(try db.cachedStatement(sql: sql), arguments: arguments)
            return try rows.next().map(make)
        }
    }

    /// The value of a column that holds a moment.
    func moment(_ row: Row, _ column: String) -> Timestamp { Timestamp(milliseconds: row[column]) }

    /// The number of milliseconds in a row's only column; `nil` where there is no row or it is NULL.
    func earliest(_ action: @autoclosure () -> String, _ sql: String) throws -> Timestamp? {
        let found: Int64?? = try first(action(), sql) { $0[0] as Int64? }
        return found.flatMap { $0 }.map(Timestamp.init(milliseconds:))
    }

    /// A reason that is kept with a row, cut to what a person reads.
    func bounded(_ reason: String) -> String { String(reason.prefix(2000)) }
}

/// How values stand in the columns that hold JSON.
enum RowJSON {
    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    static func value<Value: Decodable>(_ type: Value.Type, from text: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }

    static func tree(from text: String, of subject: String) throws -> JSONValue {
        do {
            return try JSONValue(parsing: text)
        } catch {
            throw StoreError(
                code: .corrupt, message: "The body of \(subject) is not JSON. Restore a backup.", cause: error)
        }
    }
}
