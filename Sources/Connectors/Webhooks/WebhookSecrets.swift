import Bot

/// The secrets of the webhooks, as the operator set them. A vendor without one is not mounted.
package struct WebhookSecrets: Sendable {
    /// PagerDuty's signing secrets, `DD0C_PAGERDUTY_SECRET`; several, separated by commas, while one is being replaced.
    package var pagerDuty: String?
    /// `DD0C_WEBHOOK_TOKEN`, for Alertmanager, Grafana and the generic webhook.
    package var webhookToken: String?
    /// `DD0C_OPSGENIE_TOKEN`.
    package var opsGenie: String?
    /// `DD0C_DATADOG_TOKEN`.
    package var datadog: String?
    /// `DD0C_SNS_TOKEN`.
    package var sns: String?
    /// Sentry's client secret, `DD0C_SENTRY_SECRET`.
    package var sentry: String?

    /// Reads them from the environment; empty values count as none.
    package init(environment: [String: String]) {
        func value(_ name: String) -> String? { environment[name]?.trimmed.nonEmpty }
        pagerDuty = value("DD0C_PAGERDUTY_SECRET")
        webhookToken = value("DD0C_WEBHOOK_TOKEN")
        opsGenie = value("DD0C_OPSGENIE_TOKEN")
        datadog = value("DD0C_DATADOG_TOKEN")
        sns = value("DD0C_SNS_TOKEN")
        sentry = value("DD0C_SENTRY_SECRET")
    }

    /// The webhooks that have what they need.
    package var sources: [any AlertDecoding] {
        var sources: [any AlertDecoding] = []
        if let pagerDuty {
            sources.append(PagerDutyWebhook(secrets: pagerDuty.split(separator: ",").map { String($0).trimmed }))
        }
        if let webhookToken {
            sources += [
                AlertmanagerWebhook(token: webhookToken), GrafanaWebhook(token: webhookToken),
                GenericWebhook(token: webhookToken),
            ]
        }
        if let opsGenie { sources.append(OpsGenieWebhook(token: opsGenie)) }
        if let datadog { sources.append(DatadogWebhook(token: datadog)) }
        if let sns { sources.append(SNSWebhook(token: sns)) }
        if let sentry { sources.append(SentryWebhook(secret: sentry)) }
        return sources
    }
}
