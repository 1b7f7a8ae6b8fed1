import Bot
import JSONTree
import RunbookModel

/// Opsgenie's outgoing webhook (https://support.atlassian.com/opsgenie/docs/integrate-opsgenie-with-webhook/). It has no
/// signature: the token comes in a header that is set with the integration, or in its address.
package struct OpsGenieWebhook: AlertDecoding {
    /// `/webhooks/opsgenie`.
    package let route = "opsgenie"
    private let token: WebhookToken

    /// - Parameter token: the token that the integration sends.
    package init(token: String) { self.token = WebhookToken(token) }

    /// The token must come along.
    package func authenticate(body: [UInt8], header: (String) -> String?) throws(WebhookRefusal) {
        try token.check(header)
    }

    /// The alert of the action; nothing for actions such as notes, which don't change whether it burns.
    package func decode(body: [UInt8], at now: Timestamp) throws(WebhookRefusal) -> [AlertDelivery] {
        let body = try WebhookBody(body, vendor: "Opsgenie")
        let action = try body.required("action", in: "the body")
        guard let status = Self.status(of: action) else { return [] }
        let fields = body["alert"]
        let id = try fields.required("alertId", in: "`alert`")
        let title = try fields.required("message", in: "`alert`")
        var labels = fields.tags("tags").merging(fields.texts("details")) { _, detail in detail }
        for name in ["alias", "source", "priority", "entity", "tinyId"] {
            if let value = fields.text(name) { labels[name] = labels[name] ?? value }
        }
        let changed = fields.moment("updatedAt", "createdAt")
        let alert = Alert(
            id: "", vendor: route, fingerprint: id, status: status, title: title.asTitle,
            severity: fields.text("priority"), service: AlertShape.service(in: labels) ?? fields.text("entity"),
            labels: labels, annotations: ["description": fields.text("description")].compactMapValues { $0 },
            startedAt: fields.moment("createdAt") ?? now, resolvedAt: status == .resolved ? changed ?? now : nil)
        let when = fields.text("updatedAt", "createdAt") ?? AlertShape.minute(now)
        return [
            AlertDelivery(
                key: "\(route):\(id):\(action):\(when)", alert: alert, channel: AlertShape.channel(in: labels))
        ]
    }

    private static func status(of action: String) -> Alert.Status? {
        switch action {
        case "Create", "Acknowledge", "UnAcknowledge", "Escalate", "EscalateNext": .firing
        case "Close", "Delete": .resolved
        default: nil
        }
    }
}
