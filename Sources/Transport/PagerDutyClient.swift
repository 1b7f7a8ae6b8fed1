import JSONTree
import SlackWire

/// PagerDuty's Events API v2 over libcurl: developer.pagerduty.com/docs/events-api-v2.
package final class PagerDutyClient: Sendable {
    /// Where events go; `https://events.eu.pagerduty.com/v2/enqueue` for accounts in the EU.
    package static let address = "https://events.pagerduty.com/v2/enqueue"
    /// For one event from beginning to end.
    private static let timeout: Duration = .seconds(15)
    /// Bytes of an answer that are read.
    private static let answerLimit = 64 << 10

    private let url: NetworkURL
    private let routingKey: String
    private let http: HTTPClient

    /// - Parameters:
    ///   - routingKey: of an Events API v2 integration; secret.
    ///   - address: plain `http` for loopback addresses only.
    ///   - extraAuthorities: a PEM file of certificates that are trusted beside the system's own.
    /// - Throws: `TransportError` when the address cannot be used or the system has no thread left.
    package init(
        routingKey: String, address: String = PagerDutyClient.address, proxy: ProxySettings = .none,
        extraAuthorities: String? = nil
    ) throws(TransportError) {
        do {
            url = try NetworkURL(address)
            try url.requireSafe()
        } catch { throw .url(error) }
        self.routingKey = routingKey
        http = try HTTPClient(
            HTTPClientSettings(proxy: proxy, authorities: try TrustedAuthorities(extra: extraAuthorities)))
    }

    /// Sends one event. To be sent again after `.retry`: the `dedup_key` of the event makes one incident of both.
    /// - Parameter event: the body without its routing key.
    /// - Throws: `WebAPIError` with the action to take; `.never` where PagerDuty says that the event or the key is wrong.
    package func send(_ event: [String: JSONValue]) async throws(WebAPIError) {
        var body = event
        body["routing_key"] = .string(routingKey)
        let answer: HTTPAnswer
        do {
            answer = try await http.send(
                HTTPCall(
                    url: url, body: JSONValue.object(body).utf8(),
                    headers: ["Content-Type: application/json", "Accept: application/json"], timeout: Self.timeout,
                    bodyLimit: Self.answerLimit))
        } catch {
            let pause: Duration = error.kind == .certificate ? .seconds(30) : .seconds(1)
            throw WebAPIError(
                .retry(after: error.kind == .cancelled ? .zero : pause), code: "pager_\(error.kind)",
                messages: [error.reason], mayHaveHappened: error.wasSent)
        }
        do {
            try WebAPIResponse(status: answer.status, retryAfter: answer.retryAfter, body: answer.body).checkStatus()
        } catch {
            guard !error.isRateLimit else { throw error }
            // What it says of an event that it does not take names the field, never the key.
            throw WebAPIError(
                error.action, code: "pager_\(error.code)", messages: Self.complaints(answer.body),
                mayHaveHappened: error.mayHaveHappened)
        }
    }

    private static func complaints(_ body: [UInt8]) -> [String] {
        do throws(JSONSyntaxError) {
            let answer = try JSONValue(parsing: body)
            let errors = answer["errors"]?.array?.compactMap(\.string) ?? []
            return ([answer["message"]?.string].compactMap(\.self) + errors).prefix(5).map { String($0.prefix(200)) }
        } catch {
            return []
        }
    }
}
