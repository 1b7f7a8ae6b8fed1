import RunbookModel

/// Finds the runbook that a text is a new version of.
enum RevisionFinder {
    /// Commands that two runbooks must share before they may be the same under another title.
    private static let sharedCommands = 3
    /// Share of the commands of either one that must be the same then.
    private static let likeness = 0.75

    /// The saved runbook with the same title, else the one with nearly all of the same commands; `nil` for none.
    static func find(_ content: RunbookContent, in runbooks: [Runbook]) -> Runbook? {
        let title = key(content.title)
        if let same = runbooks.first(where: { key($0.content.title) == title }) { return same }
        let commands = Set(content.steps.compactMap { $0.command.map(key) })
        guard commands.count >= sharedCommands else { return nil }
        var best: (runbook: Runbook, likeness: Double)?
        for runbook in runbooks {
            let others = Set(runbook.content.steps.compactMap { $0.command.map(key) })
            let shared = commands.intersection(others).count
            let likeness = Double(shared) / Double(max(commands.count, others.count, 1))
            guard shared >= sharedCommands, likeness >= Self.likeness, likeness > best?.likeness ?? 0 else { continue }
            best = (runbook, likeness)
        }
        return best?.runbook
    }

    private static func key(_ text: String) -> String {
        text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
