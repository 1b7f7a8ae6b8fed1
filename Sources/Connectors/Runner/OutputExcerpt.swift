import RunbookModel

/// The beginning and the end of what a command printed, within a fixed amount of memory. Secrets are masked over the
/// excerpt as a whole, so that it does not matter in which pieces they arrived.
struct OutputExcerpt: Sendable {
    /// Bytes beside what is shown, on both sides of the gap: a secret that the gap cuts in two is recognised by the
    /// rest of it, or lies within what is not shown.
    static let margin = 8 << 10

    /// Bytes that the command printed.
    var total: Int
    var head: [UInt8]
    var tail: [UInt8]
    /// Whether nothing is missing between the two and behind them.
    var isWhole: Bool

    static let nothing = OutputExcerpt(total: 0, head: [], tail: [], isWhole: true)

    /// Bytes that each of the two parts may have for a text of this length.
    static func capacity(for limit: Int) -> Int { limit / 2 + margin }

    /// The output as text that may be stored and shown.
    /// - Parameters:
    ///   - complete: whether the command has ended. Before that, a line that is not yet whole is left out: it may end in
    ///     half a secret.
    ///   - limit: bytes of text, at the most.
    func rendered(by mask: OutputMask, complete: Bool, limit: Int) -> CommandOutput {
        if isWhole {
            var text = mask.clean(head + tail)
            if !complete { text = OutputText.wholeLines(text) }
            guard text.utf8.count > limit else { return CommandOutput(text: text, totalBytes: total, isCut: false) }
            let shown = Self.joined(text, text, of: text.utf8.count, limit)
            return CommandOutput(text: shown, totalBytes: total, isCut: true)
        }
        let beginning = OutputText.withoutEnd(mask.clean(head), margin: Self.margin)
        var end = OutputText.withoutBeginning(mask.clean(tail), margin: Self.margin)
        if !complete { end = OutputText.wholeLines(end) }
        return CommandOutput(text: Self.joined(beginning, end, of: total, limit), totalBytes: total, isCut: true)
    }

    private static func joined(_ head: String, _ end: String, of total: Int, _ limit: Int) -> String {
        let half = limit / 2 - 64
        let beginning = OutputText.prefix(of: head, bytes: half)
        let ending = OutputText.suffix(of: end, bytes: half)
        let left = max(0, total - beginning.utf8.count - ending.utf8.count)
        return beginning + OutputText.gap(left, after: beginning) + ending
    }
}
