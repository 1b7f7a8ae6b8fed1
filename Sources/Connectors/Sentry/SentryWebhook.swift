import Bot
import JSONTree
import RunbookModel

/// Sentry's webhooks: issue alerts, metric alerts and issues of the integration platform
/// (https://docs.sentry.io/organization/integrations/integration-platform/webhooks/), and the legacy plugin's body.
package struct SentryWebhook: AlertDecoding {
    /// `/webhooks/sentry`.
    package let route = "sentry"
    private let secret: String

    /// - Parameter secret: the client secret of the integration.
    package init(secret: String) { self.secret = secret }

    /// `Sentry-Hook-Signature` must be that of the client secret.
    package func authenticate(body: [UInt8], header: (String) -> String?) throws(WebhookRefusal) {
        guard let signature = header("sentry-hook-signature") else {
            throw .missingCredentials("The header Sentry-Hook-Signature is missing: use an internal integration.")
        }
        guard WebhookSignature.areEqual(signature.trimmed, WebhookSignature.hmacSHA256(body, key: secret)) else {
            throw .wrongCredentials("The signature does not fit the body: check the integration's client secret.")
        }
    }

    /// The issue or metric alert; nothing for other actions.
    package func decode(body: [UInt8], at now: Timestamp) throws(WebhookRefusal) -> [AlertDelivery] {
        let body = try WebhookBody(body, vendor: "Sentry")
        let data = body["data"]
        if data.json["event"]?.object != nil { return [try Self.issueAlert(data, data["event"], now)] }
        if data.json["metric_alert"]?.object != nil {
            return try Self.metricAlert(body, data["metric_alert"], now).map { [$0] } ?? []
        }
        if data.json["issue"]?.object != nil { return try Self.issue(body, data["issue"], now).map { [$0] } ?? [] }
        if body.json["event"]?.object != nil { return [try Self.legacy(body, body["event"], now)] }
        if data.json.object != nil, body.text("action") != nil { return [] }
        throw .malformed("The body is not what Sentry sends: it has neither `data` nor `event`.")
    }

    private static func issueAlert(
        _ data: WebhookBody, _ event: WebhookBody, _ now: Timestamp
    ) throws(WebhookRefusal) -> AlertDelivery {
        let id = try event.required("event_id", in: "`data.event`")
        let rule = data.text("triggered_rule")
        let labels = pairs(event.json["tags"])
        let alert = Alert(
            id: "", vendor: "sentry", fingerprint: event.text("issue_id") ?? id, status: .firing, name: rule,
            title: (event.text("title", "message") ?? rule ?? id).asTitle, severity: event.text("level"),
            service: AlertShape.service(in: labels) ?? event.text("project_slug", "project_name"), labels: labels,
            annotations: ["description": event.text("message", "culprit")].compactMapValues { $0 },
            url: event.text("web_url", "issue_url"), startedAt: event.moment("datetime", "timestamp") ?? now)
        return AlertDelivery(key: "sentry:\(id):\(rule ?? "")", alert: alert, channel: AlertShape.channel(in: labels))
    }

    private static func metricAlert(
        _ body: WebhookBody, _ fields: WebhookBody, _ now: Timestamp
    ) throws(WebhookRefusal) -> AlertDelivery? {
        let action = try body.required("action", in: "the body")
        guard ["critical", "warning", "open", "resolved"].contains(action) else { return nil }
        let id = try fields.required("id", in: "`data.metric_alert`")
        let name = fields["alert_rule"].text("name")
        let began = fields.moment("date_started", "date_created") ?? now
        let isResolved = action == "resolved"
        let alert = Alert(
            id: "", vendor: "sentry", fingerprint: "metric:\(id)", status: isResolved ? .resolved : .firing, name: name,
            title: (body["data"].text("description_title") ?? fields.text("title") ?? name ?? id).asTitle,
            severity: isResolved ? nil : action,
            annotations: ["description": body["data"].text("description_text")].compactMapValues { $0 },
            url: body["data"].text("web_url"), startedAt: began,
            resolvedAt: isResolved ? fields.moment("date_closed") ?? now : nil)
        return AlertDelivery(key: "sentry:metric:\(id):\(action):\(began.milliseconds)", alert: alert)
    }

    private static func issue(
        _ body: WebhookBody, _ fields: WebhookBody, _ now: Timestamp
    ) throws(WebhookRefusal) -> AlertDelivery? {
        let action = try body.required("action", in: "the body")
        guard ["created", "unresolved", "resolved"].contains(action) else { return nil }
        let id = try fields.required("id", in: "`data.issue`")
        let isResolved = action == "resolved"
        let alert = Alert(
            id: "", vendor: "sentry", fingerprint: id, status: isResolved ? .resolved : .firing,
            title: try fields.required("title", in: "`data.issue`").asTitle, severity: fields.text("level"),
            service: fields["project"].text("slug", "name"), url: fields.text("web_url", "permalink"),
            startedAt: fields.moment("firstSeen") ?? now, resolvedAt: isResolved ? now : nil)
        let when = fields.text("lastSeen") ?? AlertShape.minute(now)
        return AlertDelivery(key: "sentry:issue:\(id):\(action):\(when)", alert: alert)
    }

    private static func legacy(
        _ body: WebhookBody, _ event: WebhookBody, _ now: Timestamp
    ) throws(WebhookRefusal) -> AlertDelivery {
        let id = try body.required("id", in: "the body")
        let labels = pairs(event.json["tags"])
        let alert = Alert(
            id: "", vendor: "sentry", fingerprint: id, status: .firing,
            title: (event.text("title") ?? body.text("message") ?? id).asTitle, severity: body.text("level"),
            service: body.text("project_slug", "project_name", "project"), labels: labels,
            annotations: ["description": body.text("message"), "culprit": body.text("culprit")].compactMapValues { $0 },
            url: body.text("url"), startedAt: event.moment("timestamp") ?? now)
        return AlertDelivery(key: "sentry:\(id):\(event.text("event_id") ?? AlertShape.minute(now))", alert: alert)
    }

    /// Tags as Sentry writes them: a list of pairs.
    private static func pairs(_ tags: JSONValue?) -> [String: String] {
        var labels: [String: String] = [:]
        for tag in (tags?.array ?? []).prefix(WebhookBody.labelLimit) {
            if let name = tag[0]?.string, let value = tag[1]?.string { labels[name] = value }
        }
        return labels
    }
}
