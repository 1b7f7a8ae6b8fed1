import RunbookModel

/// Where commands can run, in the words that people are shown.
package struct Places: Hashable, Sendable {
    /// The machine that this program runs on; `nil` when nothing is said about it.
    package var thisMachine: RunPlace?
    /// The named targets.
    package var named: [String: RunPlace]
    /// Name of the target of runbooks that name none; `nil` for this machine.
    package var standard: String?

    package init(thisMachine: RunPlace? = nil, named: [String: RunPlace] = [:], standard: String? = nil) {
        self.thisMachine = thisMachine
        self.named = named
        self.standard = standard
    }

    /// The place of a name; a name that is not known is said to be none, and nothing runs there.
    func place(_ target: String?) -> RunPlace? {
        guard let target else { return thisMachine }
        let unknown = "\(target), which is not in the targets file"
        return named[target] ?? RunPlace(target: target, change: unknown, read: unknown)
    }
}
