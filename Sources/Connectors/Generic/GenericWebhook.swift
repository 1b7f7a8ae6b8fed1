import Bot
import JSONTree
import RunbookModel

/// For anything that can post JSON: `{"id", "title", "labels": {}, "annotations": {}, "severity", "service", "status",
/// "channel", "url", "startedAt"}`, all optional except `title`.
package struct GenericWebhook: AlertDecoding {
    /// `/webhooks/generic`.
    package let route = "generic"
    private let token: WebhookToken

    /// - Parameter token: the bearer token.
    package init(token: String) { self.token = WebhookToken(token) }

    /// The token must come along.
    package func authenticate(body: [UInt8], header: (String) -> String?) throws(WebhookRefusal) {
        try token.check(header)
    }

    /// The one alert of the body.
    package func decode(body: [UInt8], at now: Timestamp) throws(WebhookRefusal) -> [AlertDelivery] {
        let body = try WebhookBody(body, vendor: "a generic webhook")
        guard let title = body.text("title") ?? body.text("message", "summary", "name") else {
            throw .malformed("The alert has no `title`. Send at least {\"title\": \"…\"}.")
        }
        for member in ["labels", "annotations"] {
            if let value = body.json[member], value.object == nil, !value.isNull {
                throw .malformed("`\(member)` is not an object of names and texts.")
            }
        }
        let status = try Self.status(body)
        let labels = body.texts("labels")
        var annotations = body.texts("annotations")
        if annotations["description"] == nil { annotations["description"] = body.text("description", "message") }
        let service = body.text("service") ?? AlertShape.service(in: labels)
        let fingerprint =
            body.text("fingerprint", "id", "external_id", "alert_uid")
            ?? AlertShape.fingerprint(labels.merging(["title": title, "service": service ?? ""]) { own, _ in own })
        let started = body.moment("startedAt", "startsAt", "started_at", "timestamp")
        let alert = Alert(
            id: "", vendor: route, fingerprint: fingerprint, status: status,
            name: labels["alertname"] ?? body.text("name"), title: title.asTitle,
            severity: body.text("severity") ?? labels["severity"], service: service, labels: labels,
            annotations: annotations, url: body.text("url", "link", "event_link", "link_to_upstream_details"),
            startedAt: started ?? now,
            resolvedAt: status == .resolved ? body.moment("resolvedAt", "endsAt") ?? now : nil)
        let began = started.map { "\($0.milliseconds)" } ?? AlertShape.minute(now)
        return [
            AlertDelivery(
                key: "\(route):\(fingerprint):\(began):\(status.rawValue)", alert: alert,
                channel: try Self.channel(body) ?? AlertShape.channel(in: annotations, labels))
        ]
    }

    private static func status(_ body: WebhookBody) throws(WebhookRefusal) -> Alert.Status {
        guard let word = body.text("status", "state")?.lowercased() else { return .firing }
        switch word {
        case "firing", "alerting", "triggered", "open", "active", "problem", "critical", "warning": return .firing
        case "resolved", "ok", "closed", "recovered", "normal", "inactive": return .resolved
        default:
            throw .malformed("The status is `\(word.asTitle)`; send `firing` or `resolved`.")
        }
    }

    private static func channel(_ body: WebhookBody) throws(WebhookRefusal) -> ChannelID? {
        guard let text = body.text("channel") else { return nil }
        guard let id = AlertShape.channel(text) else {
            throw .malformed(
                "`channel` is not the id of a Slack channel, such as C0123456789. Its id is at the end of its address.")
        }
        return id
    }
}
