import Bot
import GRDB

/// Runs `body` and turns errors of SQLite and of the JSON coders into `StoreError`; any other error passes through.
/// - Parameter action: what is being done, as it goes into "Could not …".
func mapping<Value>(_ action: @autoclosure () -> String, _ body: () throws -> Value) throws -> Value {
    do {
        return try body()
    } catch let error as DatabaseError {
        throw StoreError(error, action: action())
    } catch let error as DecodingError {
        throw StoreError(
            code: .corrupt,
            message: "Could not \(action()): what is stored has another shape than this version writes. "
                + "Restore a backup, or report it.", cause: error)
    } catch let error as EncodingError {
        throw StoreError(
            code: .corrupt, message: "Could not \(action()): the value cannot be written as JSON.", cause: error)
    }
}

extension StoreError {
    init(_ error: DatabaseError, action: String) {
        let (code, reason) = Self.explanation(of: error.resultCode)
        self.init(code: code, message: "Could not \(action): \(reason)", cause: error)
    }

    private static func explanation(of code: ResultCode) -> (Code, String) {
        switch code {
        case .SQLITE_CONSTRAINT:
            (.conflict, "it is there already, or refers to something that is not. Read again and decide anew.")
        case .SQLITE_CORRUPT: (.corrupt, "the file is damaged. Restore a backup.")
        case .SQLITE_NOTADB: (.unavailable, "the file is not an SQLite database. Name another with DD0C_DATABASE.")
        case .SQLITE_FULL: (.unavailable, "the disk is full. Free some space on the file system of the database.")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            (.unavailable, "another process keeps the database locked. End it, then try again.")
        case .SQLITE_READONLY: (.unavailable, "it was opened to be read only.")
        case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
            (.unavailable, "the file cannot be opened. Check that it exists and belongs to this account.")
        case .SQLITE_TOOBIG: (.unavailable, "a value is larger than SQLite can store.")
        default: (.unavailable, "SQLite reports an error. Check the disk and the file's permissions.")
        }
    }
}
