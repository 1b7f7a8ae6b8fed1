import JSONTree
import RunbookModel
import SlackWire

/// Something that an on-call system is told: that people are needed for a run, or that they no longer are.
package struct PagerEvent: Codable, Hashable, Sendable {
    /// What becomes of the incident there.
    package enum Action: String, Codable, Hashable, Sendable {
        case trigger
        case resolve
    }

    package var action: Action
    /// The same for all that is told about one run: the system makes one incident of it.
    package var key: String
    /// One line; at most 1024 characters are sent.
    package var summary: String
    /// What was tried so far, a line each.
    package var tried: [String]
    /// Where the card can be opened.
    package var link: String?

    package init(action: Action, key: String, summary: String, tried: [String] = [], link: String? = nil) {
        self.action = action
        self.key = key
        self.summary = summary
        self.tried = tried
        self.link = link
    }

    /// The body for PagerDuty's Events API v2, without the routing key: "Send an event to PagerDuty",
    /// developer.pagerduty.com/docs/events-api-v2.
    package var body: [String: JSONValue] {
        var body: [String: JSONValue] = [
            "event_action": .string(action.rawValue), "dedup_key": .string(String(key.prefix(255))),
            "client": "dd0c/run",
        ]
        guard action == .trigger else { return body }
        body["payload"] = [
            "summary": .string(String(summary.prefix(1024))), "source": "dd0c/run", "severity": "critical",
            "custom_details": ["tried": .array(tried.prefix(20).map { .string(String($0.prefix(300))) })],
        ]
        if let link { body["links"] = [["href": .string(link), "text": "The card in Slack"]] }
        return body
    }
}

/// Tells an on-call system. Telling it the same twice does no harm: `PagerEvent.key` is the same.
package typealias Pager = @Sendable (PagerEvent) async throws(WebAPIError) -> Void
