/// Where the commands of a run go, and as whom, in words for the people who approve them.
package struct RunPlace: Codable, Hashable, Sendable {
    /// Name in the targets file; `nil` for the machine that this program runs on.
    package var target: String?
    /// For commands that change something: `bastion-1 (ssh deploy@10.0.0.4)`.
    package var change: String
    /// For commands that only read: `bastion-1 (ssh viewer@10.0.0.4), read-only profile`.
    package var read: String

    package init(target: String? = nil, change: String, read: String) {
        self.target = target
        self.change = change
        self.read = read
    }

    /// The words for a command of this colour.
    package func words(for risk: Risk) -> String { risk == .green ? read : change }
}
