import Glibc
import RunbookModel

/// What a keeper wrote down of a command's output, in its file `output`: the beginning, and behind it a ring with the
/// end. Positions count the bytes that the command wrote.
struct KeptOutput: ~Copyable {
    /// Bytes before the content.
    private static let headerBytes = 64
    /// Bytes that the keeper may be writing at this moment, beyond those that it has counted.
    private static let pendingBytes: UInt64 = 64 << 10
    private static let magic = Array("DD0CSPL1".utf8)

    private let file: Int32
    private let headBytes: UInt64
    private let ringBytes: UInt64
    /// Bytes that the command wrote so far.
    private(set) var totalBytes: UInt64 = 0
    /// Up to where they are in the file: less than all once the disk was full.
    private(set) var keptBytes: UInt64 = 0

    /// - Returns: `nil` when there is no such file, or it is none of a keeper.
    init?(_ path: String) {
        file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { return nil }
        guard let header = Self.header(file), header.head > 0, header.ring > 0 else {
            close(file)
            return nil
        }
        headBytes = header.head
        ringBytes = header.ring
        totalBytes = header.total
        keptBytes = header.kept
    }

    deinit { close(file) }

    private static func header(_ file: Int32) -> (head: UInt64, ring: UInt64, total: UInt64, kept: UInt64)? {
        var bytes = [UInt8](repeating: 0, count: headerBytes)
        guard pread(file, &bytes, bytes.count, 0) == bytes.count, bytes.starts(with: magic) else { return nil }
        func number(_ index: Int) -> UInt64 {
            bytes[index..<index + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        let (head, ring) = (number(8), number(16))
        guard head <= 1 << 40, ring <= 1 << 40 else { return nil }
        return (head, ring, number(24), min(number(24), number(32)))
    }

    /// Where the end that is still in the ring begins; not before the end of the beginning.
    private var tailStart: UInt64 {
        // What was being written when the disk was full may lie over the oldest bytes.
        let unsure = keptBytes < totalBytes ? Self.pendingBytes : 0
        let oldest = keptBytes + unsure > ringBytes ? keptBytes + unsure - ringBytes : 0
        return min(max(headBytes, oldest), max(headBytes, keptBytes))
    }

    /// The positions that can be read: all there is, or the beginning and the end.
    var parts: [Range<UInt64>] {
        let head = 0..<min(headBytes, keptBytes)
        guard keptBytes > headBytes else { return [head] }
        let tail = tailStart..<keptBytes
        return tail.lowerBound == headBytes ? [0..<keptBytes] : [head, tail]
    }

    /// The bytes at the positions; fewer when the file is shorter than it should be.
    func bytes(_ range: Range<UInt64>) -> [UInt8] {
        var found: [UInt8] = []
        var position = range.lowerBound
        while position < range.upperBound {
            var room = headBytes - min(headBytes, position)
            var offset = position
            if position >= headBytes {
                let place = (position - headBytes) % ringBytes
                room = ringBytes - place
                offset = headBytes + place
            }
            let count = Int(min(room, range.upperBound - position))
            var piece = [UInt8](repeating: 0, count: count)
            let done = pread(file, &piece, count, off_t(offset) + off_t(Self.headerBytes))
            guard done > 0 else { return found }
            found.append(contentsOf: piece[..<done])
            position += UInt64(done)
        }
        return found
    }

    /// The beginning and the end, as much as an excerpt takes.
    /// - Returns: `nil` when the command wrote over them meanwhile, faster than they could be read.
    mutating func excerpt(capacity: Int) -> OutputExcerpt? {
        let capacity = UInt64(capacity)
        let head = 0..<min(capacity, headBytes, keptBytes)
        var start = max(head.upperBound, keptBytes - min(capacity, keptBytes))
        if keptBytes > headBytes, tailStart > headBytes { start = max(start, tailStart) }
        let tail = start..<keptBytes
        let isGapless = tail.lowerBound == head.upperBound && keptBytes == totalBytes
        let excerpt = OutputExcerpt(
            total: Int(clamping: totalBytes), head: bytes(head), tail: bytes(tail), isWhole: isGapless)
        guard let now = Self.header(file) else { return nil }
        if tail.upperBound > headBytes, now.kept != keptBytes,
            now.kept + Self.pendingBytes > max(tail.lowerBound, headBytes) + ringBytes
        {
            return nil
        }
        return excerpt
    }
}
