import JSONTree

/// One call of a Web API method: its arguments in typed form, and what its answer says.
package protocol WebAPICall: Hashable, Sendable {
    /// What is read of the answer.
    associatedtype Reply: WebAPIReply

    /// The method that is called.
    static var method: WebAPIMethod { get }
    /// The arguments by Slack's names, without the token.
    var arguments: [String: JSONValue] { get }
}

/// What is read of the answer to a call. Fields that it does not know are left alone: Slack adds some at any time.
package protocol WebAPIReply: Hashable, Sendable {
    /// Reads the fields of an answer whose call succeeded.
    /// - Throws: `WebAPIError` where a field is missing that nothing can be done without.
    init(_ fields: WebAPIReplyFields) throws(WebAPIError)
}

/// The answer to a call of which only the success counts.
package struct WebAPIDone: WebAPIReply {
    /// Takes any answer.
    package init(_ fields: WebAPIReplyFields) {}
}

/// The fields of an answer.
package struct WebAPIReplyFields: Sendable {
    /// The method that was called; errors name it.
    package let method: WebAPIMethod
    private let response: JSONValue

    /// The fields of a whole response object.
    package init(_ response: JSONValue, of method: WebAPIMethod) {
        self.response = response
        self.method = method
    }

    /// A field, `nil` where it is missing.
    package subscript(_ name: String) -> JSONValue? { response[name] }

    /// A text that must be there and not be empty.
    /// - Parameter path: the names that lead to it from the top.
    /// - Throws: `WebAPIError`; the call may have been carried out.
    package func text(_ path: String...) throws(WebAPIError) -> String {
        var value: JSONValue? = response
        for name in path { value = value?[name] }
        if let text = value?.string, !text.isEmpty { return text }
        throw WebAPIError(
            .retry(after: .seconds(5)), code: "unreadable_response",
            messages: ["\(method.rawValue) answered without '\(path.joined(separator: "."))'"], mayHaveHappened: true)
    }

    /// Where the next page begins; `nil` on the last.
    package var nextCursor: String? {
        response["response_metadata"]?["next_cursor"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    }
}

extension WebAPIRequest {
    /// A typed call as it goes over the wire.
    package init(_ call: some WebAPICall) {
        self.init(type(of: call).method, call.arguments)
    }
}

extension WebAPIPerforming {
    /// Makes a call.
    /// - Throws: `WebAPIError`, which says what to do next.
    @discardableResult
    package func perform<Call: WebAPICall>(_ call: Call) async throws(WebAPIError) -> Call.Reply {
        try Call.Reply(WebAPIReplyFields(try await exchange(WebAPIRequest(call)), of: Call.method))
    }
}
