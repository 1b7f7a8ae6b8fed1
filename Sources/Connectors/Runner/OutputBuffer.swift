import Locking
import RunbookModel

/// What a command prints, as it comes, within a fixed amount of memory: the beginning and the end are kept. Secrets
/// are masked when it is asked for, over the kept bytes as a whole, so that it does not matter in which pieces they
/// arrived.
final class OutputBuffer: Sendable {
    /// Bytes beside what is shown, on both sides of the gap: a secret that the gap cuts in two is recognised by the
    /// rest of it, or lies within what is not shown.
    static let margin = 8 << 10

    private struct Kept {
        var total = 0
        var head: [UInt8] = []
        /// A ring once it is full.
        var tail: [UInt8] = []
        var tailStart = 0
    }

    private let limit: Int
    private let capacity: Int
    private let kept = Lock(Kept())

    /// - Parameter limit: bytes of text that are shown, at the most.
    init(limit: Int) {
        self.limit = limit
        capacity = limit / 2 + Self.margin
    }

    func append(_ bytes: ArraySlice<UInt8>) {
        kept.withLock { kept in
            kept.total += bytes.count
            let room = capacity - kept.head.count
            kept.head.append(contentsOf: bytes.prefix(room))
            Self.push(bytes.dropFirst(room), into: &kept, capacity)
        }
    }

    private static func push(_ bytes: ArraySlice<UInt8>, into kept: inout Kept, _ capacity: Int) {
        var rest = bytes.suffix(capacity)
        let filling = rest.prefix(capacity - kept.tail.count)
        kept.tail.append(contentsOf: filling)
        rest = rest.dropFirst(filling.count)
        while !rest.isEmpty {
            let piece = rest.prefix(capacity - kept.tailStart)
            kept.tail.replaceSubrange(kept.tailStart..<kept.tailStart + piece.count, with: piece)
            kept.tailStart = (kept.tailStart + piece.count) % capacity
            rest = rest.dropFirst(piece.count)
        }
    }

    /// The kept output as text that may be stored and shown.
    /// - Parameter complete: whether the command has ended. Before that, a line that is not yet whole is left out: it
    ///   may end in half a secret.
    func rendered(by mask: OutputMask, complete: Bool) -> CommandOutput {
        let now = kept.withLock { $0 }
        let tail = now.tail[now.tailStart...] + now.tail[..<now.tailStart]
        if now.total == now.head.count + tail.count {
            var text = mask.clean(now.head + tail)
            if !complete { text = OutputText.wholeLines(text) }
            let (shown, isCut) = shortened(text)
            return CommandOutput(text: shown, totalBytes: now.total, isCut: isCut)
        }
        let head = OutputText.withoutEnd(mask.clean(now.head), margin: Self.margin)
        var end = OutputText.withoutBeginning(mask.clean(Array(tail)), margin: Self.margin)
        if !complete { end = OutputText.wholeLines(end) }
        return CommandOutput(text: joined(head, end, of: now.total), totalBytes: now.total, isCut: true)
    }

    private func shortened(_ text: String) -> (String, isCut: Bool) {
        guard text.utf8.count > limit else { return (text, false) }
        return (joined(text, text, of: text.utf8.count), true)
    }

    private func joined(_ head: String, _ end: String, of total: Int) -> String {
        let half = limit / 2 - 64
        let beginning = OutputText.prefix(of: head, bytes: half)
        let ending = OutputText.suffix(of: end, bytes: half)
        let left = max(0, total - beginning.utf8.count - ending.utf8.count)
        let separator = beginning.hasSuffix("\n") || beginning.isEmpty ? "" : "\n"
        return "\(beginning)\(separator)[… \(left) bytes left out …]\n\(ending)"
    }
}
