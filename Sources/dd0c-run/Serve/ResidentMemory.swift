import CLinux
import Glibc
import Logging
import ServiceLifecycle

/// Keeps the process small while nothing happens.
///
/// The start touches most of the program once: the loader, the runtime's tables of types, the certificates. What was read
/// from files and never written the kernel can read again, so it need not stay resident. What a busy hour took from the
/// allocator goes back when the hour is over.
struct ResidentMemory: Service {
    /// How long after the start its pages are given back: by then Slack has greeted us.
    var settling: Duration = .seconds(2)
    /// How often free memory is given back afterwards.
    var interval: Duration = .seconds(600)
    let logger: Logger

    /// Has the allocator share two arenas among all threads. Else each thread would get its own, and what one has freed
    /// no other could use. Before threads are started.
    static func shareArenas() { mallopt(M_ARENA_MAX, 2) }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var wait = settling
            while await slept(wait) {
                malloc_trim(0)
                if wait == settling { releaseFilePages() }
                wait = interval
            }
        }
    }

    private func slept(_ span: Duration) async -> Bool {
        do {
            try await Task.sleep(for: span)
            return true
        } catch {
            return false  // Shutting down.
        }
    }

    private func releaseFilePages() {
        guard let map = MemoryMap.ownText() else {
            logger.debug("the memory map cannot be read", metadata: ["errno": "\(errno)"])
            return
        }
        for range in MemoryMap.releasable(in: map) {
            guard let start = UnsafeMutableRawPointer(bitPattern: range.lowerBound) else { continue }
            // A range that is gone meanwhile is no loss.
            _ = madvise(start, range.count, MADV_DONTNEED)
        }
    }
}

/// What `/proc/PID/smaps` says (proc(5)).
enum MemoryMap {
    /// `/proc/self/smaps`, at most 1 MiB of it; `nil` where it cannot be opened. The file has no length and comes in
    /// pieces, so it must be read to its end.
    static func ownText() -> String? {
        let file = open("/proc/self/smaps", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 16 << 10)
        while bytes.count < 1 << 20 {
            let count = read(file, &piece, piece.count)
            guard count > 0 else { break }
            bytes.append(contentsOf: piece[..<count])
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The mappings whose pages can be dropped and read again from their file: private, never written, not writable.
    static func releasable(in smaps: String) -> [Range<UInt>] {
        var ranges: [Range<UInt>] = []
        var candidate: Range<UInt>?
        for line in smaps.split(separator: "\n") {
            if line.first.map({ $0.isHexDigit && !$0.isUppercase }) == true {
                candidate = fileMapping(line)
            } else if line.hasPrefix("Anonymous:"), let range = candidate {
                candidate = nil
                if line.split(separator: " ").dropFirst().first == "0" { ranges.append(range) }
            }
        }
        return ranges
    }

    /// `5600-5700 r-xp 00000000 fe:01 1234 /path`
    private static func fileMapping(_ line: Substring) -> Range<UInt>? {
        let fields = line.split(separator: " ", maxSplits: 5)
        guard fields.count == 6, fields[1].hasPrefix("r-"), fields[1].hasSuffix("p"),
            fields[5].drop(while: { $0 == " " }).hasPrefix("/")
        else { return nil }
        let bounds = fields[0].split(separator: "-").map { UInt($0, radix: 16) }
        guard bounds.count == 2, let start = bounds[0], let end = bounds[1], start < end else { return nil }
        return start..<end
    }
}
