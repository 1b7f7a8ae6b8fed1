import Connectors
import JSONTree
import RunbookModel
import SlackSandbox

/// The alert of the demo incident, as Alertmanager sends it.
struct DemoAlert {
    /// `firing` or `resolved`.
    var status: String
    /// Seconds since 1970.
    var startedAt: Int64
    var now: Timestamp
    /// Host and port of the checkout service.
    var instance: String
    var logFile: String

    var body: [UInt8] {
        let name = "CheckoutLatencyHigh"
        let content = AlertSamples.Content(
            title: "Orders take more than half a second", service: "checkout",
            labels: ["instance": instance, "log_file": logFile],
            startedAt: Timestamp(milliseconds: startedAt * 1000))
        return status == "firing"
            ? AlertSamples.alertmanagerFiring(content, name: name)
            : AlertSamples.alertmanagerResolved(content, name: name, at: now)
    }
}

/// Alerts of other systems that can be fired from the World panel.
struct PanelAlerts {
    /// Bearer token of the webhooks, and secret of PagerDuty's.
    var token: String
    var now: Timestamp

    var all: [SandboxAlert] {
        [
            pagerDuty(
                "pagerduty-crashloop", "KubePodCrashLooping: a pod of payment-svc restarts again and again",
                service: "payments", description: "There is a runbook for it; its values are not in the alert."),
            alertmanager(
                "alertmanager-disk", "NodeDiskAlmostFull", "Less than 10 % of /var is free on web-3",
                service: "platform", labels: ["instance": "web-3"], description: "There is a runbook for it."),
            alertmanager(
                "alertmanager-unknown", "CertificateExpiresSoon", "The certificate of shop.example ends in 6 days",
                service: "edge", labels: ["domain": "shop.example"],
                description: "Nobody wrote a runbook for this one."),
        ]
    }

    private func content(_ title: String, _ service: String, _ labels: [String: String]) -> AlertSamples.Content {
        AlertSamples.Content(title: title, service: service, severity: "warning", labels: labels, startedAt: now)
    }

    private func pagerDuty(_ id: String, _ title: String, service: String, description: String) -> SandboxAlert {
        let body = changed(AlertSamples.pagerDutyTriggered(content(title, service, [:]), incident: 1)) { body in
            body["event"]?["id"] = "{{sandbox.id}}"
            body["event"]?["data"]?["id"] = "Q{{sandbox.id}}"
            body["event"]?["data"]?["created_at"] = "{{sandbox.now}}"
        }
        return SandboxAlert(
            id: id, title: title, vendor: "PagerDuty", description: description, path: "/webhooks/pagerduty",
            authentication: .signature(header: "X-PagerDuty-Signature", prefix: "v1=", secret: token), body: body)
    }

    private func alertmanager(
        _ id: String, _ name: String, _ title: String, service: String, labels: [String: String],
        description: String
    ) -> SandboxAlert {
        let body = changed(AlertSamples.alertmanagerFiring(content(title, service, labels), name: name)) { body in
            guard var alert = body["alerts"]?[0] else { return }
            alert["fingerprint"] = "{{sandbox.id}}"
            alert["startsAt"] = "{{sandbox.now}}"
            body["alerts"] = [alert]
        }
        return SandboxAlert(
            id: id, title: "\(name): \(title)", vendor: "Alertmanager", description: description,
            path: "/webhooks/alertmanager",
            authentication: .header(name: "Authorization", value: "Bearer \(token)"), body: body)
    }

    /// A sample whose ids and times the sandbox makes anew each time it is fired.
    private func changed(_ sample: [UInt8], _ change: (inout JSONValue) -> Void) -> String {
        do throws(JSONSyntaxError) {
            var body = try JSONValue(parsing: sample)
            change(&body)
            return body.text()
        } catch {
            preconditionFailure("a sample is \(error)")
        }
    }
}
