import ByteText

/// Keeps the memory of tables within bounds: a row costs a hundred times its text once it is read, and nobody follows
/// a runbook of thousands of rows.
struct TableLimit {
    /// Rows of one table that are read.
    static let rows = 2000

    /// Line of the source where rows were left out; `nil` where none were.
    private(set) var cutAt: Int?

    /// The lines without the rows beyond the limit.
    mutating func apply(to lines: [SourceLine]) -> [SourceLine] {
        guard lines.count > Self.rows else { return lines }
        var kept: [SourceLine] = []
        kept.reserveCapacity(lines.count)
        var fence: Substring?
        var count: Int?
        for line in lines {
            let text = line.trimmed
            if let mark = fence {
                if text.hasPrefix(mark), text.utf8.allSatisfy({ $0 == mark.utf8.first }) { fence = nil }
                kept.append(line)
                continue
            }
            if text.hasPrefix("```") || text.hasPrefix("~~~") {
                fence = text.prefix { $0 == text.first }
                count = nil
            } else if text.isEmpty {
                count = nil
            } else if let rows = count {
                count = rows + 1
                if rows >= Self.rows {
                    cutAt = cutAt ?? line.number
                    continue
                }
            } else if Self.isDelimiter(text) {
                count = 0
            }
            kept.append(line)
        }
        return kept
    }

    /// `|---|:--:|`, in a quotation or a list as well.
    private static func isDelimiter(_ text: Substring) -> Bool {
        var dashes = 0
        var bars = 0
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "-"): dashes += 1
            case UInt8(ascii: "|"): bars += 1
            case UInt8(ascii: ":"), UInt8(ascii: ">"), UInt8(ascii: "*"), UInt8(ascii: "+"), 0x20, 0x09: break
            default: return false
            }
        }
        return dashes > 0 && bars > 0
    }
}
