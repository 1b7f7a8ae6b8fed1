import Bot
import JSONTree
import RunbookModel

/// PagerDuty's V3 webhooks: https://developer.pagerduty.com/docs/webhooks-overview.
package struct PagerDutyWebhook: AlertDecoding {
    /// `/webhooks/pagerduty`.
    package let route = "pagerduty"
    private let secrets: [String]

    /// - Parameter secrets: the secrets of the subscriptions that post here; while one is being replaced, both.
    package init(secrets: [String]) { self.secrets = secrets }

    /// One signature of `X-PagerDuty-Signature` must be that of one of our secrets.
    package func authenticate(body: [UInt8], header: (String) -> String?) throws(WebhookRefusal) {
        guard let signatures = header("x-pagerduty-signature") else {
            throw .missingCredentials("The header X-PagerDuty-Signature is missing: use a V3 webhook subscription.")
        }
        let sent = signatures.split(separator: ",").map { String($0).trimmed }.filter { $0.hasPrefix("v1=") }.prefix(20)
        let expected = secrets.map { "v1=" + WebhookSignature.hmacSHA256(body, key: $0) }
        // Every pair is compared, whatever the first ones gave.
        let matches = sent.reduce(false) { found, signature in
            expected.reduce(found) { WebhookSignature.areEqual(signature, $1) || $0 }
        }
        guard matches else {
            throw .wrongCredentials(
                "No signature fits the body: set DD0C_PAGERDUTY_SECRET to the subscription's secret.")
        }
    }

    /// An incident that was triggered, acknowledged, reopened, escalated or resolved; nothing for other events.
    package func decode(body: [UInt8], at now: Timestamp) throws(WebhookRefusal) -> [AlertDelivery] {
        let body = try WebhookBody(body, vendor: "PagerDuty")
        if body.json["messages"] != nil {
            throw .malformed("This is a V2 webhook, which PagerDuty has ended: make a V3 webhook subscription.")
        }
        let event = body["event"]
        let id = try event.required("id", in: "`event`")
        let type = try event.required("event_type", in: "`event`")
        guard let status = Self.status(of: type) else { return [] }
        let incident = event["data"]
        guard incident.text("type") == "incident" else {
            throw .malformed("The event \(type) carries no incident in `event.data`.")
        }
        let occurred = event.moment("occurred_at") ?? now
        let service = incident["service"].text("summary")
        let labels = [
            "service": service, "urgency": incident.text("urgency"), "priority": incident["priority"].text("summary"),
            "number": incident.text("number"), "incident_key": incident.text("incident_key"),
            "escalation_policy": incident["escalation_policy"].text("summary"),
            "incident_type": incident["incident_type"].text("name"),
        ].compactMapValues { $0 }
        let alert = Alert(
            id: "", vendor: route, fingerprint: try incident.required("id", in: "`event.data`"), status: status,
            title: try incident.required("title", in: "`event.data`").asTitle,
            severity: incident["priority"].text("summary") ?? incident.text("urgency"), service: service,
            labels: labels,
            url: incident.text("html_url"),
            startedAt: type == "incident.reopened" ? occurred : incident.moment("created_at") ?? occurred,
            resolvedAt: status == .resolved ? incident.moment("resolved_at") ?? occurred : nil)
        return [AlertDelivery(key: "\(route):\(id)", alert: alert)]
    }

    /// What an event says of its incident; `nil` for those that don't change whether it burns.
    private static func status(of type: String) -> Alert.Status? {
        switch type {
        case "incident.triggered", "incident.acknowledged", "incident.unacknowledged", "incident.reopened",
            "incident.escalated":
            .firing
        case "incident.resolved": .resolved
        default: nil
        }
    }
}
