import Bot
import Glibc

/// Reads scripts that a team approved, to see whether they are still the ones that were approved.
package enum ScriptDigester {
    /// Scripts longer than this, in bytes, have no digest and count as changed.
    package static let sizeLimit = 4 << 20

    /// SHA-256 of each file as it is now, in lower-case hexadecimal by path; a file that cannot be read, is no plain file
    /// or is too long is left out. Reads on a thread of its own.
    @Sendable
    package static func digests(of paths: [String]) async -> [String: String] {
        await withCheckedContinuation { continuation in
            OwnThread.start(named: "script-digest") {
                var digests: [String: String] = [:]
                for path in paths {
                    if let bytes = contents(of: path) { digests[path] = WebhookSignature.digest(bytes) }
                }
                continuation.resume(returning: digests)
            }
        }
    }

    private static func contents(of path: String) -> [UInt8]? {
        // Without blocking: the path may name a pipe by now.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= sizeLimit else {
            return nil
        }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= sizeLimit {
            let count = read(file, &buffer, buffer.count)
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                return nil
            }
            bytes += buffer[..<count]
        }
        return nil
    }
}
