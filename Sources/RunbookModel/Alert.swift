/// An alert, whichever vendor sent it.
package struct Alert: Codable, Hashable, Sendable {
    /// Whether it still is one.
    package enum Status: String, Codable, Hashable, Sendable {
        case firing
        case resolved
    }

    package var id: AlertID
    /// The system that sent it: `pagerduty`, `alertmanager`, ….
    package var vendor: String
    /// The vendor's own key for this alert; firing and resolved carry the same.
    package var fingerprint: String
    package var status: Status
    /// Name of the rule, where the vendor has one: `KubePodCrashLooping`.
    package var name: String?
    package var title: String
    package var severity: String?
    package var service: String?
    package var labels: [String: String]
    package var annotations: [String: String]
    /// Page of the alert at the vendor.
    package var url: String?
    package var startedAt: Timestamp
    package var resolvedAt: Timestamp?

    package init(
        id: AlertID, vendor: String, fingerprint: String, status: Status, name: String? = nil, title: String,
        severity: String? = nil, service: String? = nil, labels: [String: String] = [:],
        annotations: [String: String] = [:], url: String? = nil, startedAt: Timestamp, resolvedAt: Timestamp? = nil
    ) {
        self.id = id
        self.vendor = vendor
        self.fingerprint = fingerprint
        self.status = status
        self.name = name
        self.title = title
        self.severity = severity
        self.service = service
        self.labels = labels
        self.annotations = annotations
        self.url = url
        self.startedAt = startedAt
        self.resolvedAt = resolvedAt
    }
}

/// Why an alert was given a runbook, and how sure that is.
package struct MatchResult: Codable, Hashable, Sendable {
    package var runbook: RunbookID
    /// From 0 to 1, calibrated: of matches said with 0.9, nine in ten are right.
    package var confidence: Double
    /// The reasons, strongest first, in words: "the alert's name stands in the title".
    package var reasons: [String]

    package init(runbook: RunbookID, confidence: Double, reasons: [String]) {
        self.runbook = runbook
        self.confidence = confidence
        self.reasons = reasons
    }
}
