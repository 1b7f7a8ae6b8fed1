import Bot
import JSONTree
import RunbookModel

/// Alertmanager's webhook, version 4: https://prometheus.io/docs/alerting/latest/configuration/#webhook_config.
package struct AlertmanagerWebhook: AlertDecoding {
    /// `/webhooks/alertmanager`.
    package let route = "alertmanager"
    private let token: WebhookToken

    /// - Parameter token: what the receiver's `http_config` sends as its credentials.
    package init(token: String) { self.token = WebhookToken(token) }

    /// The token must come along.
    package func authenticate(body: [UInt8], header: (String) -> String?) throws(WebhookRefusal) {
        try token.check(header)
    }

    /// One delivery for each alert of the group.
    package func decode(body: [UInt8], at now: Timestamp) throws(WebhookRefusal) -> [AlertDelivery] {
        try PrometheusAlerts.decode(try WebhookBody(body, vendor: "Alertmanager"), vendor: route, at: now)
    }
}

/// The list of alerts that Alertmanager and those who follow it send.
enum PrometheusAlerts {
    static func decode(
        _ body: WebhookBody, vendor: String, at now: Timestamp
    ) throws(WebhookRefusal) -> [AlertDelivery] {
        let common = (labels: body.texts("commonLabels"), annotations: body.texts("commonAnnotations"))
        var deliveries: [AlertDelivery] = []
        for alert in try body.objects("alerts") {
            deliveries.append(try decode(alert, common.labels, common.annotations, vendor: vendor, at: now))
        }
        return deliveries
    }

    private static func decode(
        _ body: WebhookBody, _ commonLabels: [String: String], _ commonAnnotations: [String: String], vendor: String,
        at now: Timestamp
    ) throws(WebhookRefusal) -> AlertDelivery {
        guard body.json["labels"]?.object != nil else { throw .malformed("An alert in `alerts` has no `labels`.") }
        let word = try body.required("status", in: "an alert in `alerts`")
        guard let status = Alert.Status(rawValue: word) else {
            throw .malformed("The status of an alert is `\(word.asTitle)`, neither `firing` nor `resolved`.")
        }
        let labels = commonLabels.merging(body.texts("labels")) { _, own in own }
        var annotations = commonAnnotations.merging(body.texts("annotations")) { _, own in own }
        for (field, name) in [("dashboardURL", "dashboard_url"), ("panelURL", "panel_url")] {
            if let url = body.text(field) { annotations[name] = annotations[name] ?? url }
        }
        let name = labels["alertname"]?.nonEmpty
        let title = annotations["summary"]?.nonEmpty ?? annotations["title"]?.nonEmpty ?? name
        guard let title else {
            throw .malformed("An alert has no name: neither the label `alertname` nor the annotation `summary`.")
        }
        let fingerprint = body.text("fingerprint") ?? AlertShape.fingerprint(labels)
        let started = body.moment("startsAt")
        let alert = Alert(
            id: "", vendor: vendor, fingerprint: fingerprint, status: status, name: name, title: title.asTitle,
            severity: labels["severity"]?.nonEmpty, service: AlertShape.service(in: labels), labels: labels,
            annotations: annotations, url: body.text("generatorURL"), startedAt: started ?? now,
            resolvedAt: status == .resolved ? body.moment("endsAt") ?? now : nil)
        // The same alert is sent again every few hours as long as it fires: with the same key.
        let began = started.map { "\($0.milliseconds)" } ?? AlertShape.minute(now)
        return AlertDelivery(
            key: "\(vendor):\(fingerprint):\(began):\(status.rawValue)", alert: alert,
            channel: AlertShape.channel(in: annotations, labels))
    }
}
