import Bot
import Glibc
import RunbookModel

/// A directory of one execution's own: for the temporary files of a command that may write nowhere else, and for what
/// its client needs. It is found again by the execution's place, also by a later life of this program.
package struct PrivateDirectory: Sendable {
    /// How long one is kept: longer than any command may run.
    static let lifetime = 3600
    /// Old ones that are removed at a time.
    static let sweep = 32

    /// The directory that they all lie in.
    package let root: String

    /// - Parameter root: an absolute path, made with mode 0711 when it is missing: what runs as another account must get
    ///   through it to its own.
    package init(root: String) { self.root = root }

    /// The usual one of this account.
    package static let standard = PrivateDirectory(root: "/tmp/dd0c-run-\(geteuid())")

    /// Where that of an execution is.
    package func path(of place: ExecutionPlace) -> String {
        let run = place.run.rawValue.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") ? $0 : "_" }
        return "\(root)/\(String(run.prefix(64)))-\(place.step)-\(place.attempt)"
    }

    /// Makes that of an execution, empty, and removes old ones.
    /// - Throws: `InvocationRefusal` when it cannot be made, or the root belongs to somebody else.
    func make(for place: ExecutionPlace) throws(InvocationRefusal) -> String {
        try Self.makeOne(root, mode: 0o711)
        removeOld()
        let path = path(of: place)
        // What an attempt of the same place left, before a database was replaced by an older copy.
        Self.remove(path)
        try Self.makeOne(path, mode: 0o700)
        return path
    }

    private static func makeOne(_ path: String, mode: mode_t) throws(InvocationRefusal) {
        var status = stat()
        guard mkdir(path, mode) == 0 || errno == EEXIST, lstat(path, &status) == 0 else {
            throw InvocationRefusal("The directory \(path) cannot be made: \(ErrorText.of(errno)).")
        }
        guard status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid(), status.st_mode & 0o066 == 0 else {
            throw InvocationRefusal(
                "\(path) is not a directory of this account alone. Remove it, and look who made it.")
        }
    }

    private func removeOld() {
        let now = time(nil)
        let names = DirectoryListing.names(in: root).prefix(1000)
        for name in names.lazy.filter({ isOld("\(root)/\($0)", now) }).prefix(Self.sweep) {
            Self.remove("\(root)/\(name)")
        }
    }

    private func isOld(_ path: String, _ now: time_t) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mtim.tv_sec < now - Self.lifetime
    }

    /// Removes a directory with all that is in it; links are removed, not followed.
    static func remove(_ path: String, depth: Int = 0) {
        var status = stat()
        guard depth < 64, lstat(path, &status) == 0 else { return }
        if status.st_mode & S_IFMT == S_IFDIR {
            for name in DirectoryListing.names(in: path) { remove("\(path)/\(name)", depth: depth + 1) }
            _ = rmdir(path)
        } else {
            _ = unlink(path)
        }
    }
}
