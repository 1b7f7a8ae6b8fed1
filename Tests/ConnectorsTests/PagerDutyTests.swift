import Bot
import Connectors
import JSONTree
import RunbookModel
import Testing

@Suite struct PagerDutyTests {
    private let webhook = PagerDutyWebhook(secrets: ["new secret", "old secret"])

    private static func event(_ type: String, _ change: (inout JSONValue) -> Void = { _ in }) -> JSONValue {
        var data: JSONValue = [
            "id": "Q1", "type": "incident", "title": "Checkout\nis  slow", "status": "triggered", "number": 7,
            "created_at": "2026-01-05T08:59:00Z", "html_url": "https://example.pagerduty.com/incidents/Q1",
            "urgency": "high", "service": ["id": "P1", "type": "service_reference", "summary": "checkout"],
            "priority": ["summary": "P2"],
        ]
        change(&data)
        return [
            "event": [
                "id": "01A", "event_type": .string(type), "resource_type": "incident",
                "occurred_at": "2026-01-05T09:00:00.500Z", "data": data,
            ]
        ]
    }

    @Test func aTriggeredIncidentIsAFiringAlert() throws {
        let deliveries = try webhook.decode(Self.event("incident.triggered"))
        let delivery = try #require(deliveries.first)
        #expect(deliveries.count == 1)
        #expect(delivery.key == "pagerduty:01A" && delivery.channel == nil)
        #expect(delivery.alert.fingerprint == "Q1" && delivery.alert.status == .firing)
        #expect(delivery.alert.title == "Checkout is slow")
        #expect(delivery.alert.severity == "P2" && delivery.alert.service == "checkout")
        #expect(delivery.alert.startedAt == Timestamp(milliseconds: now.milliseconds - 60_000))
        #expect(delivery.alert.labels["urgency"] == "high" && delivery.alert.resolvedAt == nil)
        #expect(delivery.alert.url == "https://example.pagerduty.com/incidents/Q1")
    }

    @Test func aResolvedIncidentIsAResolvedAlertOfTheSameKey() throws {
        let alert = try #require(try webhook.decode(Self.event("incident.resolved")).first?.alert)
        #expect(alert.status == .resolved && alert.fingerprint == "Q1")
        #expect(alert.resolvedAt == Timestamp(milliseconds: now.milliseconds + 500))
    }

    @Test(arguments: [
        ("incident.acknowledged", 1), ("incident.unacknowledged", 1), ("incident.reopened", 1),
        ("incident.escalated", 1),
        ("incident.annotated", 0), ("incident.priority_updated", 0), ("service.updated", 0), ("pagey.ping", 0),
        ("incident.something_new", 0),
    ])
    func eventsAreAlertsOrNot(_ type: String, _ count: Int) throws {
        #expect(try webhook.decode(Self.event(type)).count == count)
    }

    @Test func optionalFieldsMayBeMissing() throws {
        let bare = Self.event("incident.triggered") {
            $0 = ["id": "Q1", "type": "incident", "title": "t", "priority": nil]
        }
        let alert = try #require(try webhook.decode(bare).first?.alert)
        #expect(alert.severity == nil && alert.service == nil && alert.startedAt.milliseconds == now.milliseconds + 500)
    }

    @Test func whatIsNotItsBodyIsRefusedWithAReason() {
        let bodies: [(JSONValue, String)] = [
            ([1], "not an object"), ([:], "`event` has no `id`"), (["messages": []], "V2"),
            (["event": ["id": "x"]], "event_type"),
            (Self.event("incident.triggered") { $0["type"] = "x" }, "no incident"),
            (Self.event("incident.triggered") { $0["title"] = nil }, "`title`"),
            (Self.event("incident.triggered") { $0["id"] = "" }, "`id`"),
        ]
        for (body, reason) in bodies { #expect(webhook.refusal(body)?.reason.contains(reason) == true, "\(reason)") }
        #expect(webhook.refusal(Array("{\"event\": ".utf8))?.status == 400)
    }

    @Test func theSignatureIsOverTheExactBytes() {
        let body = Array("{\"a\": 1}\n".utf8)
        let old = AlertSamples.pagerDutySignature(body, secret: "old secret").value
        let wrong = AlertSamples.pagerDutySignature(body, secret: "other").value
        let name = "X-PagerDuty-Signature"
        #expect(webhook.status(body, [name: old]) == nil)
        #expect(webhook.status(body, [name: "\(wrong), \(old)"]) == nil)
        #expect(webhook.status(body, [name: "\(old),\(wrong)"]) == nil)
        #expect(webhook.status(Array(body.dropLast()), [name: old]) == 403)
        #expect(webhook.status(body, [name: wrong]) == 403)
        #expect(webhook.status(body, [name: String(old.dropFirst(3))]) == 403)
        #expect(webhook.status(body, [name: String(old.dropLast())]) == 403)
        #expect(webhook.status(body, [name: ""]) == 403)
        #expect(webhook.status(body, [:]) == 401)
        #expect(PagerDutyWebhook(secrets: []).status(body, [name: old]) == 403)
    }

    /// RFC 4231, test case 2.
    @Test func theCodeIsHMAC() {
        #expect(
            WebhookSignature.hmacSHA256(Array("what do ya want for nothing?".utf8), key: "Jefe")
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }

    @Test func ourSamplesAreTaken() throws {
        let content = AlertSamples.Content(title: "Pool exhausted", service: "payments", startedAt: now)
        let later = Timestamp(milliseconds: now.milliseconds + 90_000)
        let fired = AlertSamples.pagerDutyTriggered(content, incident: 12)
        let signature = AlertSamples.pagerDutySignature(fired, secret: "new secret")
        #expect(webhook.status(fired, [signature.name: signature.value]) == nil)
        let first = try #require(try webhook.decode(body: fired, at: later).first)
        let second = try #require(
            try webhook.decode(body: AlertSamples.pagerDutyResolved(content, incident: 12, at: later), at: later).first)
        #expect(first.alert.title == "Pool exhausted" && first.alert.service == "payments")
        #expect(first.alert.startedAt == now && first.alert.severity == "P1")
        #expect(second.alert.fingerprint == first.alert.fingerprint && second.key != first.key)
        #expect(second.alert.resolvedAt == later)
    }
}
