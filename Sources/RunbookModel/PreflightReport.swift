/// What was found when the needs of a run were looked at where its commands would run, before its start.
package struct PreflightReport: Codable, Hashable, Sendable {
    /// One thing that was looked at.
    package struct Finding: Codable, Hashable, Sendable {
        /// What kind of thing it is.
        package enum Kind: String, Codable, Hashable, Sendable {
            /// A program on the path.
            case program
            /// A variable of the environment.
            case variable
            /// A port of a host.
            case endpoint
            /// The cluster that `kubectl` talks to.
            case cluster
            /// The place itself where commands run.
            case target
        }

        /// What came of it.
        package enum Outcome: String, Codable, Hashable, Sendable {
            case found
            case missing
            /// It could not be looked at.
            case unknown
        }

        package var kind: Kind
        /// `psql`, `KUBECONFIG`, `db.internal:5432`; for a target its name, empty for this machine.
        package var name: String
        package var outcome: Outcome
        /// What the system said about it, where that helps; at most 200 characters.
        package var note: String?

        package init(kind: Kind, name: String, outcome: Outcome, note: String? = nil) {
            self.kind = kind
            self.name = name
            self.outcome = outcome
            self.note = note
        }
    }

    /// Which look at the run it was, from 1.
    package var number: Int
    package var findings: [Finding]
    package var checkedAt: Timestamp

    package init(number: Int, findings: [Finding], checkedAt: Timestamp) {
        self.number = number
        self.findings = findings
        self.checkedAt = checkedAt
    }

    /// Whether everything that was looked at is there.
    package var isAllFound: Bool { findings.allSatisfy { $0.outcome == .found } }
}
