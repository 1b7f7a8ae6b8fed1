import JSONTree
import Locking
import Logging
import SlackWire

/// What a `SlackWebAPIClient` needs to know.
package struct SlackWebAPIConfiguration: Sendable {
    /// `xapp-…`; secret.
    package var appToken: String
    /// `xoxb-…`; secret.
    package var botToken: String
    /// Base of the Web API; plain `http` for loopback addresses only.
    package var apiURL = "https://slack.com/api/"
    /// The proxy of the environment.
    package var proxy: ProxySettings = .none
    /// A PEM file of certificates that are trusted beside the system's own (`SSL_CERT_FILE`).
    package var extraAuthorities: String?
    /// For a call from beginning to end; files have ten times as long.
    package var timeout: Duration = .seconds(15)
    /// The longest that a call waits for its turn under Slack's rate limits before it fails with `ratelimited`.
    package var longestTurn: Duration = .seconds(2)

    /// Slack's own address, no proxy, the system's certificates.
    package init(appToken: String, botToken: String) {
        self.appToken = appToken
        self.botToken = botToken
    }
}

/// The Web API over libcurl. Keeps Slack's rate limits of its own accord. Logs methods, codes and spans, never a token,
/// an argument or an address.
package final class SlackWebAPIClient: WebAPIPerforming {
    private let configuration: SlackWebAPIConfiguration
    private let api: NetworkURL
    private let http: HTTPClient
    private let ledger = Lock(RateLedger())
    private let logger: Logger

    /// - Throws: `TransportError` when the address of the Web API cannot be used or the system has no thread left.
    package init(_ configuration: SlackWebAPIConfiguration, logger: Logger) throws(TransportError) {
        do {
            api = try NetworkURL(configuration.apiURL)
            try api.requireSafe()
        } catch { throw .url(error) }
        self.configuration = configuration
        self.logger = logger
        http = try HTTPClient(
            HTTPClientSettings(
                proxy: configuration.proxy,
                authorities: try TrustedAuthorities(extra: configuration.extraAuthorities)))
    }

    /// Waits for its turn under Slack's rate limits, then calls the method; see `WebAPIPerforming`.
    package func exchange(_ request: WebAPIRequest) async throws(WebAPIError) -> JSONValue {
        try await waitForTurn(request)
        let token = request.method.token == .app ? configuration.appToken : configuration.botToken
        let base = api.target.hasSuffix("/") ? api.target : api.target + "/"
        let call = HTTPCall(
            url: api.with(target: base + request.method.rawValue), body: request.body,
            headers: ["Authorization: Bearer \(token)", "Content-Type: \(request.contentType)"],
            isRepeatable: request.method.isIdempotent, timeout: configuration.timeout)
        let answer = try await send(call)
        do {
            return try answer.response.decoded(for: request.method)
        } catch {
            if error.isRateLimit, case .retry(let span) = error.action {
                ledger.withLock { $0.pause(request.method, for: span, at: MonotonicClock.now()) }
            }
            logger.debug(
                "Slack call failed", metadata: ["method": "\(request.method.rawValue)", "code": "\(error.code)"])
            throw error
        }
    }

    /// No token goes along; see `WebAPIPerforming`.
    package func upload(_ bytes: [UInt8], to url: String) async throws(WebAPIError) {
        let call = HTTPCall(
            url: try safe(url), body: bytes, headers: ["Content-Type: application/octet-stream"],
            timeout: configuration.timeout * 10)
        try await send(call).response.checkStatus()
    }

    /// The token goes to Slack's hosts and the API host only; see `WebAPIPerforming`.
    package func download(_ url: String, limit: Int) async throws(WebAPIError) -> [UInt8] {
        let url = try safe(url)
        guard mayGetToken(url) else {
            throw WebAPIError(.never, code: "foreign_host", messages: ["'\(url.host)' is not a host of Slack"])
        }
        let call = HTTPCall(
            url: url, headers: ["Authorization: Bearer \(configuration.botToken)"],
            timeout: configuration.timeout * 10, bodyLimit: limit)
        let answer = try await send(call, tooLong: "download_too_large")
        try answer.response.checkStatus()
        return answer.body
    }

    /// No token goes along; see `WebAPIPerforming`.
    package func respond(to responseURL: String, _ message: ResponseMessage) async throws(WebAPIError) {
        let call = HTTPCall(
            url: try safe(responseURL), body: message.body.utf8(),
            headers: ["Content-Type: application/json; charset=utf-8"], isRepeatable: false,
            timeout: configuration.timeout)
        let answer = try await send(call)
        try answer.response.checkStatus()
    }
}

extension SlackWebAPIClient {
    /// Books the call and waits until Slack allows it.
    private func waitForTurn(_ request: WebAPIRequest) async throws(WebAPIError) {
        let patience = MonotonicClock.now() + configuration.longestTurn
        var wait = ledger.withLock { ledger in
            let now = MonotonicClock.now()
            let wait = ledger.delay(for: request.method, channel: request.channel, at: now)
            guard now + wait <= patience else { return wait }
            return ledger.book(request.method, channel: request.channel, at: now)
        }
        while wait > .zero {
            guard MonotonicClock.now() + wait <= patience else {
                throw WebAPIError(.retry(after: wait), code: "ratelimited", messages: ["held back before it was sent"])
            }
            do {
                try await Task.sleep(for: wait)
            } catch {
                throw .cancelled
            }
            // Meanwhile Slack may have refused another call of the method.
            wait = ledger.withLock { $0.pauseLeft(of: request.method, at: MonotonicClock.now()) }
        }
    }

    private func send(_ call: HTTPCall, tooLong: String = "response_too_large") async throws(WebAPIError) -> HTTPAnswer
    {
        do {
            return try await http.send(call)
        } catch {
            let (action, code): (WebAPIError.Action, String) =
                switch error.kind {
                case .connection: (.retry(after: .seconds(1)), "connection_failed")
                case .certificate: (.retry(after: .seconds(30)), "certificate_not_accepted")
                case .timeout: (.retry(after: .seconds(1)), "timed_out")
                case .bodyTooLong: (.never, tooLong)
                case .overloaded: (.retry(after: .seconds(1)), "too_many_calls")
                case .cancelled: (.retry(after: .zero), "cancelled")
                }
            throw WebAPIError(action, code: code, messages: [error.reason], mayHaveHappened: error.wasSent)
        }
    }

    private func safe(_ address: String) throws(WebAPIError) -> NetworkURL {
        do throws(NetworkURLError) {
            let url = try NetworkURL(address)
            try url.requireSafe()
            return url
        } catch {
            throw WebAPIError(.never, code: "unusable_address", messages: [error.description])
        }
    }

    /// Whether the bot's token may be sent there: to Slack over TLS, or to the very host and port that it is sent to
    /// with every call.
    private func mayGetToken(_ url: NetworkURL) -> Bool {
        if url.host == api.host, url.port == api.port, url.isEncrypted == api.isEncrypted { return true }
        guard url.scheme == "https" else { return false }
        return ["slack.com", "slack-gov.com"].contains { url.host == $0 || url.host.hasSuffix("." + $0) }
    }
}

extension HTTPAnswer {
    fileprivate var response: WebAPIResponse { WebAPIResponse(status: status, retryAfter: retryAfter, body: body) }
}
