/// How well the runbooks cover the incidents of a period: what the digest and the health screen show.
package struct HealthReport: Codable, Hashable, Sendable {
    /// Something that needs a person's attention.
    package struct Concern: Codable, Hashable, Sendable {
        /// What is the matter.
        package enum Kind: Codable, Hashable, Sendable {
            /// Not saved anew for so many days.
            case stale(days: Int)
            /// A service had so many incidents and no runbook.
            case noRunbook(incidents: Int)
            /// Of so many runs only so many ended with the incident resolved.
            case seldomResolves(resolved: Int, runs: Int)
            /// A step that is skipped nearly always.
            case stepSkipped(number: Int, title: String, skipped: Int, runs: Int)
            /// Doubts about the text that nobody has cleared up.
            case openDoubts(Int)
            /// Alerts of its service fired so often, and nobody used it.
            case neverUsed(alerts: Int)
        }

        /// `nil` when it is about a service that has none.
        package var runbook: RunbookID?
        /// Title of the runbook, or name of the service.
        package var subject: String
        /// Red needs attention first; green is not used.
        package var severity: Risk
        package var kind: Kind

        package init(runbook: RunbookID?, subject: String, severity: Risk, kind: Kind) {
            self.runbook = runbook
            self.subject = subject
            self.severity = severity
            self.kind = kind
        }
    }

    /// A runbook that does its job.
    package struct Performer: Codable, Hashable, Sendable {
        package var runbook: RunbookID
        package var title: String
        package var runs: Int
        package var resolved: Int
        /// Mean over the resolved runs.
        package var meanTimeToResolve: Duration

        package init(runbook: RunbookID, title: String, runs: Int, resolved: Int, meanTimeToResolve: Duration) {
            self.runbook = runbook
            self.title = title
            self.runs = runs
            self.resolved = resolved
            self.meanTimeToResolve = meanTimeToResolve
        }
    }

    package var from: Timestamp
    package var to: Timestamp
    /// Runbooks in the library.
    package var runbooks: Int
    /// Services that had alerts in the period and have a runbook.
    package var coveredServices: [String]
    /// Services that had alerts in the period and have none.
    package var uncoveredServices: [String]
    /// Since the runbooks were last saved, on average; `nil` without runbooks.
    package var averageAge: Duration?
    package var incidents: Int
    /// Mean time to resolve of incidents in which a runbook ran; `nil` without any.
    package var meanTimeWithRunbook: Duration?
    /// The same of those in which none did.
    package var meanTimeWithoutRunbook: Duration?
    /// Most urgent first.
    package var concerns: [Concern]
    /// Best first.
    package var performers: [Performer]

    package init(
        from: Timestamp, to: Timestamp, runbooks: Int, coveredServices: [String] = [],
        uncoveredServices: [String] = [], averageAge: Duration? = nil, incidents: Int = 0,
        meanTimeWithRunbook: Duration? = nil, meanTimeWithoutRunbook: Duration? = nil, concerns: [Concern] = [],
        performers: [Performer] = []
    ) {
        self.from = from
        self.to = to
        self.runbooks = runbooks
        self.coveredServices = coveredServices
        self.uncoveredServices = uncoveredServices
        self.averageAge = averageAge
        self.incidents = incidents
        self.meanTimeWithRunbook = meanTimeWithRunbook
        self.meanTimeWithoutRunbook = meanTimeWithoutRunbook
        self.concerns = concerns
        self.performers = performers
    }
}
