/// Makes a long output fit to be given away piece by piece, as `OutputMask.clean` does at once, within a fixed amount of
/// memory: control characters go, secrets are masked, also those that lie over the border of two pieces.
struct MaskedStream {
    /// Bytes that are looked at together, about.
    static let window = 256 << 10
    /// Bytes at the end of the window that wait for what follows them.
    static let lookahead = 16 << 10
    /// Bytes before a secret in which the name that gives it away may stand.
    private static let nameBytes = 512

    /// What is being left out because its end was not seen yet.
    private enum Hidden {
        case keyBlock
        /// Up to the end of the line.
        case line
    }

    private let mask: OutputMask
    private let lookahead: Int
    private var filter = ControlFilter()
    private var unfinished: [UInt8] = []
    private var waiting: [UInt8] = []
    private var hidden: Hidden?
    private var isBehindGap = false
    /// The masked text so far; whoever wants to keep memory low takes it away.
    var output: [UInt8] = []

    init(_ mask: OutputMask) {
        self.mask = mask
        lookahead = max(Self.lookahead, mask.longestSecret + Self.nameBytes)
    }

    /// The next bytes of the command.
    mutating func append(_ bytes: [UInt8]) {
        var text = unfinished + bytes
        let end = Self.lastWholeCharacter(text)
        unfinished = Array(text[end...])
        text.removeSubrange(end...)
        sanitize(text)
        while waiting.count >= Self.window + lookahead, emit() {}
    }

    /// Bytes are missing here. A secret that lies over the gap is not shown by what is left of it.
    mutating func gap(_ missing: Int) {
        finishText()
        let text = String(decoding: masked(waiting), as: UTF8.self)
        let kept = OutputText.withoutEnd(text, margin: min(OutputExcerpt.margin, text.utf8.count))
        put(Array((kept + OutputText.gap(missing, after: kept)).utf8))
        waiting = []
        hidden = nil
        isBehindGap = true
    }

    /// Nothing follows any more.
    mutating func finish() {
        finishText()
        put(masked(waiting))
        waiting = []
    }

    private mutating func finishText() {
        if !unfinished.isEmpty { sanitize(unfinished) }
        unfinished = []
        waiting.append(contentsOf: String(filter.kept).utf8)
        filter = ControlFilter()
        dropHidden()
        if hidden != nil { waiting = [] }
    }

    /// Where a character begins that is not yet whole: the last bytes of UTF-8 may be still to come.
    private static func lastWholeCharacter(_ bytes: [UInt8]) -> Int {
        for back in 1...3 where back <= bytes.count {
            let byte = bytes[bytes.count - back]
            if byte & 0xC0 == 0x80 { continue }
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            return length > back ? bytes.count - back : bytes.count
        }
        return bytes.count
    }

    private mutating func sanitize(_ bytes: [UInt8]) {
        let isPlain = bytes.allSatisfy { (0x20..<0x7F).contains($0) || $0 == 0x0A || $0 == 0x09 }
        if isPlain, filter.isAtRest {
            waiting.append(contentsOf: String(filter.kept).utf8)
            filter.kept.removeAll()
            waiting.append(contentsOf: bytes)
            return
        }
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars { filter.take(scalar) }
        // The last stays, for a backspace that may follow.
        guard let last = filter.kept.popLast() else { return }
        waiting.append(contentsOf: String(filter.kept).utf8)
        filter.kept.removeAll(keepingCapacity: true)
        filter.kept.append(last)
    }

    /// Gives out the part of what waits that nothing to come can change.
    /// - Returns: whether there was one.
    private mutating func emit() -> Bool {
        dropHidden()
        guard hidden == nil, waiting.count >= Self.window + lookahead else { return hidden != nil && !waiting.isEmpty }
        let secrets = mask.secrets(in: waiting)
        let cut = safeCut(secrets)
        if cut > 0 {
            put(OutputMask.replaced(secrets, in: waiting[..<cut]))
            waiting.removeSubrange(..<cut)
            return true
        }
        if let row = secrets.last(where: { $0.upperBound <= waiting.count - lookahead }) {
            // One behind the other: all of the row goes.
            put(Array(OutputMask.replacement.utf8))
            waiting.removeSubrange(..<row.upperBound)
        } else {
            emitFirst(secrets[0])
        }
        return true
    }

    /// One secret fills the window.
    private mutating func emitFirst(_ secret: Range<Int>) {
        put(OutputMask.replaced([secret], in: waiting[..<secret.upperBound]))
        if secret.upperBound < waiting.count {
            waiting.removeSubrange(..<secret.upperBound)
        } else {
            // Its end was not seen. What begins a block of a key goes on to its end, all else to that of the line.
            hidden = waiting[secret.lowerBound...].starts(with: "-----BEGIN ".utf8) ? .keyBlock : .line
            waiting = Array(waiting.suffix(16))
        }
    }

    /// A place that lies in no secret, nor between one and its name: where a line begins, if there is such a place.
    private func safeCut(_ secrets: [Range<Int>]) -> Int {
        let limit = waiting.count - lookahead
        guard var cut = lineStart(before: limit) else { return safeCutWithinLine(secrets, limit) }
        while let secret = secrets.first(where: { $0.lowerBound < cut && cut < $0.upperBound }) {
            cut = lineStart(before: secret.lowerBound) ?? 0
        }
        return cut
    }

    private func lineStart(before position: Int) -> Int? { waiting[..<position].lastIndex(of: 0x0A).map { $0 + 1 } }

    private func safeCutWithinLine(_ secrets: [Range<Int>], _ limit: Int) -> Int {
        var cut = limit
        for secret in secrets.reversed() where secret.upperBound > cut && secret.lowerBound < cut + Self.nameBytes {
            cut = max(0, min(cut, secret.lowerBound - Self.nameBytes))
        }
        return cut
    }

    /// Leaves out what belongs to a secret whose end is sought.
    private mutating func dropHidden() {
        switch hidden {
        case nil: return
        case .line:
            guard let end = waiting.firstIndex(of: 0x0A) else { return waiting.removeAll() }
            waiting.removeSubrange(..<end)
        case .keyBlock:
            guard let end = waiting.firstRange(of: Array("-----END ".utf8))?.upperBound else {
                // The mark itself may lie over the border.
                return waiting = Array(waiting.suffix(16))
            }
            guard let line = waiting[end...].firstIndex(of: 0x0A) else { return waiting = Array(waiting[(end - 9)...]) }
            waiting.removeSubrange(..<line)
        }
        hidden = nil
    }

    private func masked(_ bytes: [UInt8]) -> [UInt8] { OutputMask.replaced(mask.secrets(in: bytes), in: bytes[...]) }

    private mutating func put(_ bytes: [UInt8]) {
        guard isBehindGap else { return output.append(contentsOf: bytes) }
        isBehindGap = false
        let text = OutputText.withoutBeginning(String(decoding: bytes, as: UTF8.self), margin: OutputExcerpt.margin)
        output.append(contentsOf: text.utf8)
    }
}

extension KeptOutput {
    /// Bytes that are read at a time.
    private static let piece: UInt64 = 64 << 10

    /// All that was kept, masked.
    func masked(by mask: OutputMask) -> [UInt8] {
        var stream = MaskedStream(mask)
        let parts = parts
        for (index, part) in parts.enumerated() {
            var position = part.lowerBound
            while position < part.upperBound {
                let end = min(position + Self.piece, part.upperBound)
                stream.append(bytes(position..<end))
                position = end
            }
            let next = index + 1 < parts.count ? parts[index + 1].lowerBound : totalBytes
            if next > part.upperBound { stream.gap(Int(clamping: next - part.upperBound)) }
        }
        stream.finish()
        return stream.output
    }
}
