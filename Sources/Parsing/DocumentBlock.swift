/// A document as a tree of blocks, whatever format it came in. Lines are those of the source, from 1.
indirect enum DocumentBlock: Hashable, Sendable {
    case heading(level: Int, MarkedText)
    case paragraph(MarkedText)
    case code(CodeBlock)
    case list(ListBlock)
    /// A quotation or a note that stands beside the text; `label` is `note`, `warning`, … where it has one.
    case aside(label: String?, [DocumentBlock])
    case table(TableBlock)
}

/// Text whose white space matters.
struct CodeBlock: Hashable, Sendable {
    /// First word after the fence, in lower case; empty for none.
    var language: String
    var lines: [String]
    /// Line of the source that `lines[0]` stands on.
    var firstLine: Int
    var isFenced: Bool
}

struct ListBlock: Hashable, Sendable {
    struct Item: Hashable, Sendable {
        /// The author's own number, such as `3` or `4a`; `nil` for a bullet.
        var label: String?
        var blocks: [DocumentBlock]
        var lines: ClosedRange<Int>
    }

    var isOrdered: Bool
    var items: [Item]
}

struct TableBlock: Hashable, Sendable {
    var header: [MarkedText]
    var rows: [[MarkedText]]
    var line: Int
}
