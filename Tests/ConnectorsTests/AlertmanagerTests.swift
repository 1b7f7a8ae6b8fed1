import Bot
import Connectors
import JSONTree
import RunbookModel
import Testing

@Suite struct AlertmanagerTests {
    private let webhook = AlertmanagerWebhook(token: "the token")

    private static func group(_ alerts: JSONValue...) -> JSONValue {
        [
            "version": "4", "status": "firing", "receiver": "x", "commonLabels": ["cluster": "eu"],
            "commonAnnotations": [:], "alerts": .array(alerts),
        ]
    }

    private static func alert(_ change: (inout JSONValue) -> Void = { _ in }) -> JSONValue {
        var alert: JSONValue = [
            "status": "firing", "labels": ["alertname": "PoolExhausted", "severity": "page", "service": "payments"],
            "annotations": ["summary": "No connection left"], "startsAt": "2026-01-05T08:59:00.123456789Z",
            "endsAt": "0001-01-01T00:00:00Z", "generatorURL": "http://p.example.test/g", "fingerprint": "abc123",
        ]
        change(&alert)
        return alert
    }

    @Test func eachAlertOfAGroupIsOne() throws {
        let deliveries = try webhook.decode(
            Self.group(
                Self.alert(),
                Self.alert {
                    $0["fingerprint"] = "def"; $0["status"] = "resolved"
                }))
        #expect(deliveries.map(\.alert.status) == [.firing, .resolved])
        let delivery = deliveries[0]
        #expect(delivery.key == "alertmanager:abc123:\(now.milliseconds - 59_877):firing")
        #expect(delivery.alert.name == "PoolExhausted" && delivery.alert.title == "No connection left")
        #expect(delivery.alert.severity == "page" && delivery.alert.service == "payments")
        #expect(delivery.alert.labels["cluster"] == "eu")
        #expect(delivery.alert.startedAt.milliseconds == now.milliseconds - 59_877)
        #expect(delivery.alert.url == "http://p.example.test/g" && delivery.alert.resolvedAt == nil)
        // Without a moment of its end it ended now.
        #expect(deliveries[1].alert.resolvedAt == now)
    }

    @Test func whatIsSentAgainHasTheSameKeyAndAnotherFiringHasNot() throws {
        let keys = try [
            Self.alert(), Self.alert { $0["annotations"] = [:] },
            Self.alert { $0["startsAt"] = "2026-01-05T10:59:00Z" },
            Self.alert { $0["status"] = "resolved" },
        ].map { try webhook.decode(Self.group($0))[0].key }
        #expect(keys[0] == keys[1] && Set(keys).count == 3)
    }

    @Test func optionalFieldsMayBeMissing() throws {
        let bare: JSONValue = ["status": "firing", "labels": ["alertname": "X", "job": "api"]]
        let first = try webhook.decode(["alerts": [bare]])[0]
        let second = try webhook.decode(["alerts": [bare]])[0]
        #expect(first == second)
        #expect(first.alert.title == "X" && first.alert.service == "api" && first.alert.startedAt == now)
        #expect(!first.alert.fingerprint.isEmpty)
        #expect(try webhook.decode(["alerts": []]).isEmpty)
    }

    @Test(arguments: [
        ("C0123456789", "C0123456789"), ("G01ABCDEF", "G01ABCDEF"), ("#general", nil), ("general", nil),
        ("C0 1234567", nil),
    ])
    func aChannelIsTakenByItsID(_ value: String, _ channel: ChannelID?) throws {
        let alert = Self.alert { $0["annotations"] = ["summary": "s", "slack_channel": .string(value)] }
        #expect(try webhook.decode(Self.group(alert))[0].channel == channel)
    }

    @Test func whatIsNotItsBodyIsRefusedWithAReason() {
        let bodies: [(JSONValue, String)] = [
            ("text", "not an object"), ([:], "`alerts`"), (["alerts": [:]], "`alerts`"), (["alerts": [1]], "objects"),
            (Self.group(Self.alert { $0["labels"] = nil }), "labels"),
            (Self.group(Self.alert { $0["status"] = "burning" }), "burning"),
            (Self.group(Self.alert { $0["status"] = nil }), "status"),
            (
                Self.group(
                    Self.alert {
                        $0["labels"] = [:]; $0["annotations"] = [:]
                    }), "no name"
            ),
            (["alerts": .array(Array(repeating: Self.alert(), count: 1001))], "1001"),
        ]
        for (body, reason) in bodies { #expect(webhook.refusal(body)?.reason.contains(reason) == true, "\(reason)") }
    }

    @Test(arguments: [
        ("Bearer thetoken", nil), ("bearer  thetoken", nil), ("Bearer thetokex", 403), ("Bearer thetoken2", 403),
        ("Bearer", 403), ("Basic dXNlcjp0aGV0b2tlbg==", nil), ("Basic dXNlcg==", 403), ("Basic ???", 403),
        ("thetoken", 403), ("", 403), ("Digest thetoken", 403),
    ])
    func theTokenIsAsked(_ header: String, _ status: Int?) {
        let webhook = AlertmanagerWebhook(token: "thetoken")
        #expect(webhook.status([], ["Authorization": header]) == status)
        #expect(webhook.status([], [:]) == 401)
    }

    @Test func ourSamplesAreTaken() throws {
        let content = AlertSamples.Content(
            title: "Pool exhausted", service: "payments", labels: ["pool": "main"], startedAt: now)
        let later = Timestamp(milliseconds: now.milliseconds + 90_000)
        let first = try webhook.decode(
            body: AlertSamples.alertmanagerFiring(content, name: "PoolExhausted"), at: later)[0]
        let second = try webhook.decode(
            body: AlertSamples.alertmanagerResolved(content, name: "PoolExhausted", at: later), at: later)[0]
        #expect(first.alert.name == "PoolExhausted" && first.alert.labels["pool"] == "main")
        #expect(first.alert.startedAt == now && first.alert.status == .firing)
        #expect(second.alert.fingerprint == first.alert.fingerprint && second.alert.resolvedAt == later)
        #expect(second.key != first.key)
    }
}
