import Bot
import JSONTree
import RunbookModel

/// Amazon SNS over HTTPS, with CloudWatch's alarms or a plain text as the message
/// (https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html).
///
/// SNS sends no header of ours, so the token stands in the address of the subscription,
/// `https://sns:TOKEN@host/webhooks/sns`. A request to confirm a subscription is not answered by itself: this program
/// fetches no address that somebody sends it. The refusal says what to open.
package struct SNSWebhook: AlertDecoding {
    /// `/webhooks/sns`.
    package let route = "sns"
    private let token: WebhookToken

    /// - Parameter token: the password in the address of the subscription.
    package init(token: String) { self.token = WebhookToken(token) }

    /// The token must come along.
    package func authenticate(body: [UInt8], header: (String) -> String?) throws(WebhookRefusal) {
        try token.check(header)
    }

    /// The alarm or the text of a notification; a subscription that is to be confirmed is `.malformed`, with the address.
    package func decode(body: [UInt8], at now: Timestamp) throws(WebhookRefusal) -> [AlertDelivery] {
        let body = try WebhookBody(body, vendor: "Amazon SNS")
        switch body.text("Type") {
        case "SubscriptionConfirmation": throw Self.confirmation(body)
        case "UnsubscribeConfirmation": return []
        case "Notification", nil: break
        case .some(let type): throw .malformed("`Type` is `\(type.asTitle)`, which Amazon SNS does not send.")
        }
        let sent = body.moment("Timestamp")
        let message = Self.message(body)
        let id = body.text("MessageId") ?? "\(WebhookSignature.digest(body.json.utf8())):\(AlertShape.minute(now))"
        let alert: Alert?
        if let alarm = message["AlarmName"]?.string {
            alert = try Self.alarm(named: alarm, message, sent ?? now)
        } else {
            alert = try Self.note(body, id, sent ?? now)
        }
        guard let alert else { return [] }
        return [AlertDelivery(key: "\(route):\(id)", alert: alert, channel: AlertShape.channel(in: alert.labels))]
    }

    private static func confirmation(_ body: WebhookBody) -> WebhookRefusal {
        let url = body.text("SubscribeURL") ?? ""
        let host = url.dropFirst("https://".count).prefix { $0 != "/" && $0 != "?" }
        guard url.hasPrefix("https://"), host.hasPrefix("sns."),
            host.hasSuffix(".amazonaws.com") || host.hasSuffix(".amazonaws.com.cn")
        else {
            return .malformed("This asks to confirm a subscription, but not at an address of Amazon SNS. Leave it.")
        }
        return .malformed(
            "Amazon SNS asks to confirm the subscription to \(body.text("TopicArn") ?? "a topic"). That is not done "
                + "automatically. If it is yours, open this address within three days: \(url.asAddress)")
    }

    /// The message: JSON within a text, as SNS sends it, or JSON as it is.
    private static func message(_ body: WebhookBody) -> JSONValue {
        guard let text = body.json["Message"]?.string else { return body.json["Message"] ?? .null }
        do {
            return try JSONValue(parsing: text)
        } catch {
            // A plain text.
            return .string(text)
        }
    }

    /// The alarm in the message; `nil` when it does not say whether it burns.
    private static func alarm(
        named name: String, _ message: JSONValue, _ sent: Timestamp
    ) throws(WebhookRefusal) -> Alert? {
        let alarm = try WebhookBody(message.utf8(), vendor: "CloudWatch")
        let state = alarm.text("NewStateValue") ?? "ALARM"
        guard state == "ALARM" || state == "OK" else { return nil }
        let trigger = alarm["Trigger"]
        var labels = [
            "alarm": name, "region": alarm.text("Region"), "account": alarm.text("AWSAccountId"),
            "namespace": trigger.text("Namespace") ?? alarm.text("Namespace"),
            "metric": trigger.text("MetricName") ?? alarm.text("MetricName"),
        ].compactMapValues { $0 }
        for dimension in trigger.json["Dimensions"]?.array ?? [] {
            guard let name = dimension["name"]?.string ?? dimension["Name"]?.string,
                let value = dimension["value"]?.string ?? dimension["Value"]?.string
            else { continue }
            labels[name] = value
        }
        let changed = alarm.moment("StateChangeTime") ?? sent
        return Alert(
            id: "", vendor: "sns",
            fingerprint: alarm.text("AlarmArn")
                ?? AlertShape.fingerprint(
                    ["alarm": name, "region": labels["region"] ?? "", "account": labels["account"] ?? ""]),
            status: state == "OK" ? .resolved : .firing, name: name,
            title: (alarm.text("AlarmDescription") ?? name).asTitle, severity: alarm.text("Priority"),
            service: AlertShape.service(in: labels) ?? labels["ServiceName"], labels: labels,
            annotations: ["description": alarm.text("NewStateReason")].compactMapValues { $0 }, startedAt: changed,
            resolvedAt: state == "OK" ? changed : nil)
    }

    /// A message that is no alarm, as an alert of its own.
    private static func note(_ body: WebhookBody, _ id: String, _ sent: Timestamp) throws(WebhookRefusal) -> Alert {
        let text = body.text("Message")
        guard let title = body.text("Subject") ?? text?.split(separator: "\n").first.map(String.init) else {
            throw .malformed("The notification has neither a `Subject` nor a text as its `Message`.")
        }
        return Alert(
            id: "", vendor: "sns", fingerprint: id, status: .firing, title: title.asTitle,
            labels: ["topic": body.text("TopicArn")].compactMapValues { $0 },
            annotations: ["description": text].compactMapValues { $0 }, startedAt: sent)
    }
}

extension String {
    /// As it is, less what moves or hides; for addresses, which a title would cut.
    fileprivate var asAddress: String { OutputText.sanitize(self) }
}
