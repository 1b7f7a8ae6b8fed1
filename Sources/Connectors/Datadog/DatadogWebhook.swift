import Bot
import JSONTree
import RunbookModel

/// Datadog's webhook (https://docs.datadoghq.com/integrations/webhooks/). Its body is a template of the operator's; the
/// names that are read here are those of the variables in lower case.
package struct DatadogWebhook: AlertDecoding {
    /// `/webhooks/datadog`.
    package let route = "datadog"
    private let token: WebhookToken

    /// - Parameter token: the token in the webhook's custom headers.
    package init(token: String) { self.token = WebhookToken(token) }

    /// The token must come along.
    package func authenticate(body: [UInt8], header: (String) -> String?) throws(WebhookRefusal) {
        try token.check(header)
    }

    /// The one alert of the body; nothing for transitions that don't say whether it burns.
    package func decode(body: [UInt8], at now: Timestamp) throws(WebhookRefusal) -> [AlertDelivery] {
        let body = try WebhookBody(body, vendor: "Datadog")
        guard let title = body.text("alert_title", "title") else {
            throw .malformed("The alert has no title: put \"title\": \"$EVENT_TITLE\" into the webhook's payload.")
        }
        if title.hasPrefix("$") {
            throw .malformed("Datadog left `\(title.asTitle)` unfilled: it is a template, not an alert.")
        }
        guard let status = Self.status(body) else { return [] }
        var labels = body.tags("tags").merging(body.tags("alert_scope")) { tag, _ in tag }
        for name in ["hostname", "alert_metric", "alert_query", "alert_id"] {
            if let value = body.text(name) { labels[name] = labels[name] ?? value }
        }
        let fingerprint =
            body.text("alert_cycle_key", "aggregation_key", "alert_id", "monitor_id")
            ?? AlertShape.fingerprint(["title": title])
        let happened = body.moment("date", "last_updated")
        let alert = Alert(
            id: "", vendor: route, fingerprint: fingerprint, status: status, name: body.text("alert_title"),
            title: title.asTitle, severity: body.text("alert_priority", "priority"),
            service: AlertShape.service(in: labels), labels: labels,
            annotations: [
                "description": body.text("event_message", "event_msg", "body", "message", "description"),
                "status": body.text("alert_status"),
            ].compactMapValues { $0 }, url: body.text("url", "link"), startedAt: happened ?? now,
            resolvedAt: status == .resolved ? happened ?? now : nil)
        let change = body.text("event_id", "id") ?? happened.map { "\($0.milliseconds)" } ?? AlertShape.minute(now)
        return [
            AlertDelivery(
                key: "\(route):\(fingerprint):\(change):\(status.rawValue)", alert: alert,
                channel: AlertShape.channel(in: labels))
        ]
    }

    private static func status(_ body: WebhookBody) -> Alert.Status? {
        guard let transition = body.text("alert_transition") else {
            return body.text("alert_type") == "success" ? .resolved : .firing
        }
        switch transition.lowercased() {
        case "recovered": return .resolved
        case "triggered", "re-triggered", "renotify", "warn", "re-warn", "no data", "re-no data": return .firing
        default: return nil
        }
    }
}
