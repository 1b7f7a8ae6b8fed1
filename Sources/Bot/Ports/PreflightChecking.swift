import RunbookModel

/// What to look at before a run is started.
package struct PreflightRequest: Codable, Hashable, Sendable {
    /// A port of a host that a prerequisite names.
    package struct Endpoint: Codable, Hashable, Sendable {
        package var host: String
        package var port: Int

        package init(host: String, port: Int) {
            self.host = host
            self.port = port
        }
    }

    package var run: RunID
    /// Which look at the run it is, from 1; set by the store.
    package var number: Int
    /// Name of the target; `nil` for the machine that this program runs on.
    package var target: String?
    /// Programs to find on the path, at most `limit`.
    package var programs: [String]
    /// Names of variables that must be set, at most `limit`.
    package var variables: [String]
    /// At most `limit`.
    package var endpoints: [Endpoint]
    /// Whether the cluster that `kubectl` talks to must answer.
    package var needsCluster: Bool

    /// Things of one kind that are looked at.
    package static let limit = 24

    package init(
        run: RunID, number: Int = 0, target: String?, programs: [String], variables: [String],
        endpoints: [Endpoint], needsCluster: Bool
    ) {
        self.run = run
        self.number = number
        self.target = target
        self.programs = programs
        self.variables = variables
        self.endpoints = endpoints
        self.needsCluster = needsCluster
    }

    /// Whether there is nothing to look at.
    var isEmpty: Bool { programs.isEmpty && variables.isEmpty && endpoints.isEmpty && !needsCluster }
}

/// Looks whether what a run needs is there.
package protocol PreflightChecking: Sendable {
    /// Looks at everything at the same time, reading only, within about ten seconds. What could not be looked at is
    /// `.unknown`; it never throws.
    func check(_ request: PreflightRequest) async -> [PreflightReport.Finding]
}

/// How a look at the needs of a run ended.
package struct PreflightResult: Codable, Hashable, Sendable {
    package var run: RunID
    package var report: PreflightReport

    package init(run: RunID, report: PreflightReport) {
        self.run = run
        self.report = report
    }
}
