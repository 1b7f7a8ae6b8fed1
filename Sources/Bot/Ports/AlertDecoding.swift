import JSONTree
import RunbookModel

/// An alert as a vendor's webhook told of it.
package struct AlertDelivery: Codable, Hashable, Sendable {
    /// Unique for this change of this alert at the vendor.
    package var key: String
    /// The alert; its `id` is empty until it is stored.
    package var alert: Alert
    /// The Slack channel that the alert itself names, by id.
    package var channel: ChannelID?

    package init(key: String, alert: Alert, channel: ChannelID? = nil) {
        self.key = key
        self.alert = alert
        self.channel = channel
    }
}

/// Why a webhook was refused, in words for the person who set it up.
package enum WebhookRefusal: Error, Hashable, Sendable {
    /// 401: no credentials came along.
    case missingCredentials(String)
    /// 403: the credentials are wrong.
    case wrongCredentials(String)
    /// 400: the body is not what it says.
    case malformed(String)

    /// The HTTP status that says it.
    package var status: Int {
        switch self {
        case .missingCredentials: 401
        case .wrongCredentials: 403
        case .malformed: 400
        }
    }

    /// The reason in words.
    package var reason: String {
        switch self {
        case .missingCredentials(let reason), .wrongCredentials(let reason), .malformed(let reason): reason
        }
    }
}

/// One vendor's webhook.
package protocol AlertDecoding: Sendable {
    /// Last part of the path, as in `/webhooks/pagerduty`.
    var route: String { get }
    /// Checks who sent it, over the exact bytes.
    /// - Parameter header: the value of a header by its lower-case name.
    func authenticate(body: [UInt8], header: (String) -> String?) throws(WebhookRefusal)
    /// The alerts in the body; none for an event that is not about an alert.
    /// - Parameter now: for alerts that don't say when they began.
    func decode(body: [UInt8], at now: Timestamp) throws(WebhookRefusal) -> [AlertDelivery]
}
