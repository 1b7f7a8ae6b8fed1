import Bot
import JSONTree
import RunbookModel

/// The webhook of Grafana's alerting; its older one, with one state per request, is read too.
package struct GrafanaWebhook: AlertDecoding {
    /// `/webhooks/grafana`.
    package let route = "grafana"
    private let token: WebhookToken

    /// - Parameter token: what the contact point sends as its credentials.
    package init(token: String) { self.token = WebhookToken(token) }

    /// The token must come along.
    package func authenticate(body: [UInt8], header: (String) -> String?) throws(WebhookRefusal) {
        try token.check(header)
    }

    /// One delivery for each alert of the group, or for the one state of the older body.
    package func decode(body: [UInt8], at now: Timestamp) throws(WebhookRefusal) -> [AlertDelivery] {
        let body = try WebhookBody(body, vendor: "Grafana")
        if body.json["alerts"] != nil { return try PrometheusAlerts.decode(body, vendor: route, at: now) }
        guard let state = body.text("state") else {
            throw .malformed("The body is not what Grafana sends: it has neither `alerts` nor `state`.")
        }
        guard let status = Self.status(of: state) else { return [] }
        let name = body.text("ruleName")
        guard let title = name ?? body.text("title") else {
            throw .malformed("The body is not what Grafana sends: it has neither `ruleName` nor `title`.")
        }
        let labels = body.texts("tags")
        let fingerprint = body.text("ruleId") ?? AlertShape.fingerprint(["title": title])
        let alert = Alert(
            id: "", vendor: route, fingerprint: fingerprint, status: status, name: name, title: title.asTitle,
            severity: labels["severity"], service: AlertShape.service(in: labels), labels: labels,
            annotations: ["description": body.text("message")].compactMapValues { $0 }, url: body.text("ruleUrl"),
            startedAt: now, resolvedAt: status == .resolved ? now : nil)
        return [
            AlertDelivery(
                key: "\(route):\(fingerprint):\(status.rawValue):\(AlertShape.minute(now))", alert: alert,
                channel: AlertShape.channel(in: labels))
        ]
    }

    private static func status(of state: String) -> Alert.Status? {
        switch state {
        case "alerting", "no_data": .firing
        case "ok": .resolved
        default: nil
        }
    }
}
