import RunbookModel

/// A runbook as the matcher looks at it.
package struct MatchCandidate: Hashable, Sendable {
    package var id: RunbookID
    package var title: String
    /// Names of the alerts that it says it answers.
    package var alerts: [String]
    package var services: [String]
    /// What it is for, in its own words.
    package var summary: String
    /// All of its text.
    package var text: String
    /// Where it came from, such as `database/replica-lag.md`; the file name often is the alert's name.
    package var path: String?
    /// Incidents that it lately helped to resolve.
    package var recentSuccesses: Int

    /// A candidate out of its parts.
    package init(
        id: RunbookID, title: String, alerts: [String] = [], services: [String] = [], summary: String = "",
        text: String = "", path: String? = nil, recentSuccesses: Int = 0
    ) {
        self.id = id
        self.title = title
        self.alerts = alerts
        self.services = services
        self.summary = summary
        self.text = text
        self.path = path
        self.recentSuccesses = recentSuccesses
    }

    /// A saved or parsed runbook. `source` is the text that it was parsed from; without it the steps speak.
    package init(
        id: RunbookID, content: RunbookContent, source: String? = nil, path: String? = nil, recentSuccesses: Int = 0
    ) {
        self.init(
            id: id, title: content.title, alerts: content.alerts, services: content.services,
            summary: content.summary, text: source ?? content.spokenText, path: path, recentSuccesses: recentSuccesses)
    }
}

extension RunbookContent {
    /// Everything that the runbook says, one thought a line.
    fileprivate var spokenText: String {
        var lines = [summary] + prerequisites.map(\.text)
        for step in steps {
            lines += [step.section ?? "", step.title, step.expected ?? "", step.command ?? ""] + step.notes
            if let branch = step.branch { lines += [branch.condition, branch.then, branch.otherwise ?? ""] }
        }
        return lines.filter { !$0.isEmpty }.joined(separator: "\n")
    }
}
