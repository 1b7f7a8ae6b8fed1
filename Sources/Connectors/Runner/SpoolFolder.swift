import Glibc
import RunbookModel

/// The folder of the folders of all executions.
enum SpoolFolder {
    /// How long what nobody fetched is kept.
    static let lifetime: Duration = .seconds(7 * 24 * 3600)
    /// Bytes that may lie about.
    static let bytes = 4 << 30
    /// What is younger stays, however much it is: a keeper may just be about to take it.
    static let grace: Duration = .seconds(3600)

    /// - Returns: why it cannot be used.
    static func make(_ path: String) -> String? {
        var status = stat()
        if lstat(path, &status) != 0 {
            guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
                return "The folder \(path), where outputs of commands are kept, cannot be made: \(ErrorText.of(errno))."
            }
            guard lstat(path, &status) == 0 else { return "The folder \(path) cannot be read: \(ErrorText.of(errno))." }
        }
        // Commands may print secrets: nobody else reads along, or puts something else in their place.
        guard status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid(), status.st_mode & 0o077 == 0 else {
            return "\(path) must be a folder of this account alone (mode 0700); outputs of commands are kept there."
        }
        return nil
    }

    private struct Entry {
        var path: String
        var bytes: Int
        var changed: Int
    }

    static func sweep(_ spool: String, now: Timestamp, lifetime: Duration = lifetime, bytes limit: Int = bytes) {
        var total = 0
        let (oldest, young) = (seconds(now - lifetime), seconds(now - grace))
        for entry in entries(in: spool).sorted(by: { $0.changed > $1.changed }) {
            total += entry.bytes
            let isTooMuch = total > limit && entry.changed < young
            if entry.changed < oldest || isTooMuch { KeeperFolder(path: entry.path).remove() }
        }
    }

    private static func seconds(_ moment: Timestamp) -> Int { Int(moment.milliseconds / 1000) }

    private static func entries(in spool: String) -> [Entry] {
        var found: [Entry] = []
        for name in DirectoryListing.names(in: spool) {
            var (folder, output) = (stat(), stat())
            let path = "\(spool)/\(name)"
            guard !name.hasPrefix("."), lstat(path, &folder) == 0, folder.st_mode & S_IFMT == S_IFDIR else { continue }
            let blocks = lstat("\(path)/output", &output) == 0 ? Int(output.st_blocks) : 0
            found.append(Entry(path: path, bytes: blocks * 512 + 4096, changed: folder.st_mtim.tv_sec))
        }
        return found
    }
}
