import Bot
import BotTestKit
import Connectors
import JSONTree
import RunbookModel
import Testing

/// The vendors' own samples, read where they lie, told apart by their shape.
@Suite struct WebhookCorpusTests {
    private struct Sample {
        var name: String
        var bytes: [UInt8]
        var json: JSONValue
    }

    private static func samples(_ vendor: String) throws -> [Sample] {
        let folder = "webhooks/\(vendor)"
        return try Corpus.names(in: folder).filter { $0.hasSuffix(".json") }.map { name in
            let bytes = try #require(Corpus.bytes("\(folder)/\(name)"))
            return Sample(name: name, bytes: bytes, json: try JSONValue(parsing: bytes))
        }
    }

    private static func check(_ deliveries: [AlertDelivery], _ vendor: String, _ name: String) {
        for delivery in deliveries {
            #expect(delivery.key.hasPrefix("\(vendor):") && delivery.alert.vendor == vendor, "\(name)")
            #expect(!delivery.alert.fingerprint.isEmpty && !delivery.alert.title.isEmpty, "\(name)")
        }
        #expect(Set(deliveries.map(\.key)).count == deliveries.count, "\(name)")
    }

    @Test func pagerDutysEventsAreTakenAndItsOldOnesRefused() throws {
        let webhook = PagerDutyWebhook(secrets: ["x"])
        for sample in try Self.samples("pagerduty") {
            if let type = sample.json["event"]?["event_type"]?.string {
                let deliveries = try webhook.decode(body: sample.bytes, at: now)
                Self.check(deliveries, "pagerduty", sample.name)
                if type == "incident.triggered" || type == "incident.resolved" {
                    #expect(deliveries.count == 1, "\(sample.name)")
                }
            } else if sample.json["messages"] != nil {
                #expect(webhook.refusal(sample.bytes)?.reason.contains("V2") == true, "\(sample.name)")
            }
        }
    }

    /// Lists of files with a secret and the signature that the vendor's own library gives for them.
    @Test func pagerDutysSignaturesFit() throws {
        for sample in try Self.samples("pagerduty") {
            for signed in sample.json.array ?? [] {
                guard let file = signed["file"]?.string, let secret = signed["secret"]?.string,
                    let signature = signed["signature"]?.string
                else { continue }
                let body = try #require(Corpus.bytes("webhooks/pagerduty/\(file)"))
                let webhook = PagerDutyWebhook(secrets: [secret])
                #expect(webhook.status(body, ["X-PagerDuty-Signature": signature]) == nil, "\(file)")
                #expect(webhook.status(body + [0x0A], ["X-PagerDuty-Signature": signature]) == 403, "\(file)")
            }
        }
    }

    @Test(arguments: ["alertmanager", "grafana"])
    func eachAlertOfAGroupIsTaken(_ vendor: String) throws {
        let webhook: any AlertDecoding =
            vendor == "grafana" ? GrafanaWebhook(token: "t") : AlertmanagerWebhook(token: "t")
        for sample in try Self.samples(vendor) {
            let deliveries = try webhook.decode(body: sample.bytes, at: now)
            Self.check(deliveries, vendor, sample.name)
            #expect(deliveries.count == sample.json["alerts"]?.array?.count ?? 1, "\(sample.name)")
        }
    }

    @Test func opsgeniesActionsAreTaken() throws {
        let webhook = OpsGenieWebhook(token: "t")
        for sample in try Self.samples("opsgenie") {
            let deliveries = try webhook.decode(body: sample.bytes, at: now)
            Self.check(deliveries, "opsgenie", sample.name)
            let action = sample.json["action"]?.string ?? ""
            if ["Create", "Close"].contains(action) { #expect(deliveries.count == 1, "\(sample.name)") }
        }
    }

    @Test func datadogsAlertsAreTakenAndItsTemplatesRefused() throws {
        let webhook = DatadogWebhook(token: "t")
        for sample in try Self.samples("datadog") {
            if sample.json["title"]?.string?.hasPrefix("$") == true {
                #expect(webhook.refusal(sample.bytes)?.status == 400, "\(sample.name)")
            } else {
                let deliveries = try webhook.decode(body: sample.bytes, at: now)
                Self.check(deliveries, "datadog", sample.name)
                #expect(deliveries.count == 1, "\(sample.name)")
            }
        }
    }

    @Test func notificationsOfSNSAreTakenAndSubscriptionsAreNot() throws {
        let webhook = SNSWebhook(token: "t")
        for sample in try Self.samples("aws_sns") {
            if sample.json["Type"]?.string == "SubscriptionConfirmation" {
                #expect(webhook.refusal(sample.bytes)?.reason.contains("not done") == true, "\(sample.name)")
            } else {
                let deliveries = try webhook.decode(body: sample.bytes, at: now)
                Self.check(deliveries, "sns", sample.name)
                #expect(deliveries.count == 1, "\(sample.name)")
            }
        }
    }

    @Test func othersAreTaken() throws {
        let others: [(String, any AlertDecoding)] = [
            ("sentry", SentryWebhook(secret: "s")), ("generic", GenericWebhook(token: "t")),
        ]
        for (vendor, webhook) in others {
            for sample in try Self.samples(vendor) {
                let deliveries = try webhook.decode(body: sample.bytes, at: now)
                Self.check(deliveries, vendor, sample.name)
                #expect(deliveries.count == 1, "\(sample.name)")
            }
        }
    }

    /// A body cut anywhere, or with any byte changed, is taken or refused; nothing else happens.
    @Test func damagedBodiesAreRefusedOrTaken() throws {
        var random = SeededRandom(seed: 7)
        let webhooks: [(String, any AlertDecoding)] = [
            ("pagerduty", PagerDutyWebhook(secrets: [])), ("alertmanager", AlertmanagerWebhook(token: "t")),
            ("aws_sns", SNSWebhook(token: "t")), ("sentry", SentryWebhook(secret: "s")),
        ]
        for (vendor, webhook) in webhooks {
            for sample in try Self.samples(vendor) {
                for _ in 0..<20 {
                    var body = sample.bytes
                    guard let index = body.indices.randomElement(using: &random) else { continue }
                    if Bool.random(using: &random) {
                        body.removeSubrange(index...)
                    } else {
                        body[index] = .random(in: 0...255, using: &random)
                    }
                    if let refusal = webhook.refusal(body) { #expect(!refusal.reason.isEmpty && refusal.status == 400) }
                }
            }
        }
    }
}
