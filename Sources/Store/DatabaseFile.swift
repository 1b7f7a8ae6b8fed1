import Bot
import GRDB
import Glibc

/// The file of the database as the file system sees it.
enum DatabaseFile {
    /// Marks a file as ours, in the header of the file (SQLite's `PRAGMA application_id`): "dd0c".
    static let applicationID: UInt32 = 0x6464_3063

    /// Makes the file when there is none, readable for this account alone, and marks it.
    static func create(_ path: String) throws {
        try createDirectories(above: path)
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw unavailable(path, "cannot be opened for writing", errno) }
        defer { Glibc.close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw unavailable(path, "cannot be examined", errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw unavailable(path, "is not a regular file", nil) }
        guard status.st_size == 0 else { return }
        try mapping("mark the new database \(path)") {
            // Before the write-ahead log is switched on: the mark must be in the file itself, not in the log.
            let queue = try DatabaseQueue(path: path)
            try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA application_id = \(applicationID)") }
            try queue.close()
        }
    }

    private static func createDirectories(above path: String) throws {
        var parents: [String] = []
        var rest = path[...]
        while let slash = rest.lastIndex(of: "/"), slash > rest.startIndex {
            rest = rest[..<slash]
            parents.append(String(rest))
        }
        for parent in parents.reversed() where access(parent, F_OK) != 0 {
            guard mkdir(parent, 0o700) == 0 || errno == EEXIST else {
                throw unavailable(parent, "cannot be made as a directory for the database", errno)
            }
        }
    }

    /// Refuses a file that another program made, before anything is written to it.
    static func checkIdentity(_ path: String) throws {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unavailable(path, "cannot be opened", errno) }
        defer { Glibc.close(descriptor) }
        // https://www.sqlite.org/fileformat.html, "The Database Header".
        var header = [UInt8](repeating: 0, count: 100)
        let count = Glibc.read(descriptor, &header, header.count)
        guard count == header.count, header.starts(with: Array("SQLite format 3".utf8)) else {
            throw unavailable(path, "is not an SQLite database", nil)
        }
        let mark = header[68..<72].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        guard mark == applicationID else { throw unavailable(path, "is a database of another program", nil) }
    }

    private static func unavailable(_ path: String, _ what: String, _ code: Int32?) -> StoreError {
        let reason = code.map { ": \(String(cString: strerror($0)))" } ?? ""
        return StoreError(
            code: .unavailable,
            message: "\(path) \(what)\(reason). Name another file with DD0C_DATABASE, or mend this one.")
    }
}

/// Held as long as this process owns the database. The kernel takes it back when the process ends, however it ends.
final class DatabaseLock: Sendable {
    private let descriptor: Int32

    init(database path: String) throws {
        let lockPath = path + ".lock"
        descriptor = Glibc.open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StoreError(
                code: .unavailable,
                message: "The lock file \(lockPath) cannot be opened: \(String(cString: strerror(errno))). "
                    + "Check the permissions of its directory.")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = Self.holder(descriptor).map { " (process \($0))" } ?? ""
            Glibc.close(descriptor)
            throw StoreError(
                code: .unavailable,
                message: "The database \(path) is in use by another dd0c-run\(holder). "
                    + "Stop that one first, or name another file with DD0C_DATABASE.")
        }
        let note = Array("\(getpid())\n".utf8)
        // The number is only for the message above: failing to note it is no reason to refuse.
        if ftruncate(descriptor, 0) == 0 { _ = pwrite(descriptor, note, note.count, 0) }
    }

    deinit {
        release()
        Glibc.close(descriptor)
    }

    /// Lets another process have the database. Closing alone would not: a process that another thread is starting at
    /// this moment has the file open, too, until it runs its program.
    func release() { flock(descriptor, LOCK_UN) }

    private static func holder(_ descriptor: Int32) -> Int? {
        var bytes = [UInt8](repeating: 0, count: 20)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        return Int(String(decoding: bytes[..<count].prefix { $0 != 0x0A }, as: UTF8.self))
    }
}
