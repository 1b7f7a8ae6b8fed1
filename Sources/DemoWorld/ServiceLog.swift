import Glibc
import Locking

/// The log file of the checkout service: appended line by line, started anew when it grows beyond a limit.
final class ServiceLog: Sendable {
    struct Unwritable: Error, CustomStringConvertible {
        var path: String
        var reason: String
        var description: String { "cannot write the log \(path): \(reason)" }
    }

    /// Bytes after which the file begins anew.
    static let limit = 4 << 20

    private let file: Lock<(descriptor: Int32, size: Int)>

    init(path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw Unwritable(path: path, reason: String(cString: strerror(errno)))
        }
        file = Lock((descriptor, 0))
    }

    deinit { close(file.withLock { $0.descriptor }) }

    func write(_ level: String, _ message: String) {
        let line = "\(Self.timestamp()) \(level) \(message)\n"
        file.withLock { file in
            if file.size > Self.limit, ftruncate(file.descriptor, 0) == 0 { file.size = 0 }
            let written = line.withCString { Glibc.write(file.descriptor, $0, strlen($0)) }
            if written > 0 { file.size += written }
        }
    }

    private static func timestamp() -> String {
        var now = time(nil)
        var parts = tm()
        gmtime_r(&now, &parts)
        var text = [CChar](repeating: 0, count: 32)
        strftime(&text, text.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
