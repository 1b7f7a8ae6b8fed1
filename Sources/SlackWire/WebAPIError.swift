import JSONTree

/// Why a Web API call failed and what to do next.
package struct WebAPIError: Error, Hashable, Sendable {
    /// What the caller does about a failed call.
    package enum Action: Hashable, Sendable {
        /// Call again, no earlier than after this span.
        case retry(after: Duration)
        /// The same call will always fail.
        case never
        /// Do this, then call again.
        case first(Remedy)
        /// No call with this token can succeed: the process ends with a clear line.
        case fatal
    }

    /// What makes a call possible that failed.
    package enum Remedy: Hashable, Sendable {
        /// The bot is not in the channel: `conversations.join`, once.
        case joinChannel
        /// The message to change is gone or can no longer be changed: post a new one.
        case postAnew
        /// The trigger was used or is older than three seconds: only another click gives a new one.
        case clickAgain
    }

    /// What to do.
    package let action: Action
    /// Slack's `error`, or our own word where Slack gave none: `http_503`, `connection_failed`, `timed_out`, ….
    package let code: String
    /// Slack's explanations (`response_metadata.messages`), and what a missing scope was needed for.
    package let messages: [String]
    /// Whether the call may have been carried out all the same: look before it is repeated.
    package let mayHaveHappened: Bool

    /// An error of a known kind.
    package init(_ action: Action, code: String, messages: [String] = [], mayHaveHappened: Bool = false) {
        self.action = action
        self.code = code
        self.messages = messages
        self.mayHaveHappened = mayHaveHappened
    }

    /// The calling task was cancelled.
    package static let cancelled = WebAPIError(.retry(after: .zero), code: "cancelled", mayHaveHappened: true)

    /// Whether Slack, or our own accounts, found that the method is called too often.
    package var isRateLimit: Bool { code == "ratelimited" || code == "rate_limited" }
}

extension WebAPIError: CustomStringConvertible {
    package var description: String {
        let advice =
            switch action {
            case .retry(let span): "may be tried again after \(span)"
            case .never: "will not succeed if repeated"
            case .first(.joinChannel): "the bot must join the channel first"
            case .first(.postAnew): "the message must be posted anew"
            case .first(.clickAgain): "the user must click again"
            case .fatal: "the token cannot be used: check it in the app's settings"
            }
        let details = messages.isEmpty ? "" : " (" + messages.joined(separator: "; ") + ")"
        return "Slack call failed: \(code)\(details); \(advice)"
    }
}

extension WebAPIError {
    /// Classifies a code that came with `ok: false`.
    /// - Parameter retryAfter: what Slack asked for.
    init(slackCode code: String, method: WebAPIMethod, response: JSONValue, retryAfter: Duration?) {
        var messages = (response["response_metadata"]?["messages"]?.array ?? []).compactMap(\.string)
        messages += (response["errors"]?.array ?? []).compactMap(\.string)
        if let needed = response["needed"]?.string { messages.append("needs the scope \(needed)") }
        let meaning = WebAPIErrorMeaning(code: code, method: method)
        if meaning == nil { messages.append("not a code that this version knows") }
        let action: Action =
            switch meaning {
            case .passing(let wait, _): .retry(after: retryAfter ?? wait)
            case .firstDo(let remedy): .first(remedy)
            case .tokenUnusable: .fatal
            case .refused, nil: .never
            }
        self.init(action, code: code, messages: messages, mayHaveHappened: meaning?.mayHaveHappened ?? false)
    }
}

/// The answer of the Web API as it came over HTTP.
package struct WebAPIResponse: Hashable, Sendable {
    /// The HTTP status.
    package var status: Int
    /// The value of `Retry-After`.
    package var retryAfter: String?
    /// The body, whole.
    package var body: [UInt8]

    /// An answer as it came.
    package init(status: Int, retryAfter: String? = nil, body: [UInt8]) {
        self.status = status
        self.retryAfter = retryAfter
        self.body = body
    }

    /// The span that `Retry-After` names: at least one second, at most an hour; `nil` when it names none.
    package var pause: Duration? {
        retryAfter.flatMap { Int($0.filter { $0 != " " }) }.map { .seconds(min(max($0, 1), 3600)) }
    }

    /// Reads the answer to a method.
    /// - Returns: the response object: `ok` is `true`, or what was asked for was so already.
    /// - Throws: `WebAPIError`.
    package func decoded(for method: WebAPIMethod) throws(WebAPIError) -> JSONValue {
        guard status != 429 else { throw WebAPIError(.retry(after: pause ?? .seconds(30)), code: "ratelimited") }
        let response: JSONValue
        do {
            response = try JSONValue(parsing: body)
        } catch {
            throw httpError(method, detail: "the body is \(error)")
        }
        switch response["ok"]?.bool {
        case true: return response
        case false:
            guard let code = response["error"]?.string else { throw httpError(method, detail: "no error code") }
            guard !code.hasPrefix("already_") else { return response }
            throw WebAPIError(slackCode: code, method: method, response: response, retryAfter: pause)
        case nil: throw httpError(method, detail: "the body has no 'ok'")
        }
    }

    /// Reads the answer of an address that is no method (`upload_url`, `response_url`, a file): only the status counts.
    /// - Throws: `WebAPIError`.
    package func checkStatus() throws(WebAPIError) {
        guard !(200..<300).contains(status) else { return }
        guard status != 429 else { throw WebAPIError(.retry(after: pause ?? .seconds(30)), code: "ratelimited") }
        throw httpError(nil, detail: nil)
    }

    /// The error for an answer that is not Slack's JSON: a gateway, a proxy, a captive portal.
    private func httpError(_ method: WebAPIMethod?, detail: String?) -> WebAPIError {
        let messages = detail.map { [$0] } ?? []
        switch status {
        case 200..<300:
            return WebAPIError(
                .retry(after: .seconds(5)), code: "unreadable_response", messages: messages, mayHaveHappened: true)
        case 500..., 408, 409:
            return WebAPIError(.retry(after: pause ?? .seconds(1)), code: "http_\(status)", mayHaveHappened: true)
        case 404 where method == .appsConnectionsOpen:
            return WebAPIError(.fatal, code: "http_404", messages: ["the address of the Web API is wrong"])
        default:
            return WebAPIError(.never, code: "http_\(status)")
        }
    }
}
