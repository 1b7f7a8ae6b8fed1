import JSONTree
import RunbookModel

/// Bodies as vendors send them, to try the whole way in. The shapes are the vendors', the values the caller's.
package enum AlertSamples {
    /// What is told.
    package struct Content: Sendable {
        package var title: String
        package var service: String
        package var severity: String
        package var labels: [String: String]
        package var startedAt: Timestamp

        /// - Parameter labels: further labels; `service` and `severity` come by themselves.
        package init(
            title: String, service: String, severity: String = "critical", labels: [String: String] = [:],
            startedAt: Timestamp
        ) {
            self.title = title
            self.service = service
            self.severity = severity
            self.labels = labels
            self.startedAt = startedAt
        }
    }

    /// `incident.triggered` of PagerDuty.
    /// - Parameter incident: the number of the incident; its id is made from it.
    package static func pagerDutyTriggered(_ content: Content, incident: Int) -> [UInt8] {
        pagerDuty(content, incident: incident, event: "incident.triggered", at: content.startedAt)
    }

    /// `incident.resolved` of PagerDuty for the same incident.
    package static func pagerDutyResolved(_ content: Content, incident: Int, at moment: Timestamp) -> [UInt8] {
        pagerDuty(content, incident: incident, event: "incident.resolved", at: moment)
    }

    /// The header that goes with a body of PagerDuty: name and value.
    package static func pagerDutySignature(_ body: [UInt8], secret: String) -> (name: String, value: String) {
        ("X-PagerDuty-Signature", "v1=" + WebhookSignature.hmacSHA256(body, key: secret))
    }

    /// A firing alert of Alertmanager.
    /// - Parameter name: the name of the rule, as in `ConnectionPoolExhausted`.
    package static func alertmanagerFiring(_ content: Content, name: String) -> [UInt8] {
        alertmanager(content, name: name, end: nil)
    }

    /// The same alert, resolved.
    package static func alertmanagerResolved(_ content: Content, name: String, at moment: Timestamp) -> [UInt8] {
        alertmanager(content, name: name, end: moment)
    }

    private static func pagerDuty(
        _ content: Content, incident: Int, event: String, at moment: Timestamp
    ) -> [UInt8] {
        let id = "Q\(incident)SAMPLE"
        let isResolved = event == "incident.resolved"
        func reference(_ id: String, _ type: String, _ summary: String) -> JSONValue {
            [
                "id": .string(id), "type": .string("\(type)_reference"), "summary": .string(summary),
                "self": "https://api.pagerduty.com/\(type)s/\(id)",
                "html_url": "https://example.pagerduty.com/\(type)s/\(id)",
            ]
        }
        let data: JSONValue = [
            "id": .string(id), "type": "incident", "number": .int(incident), "title": .string(content.title),
            "status": isResolved ? "resolved" : "triggered", "incident_key": .string("key-\(incident)"),
            "self": "https://api.pagerduty.com/incidents/\(id)",
            "html_url": "https://example.pagerduty.com/incidents/\(id)",
            "created_at": .string(WebhookTime.text(content.startedAt)), "urgency": "high",
            "service": reference("PSERVICE", "service", content.service),
            "priority": reference("PPRIORITY", "priority", content.severity == "critical" ? "P1" : "P3"),
            "escalation_policy": reference("PPOLICY", "escalation_policy", "Default"),
            "assignees": [reference("PUSER", "user", "On call")], "teams": [],
            "resolve_reason": nil, "conference_bridge": nil,
        ]
        let body: JSONValue = [
            "event": [
                "id": .string("01SAMPLE\(incident)\(moment.milliseconds)"), "event_type": .string(event),
                "resource_type": "incident", "occurred_at": .string(WebhookTime.text(moment)), "agent": nil,
                "client": nil, "data": data,
            ]
        ]
        return body.utf8()
    }

    private static func alertmanager(_ content: Content, name: String, end: Timestamp?) -> [UInt8] {
        let own = ["alertname": name, "service": content.service, "severity": content.severity]
        let labels = content.labels.merging(own) { _, own in own }
        let status: JSONValue = end == nil ? "firing" : "resolved"
        let tree = JSONValue.object(labels.mapValues(JSONValue.string))
        let annotations: JSONValue = ["summary": .string(content.title)]
        let body: JSONValue = [
            "version": "4", "groupKey": "{}:{alertname=\"\(name)\"}", "truncatedAlerts": 0, "status": status,
            "receiver": "dd0c-run", "groupLabels": ["alertname": .string(name)], "commonLabels": tree,
            "commonAnnotations": annotations, "externalURL": "http://alertmanager.example.test:9093",
            "alerts": [
                [
                    "status": status, "labels": tree, "annotations": annotations,
                    "startsAt": .string(WebhookTime.text(content.startedAt)),
                    "endsAt": .string(end.map(WebhookTime.text) ?? "0001-01-01T00:00:00Z"),
                    "generatorURL": "http://prometheus.example.test:9090/graph",
                    "fingerprint": .string(AlertShape.fingerprint(labels)),
                ]
            ],
        ]
        return body.utf8()
    }
}
