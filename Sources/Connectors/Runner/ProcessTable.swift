import Bot
import Glibc

/// Processes as `/proc` shows them; see proc(5).
enum ProcessTable {
    /// The variable that every process of a command inherits.
    static let markerName = "DD0C_EXECUTION"

    /// Who has this number now; `nil` when nobody has, or it is dead and waits to be reaped.
    static func identity(of pid: Int32) -> ProcessIdentity? {
        guard let fields = statFields(of: pid), fields.count > 19, fields[0] != "Z", fields[0] != "X",
            let startTicks = UInt64(fields[19]), let bootID = bootID()
        else { return nil }
        return ProcessIdentity(pid: pid, startTicks: startTicks, bootID: bootID)
    }

    /// Which start of the machine this is.
    static func bootID() -> String? {
        read("/proc/sys/kernel/random/boot_id").map { bytes in
            String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
        }
    }

    /// Processes of this account that inherited the marker, also when they left the process group.
    static func processes(marked marker: String) -> [Int32] {
        let variable = Array("\(markerName)=\(marker)".utf8)
        var found: [Int32] = []
        for name in DirectoryListing.names(in: "/proc") {
            guard let pid = Int32(name), pid != getpid(), let environment = read("/proc/\(pid)/environ") else {
                continue
            }
            if environment.split(separator: 0).contains(where: { $0.elementsEqual(variable) }) { found.append(pid) }
        }
        return found
    }

    /// The fields of `/proc/<pid>/stat` from the third on. The second, the name, may contain anything.
    private static func statFields(of pid: Int32) -> [Substring]? {
        guard let bytes = read("/proc/\(pid)/stat"), let end = bytes.lastIndex(of: UInt8(ascii: ")")) else {
            return nil
        }
        return String(decoding: bytes[(end + 1)...], as: UTF8.self).split(whereSeparator: \.isWhitespace)
    }

    /// The content of a file of the kernel, up to 1 MiB; `nil` when it cannot be read, as when the process is gone.
    private static func read(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 << 10)
        while content.count < 1 << 20 {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { return nil }
            if count == 0 { break }
            content.append(contentsOf: chunk[..<count])
        }
        return content
    }
}
