import RunbookModel

/// What the vendors' alerts have in common once their fields are read.
enum AlertShape {
    /// The service that the labels name.
    static func service(in labels: [String: String]) -> String? {
        for name in ["service", "service_name", "app", "application", "app_kubernetes_io_name", "component", "job"] {
            if let value = labels[name]?.nonEmpty { return value }
        }
        return nil
    }

    /// The Slack channel that an alert names by id: `slack_channel_id`, `slack_channel` or `channel`.
    static func channel(in values: [String: String]...) -> ChannelID? {
        for name in ["slack_channel_id", "slack_channel", "channel"] {
            for labels in values {
                if let id = labels[name].flatMap(channel) { return id }
            }
        }
        return nil
    }

    /// A text as a channel, when it is the id of one.
    static func channel(_ text: String) -> ChannelID? {
        let isID =
            (9...24).contains(text.utf8.count) && ["C", "G", "D"].contains(text.prefix(1))
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
        return isID ? ChannelID(text) : nil
    }

    /// The one key for equal labels, for alerts without a key of their own.
    static func fingerprint(_ labels: [String: String]) -> String {
        let lines = labels.sorted { $0.key < $1.key }.map { "\($0.key)\u{1}\($0.value)\u{2}" }
        return String(WebhookSignature.digest(Array(lines.joined().utf8)).prefix(16))
    }

    /// Tells deliveries of the same body apart from what a sender says twice: without a time of its own, an alert that
    /// comes again in another minute is another one.
    static func minute(_ now: Timestamp) -> String { "minute\(now.milliseconds / 60_000)" }
}
