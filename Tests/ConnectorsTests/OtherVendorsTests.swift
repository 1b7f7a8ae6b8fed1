import Bot
import Connectors
import JSONTree
import RunbookModel
import Testing

@Suite struct OtherVendorsTests {
    @Test func grafanaSendsAlertsLikeAlertmanager() throws {
        let webhook = GrafanaWebhook(token: "t")
        let delivery = try webhook.decode([
            "version": "1", "state": "alerting",
            "alerts": [
                [
                    "status": "firing", "labels": ["alertname": "High load"], "startsAt": "2026-01-05T10:00:00+01:00",
                    "fingerprint": "f", "dashboardURL": "http://g/d", "panelURL": "",
                ]
            ],
        ])[0]
        #expect(delivery.key == "grafana:f:\(now.milliseconds):firing")
        #expect(delivery.alert.vendor == "grafana" && delivery.alert.annotations == ["dashboard_url": "http://g/d"])
        #expect(webhook.refusal(["title": "x"])?.status == 400)
    }

    @Test func grafanasOlderBodyIsRead() throws {
        let webhook = GrafanaWebhook(token: "t")
        var body: JSONValue = [
            "title": "[Alerting] Load", "ruleName": "Load", "ruleId": 7, "state": "alerting", "message": "high",
            "ruleUrl": "http://g/a", "tags": ["service": "api"],
        ]
        let firing = try webhook.decode(body)[0].alert
        #expect(firing.title == "Load" && firing.fingerprint == "7" && firing.service == "api")
        body["state"] = "ok"
        #expect(try webhook.decode(body)[0].alert.status == .resolved)
        body["state"] = "paused"
        #expect(try webhook.decode(body).isEmpty)
    }

    @Test func aTitleIsEnough() throws {
        let webhook = GenericWebhook(token: "t")
        let delivery = try webhook.decode(["title": "It  is\nslow"])[0]
        #expect(delivery.alert.title == "It is slow" && delivery.alert.status == .firing)
        #expect(delivery.alert.startedAt == now && delivery.channel == nil)
        // Within a minute it is the same, afterwards another one, of the same alert.
        let same = try webhook.decode(["title": "It  is\nslow"])[0]
        let later = try webhook.decode(
            body: JSONValue.object(["title": "It  is\nslow"]).utf8(),
            at: Timestamp(milliseconds: now.milliseconds + 61_000))[
                0]
        #expect(same.key == delivery.key && later.key != delivery.key)
        #expect(later.alert.fingerprint == delivery.alert.fingerprint)
    }

    @Test func allFieldsOfAGenericAlertAreTaken() throws {
        let delivery = try GenericWebhook(token: "t").decode([
            "id": "i1", "title": "t", "labels": ["alertname": "A", "n": 3, "deep": ["x": 1]], "annotations": ["a": "b"],
            "severity": "high", "service": "s", "status": "Resolved", "channel": "C0123456789", "url": "http://x",
            "startedAt": 1_767_603_000,
        ])[0]
        #expect(delivery.alert.fingerprint == "i1" && delivery.alert.name == "A" && delivery.alert.status == .resolved)
        #expect(delivery.alert.labels == ["alertname": "A", "n": "3"] && delivery.alert.annotations == ["a": "b"])
        #expect(delivery.alert.severity == "high" && delivery.alert.service == "s" && delivery.channel == "C0123456789")
        #expect(delivery.alert.startedAt.milliseconds == 1_767_603_000_000 && delivery.alert.resolvedAt == now)
    }

    @Test func aGenericAlertIsRefusedWithAReason() {
        let webhook = GenericWebhook(token: "t")
        let bodies: [(JSONValue, String)] = [
            ([], "object"), ([:], "title"), (["title": "  "], "title"), (["title": ["x"]], "title"),
            (["title": "t", "labels": "x"], "labels"), (["title": "t", "status": "odd"], "odd"),
            (["title": "t", "channel": "#general"], "channel"),
        ]
        for (body, reason) in bodies { #expect(webhook.refusal(body)?.reason.contains(reason) == true, "\(reason)") }
    }

    @Test func opsgeniesActionsTellTheState() throws {
        let webhook = OpsGenieWebhook(token: "t")
        func body(_ action: String) -> JSONValue {
            [
                "action": .string(action),
                "alert": [
                    "alertId": "o1", "message": " Disk full ", "priority": "P2", "createdAt": 1_767_603_600_000,
                    "updatedAt": 1_767_603_660_000_000_000, "tags": ["env:prod", "urgent"], "entity": "db",
                    "details": ["service": "orders"],
                ],
            ]
        }
        let created = try webhook.decode(body("Create"))[0]
        #expect(
            created.alert.title == "Disk full" && created.alert.service == "orders" && created.alert.startedAt == now)
        #expect(created.alert.labels["env"] == "prod" && created.alert.labels["urgent"] == "true")
        let closed = try webhook.decode(body("Close"))[0]
        #expect(closed.alert.status == .resolved && closed.alert.fingerprint == "o1" && closed.key != created.key)
        #expect(closed.alert.resolvedAt == Timestamp(milliseconds: now.milliseconds + 60_000))
        #expect(try webhook.decode(body("AddNote")).isEmpty)
        #expect(webhook.refusal(["action": "Create"])?.reason.contains("alertId") == true)
    }

    @Test func datadogsTransitionsTellTheState() throws {
        let webhook = DatadogWebhook(token: "t")
        func body(_ transition: String) -> JSONValue {
            [
                "title": "[\(transition)] High CPU", "alert_title": "High CPU", "alert_transition": .string(transition),
                "alert_cycle_key": "77", "event_id": .string("e-\(transition)"), "tags": "service:api,env:prod",
                "date": "1767603600000", "url": "http://dd", "alert_priority": "P3",
            ]
        }
        let fired = try webhook.decode(body("Triggered"))[0]
        #expect(fired.alert.title == "High CPU" && fired.alert.service == "api" && fired.alert.startedAt == now)
        let ended = try webhook.decode(body("Recovered"))[0]
        #expect(ended.alert.status == .resolved && ended.alert.fingerprint == fired.alert.fingerprint)
        #expect(ended.key != fired.key)
        #expect(webhook.refusal(["title": "$EVENT_TITLE"])?.reason.contains("template") == true)
        #expect(webhook.refusal(["x": 1])?.status == 400)
    }

    @Test func cloudWatchComesThroughSNS() throws {
        let webhook = SNSWebhook(token: "t")
        func body(_ state: String, id: String) -> JSONValue {
            let alarm: JSONValue = [
                "AlarmName": "Deep queue", "AlarmDescription": "The queue is deep", "NewStateValue": .string(state),
                "NewStateReason": "100 > 10", "StateChangeTime": "2026-01-05T09:00:00.000+0000", "Region": "eu",
                "Trigger": ["MetricName": "Depth", "Dimensions": [["name": "service", "value": "mail"]]],
            ]
            return [
                "Type": "Notification", "MessageId": .string(id), "TopicArn": "arn:x", "Message": .string(alarm.text()),
                "Timestamp": "2026-01-05T09:00:01.000Z",
            ]
        }
        let fired = try webhook.decode(body("ALARM", id: "m1"))[0]
        #expect(fired.key == "sns:m1" && fired.alert.name == "Deep queue" && fired.alert.title == "The queue is deep")
        #expect(fired.alert.service == "mail" && fired.alert.startedAt == now)
        let ended = try webhook.decode(body("OK", id: "m2"))[0]
        #expect(ended.alert.status == .resolved && ended.alert.fingerprint == fired.alert.fingerprint)
        #expect(try webhook.decode(body("INSUFFICIENT_DATA", id: "m3")).isEmpty)
    }

    @Test func aSubscriptionIsNotConfirmedByItself() {
        let webhook = SNSWebhook(token: "t")
        func body(_ url: JSONValue) -> JSONValue {
            ["Type": "SubscriptionConfirmation", "TopicArn": "arn:x", "SubscribeURL": url]
        }
        let asked = webhook.refusal(body("https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=1"))
        #expect(asked?.status == 400 && asked?.reason.contains("Action=ConfirmSubscription") == true)
        for url in [
            "http://sns.eu.amazonaws.com/", "https://evil.test/?sns.eu.amazonaws.com", "https://sns.evil.test/",
        ] {
            #expect(
                webhook.refusal(body(.string(url)))?.reason.contains("not at an address of Amazon") == true, "\(url)")
        }
    }

    @Test func sentrysIssuesAndRulesAreAlerts() throws {
        let webhook = SentryWebhook(secret: "s")
        let rule: JSONValue = [
            "action": "triggered",
            "data": [
                "event": [
                    "event_id": "e1", "issue_id": "99", "title": "TypeError", "level": "error",
                    "tags": [["service", "web"], ["odd"]], "datetime": "2026-01-05T09:00:00.000000Z",
                ], "triggered_rule": "Too many",
            ],
        ]
        let fired = try webhook.decode(rule)[0].alert
        #expect(fired.name == "Too many" && fired.service == "web" && fired.startedAt == now)
        let ended = try webhook.decode(["action": "resolved", "data": ["issue": ["id": "99", "title": "TypeError"]]])[0]
        #expect(ended.alert.status == .resolved && ended.alert.fingerprint == fired.fingerprint)
        #expect(try webhook.decode(["action": "assigned", "data": ["issue": ["id": "99", "title": "x"]]]).isEmpty)
        #expect(webhook.refusal(["a": 1])?.status == 400)
        let body = rule.utf8()
        let signature = WebhookSignature.hmacSHA256(body, key: "s")
        #expect(webhook.status(body, ["Sentry-Hook-Signature": signature]) == nil)
        #expect(webhook.status(body + [0x20], ["Sentry-Hook-Signature": signature]) == 403)
        #expect(webhook.status(body, [:]) == 401)
    }

    @Test func onlyWhatHasItsSecretIsMounted() {
        #expect(WebhookSecrets(environment: [:]).sources.isEmpty)
        #expect(WebhookSecrets(environment: ["DD0C_WEBHOOK_TOKEN": " "]).sources.isEmpty)
        let all = WebhookSecrets(environment: [
            "DD0C_PAGERDUTY_SECRET": "a, b", "DD0C_WEBHOOK_TOKEN": "c", "DD0C_OPSGENIE_TOKEN": "d",
            "DD0C_DATADOG_TOKEN": "e", "DD0C_SNS_TOKEN": "f", "DD0C_SENTRY_SECRET": "g",
        ]).sources
        #expect(
            all.map(\.route).sorted() == [
                "alertmanager", "datadog", "generic", "grafana", "opsgenie", "pagerduty", "sentry", "sns",
            ])
    }

    @Test(arguments: [
        ("2026-01-05T09:00:00Z", 0), ("2026-01-05T10:00:00.25+01:00", 250), ("2026-01-05t04:00:00.000-0500", 0),
        ("2026-01-05 09:00:00.123456789z", 123),
    ])
    func momentsAreRead(_ text: String, _ milliseconds: Int64) throws {
        let delivery = try GenericWebhook(token: "t").decode(["title": "t", "startedAt": .string(text)])[0]
        #expect(delivery.alert.startedAt.milliseconds == now.milliseconds + milliseconds)
    }

    @Test(arguments: ["0001-01-01T00:00:00Z", "yesterday", "2026-13-05T09:00:00Z", "2026-01-05T09:00:00", "", "-5"])
    func whatIsNoMomentIsNow(_ text: String) throws {
        #expect(
            try GenericWebhook(token: "t").decode(["title": "t", "startedAt": .string(text)])[0].alert.startedAt == now)
    }
}
