import JSONTree
import Locking
import Logging
import Metrics
import RunbookModel

/// The answer to a webhook.
package struct WebhookAnswer: Hashable, Sendable {
    package var status: Int
    /// What happened, in words, for whoever set the webhook up.
    package var text: String

    package init(status: Int, text: String) {
        self.status = status
        self.text = text
    }
}

/// Where alerts come in: checked, made durable, answered; handled later.
package struct WebhookGate: Sendable {
    /// Requests that a route takes at once before its rate counts.
    package static let burst = 100
    /// Requests a second that a route takes in the long run.
    package static let rate = 20

    private let sources: [String: any AlertDecoding]
    private let accept: FrontDoor.Accept
    private let bells: Bells
    private let now: @Sendable () -> Timestamp
    private let logger: Logger
    private let buckets: Lock<[String: TokenBucket]>

    /// - Parameter sources: the vendors that are configured; a vendor without its secret is none of them.
    package init(
        sources: [any AlertDecoding], accept: @escaping FrontDoor.Accept, bells: Bells,
        now: @escaping @Sendable () -> Timestamp, logger: Logger
    ) {
        self.sources = Dictionary(sources.map { ($0.route, $0) }) { first, _ in first }
        self.accept = accept
        self.bells = bells
        self.now = now
        self.logger = logger
        buckets = Lock([:])
    }

    /// Names of the routes that are mounted.
    package var routes: [String] { sources.keys.sorted() }

    /// Answers a webhook once its alerts are durable.
    /// - Parameters:
    ///   - route: the last part of the path.
    ///   - header: the value of a header by its lower-case name.
    package func receive(
        _ route: String, body: [UInt8], header: @escaping @Sendable (String) -> String?
    ) async -> WebhookAnswer {
        guard let source = sources[route] else {
            return WebhookAnswer(status: 404, text: "No webhook \(route) is set up here.")
        }
        let moment = now()
        guard buckets.withLock({ $0[route, default: TokenBucket(at: moment)].take(at: moment) }) else {
            count(route, "429")
            return WebhookAnswer(status: 429, text: "Too many requests; try again in a second.")
        }
        do throws(WebhookRefusal) {
            try source.authenticate(body: body, header: header)
            let deliveries = try source.decode(body: body, at: moment)
            return await store(deliveries, route)
        } catch {
            count(route, "\(error.status)")
            // The reason goes to the sender alone: it may hold what only the sender should see.
            logger.warning("a webhook was refused", metadata: ["route": "\(route)", "status": "\(error.status)"])
            return WebhookAnswer(status: error.status, text: error.reason)
        }
    }

    private func store(_ deliveries: [AlertDelivery], _ route: String) async -> WebhookAnswer {
        do {
            var new = 0
            for delivery in deliveries {
                let row = Delivery(
                    key: "alert:\(delivery.key)", kind: .alert, body: try JSONValue(encoding: delivery))
                if try await accept(row) { new += 1 }
            }
            if new > 0 { bells.inbox.ring() }
            count(route, "200")
            return WebhookAnswer(status: 200, text: "\(deliveries.count) alerts, \(new) of them new.")
        } catch {
            count(route, "503")
            logger.error("an alert could not be stored", metadata: ["route": "\(route)", "error": "\(error)"])
            return WebhookAnswer(status: 503, text: "The alert could not be stored; send it again.")
        }
    }

    private func count(_ route: String, _ status: String) {
        Counter(label: "dd0c_webhooks_total", dimensions: [("route", route), ("status", status)]).increment()
    }
}

/// Allows `burst` at once and `rate` a second in the long run.
struct TokenBucket: Sendable {
    private var tokens = Double(WebhookGate.burst)
    private var updated: Timestamp

    init(at now: Timestamp) { updated = now }

    mutating func take(at now: Timestamp) -> Bool {
        let elapsed = Double(max(0, (now - updated).wholeMilliseconds)) / 1000
        tokens = min(Double(WebhookGate.burst), tokens + elapsed * Double(WebhookGate.rate))
        updated = now
        guard tokens >= 1 else { return false }
        tokens -= 1
        return true
    }
}
