import Glibc

/// A program that was started with its output in a file. It is killed with its group when asked, and by the kernel when
/// the thread that started it ends.
final class ChildProgram {
    private let name: String
    private let pid: pid_t
    private let logFile: String
    private var hasEnded = false

    /// - Parameter arguments: without the program's own name.
    init(_ path: String, _ arguments: [String], logFile: String) throws {
        name = String(path.split(separator: "/").last ?? "")
        self.logFile = logFile
        let words = ["setpriv", "--pdeathsig", "TERM", "--", path] + arguments
        var argv: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { argv.forEach { free($0) } }
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&files, 1, logFile, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&files, 1, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        posix_spawnattr_setpgroup(&attributes, 0)
        var child = pid_t()
        let status = posix_spawnp(&child, "setpriv", &files, &attributes, &argv, environ)
        guard status == 0 else {
            throw WalkFailure("\(path) cannot be started: \(String(cString: strerror(status)))")
        }
        pid = child
    }

    /// What the program has written so far.
    var output: String { String(decoding: File.bytes(logFile) ?? [], as: UTF8.self) }

    /// Waits until the output has a line for which `find` answers.
    func wait<Found>(for what: String, until deadline: Deadline, _ find: (String) -> Found?) throws -> Found {
        while true {
            if let found = find(output) { return found }
            if deadline.isOver || isGone {
                throw WalkFailure("\(name) did not say \(what). It said:\n\(output.suffix(2000))")
            }
            poll(nil, 0, 20)
        }
    }

    private var isGone: Bool {
        if !hasEnded, waitpid(pid, nil, WNOHANG) == pid { hasEnded = true }
        return hasEnded
    }

    /// Asks it to end, and makes it end when it does not within `patience` seconds.
    func stop(patience: Double) {
        kill(pid, SIGTERM)
        let deadline = Deadline(seconds: patience)
        while !isGone, !deadline.isOver { poll(nil, 0, 20) }
        kill(-pid, SIGKILL)
        if !hasEnded { waitpid(pid, nil, 0) }
        hasEnded = true
    }
}
