import Bot
import Glibc
import RunbookModel

/// The folder of one execution, in which its keeper (`dd0c-hold`) leaves what is known of it; docs/runner.md describes
/// the files. Every call here may wait for the disk.
struct KeeperFolder: Sendable {
    let path: String

    init(path: String) { self.path = path }

    init(of place: ExecutionPlace, in spool: String) { path = "\(spool)/\(Self.name(of: place))" }

    /// A name that no other place has. What is no letter, digit or hyphen stands percent-encoded, the dot too; the end of
    /// a very long id is replaced by its digest.
    static func name(of place: ExecutionPlace) -> String {
        let bytes = place.run.rawValue.utf8.flatMap { byte -> [UInt8] in
            if SecretPatterns.isLetterOrDigit(byte) || byte == UInt8(ascii: "-") { return [byte] }
            return Array("%\(WebhookSignature.hexadecimal([byte]))".utf8)
        }
        var run = String(decoding: bytes, as: UTF8.self)
        if bytes.count > 120 {
            run = run.prefix(40) + "_" + WebhookSignature.digest(Array(place.run.rawValue.utf8))
        }
        return "\(run).\(place.step).\(place.attempt)"
    }

    // MARK: Before the command

    /// What came of making the folder ready.
    enum Claim {
        /// Whoever holds this ticket may start the command.
        case ready(ticket: String)
        /// A keeper was here before.
        case begunBefore
        case failed(String)
    }

    /// Makes the folder ready for a keeper; one that was made ready before and not used is made ready anew, and the
    /// ticket of then is worth nothing any more.
    func claim() -> Claim {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { return .failed(Self.failure("make", path)) }
        let ticket = open("\(path)/ticket", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard ticket >= 0 else { return .failed(Self.failure("write to", path)) }
        defer { Self.release(ticket) }
        guard flock(ticket, LOCK_EX | LOCK_NB) == 0, !exists("started"), !exists("result") else { return .begunBefore }
        guard let text = Self.newTicket(), Self.replace(ticket, by: text) else {
            return .failed(Self.failure("write to", path))
        }
        return .ready(ticket: text)
    }

    /// Unlocks explicitly: a process that another thread is starting at this moment has the file open, too, and would
    /// hold the lock until it runs its program.
    private static func release(_ ticket: Int32) {
        flock(ticket, LOCK_UN)
        close(ticket)
    }

    private static func newTicket() -> String? {
        var bytes = [UInt8](repeating: 0, count: 16)
        guard getentropy(&bytes, bytes.count) == 0 else { return nil }
        return WebhookSignature.hexadecimal(bytes)
    }

    private static func replace(_ file: Int32, by text: String) -> Bool {
        let bytes = Array(text.utf8)
        return ftruncate(file, 0) == 0 && pwrite(file, bytes, bytes.count, 0) == bytes.count
    }

    private static func failure(_ verb: String, _ path: String) -> String {
        "The bot cannot \(verb) \(path), where it keeps what commands print: \(ErrorText.of(errno))."
    }

    // MARK: Afterwards

    /// What the folder tells of its command.
    enum Fate {
        /// No such folder: nothing is known.
        case noFolder
        /// A keeper holds it; `nil` for the moment in which it has not yet said who it is.
        case held(KeeperStart?)
        case ended(KeeperResult)
        /// No keeper ever started the command, and from now on none will.
        case neverStarted
        /// Its keeper is gone without having told the end.
        case lost(KeeperStart?)
        /// The folder cannot be read.
        case unreadable(String)
    }

    /// Looks, and when no keeper has begun by now, sees to it that none will: one that comes late finds its ticket taken
    /// back.
    func fate() -> Fate {
        let ticket = open("\(path)/ticket", O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        guard ticket >= 0 else { return errno == ENOENT ? .noFolder : .unreadable(Self.failure("read", path)) }
        defer { Self.release(ticket) }
        guard flock(ticket, LOCK_EX | LOCK_NB) == 0 else {
            return errno == EWOULDBLOCK ? .held(start()) : .unreadable(Self.failure("lock", path))
        }
        if let result = result() { return .ended(result) }
        if exists("started") || exists("result") { return .lost(start()) }
        guard Self.replace(ticket, by: "revoked") else { return .unreadable(Self.failure("write to", path)) }
        return .neverStarted
    }

    /// Who keeps the command.
    func start() -> KeeperStart? { SmallFile.text("\(path)/started").flatMap(KeeperStart.init) }

    /// How the command ended; `nil` when that is not known, or not written whole.
    func result() -> KeeperResult? { SmallFile.text("\(path)/result").flatMap(KeeperResult.init) }

    /// What its processes carry in their environment.
    func marker(_ ticket: String) -> String { "\(Self.lastName(of: path))/\(ticket)" }

    /// Removes the folder and all that is in it, unless a keeper holds it.
    func remove() {
        let ticket = open("\(path)/ticket", O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        guard ticket >= 0 || errno == ENOENT else { return }
        if ticket >= 0 {
            defer { Self.release(ticket) }
            // A keeper that comes late may have opened the ticket already: it must not find it good.
            guard flock(ticket, LOCK_EX | LOCK_NB) == 0, Self.replace(ticket, by: "revoked") else { return }
            removeFiles()
        } else {
            removeFiles()
        }
    }

    private func removeFiles() {
        for name in ["output", "result", "result.part", "started", "ticket"] { unlink("\(path)/\(name)") }
        rmdir(path)
    }

    private static func lastName(of path: String) -> Substring { path.split(separator: "/").last ?? "" }

    private func exists(_ name: String) -> Bool {
        var status = stat()
        // What cannot be looked at counts as there: then nothing is run, and nothing said to have never run.
        return lstat("\(path)/\(name)", &status) == 0 || errno != ENOENT
    }
}

/// The files of a keeper that are read whole.
enum SmallFile {
    static let limit = 4 << 10

    /// The text of the file; `nil` when it cannot be read, is longer than the limit, or no UTF-8.
    static func text(_ path: String) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: limit + 1)
        let count = pread(file, &bytes, bytes.count, 0)
        guard count >= 0, count <= limit else { return nil }
        return String(validating: bytes[..<count], as: UTF8.self)
    }
}
